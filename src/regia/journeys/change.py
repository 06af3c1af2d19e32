"""Tells when waits got longer, and by how much beside comparable weeks before.

The change-point is the week that best splits the weekly medians in two (Pettitt 1979, a rank test: no shape is
assumed). What waits in one week makes the next one wait: the test's variance grows by how much a week resembles the one
before it on its side of the split (first-order autocorrelation, as Yue and Wang 2004 do for trends). The excess is the
mean wait after it less the mean wait before, of like work: of the same months of the year, so that a season is not
taken for a change, of the same weekdays and of the same kind. Its interval comes from resampling weeks.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.interfaces.pace import weekday
from regia.journeys.baseline import Kinds, levelled, levels, matching, medians
from regia.journeys.explained import ranks, tells_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_WEEKS = 26
LEAST_SIDE = 8
_WEEK = 7 * 86_400


@dataclass(frozen=True)
class Worsening:
    """A change to longer waits: when (seconds of the company's clock), how surely, and by how many working hours.

    `matched` are the codes of what is alike on both sides: `month`, `weekday` and that of the kind of work.
    """

    since: float
    p_value: float
    excess: float
    excess_low: float
    excess_high: float
    matched: tuple[str, ...] = ()


def worsening(
    moments: "NDArray[np.float64]",
    waits: "NDArray[np.float64]",
    *,
    seed: int,
    shares: bool = False,
    began: "NDArray[np.float64] | None" = None,
    kinds: Kinds | None = None,
) -> Worsening | None:
    """Return the change to longer waits that stands out most, or None where weeks are too few or none got longer.

    Waits count in the week of their `moments`, when they ended. Where it is told when they `began`, and what `kinds` of
    work they are, only like waits are set beside one another; weekdays too, where they wait differently. Where they are
    `shares`, 0 or 1 each, a week is told by its mean, and so are the sides of the change.
    """
    listed, at = np.unique(np.floor(moments / _WEEK).astype(np.int64), return_inverse=True)
    if len(listed) < LEAST_WEEKS:
        return None
    days = None if began is None else _days_apart(began, waits)
    like = levelled(waits, listed[at] - listed[0], [*([kinds.of] if kinds else []), *([] if days is None else [days])])
    middles = np.bincount(at, like) / np.bincount(at) if shares else medians(at, like)[1]
    split, p_value = _pettitt(middles)
    if split < LEAST_SIDE or len(listed) - split < LEAST_SIDE:
        return None
    middle = np.mean if shares else np.median
    matched = matching(listed, tuple(levels(at, waits, days, kinds)), split, must=kinds is not None)
    if matched is None or middle(like[at >= split]) <= middle(like[at < split]) or (excess := matched.excess()) <= 0:
        return None
    low, high = np.quantile(matched.drawn(seed), [0.025, 0.975])
    since = float(listed[split] * _WEEK)
    return Worsening(since, p_value, excess, float(low), float(high), matched.codes)


def _days_apart(began: "NDArray[np.float64]", waits: "NDArray[np.float64]") -> "NDArray[np.int64] | None":
    """Return the weekday on which each wait began, or None where weekdays wait alike."""
    days = weekday(began)
    return days if tells_apart(ranks(began, waits), days) else None


def _pettitt(values: "NDArray[np.float64]") -> tuple[int, float]:
    """Return where the values split best in two, and how often chance alone would split them so (Pettitt 1979)."""
    count = len(values)
    signs = np.sign(values[:, None] - values[None, :])
    sums = np.cumsum(signs.sum(axis=0))[:-1]
    best = int(np.argmax(np.abs(sums)))
    inflated = _inflation(values, best + 1)
    p_value = min(1.0, 2 * float(np.exp(-6 * sums[best] ** 2 / (inflated * (count**3 + count**2)))))
    return best + 1, p_value


def _inflation(values: "NDArray[np.float64]", split: int) -> float:
    """Return by how much weeks that resemble one another inflate the variance of a sum of them."""
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable").astype(np.float64)
    left = np.concatenate([ranks[:split] - ranks[:split].mean(), ranks[split:] - ranks[split:].mean()])
    whole = float((left**2).sum())
    alike = max(float((left[1:] * left[:-1]).sum()) / whole, 0.0) if whole else 0.0
    return (1 + alike) / max(1 - alike, 1e-6)
