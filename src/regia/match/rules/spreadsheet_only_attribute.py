"""A concept's attribute that only a spreadsheet holds.

**What it looks for.** Attributes of a concept that at least one real system keeps too, found only in spreadsheets and
files of people; one finding a file, from two such attributes on.

**Why it matters.** The company depends on what one person types in a file: no rights, no history, no copy.

**What to do.** The business says which are needed. IT gives them a place in the system that keeps the concept.

**Known limits.** An attribute that a system keeps under a name that was not recognised looks as if it were
missing there.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 2


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a spreadsheet."""
    rows = tables.query(
        "WITH placed AS (SELECT a.*, d.source_kind IN ('sheet', 'file') AND (d.source_kind = 'sheet' "  # noqa: S608
        "OR coalesce(d.kind, '') = 'spreadsheet') AS loose, c.name_it AS concept_it, c.name_en AS concept_en "
        "FROM attributes AS a JOIN datasets AS d ON d.system = a.system AND d.dataset = a.dataset "
        "JOIN concepts AS c ON c.concept = a.concept WHERE c.known), "
        "kept AS (SELECT DISTINCT concept FROM placed WHERE NOT loose), "
        "alone AS (SELECT concept, attribute FROM placed GROUP BY ALL HAVING bool_and(loose)) "
        "SELECT p.system, p.dataset, p.concept, any_value(p.concept_it) AS concept_it, "
        "any_value(p.concept_en) AS concept_en, count(*) AS count, "
        "string_agg(p.field, ', ' ORDER BY p.field) AS listed FROM placed AS p "
        "JOIN alone AS a ON a.concept = p.concept AND a.attribute = p.attribute "
        "JOIN kept AS k ON k.concept = p.concept WHERE p.loose AND NOT p.in_key "
        f"GROUP BY p.system, p.dataset, p.concept HAVING count(*) >= {FEWEST} ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, dataset = str(row["system"]), str(row["dataset"])
    return Hit(
        subject=f"{system}.{dataset}",
        values={
            "system": system,
            "dataset": dataset,
            "count": row["count"],
            "listed": row["listed"],
            "concept": Text(str(row["concept_it"]), str(row["concept_en"])),
        },
        evidence_table="attributes",
        evidence_filter=f"system = {literal(system)} AND dataset = {literal(dataset)}",
        system=system,
        dataset=dataset,
    )


RULE = Rule(
    code="spreadsheet_only_attribute",
    severity=Severity.MINOR,
    title=Text("Dati che stanno solo in un foglio", "Data held only in a spreadsheet"),
    says=Text(
        "{count:dato|dati} di «{concept}» {count:~sta|stanno} solo nel foglio {dataset} di {system} ({listed}).",
        "{count:piece|pieces} of data on '{concept}' {count:~is|are} held only in sheet {dataset} of {system} "
        "({listed}).",
    ),
    it_does=Text("Dare loro un posto nel sistema giusto.", "Give them a place in the right system."),
    business_does=Text("Dire quali servono.", "Say which are needed."),
    find=find,
)
