"""Italian holidays as published: law 260/1949 with its changes, and Easter from the church's tables."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.workspace.calendar import WorkingCalendar, holidays_of
from regia.workspace.company import WorkingTime

ROME = WorkingCalendar(WorkingTime())
EASTER_MONDAYS = [
    date(2000, 4, 24),
    date(2005, 3, 28),
    date(2008, 3, 24),
    date(2011, 4, 25),
    date(2019, 4, 22),
    date(2024, 4, 1),
    date(2025, 4, 21),
    date(2026, 4, 6),
    date(2027, 3, 29),
    date(2030, 4, 22),
]
FIXED = [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)]


@pytest.mark.parametrize("day", EASTER_MONDAYS)
def test_easter_monday_is_no_working_day(day):
    assert day.weekday() == 0
    assert not ROME.is_working_day(day)
    assert ROME.is_working_day(day + timedelta(days=8))


@pytest.mark.parametrize("year", [2019, 2024, 2025, 2026])
def test_the_fixed_holidays_are_kept(year):
    assert {date(year, month, day) for month, day in FIXED} <= holidays_of("IT", year)
    assert len(holidays_of("IT", year) & _weekdays(year)) == _expected_weekday_holidays(year)


def _weekdays(year):
    start = date(year, 1, 1)
    days = (start + timedelta(days=number) for number in range(366))
    return {day for day in days if day.year == year and day.weekday() < 5}


def _expected_weekday_holidays(year):
    """The fixed ones that fall on a weekday, and Easter Monday unless it is one of them."""
    easter = {2019: date(2019, 4, 22), 2024: date(2024, 4, 1), 2025: date(2025, 4, 21), 2026: date(2026, 4, 6)}[year]
    return len(({date(year, month, day) for month, day in FIXED} | {easter}) & _weekdays(year))


def test_a_province_keeps_its_patron():
    milan = WorkingCalendar(WorkingTime(holidays="IT-MI"))
    assert not milan.is_working_day(date(2026, 12, 7))
    assert ROME.is_working_day(date(2026, 12, 7))
    assert WorkingCalendar(WorkingTime(holidays=None)).is_working_day(date(2026, 12, 25))


def test_closures_are_kept_across_the_new_year():
    calendar = WorkingCalendar(WorkingTime(closures=((date(2025, 12, 29), date(2026, 1, 2)),)))
    assert calendar.working_days_between(date(2025, 12, 24), date(2026, 1, 8)) == 3  # 24 December, 5 and 7 January


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ((2026, 4, 3, 17), (2026, 4, 7, 10), 2),  # Good Friday is worked, Easter Monday is not
        ((2026, 3, 2, 9), (2026, 3, 2, 18), 9),
        ((2026, 3, 2, 0), (2026, 3, 2, 23), 9),
        ((2026, 3, 2, 20), (2026, 3, 3, 8), 0),
        ((2026, 3, 7, 10), (2026, 3, 8, 10), 0),
        ((2026, 3, 6, 17), (2026, 3, 9, 9, 30), 1.5),
        ((2025, 12, 31, 9), (2026, 1, 2, 18), 18),
        ((2026, 3, 3, 10), (2026, 3, 2, 10), -9),
    ],
)
def test_working_hours(start, end, hours):
    assert ROME.working_hours_between(datetime(*start), datetime(*end)) == hours


def test_moments_are_brought_to_the_companys_clock():
    # 25 October 2026: the clock goes back at three, so Monday nine o'clock is 8:00 UTC.
    start = datetime(2026, 10, 23, 15, 0, tzinfo=UTC)  # 17:00 in Rome
    end = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)  # 10:00 in Rome
    assert ROME.working_hours_between(start, end) == 2
    assert ROME.working_hours_between(start, end.astimezone(ZoneInfo("America/New_York"))) == 2


moments = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1))


@given(moments, moments, moments)
@settings(deadline=None, max_examples=50)
def test_hours_add_up(first, second, third):
    total = ROME.working_hours_between(first, third)
    parts = ROME.working_hours_between(first, second) + ROME.working_hours_between(second, third)
    assert parts == pytest.approx(total, abs=1e-6)


@given(moments, st.integers(0, 40 * 24 * 60))
@settings(deadline=None, max_examples=50)
def test_hours_agree_with_counting_minutes(start, minutes):
    calendar = WorkingCalendar(WorkingTime(opens=time(8, 30), closes=time(17)))
    start = start.replace(second=0, microsecond=0)
    worked = sum(
        calendar.is_working_day(moment.date()) and time(8, 30) <= moment.time() < time(17)
        for moment in (start + timedelta(minutes=number) for number in range(minutes))
    )
    assert calendar.working_hours_between(start, start + timedelta(minutes=minutes)) == pytest.approx(worked / 60)


def test_many_days_at_once_are_the_days_one_by_one():
    first, last = date(2023, 11, 20), date(2026, 1, 8)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert ROME.works(first, last) == [ROME.is_working_day(day) for day in days]
