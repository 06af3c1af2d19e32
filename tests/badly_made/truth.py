"""What is known of a badly made file: the tables it holds, and what must be told of it."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from regia.model.note import Reason

Value = str | int | Decimal | dt.date | None
NAMES = (
    "Rossi & C.",
    "Forlì",
    "D'Angelo",
    "Società Àncora",
    "Müller",
    "Bianchi; figli",
    'Il "Moro"',
    "L'Aquila, sede",
    "Perché",
)


@dataclass(frozen=True)
class Table:
    """A table as its author meant it."""

    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, name: str) -> tuple[Value, ...]:
        place = self.names.index(name)
        return tuple(row[place] for row in self.rows)


@dataclass(frozen=True)
class BadFile:
    """A file, and what is right: its tables in order, or their first rows (`partial`), or nothing (None).

    `told` must all be told. With `either`, a file that is not read right need only be told.
    """

    name: str
    content: bytes
    tables: tuple[Table, ...] | None = None
    told: frozenset[Reason] = field(default_factory=frozenset)
    partial: bool = False
    either: bool = False


def some_table(chance: random.Random, rows: int = 12) -> Table:
    """Return a table with a code, a name, a count, an amount and a day, some empty."""
    return Table(
        ("codice", "ragione sociale", "pezzi", "importo", "data"),
        tuple(_row(chance, number) for number in range(1, rows + 1)),
    )


def _row(chance: random.Random, number: int) -> tuple[Value, ...]:
    day = dt.date(2023, 1, 13) + dt.timedelta(days=chance.randrange(700))
    name = None if chance.random() < 0.1 else f"{chance.choice(NAMES)} {number}"
    amount = Decimal(chance.randrange(-99_999, 9_999_999)) / 100
    return (f"{number:05d}", name, chance.randrange(1, 5000), amount, day)


def italian(value: Value) -> str:
    """Write a value as an Italian program does."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def plain(value: Value) -> str:
    """Write a value as a database does."""
    return "" if value is None else str(value)


def same(truth: Value, read: object) -> bool:
    """Whether what was read is the value, or all of its text as it was written."""
    if truth is None or truth == "":
        return read in (None, "")
    if isinstance(read, str):
        return read in (str(truth), italian(truth), plain(truth), _short(truth))
    if isinstance(truth, dt.date):
        return read == truth or read == dt.datetime.combine(truth, dt.time())
    if isinstance(truth, (int, Decimal)) and isinstance(read, (int, float, Decimal)):
        return Decimal(str(read)) == truth
    return False


def _short(truth: Value) -> str:
    return f"{truth.normalize():f}" if isinstance(truth, Decimal) else ""


def matches(truth: Table, names: Sequence[str], rows: Sequence[Sequence[object]], *, partial: bool = False) -> bool:
    """Whether what was read is the table, or with `partial` its first rows."""
    wanted = truth.rows[: len(rows)] if partial else truth.rows
    if tuple(names) != truth.names or len(rows) != len(wanted):
        return False
    return all(all(map(same, row, ours)) for row, ours in zip(wanted, rows, strict=True))
