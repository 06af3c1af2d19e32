"""Dates and moments as text: 2024-01-31, 31/01/2024, 31.1.2024 14:05, 2024-01-31T14:05:00Z."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from regia.sources.delimited.kind import DateOrder, Decision, Evidence, Undecided, all_of, any_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?")
_PEOPLE = re.compile(r"(\d{1,2}([/.-])\d{1,2}\2\d{4}|\d{4}([/.])\d{1,2}\3\d{1,2})( \d{1,2}:\d{2}(:\d{2})?)?")
_LENGTHS = (10, 16, 19)
_DAY_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass
class IsoText:
    """Dates and moments as ISO 8601 writes them, all of one form; with offsets, the moment in UTC."""

    alphabet: frozenset[int] | None = frozenset(b"-:. TZ+")
    moment: bool | None = None
    zoned: bool = False
    long: bool = False
    offsets: bool = False

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:
        """Take more values."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.moment is None:
            shape = _ISO.fullmatch(values[0].as_py())
            if not shape or (shape[2] and not shape[1]):
                return False
            self.moment, self.zoned = bool(shape[1]), bool(shape[4])
        lengths = pc.min_max(pc.binary_length(values)).as_py()
        if (lengths["min"] < 16) if self.moment else (lengths["min"], lengths["max"]) != (10, 10):
            return False
        self.long = self.long or lengths["max"] > 26
        self.offsets = self.offsets or ord("+") in present
        try:
            read = self._read(values)
        except pa.ArrowInvalid:
            return False
        return all_of(pc.greater_equal(values, "0001")) and read.null_count == 0

    def evidence(self) -> Evidence:
        """Return nothing: years come first."""
        return Evidence()

    def decide(self, others: Evidence) -> Decision | Undecided | None:  # noqa: ARG002 years come first
        """Return dates, moments, or moments in UTC."""
        import pyarrow as pa

        if not self.moment:
            return Decision(pa.date32(), self._read, parsed=True)
        kind = pa.timestamp("us", tz="UTC") if self.zoned else pa.timestamp("us")
        guess = "offsets turned into UTC" if self.offsets else ""
        return Decision(kind, self._read, parsed=not self.zoned and not self.long, guess=guess)

    def _read(self, values: "pa.Array") -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self.moment:
            return values.cast(pa.date32())
        if self.long:  # SQL Server prints seven decimals; zeros beyond the sixth say nothing
            values = pc.replace_substring_regex(values, r"(\.\d{6})0+", r"\1")
        return values.cast(pa.timestamp("us", tz="UTC") if self.zoned else pa.timestamp("us"))


class _Shape(NamedTuple):
    """Where the parts stand in text of one length: year, first and second number, separators."""

    year: int
    first: int
    second: int
    marks: tuple[tuple[int, str], ...]


@dataclass
class PeopleDateText:
    """Dates as people write them: day, month and year, or month first, or year first, and maybe the time.

    Which of two numbers is the day is settled by a number above 12 anywhere in the column, else by other columns;
    a column in which nothing settles it stays text.
    """

    alphabet: frozenset[int] | None = frozenset(b"/.-: ")
    mark: str = ""
    year_first: bool = False
    length: int = 0
    day_first: bool = True
    month_first: bool = True
    differs: bool = False

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:  # noqa: ARG002 the shape says more
        """Take more values."""
        if not self.length:
            shape = _PEOPLE.fullmatch(values[0].as_py())
            if not shape:
                return False
            self.mark, self.year_first = shape[2] or shape[3], bool(shape[3])
            self.length = 10 if not shape[4] else 16 if not shape[5] else 19
        digits = self._digits(values)
        if digits is None:
            return False
        year, first, second = digits
        valid_year = bool((year >= 1).all())
        if self.year_first:
            return valid_year and _valid(year, first, second)
        self.day_first = self.day_first and _valid(year, second, first)
        self.month_first = self.month_first and _valid(year, first, second)
        self.differs = self.differs or bool((first != second).any())
        return valid_year and (self.day_first or self.month_first)

    def evidence(self) -> Evidence:
        """Return which comes first, day or month, where the values settle it."""
        if self.year_first or self.day_first == self.month_first:
            return Evidence()
        return Evidence(date_orders=frozenset({"day" if self.day_first else "month"}))

    def decide(self, others: Evidence) -> Decision | Undecided | None:
        """Return dates or moments."""
        order, guess = self._order(others)
        if order is None:
            return Undecided("dates in which day and month cannot be told apart")
        return Decision(_type(self.length), lambda values: self._read(values, order), guess=guess)

    def _order(self, others: Evidence) -> tuple[DateOrder | None, str]:
        if self.year_first or not self.month_first or not self.differs:
            return "day", ""
        if not self.day_first:
            return "month", ""
        if self.mark == ".":
            return "day", "day before month, as dates with points have it"
        if len(others.date_orders) == 1:
            (order,) = others.date_orders
            return order, f"{order} first in dates, as in other columns"
        if others.decimal_marks == {","}:
            return "day", "day before month, as where decimals are marked by a comma"
        return None, ""

    def _read(self, values: "pa.Array", order: DateOrder) -> "pa.Array":
        import numpy as np
        import pyarrow as pa

        present = values.drop_null()
        if not len(present):
            return pa.nulls(len(values), _type(self.length))
        text = _matrix(present, self.length)
        if text is None:
            raise pa.ArrowInvalid(f"not a date of {self.length} characters")
        year, first, second = self._parts(text)
        month, day = (first, second) if self.year_first or order == "month" else (second, first)
        days = _days(year, month, day)
        if self.length == 10:
            found = pa.array(days.astype(np.int32), pa.int32()).cast(pa.date32())
        else:
            found = pa.array((days * 86400 + _seconds(text)) * 1_000_000, pa.int64()).cast(pa.timestamp("us"))
        return _spread(found, values)

    def _digits(self, values: "pa.Array") -> "tuple[NDArray[np.int64], ...] | None":
        text = _matrix(values, self.length)
        if text is None or not self._well_formed(text):
            return None
        return self._parts(text)

    def _parts(self, text: "NDArray[np.uint8]") -> "tuple[NDArray[np.int64], ...]":
        shape = self._shape()
        return _number(text, shape.year, 4), _number(text, shape.first, 2), _number(text, shape.second, 2)

    def _shape(self) -> _Shape:
        marks = ((4, self.mark), (7, self.mark)) if self.year_first else ((2, self.mark), (5, self.mark))
        time_marks = ((10, " "), (13, ":"), (16, ":"))[: {10: 0, 16: 2, 19: 3}[self.length]]
        parts = (0, 5, 8) if self.year_first else (6, 0, 3)
        return _Shape(*parts, (*marks, *time_marks))

    def _well_formed(self, text: "NDArray[np.uint8]") -> bool:
        import numpy as np

        marks = self._shape().marks
        others = np.setdiff1d(np.arange(self.length), [position for position, _ in marks])
        placed = all(bool((text[:, position] == ord(mark)).all()) for position, mark in marks)
        digits = text[:, others]
        if not placed or not bool(((digits >= 48) & (digits <= 57)).all()):
            return False
        return self.length == 10 or _valid_time(text)


def _type(length: int) -> "pa.DataType":
    import pyarrow as pa

    return pa.date32() if length == 10 else pa.timestamp("us")


def _matrix(values: "pa.Array", length: int) -> "NDArray[np.uint8] | None":
    """Return texts of one length as rows of bytes; numbers of one digit get their zero first."""
    import numpy as np
    import pyarrow.compute as pc

    if any_of(pc.not_equal(pc.binary_length(values), length)):
        values = pc.replace_substring_regex(values, r"\b(\d)\b", r"0\1")
        if any_of(pc.not_equal(pc.binary_length(values), length)):
            return None
    offsets = np.frombuffer(values.buffers()[1], np.int32)[values.offset : values.offset + len(values) + 1]
    data = np.frombuffer(values.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
    return data.reshape(len(values), length)


def _number(text: "NDArray[np.uint8]", start: int, digits: int) -> "NDArray[np.int64]":
    import numpy as np

    total = np.zeros(len(text), np.int64)
    for position in range(start, start + digits):
        total = total * 10 + (text[:, position] - np.uint8(48))
    return total


def _valid(year: "NDArray[np.int64]", month: "NDArray[np.int64]", day: "NDArray[np.int64]") -> bool:
    import numpy as np

    if not bool(((month >= 1) & (month <= 12) & (day >= 1)).all()):
        return False
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = np.array((0, *_DAY_LENGTHS))[month] - ((month == 2) & ~leap)
    return bool((day <= longest).all())


def _valid_time(text: "NDArray[np.uint8]") -> bool:
    hours, minutes = _number(text, 11, 2), _number(text, 14, 2)
    seconds_fit = text.shape[1] < 19 or bool((_number(text, 17, 2) <= 59).all())
    return bool((hours <= 23).all()) and bool((minutes <= 59).all()) and seconds_fit


def _seconds(text: "NDArray[np.uint8]") -> "NDArray[np.int64]":
    seconds = _number(text, 11, 2) * 3600 + _number(text, 14, 2) * 60
    return seconds + _number(text, 17, 2) if text.shape[1] == 19 else seconds


def _days(year: "NDArray[np.int64]", month: "NDArray[np.int64]", day: "NDArray[np.int64]") -> "NDArray[np.int64]":
    import numpy as np

    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64) + day - 1


def _spread(found: "pa.Array", values: "pa.Array") -> "pa.Array":
    """Put values back where the text was not null."""
    import numpy as np
    import pyarrow as pa

    if not values.null_count:
        return found
    valid = values.is_valid().to_numpy(zero_copy_only=False)
    positions = np.where(valid, np.cumsum(valid) - 1, 0)
    return found.take(pa.array(positions, mask=~valid))
