"""The SQL that reads a DuckDB column without changing a value: as it is where Arrow has its twin, else as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.sources.duckdb_file.catalogue import quoted

if TYPE_CHECKING:
    import duckdb

_NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "FLOAT",
    "DOUBLE",
)
_ZONED = "TIMESTAMP WITH TIME ZONE"
_MOMENTS = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", _ZONED)
_TWINS = (*_NUMBERS, *_MOMENTS, "BOOLEAN", "VARCHAR", "BLOB", "TIME")
_TEXT = ("UUID", "JSON")  # text already, in all but name


@dataclass(frozen=True)
class Column:
    """A column: its SQL, and what its values are called where they had to become text."""

    name: str
    sql: str
    as_text: str = ""


def columns_of(
    connection: "duckdb.DuckDBPyConnection", source: str, declared: Sequence[tuple[str, str]]
) -> list[Column]:
    """Return how to read each column of `source`, SQL of a table; `declared` are names and types.

    Times without end (`infinity`) and the time 24:00 have no twin: columns that hold one become text.

    Raises:
        duckdb.Error: the source cannot be read.
    """
    odd = _odd_times(connection, source, declared)
    return [_column(name, kind, name in odd) for name, kind in declared]


def _column(name: str, kind: str, odd: bool) -> Column:
    column = quoted(name)
    base = kind.split("(", maxsplit=1)[0]
    if odd:
        return Column(name, f"{column}::VARCHAR", f"{kind} without end or at 24:00")
    if kind in _TWINS or (base == "DECIMAL" and not kind.endswith("]")):
        return Column(name, column)
    plain = kind in _TEXT or (base == "ENUM" and not kind.endswith("]"))
    return Column(name, f"{column}::VARCHAR", "" if plain else kind)


def _odd_times(connection: "duckdb.DuckDBPyConnection", source: str, declared: Sequence[tuple[str, str]]) -> set[str]:
    tests = {name: f"NOT isfinite({quoted(name)})" for name, kind in declared if kind in _MOMENTS}
    tests |= {name: f"{quoted(name)} = TIME '24:00:00'" for name, kind in declared if kind == "TIME"}
    if not tests:
        return set()
    asked = ", ".join(f"coalesce(bool_or({test}), false)" for test in tests.values())
    (found,) = connection.execute(f"SELECT {asked} FROM {source}").fetchall()  # noqa: S608 - names are quoted
    return {name for name, is_odd in zip(tests, found, strict=True) if is_odd}
