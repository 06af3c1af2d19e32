"""Working hours between many moments at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from regia.workspace.calendar import WorkingCalendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DAY = 86_400


@dataclass(frozen=True)
class MonthDays:
    """The working days on which work begins: their months, counted from 1970, and how many days of work are left.

    On the last working day of a month none is left.
    """

    month: "NDArray[np.int64]"
    left: "NDArray[np.int64]"


class WorkingClock:
    """A company's working calendar over some years, as an array."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        self._start = (first - date(1970, 1, 1)).days - 1
        days = calendar.works(first - timedelta(days=1), last + timedelta(days=2))
        self._works = np.array(days, dtype=np.int64)
        self._before = np.concatenate([[0], np.cumsum(self._works)])
        self._month = (np.arange(len(days)) + self._start).astype("datetime64[D]").astype("datetime64[M]").astype(int)
        opens = calendar.working_time.opens
        self._opens = opens.hour + opens.minute / 60
        self._length = calendar.hours_a_day

    def between(self, start: "NDArray[np.float64]", end: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return the working hours from each start to its end, both in seconds of the company's clock since 1970."""
        return self._worked(end) - self._worked(start)

    def midday(self, moments: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return the middle of the working day of each moment: where a day is all that is known, the fairest guess."""
        return np.floor(moments / _DAY) * _DAY + (self._opens + self._length / 2) * 3600

    def month_days(self, moments: "NDArray[np.float64]") -> MonthDays:
        """Return the working day on which what came at each moment can begin: the next one, after closing time."""
        closes = (self._opens + self._length) * 3600
        days = np.floor((moments + _DAY - closes) / _DAY).astype(np.int64) - self._start
        number = self._before[np.clip(days, 0, len(self._works) - 1)]
        working = np.flatnonzero(self._works)
        month = self._month[working]
        at = np.clip(number, 0, len(working) - 1)
        last = np.searchsorted(month, month[at], side="right") - 1
        return MonthDays(month[at], last - at)

    def _worked(self, moments: "NDArray[np.float64]") -> "NDArray[np.float64]":
        days = np.floor(moments / _DAY).astype(np.int64)
        hours = np.clip((moments - days * _DAY) / 3600 - self._opens, 0, self._length)
        at = np.clip(days - self._start, 0, len(self._works) - 1)
        worked: NDArray[np.float64] = self._before[at] * self._length + hours * self._works[at]
        return worked
