"""Reading the rows of one SQLite table in batches of bounded size, each value as it is stored."""

# ruff: noqa: S608 - names in queries come from the catalogue and are quoted

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, Report
from regia.sources.decoding import decoded
from regia.sources.sqlite.catalogue import quoted
from regia.sources.sqlite.storage import Column, Kind

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 50_000
_BATCH_BYTES = 32 * 2**20
_FETCH_ROWS = 2_000

Row = tuple[Any, ...]


Sampled = Literal["all", "random", "first"]


def rows_from(connection: sqlite3.Connection, dataset: DatasetInfo, rows: int | None) -> tuple[str, Sampled]:
    """Return the SQL of a table or of about `rows` of its rows, and how those were chosen.

    A sample of a table with row ids takes the rows whose id, multiplied and wrapped (Knuth), is small: the same
    rows each time, all over the table.
    """
    table = quoted(dataset.locator[0])
    if rows is None:
        return table, "all"
    held = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] if dataset.kind == "table" else None
    if held is not None and held <= rows:
        return table, "all"
    if held is None or dataset.locator[1] != "rowid" or not _rowid_is_free(dataset):
        return f"(SELECT * FROM {table} LIMIT {rows})", "first"
    mixed = "((rowid & 2147483647) * 2654435761) & 4294967295"
    return f"(SELECT * FROM {table} WHERE {mixed} < {rows * 2**32 // held})", "random"


def schema(columns: Sequence[Column], dataset: DatasetInfo) -> "pa.Schema":
    """Return the Arrow schema of a dataset whose columns are kept so."""
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "text": pa.string(),
        "binary": pa.binary(),
        "date": pa.date32(),
        "time": pa.timestamp("us"),
        "mixed": pa.string(),
    }
    return pa.schema([(field.name, types[column.kind]) for field, column in zip(dataset.fields, columns, strict=True)])


def query(columns: Sequence[Column], source: str) -> str:
    """Return the SQL that reads the columns; blobs among other values come as SQL blob literals."""
    asked = ", ".join(_asked(column) for column in columns)
    return f"SELECT {asked} FROM {source} AS t"


def batches(
    cursor: sqlite3.Cursor, columns: Sequence[Column], into: "pa.Schema", dataset: str, report: Report
) -> Iterator["pa.RecordBatch"]:
    """Yield what the cursor holds; broken encodings are told when all is read.

    Raises:
        sqlite3.Error: the file is damaged further on.
    """
    import pyarrow as pa

    broken: Counter[str] = Counter()
    for rows in _chunks(cursor, columns):
        arrays = [
            _array(values, column, field, broken)
            for values, column, field in zip(zip(*rows, strict=True), columns, into, strict=True)
        ]
        yield pa.record_batch(arrays, schema=into)
    for name, count in broken.items():
        report(Note(Reason.GUESSED, dataset, name, detail="not UTF-8: read as windows-1252", count=count))


def _rowid_is_free(dataset: DatasetInfo) -> bool:
    return all(name.casefold() != "rowid" for name in dataset.locator[2:])


def _asked(column: Column) -> str:
    name = f"t.{quoted(column.name)}"
    if column.kind != "mixed":
        return name
    return f"CASE typeof({name}) WHEN 'blob' THEN 'X''' || hex({name}) || '''' ELSE {name} END"


def _chunks(cursor: sqlite3.Cursor, columns: Sequence[Column]) -> Iterator[list[Row]]:
    """Gather rows up to the limit of rows or bytes; a fetch never holds more than the longest values allow."""
    widest = sum(column.longest + 16 for column in columns)
    step = max(1, min(_FETCH_ROWS, _BATCH_BYTES // widest))
    weigh = widest * _BATCH_ROWS > _BATCH_BYTES
    most = _BATCH_ROWS if not weigh else max(1, min(_BATCH_ROWS, _BATCH_BYTES // (16 * len(columns))))
    gathered: list[Row] = []
    weight = 0
    while rows := cursor.fetchmany(step):
        gathered += rows
        weight += _weight(rows) if weigh else 0
        if len(gathered) >= most or weight >= _BATCH_BYTES:
            yield gathered
            gathered, weight = [], 0
    if gathered:
        yield gathered


def _weight(rows: list[Row]) -> int:
    return sum(len(value) for row in rows for value in row if type(value) is bytes)


def _array(values: Sequence[Any], column: Column, field: "pa.Field", broken: Counter[str]) -> "pa.Array":
    import pyarrow as pa

    if column.kind in ("integer", "number", "binary"):
        return pa.array(values, field.type)
    if column.kind == "mixed":
        values = [_as_text(value) for value in values]
    return _decoded(values, field.name, broken).cast(field.type)


def _decoded(values: Sequence[bytes | None], name: str, broken: Counter[str]) -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array(values, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        texts = [decoded(value) for value in values]
        broken[name] += sum(was_broken for _, was_broken in texts)
        return pa.array([text for text, _ in texts], pa.string())


def _as_text(value: int | float | bytes | None) -> bytes | None:
    return value if value is None or isinstance(value, bytes) else repr(value).encode()
