"""What type has a column of cells, and how does it become an Arrow array without losing anything?"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from regia.sources.excel.grid import EMPTY, Cell
from regia.sources.excel.header import is_blank

if TYPE_CHECKING:
    import pyarrow as pa

_EXACT = 2**53  # beyond it a cell's double no longer holds every whole number
_MIDNIGHT = dt.time(0, 0)


class Kind(StrEnum):
    """The type of a column, in the words a person at a spreadsheet uses."""

    EMPTY = "empty"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    TEXT = "text"
    MIXED = "mixed"


@dataclass
class Seen:
    """What a column's cells were, as they are read: their types, and whether numbers have decimals."""

    types: set[type] = field(default_factory=set)
    whole: bool = True
    nonzero_time: bool = False

    def take(self, values: Sequence[Cell]) -> None:
        """Note some more cells."""
        types = set(map(type, values))
        if str in types and str not in self.types and all(v.__class__ is not str or is_blank(v) for v in values):
            types.discard(str)
        self.types |= types
        if self.whole and float in types:
            self.whole = _all_whole(values, types)
        if dt.time in types:
            self.nonzero_time = self.nonzero_time or any(v.__class__ is dt.time and v != _MIDNIGHT for v in values)

    def kind(self) -> Kind:
        """Return the one kind that holds every cell exactly."""
        types = self.types
        if not types:
            return Kind.EMPTY
        if dt.time in types and len(types) > 1 and not self.nonzero_time and types <= {dt.time, dt.date, dt.datetime}:
            types = types - {dt.time}
        for kind, members in _MEMBERS.items():
            if types <= members:
                return kind if kind is not Kind.NUMBER or not self.whole else Kind.INTEGER
        return Kind.MIXED


_MEMBERS: dict[Kind, set[type]] = {
    Kind.TEXT: {str},
    Kind.NUMBER: {int, float},
    Kind.BOOLEAN: {bool},
    Kind.DATE: {dt.date},
    Kind.DATETIME: {dt.date, dt.datetime},
    Kind.TIME: {dt.time},
    Kind.DURATION: {dt.timedelta},
}


@dataclass
class Changes:
    """How many values of a column became something else while reading."""

    as_text: int = 0
    zero_dates: int = 0
    blanks: int = 0


def arrow_type(kind: Kind) -> "pa.DataType":
    """Return the Arrow type that holds a kind."""
    import pyarrow as pa

    types = {
        Kind.INTEGER: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.DATETIME: pa.timestamp("us"),
        Kind.TIME: pa.time64("us"),
    }
    return types.get(kind, pa.string())


def to_array(kind: Kind, values: Sequence[Cell], changes: Changes) -> "pa.Array":
    """Return the cells of a column as an Arrow array; empty cells are null, `changes` is added to."""
    import pyarrow as pa

    return pa.array(_converted(kind, values, changes), arrow_type(kind))


def _converted(kind: Kind, values: Sequence[Cell], changes: Changes) -> Any:
    if kind in _NUMERIC:
        return _numbers(kind, values, changes)
    if kind in _PLAIN:
        return _plain(kind, values, changes)
    return _texts(kind, values, changes)


_NUMERIC = {Kind.INTEGER, Kind.NUMBER}
_PLAIN: dict[Kind, Callable[[Any], Any]] = {
    Kind.BOOLEAN: bool,
    Kind.DATE: lambda value: value,
    Kind.DATETIME: lambda v: v if v.__class__ is dt.datetime else dt.datetime.combine(v, _MIDNIGHT),
    Kind.TIME: lambda value: value,
}


def _numbers(kind: Kind, values: Sequence[Cell], changes: Changes) -> Any:
    import numpy as np

    if str not in set(map(type, values)):
        numbers = np.array(values, dtype=np.float64)
        return numbers.astype(np.int64) if kind is Kind.INTEGER else numbers
    changes.blanks += sum(v.__class__ is str and v != EMPTY for v in values)
    convert: type = int if kind is Kind.INTEGER else float
    return [None if v.__class__ is str else convert(v) for v in values]


def _plain(kind: Kind, values: Sequence[Cell], changes: Changes) -> list[Any]:
    types = set(map(type, values))
    convert = _PLAIN[kind]
    zeros = kind is not Kind.TIME and dt.time in types
    if str not in types and not zeros:
        return list(map(convert, values))
    changes.blanks += sum(v.__class__ is str and v != EMPTY for v in values)
    changes.zero_dates += sum(v.__class__ is dt.time for v in values) if zeros else 0
    return [None if v.__class__ is str or (zeros and v.__class__ is dt.time) else convert(v) for v in values]


def _texts(kind: Kind, values: Sequence[Cell], changes: Changes) -> list[str | None]:
    if kind is Kind.TEXT:
        return [v or None for v in values]  # type: ignore[misc]
    changes.as_text += sum(v.__class__ is not str for v in values)
    return [(v or None) if v.__class__ is str else as_text(v) for v in values]


def as_text(value: Cell) -> str:
    """Return a cell as text that holds all of it: dates as ISO 8601, whole numbers without decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if _is_whole(value) else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.timedelta):
        return _clock(value)
    return str(value)


def _all_whole(values: Sequence[Cell], types: set[type]) -> bool:
    import numpy as np

    if not types <= {int, float} or str in set(map(type, values)):
        return all(v.__class__ is not float or _is_whole(v) for v in values)
    numbers = np.array(values, dtype=np.float64)
    return bool(((np.floor(numbers) == numbers) & (np.abs(numbers) < _EXACT)).all())


def _is_whole(value: Any) -> bool:
    return bool(value.is_integer()) and abs(value) < _EXACT


def _clock(value: dt.timedelta) -> str:
    sign, value = ("-", -value) if value < dt.timedelta(0) else ("", value)
    minutes, seconds = divmod(value.days * 86400 + value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}" if value.microseconds else ""
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}{fraction}"
