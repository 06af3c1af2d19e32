"""Opens DuckDB with bounded memory, and locked where a SQL text comes from outside."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY_MB = 768
THREADS = 2
SMALL_BYTES = 1_000_000
"""What is read of no more than this is small: opening an engine for it would take longer than reading it."""

_PATTERN = re.compile(r"[*?\[]")


def connect(
    *, memory_mb: int = MEMORY_MB, threads: int = THREADS, spill: Path | None = None
) -> "duckdb.DuckDBPyConnection":
    """Open an in-memory engine that never takes more than `memory_mb`; what does not fit goes to `spill`,
    where there is one.

    Python variables are not tables to it, times are UTC, and the order of rows is not kept unless asked for.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mb}MB",
        "threads": threads,
        "preserve_insertion_order": False,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(spill or ""),  # by default it would be `.tmp` where the user stands
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@contextmanager
def selecting(
    size_bytes: int, *, memory_mb: int = MEMORY_MB, spill: Path | None = None
) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Lend an engine of one thread for SELECTs over files or tables of this size; where that is small, the engine
    is one that this process keeps open. What is registered, and temporary tables, are the borrower's alone.
    """
    import duckdb

    if size_bytes > SMALL_BYTES:
        with connect(memory_mb=memory_mb, threads=1, spill=spill) as connection:
            yield connection
        return
    try:
        with _kept_open(os.getpid()).cursor() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection
    except duckdb.Error:
        _kept_open.cache_clear()  # what failed may have harmed it for the next borrower
        raise


@cache
def _kept_open(_process: int) -> "duckdb.DuckDBPyConnection":
    """Return the engine of this process: one that was forked must not use its parent's."""
    connection = connect(threads=1)
    connection.execute("SET enable_external_file_cache = false")  # nothing that was read stays in memory
    return connection


def locked(tables: Mapping[str, "pa.Table"]) -> "duckdb.DuckDBPyConnection":
    """Open an engine that sees these tables and nothing else: no file, no network, no setting can be changed."""
    connection = connect()
    for name, table in tables.items():
        connection.register(name, table)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def reading(folder: Path, *, memory_mb: int) -> "duckdb.DuckDBPyConnection":
    """Open an engine, for many cursors, that reads the files of one folder and nothing else: no network, no
    other file, no setting can be changed.
    """
    connection = connect(memory_mb=memory_mb, threads=1)
    connection.execute(f"SET allowed_directories = [{literal(str(folder))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quoted(name: str) -> str:
    """Return a name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as what stands in SQL within IN (...); -1, which no number of ours is, where there are none."""
    return ", ".join(map(str, numbers)) or "-1"


def parquet(path: Path, *, numbered: bool = False) -> str:
    """Return one Parquet file as a SQL relation, whatever its path looks like to the engine.

    A folder called `year=2026` is no partition, and one with `*`, `?` or `[` in its name no pattern. Where it is
    `numbered`, a last column has each record's place in the file.
    """
    exact = _PATTERN.sub(r"[\g<0>]", str(path))
    more = ", file_row_number = true" if numbered else ""
    return f"read_parquet({literal(exact)}, hive_partitioning = false{more})"


def column_types(connection: "duckdb.DuckDBPyConnection", path: Path) -> dict[str, str]:
    """Return the engine's type of each column of a Parquet file, in the file's order.

    Raises:
        duckdb.Error: the file is damaged.
    """
    rows = connection.execute(f"DESCRIBE SELECT * FROM {parquet(path)}").fetchall()  # noqa: S608
    return {str(name): str(type_) for name, type_, *_ in rows}


def is_out_of_room(error: Exception) -> bool:
    """Whether the engine failed because the disk it spills to is full, which says nothing of what it was reading."""
    return any(sign in str(error) for sign in ("failed to offload", "No space left on device"))
