"""Which type holds every value of a column: SQLite lets each value have its own, so the values decide.

One pass counts storage classes; declared dates, and columns that mix whole and broken numbers, take another.
"""

# ruff: noqa: S608 - names in queries come from the catalogue and are quoted

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from regia.sources.sqlite.catalogue import quoted

Kind = Literal["integer", "number", "text", "binary", "date", "time", "mixed"]

_COLUMNS_A_QUERY = 250  # SQLite allows 2,000 results, each column takes five
_EXACT = 2**53


@dataclass(frozen=True)
class Column:
    """How a column is kept: `longest` is its longest text or blob, `as_text` counts values that become text."""

    name: str
    kind: Kind
    longest: int = 0
    as_text: int = 0


@dataclass(frozen=True)
class _Counts:
    known: int
    integers: int
    numbers: int
    texts: int
    longest: int

    @property
    def blobs(self) -> int:
        return self.known - self.integers - self.numbers - self.texts


def columns_of(connection: sqlite3.Connection, rows_from: str, declared: Sequence[tuple[str, str]]) -> list[Column]:
    """Return how to keep each column of `rows_from`, SQL of a table or subquery; `declared` are names and types.

    Raises:
        sqlite3.Error: the rows cannot be read.
    """
    if not declared:  # a view that cannot be described: let SQLite say why
        connection.execute(f"SELECT * FROM {rows_from} LIMIT 0")
    counts = [
        count
        for start in range(0, len(declared), _COLUMNS_A_QUERY)
        for count in _count(connection, rows_from, declared[start : start + _COLUMNS_A_QUERY])
    ]
    return [
        _column(connection, rows_from, name, kind, count) for (name, kind), count in zip(declared, counts, strict=True)
    ]


def _count(connection: sqlite3.Connection, rows_from: str, part: Sequence[tuple[str, str]]) -> Iterator[_Counts]:
    asked = ", ".join(
        f"count({it}), sum(typeof({it})='integer'), sum(typeof({it})='real'), sum(typeof({it})='text'), "
        f"max(CASE WHEN typeof({it}) IN ('text', 'blob') THEN length({it}) END)"
        for it in (f"t.{quoted(name)}" for name, _ in part)
    )
    row = connection.execute(f"SELECT {asked} FROM {rows_from} AS t").fetchone()
    for start in range(0, len(row), 5):
        yield _Counts(*(value or 0 for value in row[start : start + 5]))


def _column(connection: sqlite3.Connection, rows_from: str, name: str, declared: str, counts: _Counts) -> Column:
    kind: Kind | None = None
    if not counts.known:
        kind = _declared_kind(declared)
    elif counts.integers == counts.known:
        kind = "integer"
    elif counts.numbers + counts.integers == counts.known:
        kind = "number" if not counts.integers or _exact(connection, rows_from, name) else None
    elif counts.texts == counts.known:
        kind = _text_kind(connection, rows_from, name, declared, counts)
    elif counts.blobs == counts.known:
        kind = "binary"
    if kind is None:
        return Column(name, "mixed", counts.longest, as_text=counts.known - counts.texts)
    return Column(name, kind, counts.longest)


def _declared_kind(declared: str) -> Kind:
    """Return the kind of a column without values, by the rules of SQLite's type affinity."""
    said = declared.upper()
    if time_kind := _time_kind(declared):
        return time_kind
    if "INT" in said:
        return "integer"
    if any(word in said for word in ("CHAR", "CLOB", "TEXT")):
        return "text"
    if "BLOB" in said:
        return "binary"
    return "number" if any(word in said for word in ("REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL")) else "text"


def _time_kind(declared: str) -> Literal["date", "time"] | None:
    word = re.match(r"\s*([A-Za-z]*)", declared)
    said = word[1].upper() if word else ""
    if said == "DATE":
        return "date"
    return "time" if said in ("DATETIME", "TIMESTAMP") else None


def _exact(connection: sqlite3.Connection, rows_from: str, name: str) -> bool:
    it = f"t.{quoted(name)}"
    low, high = connection.execute(
        f"SELECT min({it}), max({it}) FROM {rows_from} AS t WHERE typeof({it}) = 'integer'"
    ).fetchone()
    return bool(low >= -_EXACT and high <= _EXACT)


def _text_kind(connection: sqlite3.Connection, rows_from: str, name: str, declared: str, counts: _Counts) -> Kind:
    if _time_kind(declared) is None or counts.longest > 26:
        return "text"
    # a modifier makes SQLite turn 30 February into March, so that it differs from the text
    it = f"t.{quoted(name)}"
    whole = f"substr({it}, 1, 19)"
    fraction = f"(length({it}) = 19 OR substr({it}, 20) GLOB '.[0-9]*' AND NOT substr({it}, 21) GLOB '*[^0-9]*')"
    dates, spaced, marked = connection.execute(
        f"SELECT sum({it} IS date({it}, '+0 days')), sum({whole} IS datetime({whole}, '+0 days') AND {fraction}), "
        f"sum({whole} IS strftime('%Y-%m-%dT%H:%M:%S', {whole}, '+0 days') AND {fraction}) "
        f"FROM {rows_from} AS t WHERE {it} IS NOT NULL AND substr({it}, 1, 4) >= '0001'"
    ).fetchone()
    if dates == counts.known:
        return "date"
    return "time" if counts.known in (spaced, marked) else "text"
