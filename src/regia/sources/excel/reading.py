"""Reading one table of a sheet as Arrow batches."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regia.model.note import Note, Reason
from regia.sources.connector import Report
from regia.sources.excel.columns import Changes, Kind, arrow_type, to_array
from regia.sources.excel.grid import Cell, Grid, Row, chunks
from regia.sources.excel.header import is_blank
from regia.sources.excel.table import Table, members

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 20_000


def schema_of(table: Table) -> "pa.Schema":
    """Return the Arrow schema of a table."""
    import pyarrow as pa

    return pa.schema([(name, arrow_type(kind)) for name, kind in zip(table.names, table.kinds, strict=True)])


def read_table(
    grid: Grid, table: Table, dataset: str, report: Report, *, rows: int | None = None
) -> "Iterator[pa.RecordBatch]":
    """Give the records of a table, at most `rows`; at the end, tell which values were changed."""
    import pyarrow as pa

    schema, left = schema_of(table), table.records if rows is None else min(rows, table.records)
    changes = [Changes() for _ in table.columns]
    for records in _records(grid, table):
        taken = records[:left]
        values = list(zip(*taken, strict=True))
        columns = zip(table.kinds, table.columns, changes, strict=True)
        arrays = [to_array(kind, values[column], change) for kind, column, change in columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        left -= len(taken)
        if left <= 0:
            break
    _tell(table, dataset, report, changes)


def _records(grid: Grid, table: Table) -> Iterator[list[Row]]:
    """Give the rows that hold records, merged cells filled down, blank rows and other left-out ones dropped."""
    out = set(members(table.left_out))
    stretched = _stretched(table)
    held: dict[tuple[int, int], Cell] = {}
    exact = table.records == table.bottom - table.body
    for start, part in chunks(grid, _BATCH_ROWS, start=table.body, stop=table.bottom):
        rows = _filled(start, part, stretched, held) if stretched else part
        if not exact:
            rows = [row for i, row in enumerate(rows, start) if i not in out and _shows(row, table)]
        if rows:
            yield rows


def _shows(row: Row, table: Table) -> bool:
    return any(not is_blank(row[column]) for column in table.columns)


def _stretched(table: Table) -> dict[int, list[tuple[int, int]]]:
    """Return for each row the cells to remember or fill: column, and the row that holds the value."""
    found: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, column in table.fills:
        for row in range(top, bottom):
            found.setdefault(row, []).append((column, top))
    return found


def _filled(
    start: int, rows: list[Row], stretched: dict[int, list[tuple[int, int]]], held: dict[tuple[int, int], Cell]
) -> list[Row]:
    filled = list(rows)
    for number in range(start, start + len(rows)):
        if number in stretched:
            row = list(rows[number - start])
            for column, top in stretched[number]:
                row[column] = held.setdefault((column, top), row[column])
            filled[number - start] = row
    return filled


def _tell(table: Table, dataset: str, report: Report, changes: list[Changes]) -> None:
    for name, kind, change in zip(table.names, table.kinds, changes, strict=True):
        if change.as_text:
            what = "durations" if kind is Kind.DURATION else "numbers, dates and texts in one column"
            report(Note(Reason.VALUE_AS_TEXT, dataset, name, detail=what, count=change.as_text))
        if change.zero_dates:
            detail = "0 shown as a date: now empty"
            report(Note(Reason.VALUE_CHANGED, dataset, name, detail=detail, count=change.zero_dates))
        if change.blanks:
            report(Note(Reason.VALUE_CHANGED, dataset, name, detail="spaces: now empty", count=change.blanks))
    filled = sum(bottom - top - 1 for top, bottom, _ in table.fills)
    if filled:
        report(Note(Reason.GUESSED, dataset, detail="merged cells filled down", count=filled))
    detail = "error cells (#N/D, #REF! ...): now empty"
    for name, count in zip(table.names, table.errors, strict=True):
        if count:
            report(Note(Reason.VALUE_CHANGED, dataset, name, detail=detail, count=count))
    if table.errors_unplaced:
        report(Note(Reason.VALUE_CHANGED, dataset, detail=detail, count=table.errors_unplaced))
