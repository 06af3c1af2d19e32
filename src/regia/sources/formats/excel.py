"""Spreadsheets: .xlsx, .xlsm, .xlsb, .xls, .ods, and what accounting programs write under those names.

A sheet may hold several tables, side by side or one above the other, each becomes a dataset; titles, totals,
units and notes are left out and told. A file that is a web page, an XML spreadsheet or plain text under a
spreadsheet's suffix is read as what it is.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from regia.errors.files import FileChanged
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, Report
from regia.sources.excel.container import Container, container
from regia.sources.excel.grid import Grid
from regia.sources.excel.names import dataset_names
from regia.sources.excel.opening import open_grid, open_grids
from regia.sources.excel.reading import read_table, schema_of
from regia.sources.excel.sheet import Found, find_tables
from regia.sources.excel.table import Table, restored
from regia.sources.excel.text_typing import with_types
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable
from regia.sources.formats import delimited


class Excel:
    """The format of spreadsheets."""

    name = "excel"
    suffixes = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xlt", ".xltx", ".xltm", ".ods", ".ots")

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe every table of every sheet, hidden ones too.

        Raises:
            FileProtected, FileUnreadable: there is nothing to read.
        """
        kind = container(path)
        if kind is Container.TEXT:
            report(Note(Reason.GUESSED, detail="delimited text under a spreadsheet's suffix"))
            return delimited.FORMAT.describe(path, report)
        stamp = _stamp(path)
        described: list[DatasetInfo] = []
        for grid in open_grids(path, kind, report):
            described.extend(_datasets(grid, stamp, report))
        return described

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read one table; values that become text or empty are told when the last batch was taken.

        Raises:
            FileChanged: it is not the file that was described.
            FileUnreadable: it cannot be read any more.
        """
        if not dataset.locator:
            return delimited.FORMAT.read(path, dataset, report, rows=rows)
        table = restored(dataset.locator[0])
        if table.stamp != _stamp(path):
            raise unreadable(path, table.sheet, error=FileChanged)
        grid = open_grid(path, container(path), table.sheet)
        schema, batches = schema_of(table), read_table(grid, table, dataset.name, report, rows=rows)
        if not grid.typed:
            schema, batches = with_types(schema, batches, dataset.name, report)
        place = f"{path.name}: {table.sheet}, rows {table.body + 1}-{table.bottom}"
        return Reading(schema, batches, place, "all" if rows is None or rows >= table.records else "first")


def _datasets(grid: Grid, stamp: str, report: Report) -> Iterator[DatasetInfo]:
    found, outside = find_tables(grid)
    if not found:
        report(Note(Reason.ROWS_LEFT_OUT, grid.name, detail="a sheet without a table", count=0))
    names = dataset_names(grid.name, [one.table.title for one in found])
    for note in (*outside, *_on_sheet(grid, len(found))):
        report(note)
    for name, one in zip(names, found, strict=True):
        yield _dataset(name, one, stamp, report)


def _on_sheet(grid: Grid, tables: int) -> Iterator[Note]:
    if grid.hidden:
        yield Note(Reason.HIDDEN, grid.name)
    if grid.cut:
        yield Note(Reason.BROKEN, grid.name, detail="the page ends within the table")
    if tables > 1:
        yield Note(Reason.GUESSED, grid.name, detail="several tables on one sheet", count=tables)


def _dataset(name: str, found: Found, stamp: str, report: Report) -> DatasetInfo:
    table = replace(found.table, names=unique_names(found.table.names), stamp=stamp)
    for note in found.notes:
        report(replace(note, dataset=name))
    if found.certain:
        tell_renamed(found.table.names, table.names, name, report)
    return DatasetInfo(
        name,
        "sheet",
        _fields(table),
        estimated_records=table.records,
        comment=table.title,
        locator=(table.stored(),),
    )


def _fields(table: Table) -> tuple[FieldInfo, ...]:
    units = table.units or ("",) * len(table.names)
    return tuple(
        FieldInfo(name, kind.value, comment=unit)
        for name, kind, unit in zip(table.names, table.kinds, units, strict=True)
    )


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    return f"{status.st_size}-{status.st_mtime_ns}"


FORMAT = Excel()
