"""Fields that nobody ever fills in: half of a form that only costs time, or data that everybody believes is there.

**What it looks for.** Fields with no value at all (null, or blank text) in a dataset of twenty records or more; one
finding a dataset, with their number: a table of 1,600 columns is one line.

**Why it matters.** Empty fields make forms longer and reports wrong: who counts on "date of last visit" finds
nothing. When systems are replaced each of them is analysed and migrated, at a cost, for nothing.

**What to do.** The business says which of them it needs. IT hides or drops the others and leaves them out of any
migration.

**Known limits.** In a sample a field that is seldom filled may look empty: the finding is made only where the whole
dataset was read. A field filled with a default ('-', 0) is not empty.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import among

FEWEST_RECORDS = 20
_EMPTY = "null_share + coalesce(blank_share, 0) > 0.9999999"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset that has fields without any value."""
    rows = tables.query(
        "SELECT d.system AS system, d.dataset AS dataset, d.records AS records, d.fields AS every, "  # noqa: S608
        "count(*) AS empty, min(f.field) AS example "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        f"WHERE d.status = 'read' AND d.records >= {FEWEST_RECORDS} AND {_EMPTY} "
        "GROUP BY d.system, d.dataset, d.records, d.fields ORDER BY d.system, d.dataset"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, dataset = str(row["system"]), str(row["dataset"])
    return Hit(
        subject=f"{system}.{dataset}",
        values={
            "system": system,
            "dataset": dataset,
            "count": row["empty"],
            "every": row["every"],
            "example": among([row["example"]], int(str(row["empty"]))),
        },
        evidence_table="fields",
        evidence_filter=f"system = {literal(system)} AND dataset = {literal(dataset)} AND {_EMPTY}",
        system=system,
        dataset=dataset,
        field=str(row["example"]) if row["empty"] == 1 else None,
        records=int(str(row["records"])),
    )


RULE = Rule(
    code="empty_field",
    severity=Severity.REMARK,
    title=Text("Campi mai compilati", "Fields never filled in"),
    says=Text(
        "In {dataset} di {system} {count:campo|campi} su {every} {count:~è sempre vuoto|sono sempre vuoti} "
        "({example}).",
        "In {dataset} of {system} {count:field|fields} out of {every} {count:~is|are} always empty ({example}).",
    ),
    it_does=Text(
        "Nascondere o togliere quelli che non servono e lasciarli fuori da ogni migrazione.",
        "Hide or drop those not needed and leave them out of any migration.",
    ),
    business_does=Text("Dire quali servono davvero.", "Say which of them are really needed."),
    find=find,
)
