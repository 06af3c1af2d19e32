"""A worsening is one of like work: what changed in the mix of months, weekdays and kinds is none."""

import numpy as np
import pytest

from regia.interfaces.pace import weekday
from regia.journeys.baseline import Kinds
from regia.journeys.change import Worsening, worsening
from regia.journeys.explained import explained, ranks, tells_apart

DAY = 86_400.0
WEEK = 7 * DAY
WEEKS = 104
CHANGE = 60
MONDAY = 4 * DAY  # 5 January 1970
SEEDS = range(12)
CODE = "segment:orders.channel"


class Work:
    """Passages of two years; from a week on more of them are of slow kinds, and all wait so many hours longer."""

    def __init__(self, seed: int, *, more: float = 0.0, shares: tuple[float, float] = (0.2, 0.7), size: int = 3000):
        draw = np.random.default_rng(seed)
        self.moments = MONDAY + np.sort(draw.uniform(0, WEEKS * WEEK, size))
        self.after = self.moments >= MONDAY + CHANGE * WEEK
        slow = draw.random(size) < np.where(self.after, shares[1], shares[0])
        self.waits = draw.gamma(4.0, np.where(slow, 10.0, 1.25)) + more * self.after  # 40 and 5 hours on average
        self.kinds = Kinds(CODE, slow.astype(np.int64))

    def told(self, kinds: Kinds | None) -> Worsening | None:
        return stands(worsening(self.moments, self.waits, seed=1, began=self.moments, kinds=kinds))


def stands(found: Worsening | None) -> Worsening | None:
    """What a reader would be told of: surely longer, whatever weeks are drawn."""
    return found if found is not None and found.p_value < 0.05 and found.excess_low > 0 else None


def weekly(before: list[tuple[int, float]], after: list[tuple[int, float]]) -> Worsening | None:
    """The change between weeks that all have the same passages: kinds and waits, fifty-two weeks before and after."""
    rows = [(week, *each) for week in range(WEEKS) for each in (before if week < 52 else after)]
    week, kind, wait = (np.array(column) for column in zip(*rows, strict=True))
    return worsening(MONDAY + week * WEEK, wait.astype(float), seed=1, kinds=Kinds(CODE, kind))


def test_a_mix_that_changes_is_no_worsening() -> None:
    assert sum(Work(seed).told(None) is not None for seed in SEEDS) == len(SEEDS)  # (.7 - .2) 35 hours, it would seem
    assert sum(Work(seed).told(Work(seed).kinds) is not None for seed in SEEDS) <= 1


@pytest.mark.parametrize("shares", [(0.2, 0.7), (0.7, 0.2), (0.1, 0.9)])
def test_all_kinds_eight_hours_slower_and_another_mix_are_eight_hours(shares: tuple[float, float]) -> None:
    made = [Work(seed, more=8, shares=shares) for seed in SEEDS]
    told = [each.told(each.kinds) for each in made]
    found = [each for each in told if each is not None]
    assert len(found) >= len(SEEDS) - 1
    assert {each.matched for each in found} == {("month", CODE)}
    assert np.mean([each.excess for each in found]) == pytest.approx(8, abs=1)
    assert sum(each.excess_low < 8 < each.excess_high for each in found) >= len(SEEDS) - 3


def test_the_excess_is_that_of_each_kind_by_the_work_after_the_change() -> None:
    """Four fast and a slow one a week, then one and four: one eight hours slower, four by four, (8 + 16) / 5 = 4.8."""
    found = weekly([(0, 2.0)] * 4 + [(1, 10.0)], [(0, 10.0)] + [(1, 14.0)] * 4)
    assert found is not None
    assert found.excess == pytest.approx(4.8)
    assert found.excess_low == pytest.approx(4.8)
    assert weekly([(0, 2.0)] * 4 + [(1, 10.0)], [(0, 2.0)] + [(1, 10.0)] * 4) is None


def test_a_kind_that_appears_only_after_has_nothing_to_be_set_beside() -> None:
    new = [(2, 50.0)] * 5
    assert weekly([(0, 2.0), (1, 10.0)], [(0, 2.0), (1, 10.0), *new]) is None
    found = weekly([(0, 2.0), (1, 10.0)], [(0, 5.0), (1, 13.0), *new])
    assert found is not None
    assert found.excess == pytest.approx(3)


def test_kinds_that_switch_over_at_the_change_tell_no_excess() -> None:
    assert weekly([(0, 2.0)] * 5, [(1, 10.0)] * 5) is None


def test_a_few_that_are_left_of_a_kind_tell_no_excess() -> None:
    week = np.repeat(np.arange(WEEKS), 5)
    kind, wait = (week >= 52).astype(np.int64), np.where(week >= 52, 10.0, 2.0)
    left = np.arange(5 * 60, 5 * 72)[::5]  # twelve weeks' one of five
    kind[left], wait[left] = 0, 30.0
    assert worsening(MONDAY + week * WEEK, wait, seed=1) is not None
    assert worsening(MONDAY + week * WEEK, wait, seed=1, kinds=Kinds(CODE, kind)) is None


def test_other_weekdays_are_no_worsening() -> None:
    """Work of Fridays waits for Monday; from a week on most of it comes on Fridays."""
    for more in (0.0, 8.0):
        found = []
        for seed in SEEDS:
            draw = np.random.default_rng(seed)
            week = np.sort(draw.integers(0, WEEKS, 4000))
            share = np.where(week >= CHANGE, 0.6, 0.2)
            day = np.where(draw.random(4000) < share, 4, draw.integers(0, 4, 4000))
            waits = draw.gamma(4.0, np.where(day == 4, 6.0, 2.0)) + more * (week >= CHANGE)
            began = MONDAY + week * WEEK + day * DAY
            assert stands(worsening(began, waits, seed=1)) is not None  # without weekdays it seems one
            if (each := stands(worsening(began, waits, seed=1, began=began))) is not None:
                found.append(each)
        if more:
            assert {each.matched for each in found} == {("month", "weekday")}
            assert np.mean([each.excess for each in found]) == pytest.approx(more, abs=0.5)
        assert len(found) == len(SEEDS) if more else len(found) <= 1


def test_a_season_of_the_slow_kind_is_no_worsening() -> None:
    """From October to December most work is of the slow kind, the last of them the more."""
    draw = np.random.default_rng(1)
    moments = MONDAY + np.sort(draw.uniform(0, WEEKS * WEEK, 3000))
    winter = moments % (365.25 * DAY) >= 273 * DAY
    slow = draw.random(3000) < np.where(winter, np.where(moments > 365 * DAY, 0.9, 0.6), 0.1)
    waits = draw.gamma(4.0, np.where(slow, 10.0, 1.25))
    assert stands(worsening(moments, waits, seed=1, began=moments, kinds=Kinds(CODE, slow.astype(int)))) is None


def test_strata_too_thin_leave_weekdays_out_and_never_the_kind() -> None:
    """Three hundred passages of two kinds are a dozen a month of the year and kind, and hardly two a weekday of it."""
    told = []
    for seed in SEEDS:
        work = Work(seed, more=30, size=300)
        days = weekday(work.moments)
        found = worsening(work.moments, work.waits + 20 * (days == 4), seed=1, began=work.moments, kinds=work.kinds)
        thick = Work(seed, more=30, size=6000)
        days = weekday(thick.moments)
        dense = worsening(thick.moments, thick.waits + 20 * (days == 4), seed=1, began=thick.moments, kinds=thick.kinds)
        assert dense is not None
        assert dense.matched == ("month", "weekday", CODE)
        if found is not None:
            assert found.matched == ("month", CODE)
            told.append(found.excess)
    assert len(told) >= len(SEEDS) - 2
    assert np.mean(told) == pytest.approx(30, abs=5)


def test_what_goes_with_time_alone_explains_nothing() -> None:
    work = Work(1, more=20)
    ranked = ranks(work.moments, work.waits)
    year = (work.moments > MONDAY + CHANGE * WEEK).astype(np.int64)
    assert abs(explained(ranked, year)) < 0.02
    assert not tells_apart(ranked, year)
    assert tells_apart(ranked, work.kinds.of)


def test_the_share_explained_is_that_of_kruskal_and_wallis() -> None:
    """Two kinds of two in eight weeks, ranks 1 2 | 3 4: 16/4 + ... is H = 2.4 of 3, and 1 - (1 - .8) 3/2 = .7."""
    ranked = ranks(np.arange(4.0), np.array([1.0, 2.0, 3.0, 4.0]))
    assert explained(ranked, np.array([0, 0, 1, 1])) == pytest.approx(0.7)
    assert explained(ranks(np.arange(4.0), np.ones(4)), np.array([0, 0, 1, 1])) <= 0
