"""A table for a spreadsheet: columns with names, rows of text; written as CSV or XLSX, no cell taken for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from regia.model.harmless import harmless

Cells = Sequence[object]

_MOST_ROWS = 1_048_575
"""Rows that a worksheet holds below its header."""

_LONGEST_NAME = 31
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@dataclass(frozen=True)
class Sheet:
    """One table: `name` is that of its worksheet."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Cells]


def write_csv(sheets: Iterable[Sheet], file: TextIO) -> None:
    """Write tables one below the other; those with the columns of the one before share its header."""
    writer, header = csv.writer(file), None
    for sheet in sheets:
        if sheet.columns != header:
            writer.writerow([harmless(name) for name in sheet.columns])
            header = sheet.columns
        for row in sheet.rows:
            writer.writerow(["" if cell is None else _shown(cell) for cell in row])


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """Write tables as the worksheets of one file; text is written as text, whatever it looks like."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, sheet, rows in _named(sheets):
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for at, title in enumerate(sheet.columns):
                page.write_string(0, at, title, bold)
            for number, row in enumerate(rows, 1):
                for at, cell in enumerate(row):
                    if isinstance(cell, int | float):
                        page.write_number(number, at, cell)
                    elif cell is not None:
                        page.write_string(number, at, str(cell))


def _named(sheets: Iterable[Sheet]) -> Iterator[tuple[str, Sheet, list[Cells]]]:
    """Yield each table with the name of its worksheet, the only one of that name, and as many rows as one holds."""
    taken: set[str] = set()
    for sheet in sheets:
        rows = list(sheet.rows)
        for start in range(0, max(len(rows), 1), _MOST_ROWS):
            stem = sheet.name.translate(_NOT_IN_A_NAME)[: _LONGEST_NAME - 4] or "_"
            name, number = stem, 1
            while name.lower() in taken:
                number += 1
                name = f"{stem} {number}"
            taken.add(name.lower())
            yield name, sheet, rows[start : start + _MOST_ROWS]


def _shown(cell: object) -> object:
    """Return a cell that a spreadsheet cannot take for a formula; a phone number in international form is none."""
    is_phone = isinstance(cell, str) and cell[:1] == "+" and cell[1:].isdigit()
    return cell if is_phone else harmless(cell)
