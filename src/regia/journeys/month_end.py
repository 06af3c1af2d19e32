"""Whether what begins at the end of a month waits longer than what begins before and after it.

The last five working days of a month are set beside the other days of that month and of the next one, both counting
alike: the three are centred on the same day, so that waits that grow or fall over the months are not taken for a
month's end. Months are what is counted, each as much as any other: in a month whose end is busier by chance, waits are
longer by that very chance. The p-value is that of a t-test over their differences, with the variance larger by how much
a month resembles the one before it; the interval comes from drawing months again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.journeys.drawn_again import interval
from regia.journeys.handoffs import Handoff
from regia.journeys.troubles import Trouble
from regia.journeys.working_clock import MonthDays, WorkingClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAST_DAYS = 5
"""The working days that are the end of a month."""

LEAST_MONTHS = 12
"""Month's ends from which a difference can be told from chance."""

LEAST_CASES = 3
"""Passages on each side of a month's end from which their mean counts."""

MOSTLY = 0.5
"""Share of all passages that begin at month's ends from which it is where the work is done, and not an exception."""

MORE = 0.2
"""How much longer than the others' their wait must be to be told, as a share of it."""

_LATE = 0.95


@dataclass(frozen=True)
class MonthDay:
    """The passages that begin on the day of a month on which so many working days are left of it."""

    left: int
    cases: int
    wait_p50: float
    wait_mean: float


def month_days(handoff: Handoff, clock: WorkingClock) -> tuple[MonthDay, ...]:
    """Return the waits by the working day of the month on which they begin, the last day first."""
    left = clock.month_days(handoff.began).left
    order = np.argsort(left, kind="stable")
    listed, first = np.unique(left[order], return_index=True)
    return tuple(
        MonthDay(int(day), len(of), float(np.median(of)), float(of.mean()))
        for day, of in zip(listed, np.split(handoff.waits[order], first[1:]), strict=True)
    )


def month_ends(found: Iterable[Handoff], clock: WorkingClock, *, seed: int) -> Iterator[Trouble]:
    """Yield, of each hand-off with months enough, how much longer what begins at their ends waits.

    Where the step before waits for the month's end, as invoices made once a month do, what begins there is other work
    than what begins on other days, and not set beside it.
    """
    measured = [end for each in found if (end := _measured(each, clock, seed)) is not None]
    scheduled = {each.handoff.to_activity for each in measured if each.high < 0 and each.effect <= -MORE * each.others}
    for each in measured:
        told = (
            each.handoff.from_activity not in scheduled
            and each.share <= MOSTLY
            and each.effect >= MORE * each.others
        )  # fmt: skip
        yield Trouble(
            "month_end", each.handoff.from_activity, each.handoff.to_activity, each.cases, each.share, each.effect,
            each.low, each.high, each.p_value if told else 1.0,
        )  # fmt: skip


@dataclass(frozen=True)
class _Measured:
    """What begins at month's ends: how much of all, how many more hours than `others`, the mean wait of the rest."""

    handoff: Handoff
    cases: int
    share: float
    others: float
    effect: float
    low: float
    high: float
    p_value: float


def _measured(each: Handoff, clock: WorkingClock, seed: int) -> _Measured | None:
    days = clock.month_days(each.began)
    at_end = days.left < LAST_DAYS
    more = _apart(each, days, at_end, clock)
    if len(more) < LEAST_MONTHS:
        return None
    low, high = interval(more, np.ones(len(more)), seed=seed)
    others = float(each.waits[~at_end].mean())
    return _Measured(
        each, int(at_end.sum()), float(at_end.mean()), others, float(more.mean()), low, high, _p_value(more)
    )  # fmt: skip


def _p_value(more: "NDArray[np.float64]") -> float:
    """Return how often chance alone would give differences whose mean is so far above zero."""
    from scipy.special import stdtr

    left = more - more.mean()
    whole = float((left**2).sum())
    if whole == 0:
        return 0.0 if more.mean() > 0 else 1.0
    alike = max(float((left[1:] * left[:-1]).sum()) / whole, 0.0)
    spread = whole / (len(more) - 1) / len(more) * (1 + alike) / max(1 - alike, 1e-6)
    return float(stdtr(len(more) - 1, -more.mean() / np.sqrt(spread)))


def _apart(each: Handoff, days: MonthDays, at_end: "NDArray[np.bool_]", clock: WorkingClock) -> "NDArray[np.float64]":
    """Return, of each month's end, how many more hours are waited than around it."""
    seen = _seen(each, clock)
    ends = _by_month(days.month[at_end], each.waits[at_end])
    others = _by_month(days.month[~at_end], each.waits[~at_end])
    months = [
        month
        for month in sorted(ends)
        if month in seen and month + 1 in seen and month in others and month + 1 in others
    ]
    return np.array([ends[month] - (others[month] + others[month + 1]) / 2 for month in months])


def _seen(each: Handoff, clock: WorkingClock) -> range:
    """Return the months whose passages were all seen: they began after the first ended, and nearly all could end."""
    late = float(np.quantile(each.ended - each.began, _LATE))
    first, last = clock.month_days(np.array([each.ended.min(), each.ended.max() - late])).month.tolist()
    return range(first + 1, last)


def _by_month(months: "NDArray[np.int64]", waits: "NDArray[np.float64]") -> dict[int, float]:
    """Return the mean wait of each month that has passages enough."""
    listed, at = np.unique(months, return_inverse=True)
    counts, sums = np.bincount(at), np.bincount(at, waits)
    rows: Sequence[tuple[int, float, int]] = list(zip(listed.tolist(), sums.tolist(), counts.tolist(), strict=True))
    return {month: total / count for month, total, count in rows if count >= LEAST_CASES}
