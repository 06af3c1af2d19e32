"""How a dataset grew: its records by the month of the time that tells best when they were written."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from regia.profile.changes import Written, writing_fields
from regia.profile.facts import DatasetFacts
from regia.profile.scan_sql import FIRST_YEAR, kind_of
from regia.profile.semantic.unix_time import FIRST, LAST, PARTS_OF_A_SECOND

if TYPE_CHECKING:
    import duckdb

_YEAR_MONTH = {
    "yyyy-mm-dd": "substr({0}, 1, 4) || '-' || substr({0}, 6, 2)",
    "dd/mm/yyyy": "substr({0}, 7, 4) || '-' || substr({0}, 4, 2)",
    "yyyymmdd": "substr({0}, 1, 4) || '-' || substr({0}, 5, 2)",
}


def growth(connection: "duckdb.DuckDBPyConnection", source: str, facts: DatasetFacts) -> DatasetFacts:
    """Return the facts with the records of each month, oldest first; without a telling time, as they are."""
    for written in writing_fields(facts):
        month = _month(written, facts)
        if month is None:
            continue
        rows = connection.execute(
            f"SELECT substr(CAST(month AS VARCHAR), 1, 7), count(*) FROM (SELECT {month} AS month FROM {source}) "  # noqa: S608
            "WHERE month IS NOT NULL GROUP BY month ORDER BY month"
        ).fetchall()
        months = [(date(int(text[:4]), int(text[5:]), 1), records) for text, records in rows if _believable(text)]
        kept = tuple(pair for pair in months if pair[0] <= written.last.date())
        return msgspec.structs.replace(facts, growth=kept, growth_field=written.field.name)
    return facts


def _month(written: Written, facts: DatasetFacts) -> str | None:
    """Return the SQL of a record's month, or None where the texts are of several forms."""
    column = f"c{facts.fields.index(written.field)}"
    if kind_of(written.field.engine_type) == "time":
        return f"date_trunc('month', {column})"
    form = written.values.formats[0][0] if written.values.formats else ""
    if parts := PARTS_OF_A_SECOND.get(form):
        told = f"CASE WHEN {column} BETWEEN {FIRST * parts} AND {LAST * parts} THEN {column} END"
        return f"date_trunc('month', DATE '1970-01-01' + CAST(floor({told} / {86_400 * parts}) AS INTEGER))"
    form = form.replace("-", "/") if form.startswith("dd") else form.replace("/", "-")
    sql = _YEAR_MONTH.get(form.replace(".", "/" if form.startswith("dd") else "-"))
    return sql.format(f"trim(CAST({column} AS VARCHAR))") if sql else None


def _believable(month: str) -> bool:
    year, _, rest = month.partition("-")
    return year.isdecimal() and rest.isdecimal() and int(year) >= FIRST_YEAR and 1 <= int(rest) <= 12
