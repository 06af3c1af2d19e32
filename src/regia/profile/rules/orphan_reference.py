"""Records that refer to something that is not there: orders of no customer, lines of no order.

**What it looks for.** References, declared or inferred with a probability of at least .8, some of whose values are
not found where they point. One finding a reference, from three records and five in ten thousand on; from one in
twenty on it is graver.

**Why it matters.** What refers to nothing falls out of every report that joins the two: turnover without a customer,
returns without an order. It is also what stops a migration halfway.

**What to do.** IT finds out how the record went (deleted by hand, an interface that lost it) and declares the
reference in the database. The business decides what to do with the orphans.

What is left alone: a dataset's own key that is found elsewhere too (not every order has a delivery), and orphans that
all come before the first record kept there: older ones were archived, or a zero says "none".

**Known limits.** Codes that a code list lacks are told by another rule. Where the dataset referred to was read as a
sample, or not wholly, values may only look missing: nothing is told then. A stand-in that means
"none" and comes after the first record counts as an orphan.
"""

from collections.abc import Iterable
from dataclasses import replace

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, dataset_hit, number

LEAST_PROBABILITY = 0.8
FEWEST_RECORDS = 3
LEAST_SHARE = 0.0005
GRAVE_SHARE = 0.05
ARCHIVED_SHARE = 0.95
"""Share of the orphans that come before all records kept there, from which they are archived ones."""


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a reference with orphans."""
    rows = tables.query(
        "SELECT r.system, r.dataset, r.fields, r.to_dataset, r.unmatched_records AS records, "  # noqa: S608
        "1 - r.matched_share AS share, r.probability "
        "FROM field_references AS r "
        "JOIN datasets AS d ON d.system = r.system AND d.dataset = r.dataset "
        "JOIN datasets AS t ON t.system = r.system AND t.dataset = r.to_dataset "
        f"WHERE r.probability >= {LEAST_PROBABILITY} AND r.unmatched_records >= {FEWEST_RECORDS} "
        f"AND 1 - r.matched_share >= {LEAST_SHARE} AND t.status = 'read' "
        f"AND coalesce(r.earlier_records, 0) < {ARCHIVED_SHARE} * r.unmatched_records "
        "AND NOT (r.origin = 'inferred' AND EXISTS (FROM dataset_keys AS k WHERE k.system = r.system "
        "AND k.dataset = r.dataset AND k.fields = r.fields AND k.repeated_records = 0 AND k.probability >= 0.5)) "
        "AND coalesce(d.kind, '') <> 'backup_copy' AND coalesce(t.kind, '') <> 'code_list' ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    found = dataset_hit(
        row,
        records=number(row, "records"),
        values={"fields": row["fields"], "to_dataset": row["to_dataset"], "share": row["share"]},
        table="field_references",
        condition=f"fields = {literal(str(row['fields']))} AND to_dataset = {literal(str(row['to_dataset']))}",
        severity=Severity.MAJOR if float(str(row["share"])) >= GRAVE_SHARE else None,
    )
    fields = str(row["fields"])
    return replace(
        found,
        subject=f"{found.subject}.{fields}",
        field=fields if "|" not in fields else None,
        probability=float(str(row["probability"])),
    )


RULE = Rule(
    code="orphan_reference",
    severity=Severity.MINOR,
    title=Text("Riferimenti a qualcosa che non c'è", "References to something that is not there"),
    says=Text(
        "In {dataset} di {system} {records:riga si riferisce|righe si riferiscono} con {fields} a qualcosa che in "
        "{to_dataset} non c'è ({share:share}).",
        "In {dataset} of {system} {records:record refers|records refer} by {fields} to something that is not in "
        "{to_dataset} ({share:share}).",
    ),
    it_does=Text(
        "Scoprire come si è perso il collegamento e dichiararlo nel database.",
        "Find out how the link was lost, and declare it in the database.",
    ),
    business_does=Text("Decidere che cosa fare di queste righe.", "Decide what to do with these records."),
    find=find,
)
