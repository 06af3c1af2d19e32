"""The interval of a mean over weeks or months that are drawn again (Efron 1979)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RESAMPLED = 400


def interval(means: "NDArray[np.float64]", weights: "NDArray[np.float64]", *, seed: int) -> tuple[float, float]:
    """Return the ends, at 95 %, of the mean of means that weigh differently."""
    drawn = np.random.default_rng(seed).integers(0, len(means), (_RESAMPLED, len(means)))
    again = (means * weights)[drawn].sum(axis=1) / weights[drawn].sum(axis=1)
    low, high = np.quantile(again, [0.025, 0.975])
    return float(low), float(high)
