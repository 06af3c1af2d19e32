"""Dates kept as text: nothing checks them, and nothing can compute with them.

**What it looks for.** Fields of a database whose values are dates while their type is text. One finding a dataset.
Files and sheets are left out, as they know no types; a database that has no type for dates (SQLite) too, as long as
all its dates have one form.

**Why it matters.** 31/02/2026 is accepted, 05/06 is May or June according to who reads it, and each report converts
them in its own way: that is how durations and deadlines go wrong.

**What to do.** IT moves them to a date type at the next change of the table, and mends what cannot be converted.

**Known limits.** Dates kept as numbers (20261231), as legacy systems do by design, are recognised but not told.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, among, dataset_hit, number

FEWEST_RECORDS = 20
_DATED = "semantic_type = 'date_text'"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset with dates in text."""
    rows = tables.query(
        "SELECT f.system, f.dataset, count(*) AS count, min(f.field) AS example, any_value(d.records) AS records "  # noqa: S608
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        "JOIN systems AS s ON s.system = f.system "
        f"WHERE {_DATED} AND d.source_kind = 'table' AND d.records >= {FEWEST_RECORDS} "
        "AND coalesce(d.kind, '') <> 'backup_copy' "
        "AND (coalesce(s.connector, '') <> 'sqlite' OR f.formats <> 'yyyy-mm-dd') "
        "GROUP BY f.system, f.dataset ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    values: Row = {"count": row["count"], "example": among([row["example"]], number(row, "count"))}
    return dataset_hit(row, records=number(row, "records"), values=values, table="fields", condition=_DATED)


RULE = Rule(
    code="date_in_text",
    severity=Severity.MINOR,
    title=Text("Date conservate come testo", "Dates kept as text"),
    says=Text(
        "In {dataset} di {system} {count:campo tiene|campi tengono} le date come testo ("
        "{example}): nessuno le controlla.",
        "In {dataset} of {system} {count:field keeps|fields keep} dates as text ({example}): nothing checks them.",
    ),
    it_does=Text(
        "Passare a un tipo data e correggere ciò che non si converte.",
        "Move to a date type and mend what cannot be converted.",
    ),
    business_does=Text("Dire come si leggono le date dubbie.", "Say how doubtful dates are to be read."),
    find=find,
)
