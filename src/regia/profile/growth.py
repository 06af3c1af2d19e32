"""How a dataset grew: its records by the month of the time that tells best when they were written."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from regia.profile.changes import writing_fields
from regia.profile.facts import DatasetFacts
from regia.profile.scan_sql import FIRST_YEAR
from regia.profile.written_sql import month_of

if TYPE_CHECKING:
    import duckdb


def growth(connection: "duckdb.DuckDBPyConnection", source: str, facts: DatasetFacts) -> DatasetFacts:
    """Return the facts with the records of each month, oldest first; without a telling time, as they are."""
    for written in writing_fields(facts):
        month = month_of(written, facts)
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


def _believable(month: str) -> bool:
    year, _, rest = month.partition("-")
    return year.isdecimal() and rest.isdecimal() and int(year) >= FIRST_YEAR and 1 <= int(rest) <= 12
