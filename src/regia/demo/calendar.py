"""When an Italian company works, and what its clocks show.

Times are seconds since 1970 in UTC; `work` is seconds of working time since the calendar's first day.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

DAY = 86_400
HOUR = 3_600
MINUTE = 60
_EPOCH = date(1970, 1, 1)


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian computus, Meeus/Jones/Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def holidays(year: int) -> frozenset[date]:
    """Return the Italian public holidays of a year (law 260 of 1949 and its changes)."""
    fixed = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
    return frozenset({date(year, *day) for day in fixed} | {easter(year) + timedelta(days=1)})


def august_closure(year: int) -> tuple[date, date]:
    """Return the two weeks around 15 August when the company is closed, first and last day."""
    ferragosto = date(year, 8, 15)
    monday = ferragosto - timedelta(days=ferragosto.weekday() + (7 if ferragosto.weekday() < 3 else 0))
    return monday, monday + timedelta(days=13)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def seconds(day: date) -> int:
    """Return the seconds from 1970 to the start of a day, taken as UTC."""
    return (day - _EPOCH).days * DAY


_SHIFTS = tuple(seconds(_last_sunday(year, month)) + HOUR for year in range(1990, 2061) for month in (3, 10))


@lru_cache(maxsize=100_000)
def _hour_offset(hour: int) -> int:
    return 2 * HOUR if bisect_right(_SHIFTS, hour * HOUR) % 2 else HOUR


def offset(at: int) -> int:
    """Return how many seconds Rome's clock is ahead of UTC (1990 to 2060)."""
    return _hour_offset(at // HOUR)


def local(at: int) -> int:
    """Return what Rome's clock shows, as seconds since 1970."""
    return at + offset(at)


def moment(day: date, second: int = 0) -> int:
    """Return the time at which Rome's clock shows this second of a day."""
    shown = seconds(day) + second
    return shown - offset(shown - HOUR)


def day_of(at: int) -> date:
    """Return the day in Rome."""
    return _EPOCH + timedelta(days=local(at) // DAY)


class Calendar:
    """Rome's clock and the company's working time: Monday to Friday, 9 to 18."""

    opens = 9 * HOUR
    closes = 18 * HOUR
    work_day = closes - opens

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        years = range(first.year, last.year + 1)
        self.closures = tuple(august_closure(year) for year in years)
        self._start = seconds(first)
        free = {day for year in years for day in holidays(year)}
        self._working = [self._is_worked(first + timedelta(days=n), free) for n in range((last - first).days + 1)]
        self._before = [0]
        for working in self._working:
            self._before.append(self._before[-1] + (self.work_day if working else 0))

    def _is_worked(self, day: date, free: set[date]) -> bool:
        closed = any(first <= day <= last for first, last in self.closures)
        return day.weekday() < 5 and day not in free and not closed

    @property
    def begins(self) -> int:
        """The first second of the calendar."""
        return self._start - offset(self._start)

    @property
    def ends(self) -> int:
        """The last second of the last day."""
        end = seconds(self.last) + DAY - 1
        return end - offset(end)

    def works(self, at: int) -> bool:
        """Return whether the company works at this time."""
        number, second = divmod(local(at) - self._start, DAY)
        inside = 0 <= number < len(self._working)
        return inside and self._working[number] and self.opens <= second < self.closes

    def works_on(self, day: date) -> bool:
        """Return whether the company works on this day."""
        number = (day - self.first).days
        return 0 <= number < len(self._working) and self._working[number]

    def work(self, at: int) -> int:
        """Return the working seconds from the calendar's first day to a time."""
        number, second = divmod(local(at) - self._start, DAY)
        if number < 0:
            return 0
        if number >= len(self._working):
            return self._before[-1] + (number - len(self._working)) * self.work_day
        into = min(max(second - self.opens, 0), self.work_day) if self._working[number] else 0
        return self._before[number] + into

    def at_work(self, work: int) -> int:
        """Return the time at which so many working seconds have passed; past the last day, some time later."""
        number = bisect_right(self._before, work) - 1
        if number >= len(self._working):
            return self.ends + 1 + (work - self._before[-1])
        day = self.first + timedelta(days=number)
        return moment(day, self.opens + work - self._before[number])

    def after_work(self, at: int, work: float) -> int:
        """Return the time when `work` more working seconds have passed."""
        return self.at_work(self.work(at) + int(work))

    def hours(self, start: int, end: int) -> float:
        """Return the working hours between two times."""
        return (self.work(end) - self.work(start)) / HOUR


def utc(at: int) -> datetime:
    """Return a time as a datetime in UTC."""
    return datetime.fromtimestamp(at, UTC)
