"""A key that is not unique: the field that should identify a record repeats.

**What it looks for.** Fields that are named and filled as a key (at least 98 % different values, probability at least
one half) in datasets that declare none, and whose values repeat in some records. One finding a dataset.

**Why it matters.** Two customers under one code: their orders, payments and consents are mixed up, and every exchange
with another system takes one of the two.

**What to do.** IT makes the field unique after the cleaning. The business says, for each pair, whether they are the
same thing.

**Known limits.** A field may repeat by design (a document's number starts again each year): accept the finding with
that reason.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, dataset_hit, number

LEAST_PROBABILITY = 0.5


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset whose best key repeats."""
    rows = tables.query(
        "SELECT k.system, k.dataset, arg_max(k.fields, k.probability) AS fields, "  # noqa: S608
        "arg_max(k.repeated_records, k.probability) AS records "
        "FROM dataset_keys AS k JOIN datasets AS d ON d.system = k.system AND d.dataset = k.dataset "
        "WHERE k.origin = 'inferred' AND d.key_fields IS NULL AND coalesce(d.kind, '') <> 'backup_copy' "
        f"GROUP BY k.system, k.dataset HAVING max(k.probability) >= {LEAST_PROBABILITY} ORDER BY ALL"
    )
    return (_hit(row) for row in rows if number(row, "records"))


def _hit(row: Row) -> Hit:
    return dataset_hit(
        row,
        records=number(row, "records"),
        values={"fields": row["fields"]},
        table="dataset_keys",
        condition="origin = 'inferred' AND repeated_records > 0",
    )


RULE = Rule(
    code="repeated_key",
    severity=Severity.MAJOR,
    title=Text("Chiave non univoca", "Key that is not unique"),
    says=Text(
        "In {dataset} di {system} il campo {fields} dovrebbe identificare una riga, ma {records:riga ripete|righe "
        "ripetono} un valore già usato.",
        "In {dataset} of {system} the field {fields} should identify a record, but {records:record repeats|records "
        "repeat} a value already used.",
    ),
    it_does=Text("Rendere univoco il campo dopo la pulizia.", "Make the field unique after the cleaning."),
    business_does=Text(
        "Dire, per ogni doppione, se è la stessa cosa.", "Say, for each double, whether it is the same thing."
    ),
    find=find,
)
