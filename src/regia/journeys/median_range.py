"""Between what and what the median wait lies: by the weeks that happened to be seen, and by links that may be wrong.

Of the passages seen, a share may join records that are not of the same work. Whatever those would have waited, the true
median lies between two quantiles of what was seen (Horowitz and Manski 1995): the share of wrong ones is left out once
among the shortest and once among the longest. What chance does is seen by drawing weeks again, since what waits in one
week makes others of it wait. The ends are waits that were seen: of what is known by its day, whole days.
"""

from typing import TYPE_CHECKING

import numpy as np

from regia.journeys.drawn_again import how_often

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_WEEKS = 8
"""Weeks from which an interval can be told."""

_STEPS = 200
_ROUNDED = 1e-9
_WEEK = 7 * 86_400


def median_range(
    ended: "NDArray[np.float64]", waits: "NDArray[np.float64]", *, sure: float, seed: int
) -> tuple[float, float] | None:
    """Return the ends, at 95 %, of the median of waits (working hours) that ended at moments (seconds).

    `sure` is the share of them that is expected to be true passages. None where the weeks are too few.
    """
    _, week = np.unique(np.floor(ended / _WEEK), return_inverse=True)
    weeks = int(week.max()) + 1
    if weeks < LEAST_WEEKS:
        return None
    steps = np.unique(np.quantile(waits, np.linspace(0, 1, _STEPS + 1), method="inverted_cdf"))
    step = np.searchsorted(steps, waits, side="left")
    counts = np.bincount(week * len(steps) + step, minlength=weeks * len(steps)).reshape(weeks, len(steps))
    drawn = how_often(weeks, np.random.default_rng(seed))
    passed = np.cumsum(drawn @ counts, axis=1, dtype=np.float64)
    passed /= passed[:, -1:]
    low, high = (steps[(passed < share - _ROUNDED).sum(axis=1)] for share in (sure / 2, 1 - sure / 2))
    return float(np.quantile(low, 0.025, method="lower")), float(np.quantile(high, 0.975, method="higher"))
