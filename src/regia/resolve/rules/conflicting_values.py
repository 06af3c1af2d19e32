"""Systems that say different things of the same thing.

**What it looks for.** Values that are out of date, mistyped or different from the one held to be right, five or more of
one attribute of a concept; one finding an attribute. Values only written another way, or missing, do not count.

**Why it matters.** Each department works with its own truth: parcels go to the old address, calls to a number that is
no more, and somebody has to find out which one is right.

**What to do.** The business names the system that leads (`regia judge`); IT makes the others follow it and corrects the
values (`regia export golden`).

**Known limits.** A value that is old in every system is not seen. The yearly cost is the minutes lost for each value in
conflict, once a year (low end: only in records touched within the last year), as regia.toml assumes; conflicts of
records that are duplicates to merge are left out, and no other rule claims these euros.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.resolve.pricing import COSTS, POOL, euros, priced

FEWEST = 5


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an attribute of a concept."""
    rows = tables.query(
        "WITH wrong AS (SELECT concept, attribute, count(*) AS records, count(DISTINCT entity) AS entities, "  # noqa: S608
        "string_agg(DISTINCT system, ', ' ORDER BY system) AS systems, avg(probability_right) AS probability "
        "FROM conflicts WHERE kind IN ('stale', 'typing', 'different') GROUP BY ALL), "
        f"costs AS (SELECT concept, attribute, {COSTS} FROM data_costs WHERE flaw = 'conflict' GROUP BY ALL), "
        "names AS (SELECT attribute, any_value(name_it) AS name_it, any_value(name_en) AS name_en FROM attributes "
        "GROUP BY attribute) "
        "SELECT w.*, k.* EXCLUDE (concept, attribute), n.name_it, n.name_en, c.name_it AS concept_it, "
        "c.name_en AS concept_en, m.system AS master FROM wrong AS w "
        "JOIN costs AS k ON k.concept = w.concept AND k.attribute = w.attribute "
        "JOIN names AS n ON n.attribute = w.attribute JOIN concepts AS c ON c.concept = w.concept "
        "LEFT JOIN masters AS m ON m.concept = w.concept AND m.attribute = w.attribute "
        f"WHERE w.records >= {FEWEST} ORDER BY w.concept, w.attribute"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    concept, attribute = str(row["concept"]), str(row["attribute"])
    records = int(str(row["records"]))
    told = {
        "attribute": Text(str(row["name_it"]), str(row["name_en"])),
        "concept": Text(str(row["concept_it"]), str(row["concept_en"])),
        "records": records,
        "entities": row["entities"],
        "systems": row["systems"],
    }
    return Hit(
        subject=f"{concept}.{attribute}",
        values=told | priced(row),
        evidence_table="conflicts",
        evidence_filter=f"concept = {literal(concept)} AND attribute = {literal(attribute)} "
        "AND kind IN ('stale', 'typing', 'different')",
        records=records,
        eur_year_low=euros(row, "low"),
        eur_year_high=euros(row, "high"),
        eur_pool=POOL,
        probability=float(str(row["probability"])),
    )


RULE = Rule(
    code="conflicting_values",
    severity=Severity.MAJOR,
    title=Text("Sistemi che si contraddicono", "Systems that contradict one another"),
    says=Text(
        "«{attribute}» di {concept}: {records:valore è sbagliato o superato|valori sono sbagliati o superati} in "
        "{systems} ({entities:caso|casi}): da {low:money} a {high:money} l'anno "
        "({minutes} minuti l'uno a {hour_cost:money} l'ora{assumed}).",
        "'{attribute}' of {concept}: {records:value is|values are} wrong or out of date in {systems} "
        "({entities:case|cases}): {low:money} to {high:money} a year ({minutes} minutes each at "
        "{hour_cost:money} an hour{assumed}).",
    ),
    it_does=Text(
        "Far seguire agli altri sistemi quello di riferimento; correggere con `regia export golden`.",
        "Make the other systems follow the master; correct with `regia export golden`.",
    ),
    business_does=Text("Dire quale sistema ha ragione.", "Say which system is right."),
    find=find,
)
