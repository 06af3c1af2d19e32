"""The company's working calendar: which days it works, and how many working hours lie between two moments.

Holidays come from the `holidays` package (MIT), a country's or a province's; closures from regia.toml.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from regia.workspace.company import WorkingTime


class WorkingCalendar:
    """A working time as a calendar.

    Hours are those of the clock on its wall: a moment with a zone is brought to it, one without is taken as
    local, and a day on which the clock is moved keeps its working hours.
    """

    def __init__(self, working_time: WorkingTime) -> None:
        self.working_time = working_time
        self._zone = ZoneInfo(working_time.timezone)

    @property
    def hours_a_day(self) -> float:
        """The working hours of a working day."""
        return _hours(self.working_time.closes) - _hours(self.working_time.opens)

    def is_working_day(self, day: date) -> bool:
        """Whether the company works on a day."""
        return self.working_days_between(day, day + timedelta(days=1)) == 1

    def works(self, first: date, last: date) -> list[bool]:
        """Return, for each day from `first` to `last` included, whether the company works on it."""
        years = (pairwise(self._before(year)) for year in range(first.year, last.year + 1))
        days = [after > before for year in years for before, after in year]
        start = _day_of_year(first)
        return days[start : start + (last - first).days + 1]

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days there are from `first` up to, not including, `last`; negative backwards."""
        if last < first:
            return -self.working_days_between(last, first)
        whole = sum(self._before(year)[-1] for year in range(first.year, last.year))
        return whole - self._before(first.year)[_day_of_year(first)] + self._before(last.year)[_day_of_year(last)]

    def working_hours_between(self, start: datetime, end: datetime) -> float:
        """Return the working hours from one moment to another; negative backwards."""
        first, last = self._local(start), self._local(end)
        days = self.working_days_between(first.date(), last.date())
        return days * self.hours_a_day - self._worked(first) + self._worked(last)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone) if moment.tzinfo else moment

    def _worked(self, moment: datetime) -> float:
        """Return the hours worked on a moment's day until then."""
        if not self.is_working_day(moment.date()):
            return 0.0
        return min(max(_hours(moment.time()) - _hours(self.working_time.opens), 0.0), self.hours_a_day)

    def _before(self, year: int) -> tuple[int, ...]:
        return _working_days_before(self.working_time, year)


@lru_cache(maxsize=256)
def _working_days_before(working_time: WorkingTime, year: int) -> tuple[int, ...]:
    """Return, for each day of a year and for its end, the working days of the year before it."""
    off = set(_days_off(working_time, year))
    start = date(year, 1, 1)
    days = [start + timedelta(days=number) for number in range((date(year, 12, 31) - start).days + 1)]
    works = (day.weekday() in working_time.weekdays and day not in off for day in days)
    return tuple(accumulate(works, initial=0))


def _days_off(working_time: WorkingTime, year: int) -> Iterator[date]:
    yield from holidays_of(working_time.holidays, year)
    for first, last in working_time.closures:
        day, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        yield from (day + timedelta(days=number) for number in range((end - day).days + 1))


@lru_cache(maxsize=256)
def holidays_of(place: str | None, year: int) -> frozenset[date]:
    """Return the public holidays of a country (`IT`), or of one of its provinces too (`IT-MI`), in a year.

    Raises:
        NotImplementedError: the place is unknown; regia.toml is checked for this when it is read.
    """
    if place is None:
        return frozenset()
    import holidays

    country, _, part = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday - 1


def _hours(clock: time) -> float:
    return clock.hour + clock.minute / 60 + (clock.second + clock.microsecond / 1e6) / 3600
