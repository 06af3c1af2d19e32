"""Web pages and XML spreadsheets that were given a workbook's suffix, as many accounting programs do.

Source of the XML form: Microsoft, "XML Spreadsheet Reference" (Office 2003).
"""

import codecs
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.sources.decoding import decoded
from regia.sources.excel.grid import EMPTY, Cell, Grid, Merge
from regia.sources.file_format import unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_BYTES = 256 * 2**20
_MOST_CELLS = 10_000_000
_MOST_SPAN = 1000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


class _TooLarge(ValueError):
    """More cells than are kept in memory."""


def html_grids(path: Path) -> Iterator[Grid]:
    """Give each table of a web page that is not within another's cell.

    Raises:
        FileUnreadable: it cannot be read or is too large.
    """
    page = _Page()
    try:
        page.feed(_text(path))
        page.close()
    except _TooLarge as error:
        raise unreadable(path, _too_large()) from error
    if not page.tables:
        raise unreadable(path, Text("una pagina web senza tabelle", "a web page without tables"))
    names = [f"table {number}" for number in range(1, len(page.tables) + 1)]
    for name, sheet in zip(names, page.tables, strict=True):
        yield replace(sheet.grid(name), typed=False, cut=page.cut and sheet is page.tables[-1])


def xml_grids(path: Path) -> Iterator[Grid]:
    """Give each sheet of an XML spreadsheet.

    Raises:
        FileUnreadable: it is damaged or too large.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        _check_size(path)
        yield from _xml_sheets(iterparse(path, events=("start", "end")))
    except _TooLarge as error:
        raise unreadable(path, _too_large()) from error
    except (ParseError, DefusedXmlException, OSError, ValueError, LookupError) as error:
        raise unreadable(path, Text(f"XML danneggiato: {error}", f"damaged XML: {error}")) from error


def _too_large() -> Text:
    return Text("troppo grande per una pagina web o XML", "too large for a web page or XML")


def _check_size(path: Path) -> None:
    if path.stat().st_size > _MOST_BYTES:
        raise _TooLarge


def _text(path: Path) -> str:
    try:
        _check_size(path)
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    try:
        return data.decode(declared[1].decode() if declared else "utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return decoded(data)[0] or ""


class _Cells:
    """The cells of one table as they come, with their spans."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self.hidden = False
        self._taken: dict[tuple[int, int], bool] = {}
        self._count = 0

    def start_row(self, number: int | None = None) -> None:
        """Begin a row, the next one or the one of a number."""
        while number is not None and len(self.rows) < number:
            self._grow(1)
            self.rows.append([])
        self._grow(1)
        self.rows.append([])

    def add(self, value: Cell, *, across: int = 1, down: int = 1, column: int | None = None) -> None:
        """Put a cell in the next free place of the row, or in a column."""
        row = len(self.rows) - 1
        place = len(self.rows[row]) if column is None else column
        while column is None and self._taken.pop((row, place), False):
            place += 1
        across, down = max(min(across, _MOST_SPAN), 1), max(min(down, _MOST_SPAN), 1)
        self._grow(max(place - len(self.rows[row]), 0) + across + (down - 1) * across)
        self.rows[row].extend([EMPTY] * (place - len(self.rows[row])))
        self.rows[row][place : place + across] = [value] + [EMPTY] * (across - 1)
        if across > 1 or down > 1:
            self.merges.append(Merge(row, row + down, place, place + across))
        for below in range(1, down):
            self._taken.update({(row + below, place + step): True for step in range(across)})

    def grid(self, name: str) -> Grid:
        """Return the cells as a grid."""
        width = max(map(len, self.rows), default=0)
        if width * len(self.rows) > _MOST_CELLS:
            raise _TooLarge
        rows = [[*row, *[EMPTY] * (width - len(row))] for row in self.rows]
        last = len(rows)
        merges = tuple(Merge(m.top, min(m.bottom, last), m.left, min(m.right, width)) for m in self.merges)
        return Grid(name, lambda: rows, width=width, height=last, hidden=self.hidden, merges=merges)

    def _grow(self, cells: int) -> None:
        self._count += cells
        if self._count > _MOST_CELLS:
            raise _TooLarge


class _Page(HTMLParser):
    """Collects the tables of a page; what is nested in a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Cells] = []
        self.cut = False
        self._depth = 0
        self._cell: list[str] | None = None
        self._attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Cells())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].start_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._start_cell(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self.cut = self._depth > 0
        self._end_cell()

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if not self.tables[-1].rows:
            self.tables[-1].start_row()
        self._cell, self._attributes = [], attributes

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = " ".join("".join(self._cell).replace("\xa0", " ").split())
        across, down = (_span(self._attributes.get(name)) for name in ("colspan", "rowspan"))
        self.tables[-1].add(_number(self._attributes.get("x:num"), text), across=across, down=down)
        self._cell = None


def _span(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1


def _number(exact: str | None, text: str) -> Cell:
    """Return the number that Excel wrote beside a cell's text, else the text."""
    try:
        return float(exact) if exact else text
    except ValueError:
        return text


def _xml_sheets(events: "Iterator[tuple[str, Element]]") -> Iterator[Grid]:
    sheet, name = _Cells(), ""
    for event, tag in events:
        if event == "start" and tag.tag == f"{_SS}Worksheet":
            sheet, name = _Cells(), tag.get(f"{_SS}Name", "")
        elif event == "end" and tag.tag == f"{_SS}Row":
            _add_row(sheet, tag)
            tag.clear()
        elif event == "end" and tag.tag == f"{_SS}Worksheet":
            sheet.hidden = any("Hidden" in (part.text or "") for part in tag.iter() if part.tag.endswith("}Visible"))
            yield sheet.grid(name)
            tag.clear()


def _add_row(sheet: _Cells, row: "Element") -> None:
    index = _span(row.get(f"{_SS}Index")) if row.get(f"{_SS}Index") else None
    sheet.start_row(index - 1 if index else None)
    for cell in row.iterfind(f"{_SS}Cell"):
        place = cell.get(f"{_SS}Index")
        across, down = (int(cell.get(f"{_SS}{name}", "0")) + 1 for name in ("MergeAcross", "MergeDown"))
        data = cell.find(f"{_SS}Data")
        value = EMPTY if data is None else _xml_value(data)
        sheet.add(value, across=across, down=down, column=_span(place) - 1 if place else None)


def _xml_value(data: "Element") -> Cell:
    kind, text = data.get(f"{_SS}Type", "String"), "".join(data.itertext())
    if kind == "Number":
        return _number(text, text)
    if kind == "Boolean":
        return text == "1"
    if kind == "DateTime":
        return _moment(text)
    return EMPTY if kind == "Error" else text


def _moment(text: str) -> Cell:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == dt.time(0) else moment
