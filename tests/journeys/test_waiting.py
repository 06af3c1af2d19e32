"""The arithmetic of waits, beside hand calculations and published figures."""

from datetime import UTC, date, datetime, time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.journeys.change import worsening
from regia.journeys.survival import kaplan_meier
from regia.journeys.working_clock import WorkingClock
from regia.workspace.calendar import WorkingCalendar
from regia.workspace.company import WorkingTime

DAY = 86_400.0


class TestKaplanMeier:
    def test_freireich_1963(self) -> None:
        """The 6-MP arm of Freireich et al. (1963), the textbook example: S(6) = .857, S(10) = .753, S(23) = .448."""
        weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
        ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
        curve = kaplan_meier(np.array(weeks, float), np.array(ended, bool))
        waiting = dict(zip(curve.durations.tolist(), curve.waiting.tolist(), strict=True))
        for week, share in {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}.items():
            assert waiting[week] == pytest.approx(share, abs=0.001)
        assert curve.quantile(0.5) == 23
        assert curve.quantile(0.9) is None

    def test_those_that_ended_before_they_came_in_sight_are_not_counted(self) -> None:
        durations, entered = np.array([2.0, 5.0, 7.0]), np.array([0.0, 4.0, 6.0])
        curve = kaplan_meier(durations, np.ones(3, bool), entered)
        assert curve.waiting.tolist() == [0.0, 0.0, 0.0]  # at 2 only the first was in sight, and it ended

    def test_everything_ended(self) -> None:
        curve = kaplan_meier(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4, bool))
        assert curve.ended_by(2.5) == 0.5
        assert curve.quantile(0.75) == 3.0


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 30)),
    st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 30)),
)
def test_many_at_once_are_what_the_calendar_says_one_by_one(one: datetime, other: datetime) -> None:
    calendar = WorkingCalendar(WorkingTime())
    clock = WorkingClock(calendar, date(2023, 12, 1), date(2026, 1, 31))
    seconds = [np.array([moment.replace(tzinfo=UTC).timestamp()]) for moment in (one, other)]
    assert clock.between(*seconds)[0] == pytest.approx(calendar.working_hours_between(one, other), abs=1e-6)


def test_midday_is_the_middle_of_the_working_day() -> None:
    working = WorkingTime(opens=time(8), closes=time(16))
    clock = WorkingClock(WorkingCalendar(working), date(2025, 1, 1), date(2025, 2, 1))
    assert clock.midday(np.array([20 * DAY + 3.0]))[0] == 20 * DAY + 12 * 3600


class TestWorsening:
    WEEKS = 104

    def waits(self, seed: int, longer_from: int | None, season: bool = False) -> tuple[np.ndarray, np.ndarray]:
        draw = np.random.default_rng(seed)
        moments = np.sort(draw.uniform(0, self.WEEKS * 7 * DAY, 3000))
        week = moments // (7 * DAY)
        mean = np.where(week >= (longer_from or self.WEEKS), 20.0, 10.0)
        if season:
            mean = mean * np.where(np.floor(moments % (365.25 * DAY) / (30.4 * DAY)) >= 9, 3.0, 1.0)
        return moments, draw.exponential(mean)

    def test_a_change_is_found_where_it_is_and_as_large_as_it_is(self) -> None:
        found = worsening(*self.waits(1, 60), seed=1)
        assert found is not None
        assert abs(found.since / (7 * DAY) - 60) <= 3
        assert found.p_value < 1e-6
        assert found.excess_low < 10 < found.excess_high

    def test_no_change_is_rarely_told(self) -> None:
        told = [worsening(*self.waits(seed, None), seed=1) for seed in range(40)]
        assert sum(each is not None and each.p_value < 0.05 for each in told) <= 4

    def test_a_season_is_no_change(self) -> None:
        told = [worsening(*self.waits(seed, None, season=True), seed=1) for seed in range(20)]
        assert sum(each is not None and each.p_value < 0.01 and each.excess_low > 2 for each in told) <= 1

    def test_too_few_weeks_tell_nothing(self) -> None:
        assert worsening(np.arange(50) * DAY, np.ones(50), seed=1) is None
