"""Tells when waits got longer, and by how much beside comparable weeks before.

The change-point is the week that best splits the weekly medians in two (Pettitt 1979, a rank test: no shape is
assumed). What waits in one week makes the next one wait: the test's variance grows by how much a week resembles the one
before it on its side of the split (first-order autocorrelation, as Yue and Wang 2004 do for trends). The excess is the
mean wait after it less the mean wait before, in the months of the year that both sides have, so that a season is not
taken for a change; its interval comes from resampling weeks.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_WEEKS = 26
LEAST_SIDE = 8
RESAMPLED = 400
MONTHS = 12
_WEEK = 7 * 86_400
_YEAR = 365.25 * 86_400


@dataclass(frozen=True)
class Worsening:
    """A change to longer waits: when (seconds of the company's clock), how surely, and by how many working hours."""

    since: float
    p_value: float
    before_p50: float
    after_p50: float
    excess: float
    excess_low: float
    excess_high: float


def worsening(
    moments: "NDArray[np.float64]", waits: "NDArray[np.float64]", *, seed: int, shares: bool = False
) -> Worsening | None:
    """Return the change to longer waits that stands out most, or None where weeks are too few or none got longer.

    Where they are `shares`, 0 or 1 each, a week is told by its mean, and so are the sides of the change.
    """
    middle = np.mean if shares else np.median
    weeks = np.floor(moments / _WEEK).astype(np.int64)
    listed, at = np.unique(weeks, return_inverse=True)
    if len(listed) < LEAST_WEEKS:
        return None
    medians = np.array([middle(waits[at == number]) for number in range(len(listed))])
    split, p_value = _pettitt(medians)
    if split < LEAST_SIDE or len(listed) - split < LEAST_SIDE:
        return None
    weekly = _Weekly.of(listed, at, waits)
    before, after = np.arange(split), np.arange(split, len(listed))
    excess = weekly.excess(before, after)
    medians_of = float(middle(waits[at < split])), float(middle(waits[at >= split]))
    if medians_of[1] <= medians_of[0] or excess <= 0:
        return None
    draw = np.random.default_rng(seed)
    again = [weekly.excess(draw.choice(before, len(before)), draw.choice(after, len(after))) for _ in range(RESAMPLED)]
    low, high = np.quantile(again, [0.025, 0.975])
    return Worsening(float(listed[split] * _WEEK), p_value, *medians_of, excess, float(low), float(high))


@dataclass(frozen=True)
class _Weekly:
    """The waits of each week, summed and counted, and the month of the year that it lies in."""

    total: "NDArray[np.float64]"
    count: "NDArray[np.float64]"
    month: "NDArray[np.int64]"

    @classmethod
    def of(cls, weeks: "NDArray[np.int64]", at: "NDArray[np.int64]", waits: "NDArray[np.float64]") -> "_Weekly":
        """Sum the waits by week; `at` is the place of each wait's week among `weeks`."""
        month = np.floor((weeks + 0.5) * _WEEK % _YEAR / (_YEAR / MONTHS)).astype(np.int64)
        return cls(np.bincount(at, waits).astype(np.float64), np.bincount(at).astype(np.float64), month)

    def excess(self, before: "NDArray[np.int64]", after: "NDArray[np.int64]") -> float:
        """Return how much longer waits are after than before: in the months of the year that both sides have.

        Where they have none in common, all of one side beside all of the other.
        """
        old, new = (self._by_month(side) for side in (before, after))
        both = (old[1] > 0) & (new[1] > 0)
        if not both.any():
            return float(self._mean(after) - self._mean(before))
        longer = new[0][both] / new[1][both] - old[0][both] / old[1][both]
        return float(np.average(longer, weights=new[1][both]))

    def _by_month(self, weeks: "NDArray[np.int64]") -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
        months = self.month[weeks]
        return (
            np.bincount(months, self.total[weeks], minlength=MONTHS).astype(np.float64),
            np.bincount(months, self.count[weeks], minlength=MONTHS).astype(np.float64),
        )

    def _mean(self, weeks: "NDArray[np.int64]") -> float:
        return float(self.total[weeks].sum() / self.count[weeks].sum())


def _pettitt(values: "NDArray[np.float64]") -> tuple[int, float]:
    """Return where the values split best in two, and how often chance alone would split them so (Pettitt 1979)."""
    count = len(values)
    signs = np.sign(values[:, None] - values[None, :])
    sums = np.array([signs[at:, :at].sum() for at in range(1, count)])
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
