"""A table on a page: searched, filtered, sorted and cut into pages on the server, and the same rows as CSV.

All of it stands in the address, so a view can be shared. A column that may hold values of the company's own data
is neither searched nor sorted by: what is masked cannot be guessed by asking for it.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.http import QueryDict

from regia.engine.session import quoted
from regia.errors import Language, Text
from regia.model.masking import is_key, mask_key
from regia.model.table import Table
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import ALL, Where, holds
from regia.web.frame.cell import RIGHT, Cell, Form, Tag
from regia.web.frame.language import spoken

PAGE_ROWS = 25
NO_ROWS = Text("Nessuna riga.", "No rows.")
MOST_CHOICES = 200


@dataclass(frozen=True)
class GridColumn:
    """A column: `name` in the contract, where `text_*` is the one in the reader's language.

    `words` call the codes of a column by their names, `tags` show them with glyph and colour, `link` leads from
    a row to its page. One of `chips` holds several codes in order, with a bar between them.
    """

    name: str
    label: Text
    form: Form = "text"
    words: Mapping[str, Text] = field(default_factory=dict)
    tags: Mapping[object, Tag] = field(default_factory=dict)
    link: Callable[[Row], str | None] | None = None

    def named(self, language: Language) -> str:
        """Return the contract's column that the reader sees."""
        return in_language(self.name, language)


@dataclass(frozen=True)
class GridFilter:
    """A choice of rows: the values of a column that there are, called by `words` where they are codes."""

    name: str
    label: Text
    words: Mapping[str, Text] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name in the address."""
        return self.name.removesuffix("_*")


@dataclass(frozen=True)
class Grid:
    """What a table on a page is made of; `prefix` tells its part of the address from another table's.

    `fold` is the column that names the row under which another one stands: it is not listed where that one is.
    """

    name: str
    title: Text
    table: Table
    columns: tuple[GridColumn, ...]
    search: tuple[str, ...] = ()
    filters: tuple[GridFilter, ...] = ()
    order: tuple[str, ...] = ()
    none: Text = NO_ROWS
    prefix: str = ""
    page_rows: int = PAGE_ROWS
    fold: str = ""

    def read(self, evidence: Evidence, asked: QueryDict, where: Where = ALL) -> "GridPage":
        """Return the page of rows that an address asks for."""
        return GridPage(self, evidence, asked, where)


@dataclass(frozen=True)
class Head:
    """The head of a column: its label, the address that sorts by it, how it is sorted now."""

    label: Text
    meaning: Text
    right: bool
    url: str | None
    sorted: Literal["ascending", "descending", ""]


@dataclass(frozen=True)
class Choice:
    """A filter as it stands: its values, and the one chosen."""

    key: str
    label: Text
    options: tuple[tuple[str, str], ...]
    chosen: str


class GridPage:
    """One page of a grid's rows, with the addresses that lead to the others."""

    def __init__(self, grid: Grid, evidence: Evidence, asked: QueryDict, where: Where) -> None:
        self.grid = grid
        self._evidence = evidence
        self._asked = asked
        self._within = where
        self.language = spoken()
        self.query = asked.get(self.key("q"), "").strip()
        self.choices = tuple(self._choice(each) for each in grid.filters)
        self.where = where & self._chosen()
        self.order = self._order()
        self.listed = self._unfolded()
        self.total = evidence.count(grid.table, self.listed)
        self.pages = max(1, math.ceil(self.total / grid.page_rows))
        self.number = min(max(1, _number(asked.get(self.key("page")))), self.pages)
        self.rows = tuple(self._row(row) for row in self._read())

    def key(self, name: str) -> str:
        """Return the name of a parameter of this grid in the address."""
        return f"{self.grid.prefix}{name}"

    @property
    def id(self) -> str:
        """The grid's name in the page."""
        return f"grid-{self.grid.name}"

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns."""
        return [self._head(column) for column in self.grid.columns]

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1."""
        return (self.number - 1) * self.grid.page_rows + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.number * self.grid.page_rows, self.total)

    @property
    def narrowed(self) -> bool:
        """Whether somebody searched or filtered."""
        return bool(self.query or any(choice.chosen for choice in self.choices))

    @property
    def before(self) -> str | None:
        """The address of the page before."""
        return self.address(page=self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> str | None:
        """The address of the next page."""
        return self.address(page=self.number + 1) if self.number < self.pages else None

    @property
    def csv(self) -> str:
        """The address of all rows as CSV."""
        return self.address(csv=self.grid.name, page=None)

    @property
    def cleared(self) -> str:
        """The address without search and filters."""
        return self.address(q=None, page=None, **{each.key: None for each in self.grid.filters})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What of the address a search must not lose."""
        own = {self.key(name) for name in ("q", "page", "csv", *(each.key for each in self.grid.filters))}
        return [(key, str(value)) for key, value in self._asked.items() if key not in own]

    def address(self, **changes: object) -> str:
        """Return this page's address with some parameters changed; None takes one out."""
        changed = self._asked.copy()
        changed.pop(self.key("csv"), None)
        for name, value in changes.items():
            changed.pop(self.key(name), None)
            if value is not None:
                changed[self.key(name)] = str(value)
        return f"?{changed.urlencode()}"

    def batches(self) -> Iterator[list[Row]]:
        """Return all rows of the search and filters, some at a time, for CSV."""
        for rows in self._evidence.batches(self.grid.table, self.where, order=self.order):
            yield [self._seen(row) for row in rows]

    def _read(self) -> list[Row]:
        rows = self.grid.page_rows
        return self._evidence.rows(
            self.grid.table,
            self.listed,
            order=(*self.order, *self.grid.table.key),
            limit=rows,
            offset=(self.number - 1) * rows,
        )

    def _unfolded(self) -> Where:
        """Return the condition of the rows listed; CSV has those that stand under another one too."""
        if not self.grid.fold:
            return self.where
        column, [key] = quoted(self.grid.fold), self.grid.table.key
        above = f"SELECT {quoted(key)} FROM {self._evidence.relation(self.grid.table)} WHERE {self.where.sql}"  # noqa: S608 ours
        return self.where & Where(f"{column} IS NULL OR {column} NOT IN ({above})", self.where.values)

    def _row(self, row: Row) -> tuple[Cell, ...]:
        seen = self._seen(row)
        return tuple(self._cell(column, seen) for column in self.grid.columns)

    def _seen(self, row: Row) -> Row:
        """Return a row with the keys of records masked: a key may be a person's address or tax number."""
        if self._evidence.in_clear:
            return row
        keys = {name: mask_key(value) for name, value in row.items() if is_key(name) and isinstance(value, str)}
        return {**row, **keys}

    def _cell(self, column: GridColumn, row: Row) -> Cell:
        value = row[column.named(self.language)]
        tag = column.tags.get(value)
        worded: object = column.words.get(str(value), value)
        if column.form == "chips":
            worded = tuple(column.words.get(part, part) for part in str(value).split("|"))
        url = column.link(row) if column.link else None
        return Cell(worded, column.form, column.form in RIGHT, tag, url)

    def _head(self, column: GridColumn) -> Head:
        name = column.named(self.language)
        now = {name: "ascending", f"-{name}": "descending"}.get(self.order[0] if self.order else "", "")
        turned = f"-{name}" if now == "ascending" or (not now and column.form in RIGHT) else name
        url = self.address(sort=turned, page=None) if self._may_ask(name) else None
        meaning = self.grid.table[name].meaning
        return Head(column.label, meaning, column.form in RIGHT, url, now)  # type: ignore[arg-type]

    def _order(self) -> tuple[str, ...]:
        wanted = self._asked.get(self.key("sort"), "")
        shown = {column.named(self.language) for column in self.grid.columns}
        name = wanted.removeprefix("-")
        return (wanted, *self.grid.order) if name in shown and self._may_ask(name) else self.grid.order

    def _chosen(self) -> Where:
        where = ALL
        for filter_, choice in zip(self.grid.filters, self.choices, strict=True):
            if choice.chosen:
                where &= _is(in_language(filter_.name, self.language), choice.chosen)
        names = [in_language(name, self.language) for name in self.grid.search]
        searched = [name for name in names if self._may_ask(name)]
        return where & holds(self.query, searched) if self.query and searched else where

    def _choice(self, filter_: GridFilter) -> Choice:
        column = in_language(filter_.name, self.language)
        key = self.key(filter_.key)
        chosen = self._asked.get(key, "")
        found = self._evidence.values(self.grid.table, column, self._within, limit=MOST_CHOICES)
        if chosen and chosen not in found:  # there may be more values than a list can show
            found += self._evidence.values(self.grid.table, column, self._within & _is(column, chosen), limit=1)
        options = tuple((value, self._called(filter_, value)) for value in found)
        return Choice(key, filter_.label, options, chosen if chosen in dict(options) else "")

    def _called(self, filter_: GridFilter, value: str) -> str:
        return filter_.words[value].say(self.language) if value in filter_.words else value

    def _may_ask(self, name: str) -> bool:
        return self._evidence.in_clear or not self.grid.table[name].values


def in_language(name: str, language: Language) -> str:
    """Return a column by name, `text_*` being the one in a language."""
    return f"{name.removesuffix('*')}{language}" if name.endswith("_*") else name


def _is(column: str, value: str) -> Where:
    return Where(f"CAST({quoted(column)} AS VARCHAR) = ?", (value,))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1
