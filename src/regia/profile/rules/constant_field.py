"""Fields that always say the same: they carry no information.

**What it looks for.** Fields with one single value in a dataset of 100 records or more, filled in at least half of
them; one finding a dataset, with their number, from three such fields on (one or two are usual: the company's code,
the currency).

**Why it matters.** They make tables and forms wider and are migrated at a cost; often a default that nobody has
changed since the system was set up, and which a report trusts.

**What to do.** The business says which it needs. IT hides the others and leaves them out of any migration.

**Known limits.** A field may be constant because the company has only one site so far.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, dataset_hit, number

FEWEST_RECORDS = 100
FEWEST_FIELDS = 3
_CONSTANT = "distinct_count = 1 AND distinct_exact AND null_share <= 0.5"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset with constant fields."""
    rows = tables.query(
        "SELECT f.system, f.dataset, count(*) AS count, min(f.field) AS example, "  # noqa: S608
        "any_value(d.fields) AS every, any_value(d.records) AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        f"WHERE {_CONSTANT} AND d.status = 'read' AND d.records >= {FEWEST_RECORDS} "
        "AND coalesce(d.kind, '') <> 'backup_copy' "
        f"GROUP BY f.system, f.dataset HAVING count(*) >= {FEWEST_FIELDS} ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    values: Row = {"count": row["count"], "every": row["every"], "example": row["example"]}
    return dataset_hit(row, records=number(row, "records"), values=values, table="fields", condition=_CONSTANT)


RULE = Rule(
    code="constant_field",
    severity=Severity.REMARK,
    title=Text("Campi che dicono sempre la stessa cosa", "Fields that always say the same"),
    says=Text(
        "In {dataset} di {system} {count:campo|campi} su {every} {count:~dice|dicono} sempre la stessa cosa (per "
        "esempio "
        "{example}).",
        "In {dataset} of {system} {count:field|fields} out of {every} always {count:~says|say} the same (for example "
        "{example}).",
    ),
    it_does=Text(
        "Nascondere quelli inutili e lasciarli fuori da ogni migrazione.",
        "Hide those of no use and leave them out of any migration.",
    ),
    business_does=Text("Dire quali servono.", "Say which of them are needed."),
    find=find,
)
