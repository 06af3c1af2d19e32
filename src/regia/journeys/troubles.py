"""What goes wrong on the way: work that gets no further, that comes back, that piles up, that waits and then fails.

Each is measured with its interval, and stands only after the control of false discoveries among all that were looked
at of its kind (Benjamini and Hochberg 1995).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from regia.journeys.change import worsening
from regia.journeys.discoveries import discoveries
from regia.journeys.drawn_again import RESAMPLED
from regia.journeys.followed import LEAST_CASES, Followed
from regia.journeys.gathering import Gathered
from regia.journeys.outcomes import BAD, bad_endings, comes_back
from regia.journeys.working_clock import WorkingClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

Kind = Literal["drop_off", "rework", "backlog", "outcome", "month_end"]

LEAST_ODD = 20
"""Cases that came back, or ended badly, from which their effect can be told."""

WEEKS = 26
"""Over how many last weeks a backlog is watched."""

GROWN = 1.5
"""How many times what it was a backlog must be, at the end of them, to be told."""

_WEEK = 7 * 86_400
_YEAR_WEEKS = 52
_MONTH = 365.25 * 86_400 / 12


@dataclass(frozen=True)
class Trouble:
    """One trouble of an activity, or of a hand-off: `effect` is a share, working hours, or cases a week.

    drop_off: how much larger the share that gets no further is since `since`. rework: how many more working hours
    what comes back takes. backlog: how many more come in than go out each week. outcome: how much larger the share
    that ends badly is among what waited longer than the median of its month. month_end: how many more working hours
    what begins in the last working days of a month waits.
    """

    kind: Kind
    activity: int
    to_activity: int | None
    cases: int
    share: float | None
    effect: float
    low: float
    high: float
    p_value: float
    since: float | None = None


def troubles(
    gathered: Gathered,
    clock: WorkingClock,
    *,
    going_on: Sequence[Followed],
    ways: Iterable[tuple[int, int]],
    endings: Mapping[int, str],
    seed: int,
) -> tuple[Trouble, ...]:
    """Return what can be measured of each kind, found or not.

    `going_on` is what is usually followed, `ways` are the hand-offs by the activities that they join, `endings` the
    last statuses of things.
    """
    return (
        *_drop_offs(going_on, seed),
        *_rework(gathered, clock, seed),
        *_backlogs(going_on),
        *_outcomes(gathered, clock, frozenset(ways), endings),
    )


def _drop_offs(going_on: Sequence[Followed], seed: int) -> Iterator[Trouble]:
    """Yield how much the share that gets no further grew; what is too young to have gone on is left out."""
    for each in going_on:
        ripe = each.moments <= each.now - each.lost_after
        stopped = np.isnan(each.next[ripe]).astype(np.float64)
        if len(stopped) < LEAST_CASES:
            continue
        worse = worsening(each.moments[ripe], stopped, seed=seed, shares=True)
        if worse is None:
            yield Trouble("drop_off", each.activity, None, len(stopped), float(stopped.mean()), 0, 0, 0, 1.0)
            continue
        since = each.moments[ripe] >= worse.since
        yield Trouble(
            "drop_off", each.activity, None, int(since.sum()), float(stopped[since].mean()), worse.excess,
            worse.excess_low, worse.excess_high, worse.p_value, worse.since,
        )  # fmt: skip


def _backlogs(going_on: Sequence[Followed]) -> Iterator[Trouble]:
    """Yield how many more come in than go out each week of the last half year, beside the same weeks a year before.

    Weekly differences hardly depend on one another, unlike the backlog itself, so that a test may count on them.
    """
    for each in going_on:
        left = np.where(np.isnan(each.next), each.moments + each.lost_after, each.next)
        weeks = int((each.now - each.moments.min()) // _WEEK)
        if weeks < WEEKS:
            continue
        net = _weekly(each.moments, each.now, weeks) - _weekly(left, each.now, weeks)
        last = net[-WEEKS:]
        before = net[-WEEKS - _YEAR_WEEKS : -_YEAR_WEEKS] if weeks >= WEEKS + _YEAR_WEEKS else np.zeros(WEEKS)
        more = last - before
        effect, error = float(more.mean()), float(more.std(ddof=1) / np.sqrt(WEEKS))
        waiting = int((left > each.now).sum())
        then = each.now - WEEKS * _WEEK
        waited = int(((each.moments <= then) & (left > then)).sum())
        grown = waiting >= LEAST_ODD and waiting >= GROWN * max(waited, 1)
        p_value = _above_zero(effect, error) if grown else 1.0
        yield Trouble(
            "backlog", each.activity, None, waiting, min(waited, waiting) / waiting if waiting else None, effect,
            effect - 1.96 * error, effect + 1.96 * error, p_value, then,
        )  # fmt: skip


def _weekly(moments: "NDArray[np.float64]", now: float, weeks: int) -> "NDArray[np.float64]":
    ages = np.floor((now - moments) / _WEEK).astype(np.int64)
    known = ages[(ages >= 0) & (ages < weeks)]
    return np.bincount(known, minlength=weeks)[::-1].astype(np.float64)


def _rework(gathered: Gathered, clock: WorkingClock, seed: int) -> Iterator[Trouble]:
    """Yield how much longer things take that came back to a state, beside those of the same months.

    Only a history of states tells it: a thing with two records has been united, it did not come back.
    """
    states = [each.number for each in gathered.activities if each.state is not None]
    back = [each.number for each in gathered.activities if comes_back(each)]
    for activity, rows in _lives(gathered, states):
        again = rows["times"] >= (1 if activity in back else 2)
        if again.sum() < LEAST_ODD or (~again).sum() < LEAST_ODD:
            continue
        hours = np.maximum(clock.between(rows["began"], rows["ended"]), 0)
        month = np.floor(rows["began"] / _MONTH).astype(np.int64)
        effect, error = _stratified(hours, again, month, seed)
        yield Trouble(
            "rework", activity, None, int(again.sum()), float(again.mean()), effect, effect - 1.96 * error,
            effect + 1.96 * error, _above_zero(effect, error),
        )  # fmt: skip


def _lives(gathered: Gathered, activities: Iterable[int]) -> Iterator[tuple[int, "dict[str, NDArray[np.float64]]"]]:
    """Yield, for each activity, every thing of its kind: how many times it came, and when the thing began and ended."""
    gathered.connection.execute(_LIVES)
    for number in activities:
        rows = gathered.connection.execute(_OF_LIVES, {"activity": number}).fetchnumpy()
        yield number, {name: column.astype(float) for name, column in rows.items()}


def _stratified(
    values: "NDArray[np.float64]", odd: "NDArray[np.bool_]", strata: "NDArray[np.int64]", seed: int
) -> tuple[float, float]:
    """Return how much larger values are of the odd cases than of the others of their stratum, and its error."""
    draw = np.random.default_rng(seed)
    effect = _difference(values, odd, strata)
    again = []
    for _ in range(RESAMPLED):
        drawn = draw.integers(0, len(values), len(values))
        again.append(_difference(values[drawn], odd[drawn], strata[drawn]))
    return effect, float(np.std(again))


def _difference(values: "NDArray[np.float64]", odd: "NDArray[np.bool_]", strata: "NDArray[np.int64]") -> float:
    at = strata - strata.min()
    size = int(at.max()) + 1
    counts = [np.bincount(at[side], minlength=size) for side in (odd, ~odd)]
    totals = [np.bincount(at[side], values[side], minlength=size) for side in (odd, ~odd)]
    both = (counts[0] > 0) & (counts[1] > 0)
    if not both.any():
        return 0.0
    apart = totals[0][both] / counts[0][both] - totals[1][both] / counts[1][both]
    return float(np.average(apart, weights=counts[0][both]))


def _outcomes(
    gathered: Gathered, clock: WorkingClock, ways: frozenset[tuple[int, int]], endings: Mapping[int, str]
) -> Iterator[Trouble]:
    """Yield how much more often work ends badly after a wait longer than the median of its month.

    The risk difference of Mantel and Haenszel over months, with its variance by Sato (1989): an association.
    """
    bad = bad_endings(endings)
    rows = gathered.connection.sql(_WAITED).fetchnumpy()
    keys = rows["one"].astype(np.int64) << 32 | rows["other"].astype(np.int64)
    for key in np.unique(keys):
        one, other = int(key >> 32), int(key & 0xFFFFFFFF)
        if (one, other) not in ways:
            continue
        of = np.flatnonzero(keys == key)
        known = np.array([at for at in of if int(rows["thing"][at]) in bad], dtype=np.int64)
        failed = np.array([bad[int(rows["thing"][at])] is BAD for at in known], dtype=bool)
        if len(known) < LEAST_CASES or failed.sum() < LEAST_ODD or (~failed).sum() < LEAST_ODD:
            continue
        started = rows["started"][known].astype(float)
        waits = np.maximum(clock.between(started, rows["ended"][known].astype(float)), 0)
        effect, error = _risk_difference(waits, failed, np.floor(started / _MONTH).astype(np.int64))
        yield Trouble(
            "outcome", one, other, len(known), float(failed.mean()), effect,
            effect - 1.96 * error, effect + 1.96 * error, _above_zero(effect, error),
        )  # fmt: skip


def _risk_difference(
    waits: "NDArray[np.float64]", failed: "NDArray[np.bool_]", months: "NDArray[np.int64]"
) -> tuple[float, float]:
    top = weight = spread = 0.0
    for month in np.unique(months):
        of = months == month
        slow = waits[of] > np.median(waits[of])
        n1, n0 = int(slow.sum()), int((~slow).sum())
        if not n1 or not n0:
            continue
        a, c, n = int(failed[of][slow].sum()), int(failed[of][~slow].sum()), n1 + n0
        top += (a * n0 - c * n1) / n
        weight += n1 * n0 / n
        p1, p0 = a / n1, c / n0
        spread += (n1 * n0 / n) ** 2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
    return (top / weight, float(np.sqrt(spread)) / weight) if weight else (0.0, 0.0)


def _above_zero(effect: float, error: float) -> float:
    """Return how often chance alone would give an effect so far above zero (normal approximation)."""
    return math.erfc(effect / error / math.sqrt(2)) / 2 if error > 0 else 1.0


def standing(found: Sequence[Trouble], share: float) -> set[Trouble]:
    """Return the troubles that stand after the control of false discoveries, kind by kind."""
    kept: set[Trouble] = set()
    for kind in dict.fromkeys(each.kind for each in found):
        listed = [each for each in found if each.kind == kind]
        passing = discoveries([each.p_value for each in listed], share)
        kept |= {each for each, stands in zip(listed, passing, strict=True) if stands and each.low > 0}
    return kept


_LIVES = """
CREATE OR REPLACE TEMP TABLE lives AS
  SELECT e.thing, t.place, min(epoch(moment)) AS began, max(epoch(moment)) AS ended FROM events e
  JOIN things t USING (thing) GROUP BY ALL;
"""

_OF_LIVES = """
WITH came AS (SELECT thing, count(*) AS times FROM events WHERE activity = $activity GROUP BY 1),
here AS (SELECT DISTINCT place FROM things WHERE thing IN (SELECT thing FROM came))
SELECT coalesce(c.times, 0) AS times, l.began, l.ended FROM lives l JOIN here USING (place)
LEFT JOIN came c USING (thing) ORDER BY l.thing
"""

_WAITED = """
SELECT a.activity AS one, b.activity AS other, a.thing, epoch(a.moment) AS started, epoch(b.moment) AS ended
FROM pairs p JOIN steps a ON a.event = p.from_event JOIN steps b ON b.event = p.to_event
ORDER BY p.to_event, p.from_event
"""
