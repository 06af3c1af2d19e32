"""One meaning that goes by different names in different systems.

**What it looks for.** Attributes of a concept that two systems or more keep under names that differ by more than
capitals, accents and signs, where the fields correspond for sure. One finding a concept, from three such attributes on.

**Why it matters.** Departments say different words for the same thing and do not find it in each other's system; every
report over both needs somebody who knows that `PARIVA` and `vat_number` are one.

**What to do.** The business agrees on one word for each, as a glossary. IT shows that word in screens and reports:
no field need be renamed.

**Known limits.** Names in two languages count as different names, for so they are to the people who read them. Only
attributes with an accepted correspondence are counted.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 3
SHOWN = 3


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a concept."""
    rows = tables.query(
        "WITH sure AS (SELECT concept, attribute, unnest([struct_pack(s := left_system, d := left_dataset, "  # noqa: S608
        "f := left_field), struct_pack(s := right_system, d := right_dataset, f := right_field)]) AS side "
        "FROM correspondences WHERE band = 'accept' AND concept IS NOT NULL AND attribute IS NOT NULL), "
        "held AS (SELECT DISTINCT concept, attribute, side.s AS system, side.f AS field, "
        "regexp_replace(lower(strip_accents(side.f)), '[^a-z0-9]+', '', 'g') AS plain FROM sure), "
        "many AS (SELECT concept, attribute, string_agg(DISTINCT system || '.' || field, ' = ' "
        "ORDER BY system || '.' || field) AS listed FROM held GROUP BY ALL "
        "HAVING count(DISTINCT plain) > 1 AND count(DISTINCT system) > 1) "
        "SELECT m.concept, c.name_it, c.name_en, count(*) AS count, "
        f"list(m.listed ORDER BY m.attribute)[:{SHOWN}] AS listed FROM many AS m "
        f"JOIN concepts AS c USING (concept) GROUP BY ALL HAVING count(*) >= {FEWEST} ORDER BY m.concept"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    concept, listed = str(row["concept"]), row["listed"]
    shown = "; ".join(map(str, listed)) if isinstance(listed, list) else ""
    return Hit(
        subject=concept,
        values={
            "concept": Text(str(row["name_it"]), str(row["name_en"])),
            "count": row["count"],
            "listed": shown,
        },
        evidence_table="correspondences",
        evidence_filter=f"concept = {literal(concept)} AND band = 'accept'",
    )


RULE = Rule(
    code="two_names_one_meaning",
    severity=Severity.REMARK,
    title=Text("Un significato, più nomi", "One meaning, several names"),
    says=Text(
        "Di «{concept}», {count:attributo ha|attributi hanno} nomi diversi da un sistema all'altro, "
        "per esempio {listed}.",
        "Of '{concept}', {count:attribute goes|attributes go} by different names from system to system, "
        "such as {listed}.",
    ),
    it_does=Text(
        "Mostrare la parola concordata nelle maschere e nei rapporti.", "Show the agreed word in screens and reports."
    ),
    business_does=Text("Accordarsi su una parola per ciascuno.", "Agree on one word for each."),
    find=find,
)
