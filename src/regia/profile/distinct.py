"""Counts exactly how many different values some columns have, over all records.

Whole numbers that lie close together are marked in sets of bits, whose memory depends on their range and not on their
records; other values are told apart by the engine, which keeps what its memory has no room for on disk.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from regia.profile.facts import FieldFacts
from regia.profile.scan_sql import kind_of

if TYPE_CHECKING:
    import duckdb

_BITS = 62
"""Marks in one whole number of 64 bits, its sign left alone."""

_LARGEST = 2**62
_SPREAD = 20
"""Numbers up to this many times as far apart as they are many are marked."""


def distinct_values(
    connection: "duckdb.DuckDBPyConnection", source: str, columns: Iterable[int], field: FieldFacts | None = None
) -> int:
    """Return how many different values columns have together, nulls as one; of a single `field`, without nulls.

    Raises:
        duckdb.Error: the file is damaged.
    """
    told = ", ".join(f"c{column}" for column in columns)
    if field is None:
        query = f"SELECT count(*) FROM (SELECT {told} FROM {source} GROUP BY ALL)"  # noqa: S608
    elif is_dense(field, field.held):
        query = _marked(told, int(field.minimum or 0), source)
    else:
        query = f"SELECT count(*) FROM (SELECT {told} FROM {source} WHERE {told} IS NOT NULL GROUP BY 1)"  # noqa: S608
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def is_dense(field: FieldFacts, records: int) -> bool:
    """Whether a field's values are whole numbers that lie close together."""
    try:
        least, most = int(field.minimum or ""), int(field.maximum or "")
    except ValueError:
        return False
    return kind_of(field.engine_type) == "number" and most - least <= _SPREAD * records and max(-least, most) < _LARGEST


def _marked(column: str, least: int, source: str) -> str:
    place = f"(CAST({column} AS BIGINT) - ({least}))"
    marks = f"SELECT bit_or(1::BIGINT << ({place} % {_BITS})) AS marks FROM {source} WHERE {column} IS NOT NULL"  # noqa: S608
    return f"SELECT coalesce(sum(bit_count(marks)), 0) FROM ({marks} GROUP BY {place} // {_BITS})"  # noqa: S608
