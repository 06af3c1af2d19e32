from datetime import UTC, date, datetime

import pytest

from regia.demo.calendar import HOUR, Calendar, august_closure, easter, holidays, local


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(date(2024, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"), [(1990, (4, 15)), (2000, (4, 23)), (2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5))]
)
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_easter_monday_and_assumption_are_holidays() -> None:
    assert {date(2024, 4, 1), date(2024, 8, 15)} <= holidays(2024)
    assert date(2024, 3, 31) not in holidays(2024)


def test_the_closure_holds_assumption_day() -> None:
    for year in range(2020, 2030):
        first, last = august_closure(year)
        assert first <= date(year, 8, 15) <= last
        assert first.weekday() == 0
        assert (last - first).days == 13


def test_rome_is_one_hour_ahead_in_winter_and_two_in_summer() -> None:
    assert local(at("2024-01-15T12:00")) == at("2024-01-15T13:00")
    assert local(at("2024-07-15T12:00")) == at("2024-07-15T14:00")
    assert local(at("2024-03-31T00:59")) == at("2024-03-31T01:59")
    assert local(at("2024-03-31T01:00")) == at("2024-03-31T03:00")


def test_friday_evening_to_monday_morning_is_the_two_hours_worked(calendar: Calendar) -> None:
    # Friday 17:00 and Monday 10:00 in Rome, in winter
    assert calendar.hours(at("2024-01-19T16:00"), at("2024-01-22T09:00")) == 2


def test_a_night_is_no_work(calendar: Calendar) -> None:
    assert calendar.hours(at("2024-01-16T20:00"), at("2024-01-17T05:00")) == 0
    assert not calendar.works(at("2024-01-16T20:00"))
    assert calendar.works(at("2024-01-16T10:00"))


def test_holidays_and_closure_are_no_work(calendar: Calendar) -> None:
    # from Wednesday 24 April 18:00 to Friday 26 April 9:00 there is only Liberation Day
    assert calendar.hours(at("2024-04-24T16:00"), at("2024-04-26T07:00")) == 0
    assert not calendar.works(at("2024-08-14T10:00"))


def test_work_and_its_inverse_agree(calendar: Calendar) -> None:
    for work in range(0, 300 * HOUR, 7 * HOUR + 11):
        assert calendar.work(calendar.at_work(work)) == work
