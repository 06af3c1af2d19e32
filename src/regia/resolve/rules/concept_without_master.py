"""A concept that several systems keep, with no system named as the right one.

**What it looks for.** A concept of the shared model held by three systems or more (of two, one is usually a copy that
is known) where at least two attributes correspond between them for sure, and for which no person has decided the
master.

**Why it matters.** The same customer is typed more than once, corrected in one place and wrong in the others, and
nobody can say which value is right.

**What to do.** The business names the system that is right for the concept (`regia judge CONCEPT SYSTEM --master`;
`regia show masters` proposes one with its figures). IT makes the others follow it.

**Known limits.** It says that the same kind of thing is kept in more places, not that the same records are.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST_SYSTEMS = 3
FEWEST_ATTRIBUTES = 2


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a concept."""
    rows = tables.query(
        "SELECT c.concept, c.name_it, c.name_en, c.systems, c.records, "  # noqa: S608
        "(SELECT string_agg(DISTINCT d.system, ', ' ORDER BY d.system) FROM concept_datasets AS d "
        "WHERE d.concept = c.concept AND d.role = 'main') AS listed FROM concepts AS c WHERE c.known "
        f"AND c.systems >= {FEWEST_SYSTEMS} AND (SELECT count(DISTINCT m.attribute) FROM correspondences AS m "
        f"WHERE m.concept = c.concept AND m.band = 'accept') >= {FEWEST_ATTRIBUTES} "
        "AND NOT EXISTS (SELECT 1 FROM masters AS w WHERE w.concept = c.concept AND w.attribute = '*' "
        "AND w.status = 'decided') ORDER BY c.concept"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    concept = str(row["concept"])
    records = row["records"]
    return Hit(
        subject=concept,
        values={
            "concept": Text(str(row["name_it"]), str(row["name_en"])),
            "systems": row["systems"],
            "listed": row["listed"],
        },
        evidence_table="concept_datasets",
        evidence_filter=f"concept = {literal(concept)}",
        records=records if isinstance(records, int) else None,
    )


RULE = Rule(
    code="concept_without_master",
    severity=Severity.MAJOR,
    title=Text(
        "Concetto tenuto in più sistemi, senza un riferimento", "Concept kept in several systems, with no master"
    ),
    says=Text(
        "«{concept}» è tenuto in {systems} sistemi ({listed}) e nessuno è indicato come quello giusto.",
        "'{concept}' is kept in {systems} systems ({listed}), none of them named as the right one.",
    ),
    it_does=Text("Far seguire agli altri sistemi quello di riferimento.", "Make the other systems follow the master."),
    business_does=Text("Dire quale sistema ha ragione.", "Say which system is right."),
    find=find,
)
