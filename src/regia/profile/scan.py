"""One scan of a dataset: counts, nulls, distinct values, extremes, lengths."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regia.engine.session import column_types, parquet
from regia.profile.facts import FieldFacts
from regia.profile.scan_sql import aggregates

if TYPE_CHECKING:
    import duckdb

COLUMNS_A_SCAN = 5
"""Columns are scanned a few at a time: memory then depends on neither rows nor columns, and what is computed of them
stays in the processor's cache (half the time of 20 at once, measured)."""

ColumnTypes = Mapping[int, tuple[str, str]]
"""Name and engine type of columns by their position."""


def scan(
    connection: "duckdb.DuckDBPyConnection",
    source: str,
    columns: ColumnTypes,
    *,
    records: int,
    exact: bool,
    today: date,
) -> Iterator[FieldFacts]:
    """Yield the figures of some columns of a relation of `records` records.

    Distinct values are counted where `exact`, else estimated (HyperLogLog, about 2 %), to keep memory flat.

    Raises:
        duckdb.Error: the file is damaged.
    """
    for group in groups(columns, COLUMNS_A_SCAN):
        yield from _scan(connection, source, group, records=records, exact=exact, today=today)


def groups(columns: ColumnTypes, most: int) -> Iterator[ColumnTypes]:
    """Yield the columns, so many at a time."""
    positions = list(columns)
    for start in range(0, len(positions), most):
        yield {position: columns[position] for position in positions[start : start + most]}


def _scan(
    connection: "duckdb.DuckDBPyConnection",
    source: str,
    columns: ColumnTypes,
    *,
    records: int,
    exact: bool,
    today: date,
) -> Iterator[FieldFacts]:
    wanted = {
        position: aggregates(f"c{position}", engine_type, exact=exact, today=today)
        for position, (_, engine_type) in columns.items()
    }
    texts = [sql for figures in wanted.values() for sql in figures.values()]
    row = connection.execute(f"SELECT {', '.join(texts)} FROM {source}").fetchone()  # noqa: S608
    values = iter(row or ())
    for position, (name, engine_type) in columns.items():
        figures = dict(zip(wanted[position], values, strict=False))
        yield _facts(name, engine_type, figures, records=records, exact=exact)


def count(connection: "duckdb.DuckDBPyConnection", source: str) -> int:
    """Return the records of a relation."""
    row = connection.execute(f"SELECT count(*) FROM {source}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def describe(connection: "duckdb.DuckDBPyConnection", path: Path) -> list[tuple[str, str]]:
    """Return the names, as written in the file, and engine types of its columns.

    Raises:
        duckdb.Error: the file is damaged.
    """
    import pyarrow.parquet as pq

    names = pq.read_schema(path).names  # DuckDB renames names that differ only by case
    return list(zip(names, column_types(connection, path).values(), strict=True))


def relation(path: Path, columns: int) -> str:
    """Return a Parquet file as a SQL relation with columns c0, c1 ... whatever they are called, and `place`."""
    names = ", ".join([*(f"c{position}" for position in range(columns)), "place"])
    return f"{parquet(path, numbered=True)} AS t({names})"


def _facts(name: str, engine_type: str, figures: dict[str, object], *, records: int, exact: bool) -> FieldFacts:
    held = int(str(figures.pop("values")))
    known = {
        "name": name,
        "engine_type": engine_type,
        "held": held,
        "nulls": records - held,
        "distinct": min(int(str(figures.pop("distinct"))), held),  # an estimate may pass the count
        "distinct_exact": exact,
    }
    if (mean := figures.get("mean")) is not None:
        figures["mean"] = float(f"{float(str(mean)):.12g}")  # the last digits depend on which thread was first
    return msgspec.convert(known | figures, FieldFacts, strict=False)
