"""What weeks or months tell when they are drawn again (Efron 1979)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLED = 400


def how_often(count: int, draw: np.random.Generator) -> "NDArray[np.int64]":
    """Return how often each of so many is drawn, a row a drawing of as many as there are."""
    return draw.multinomial(count, np.full(count, 1 / count), RESAMPLED)


def interval(means: "NDArray[np.float64]", weights: "NDArray[np.float64]", *, seed: int) -> tuple[float, float]:
    """Return the ends, at 95 %, of the mean of means that weigh differently."""
    drawn = np.random.default_rng(seed).integers(0, len(means), (RESAMPLED, len(means)))
    again = (means * weights)[drawn].sum(axis=1) / weights[drawn].sum(axis=1)
    low, high = np.quantile(again, [0.025, 0.975])
    return float(low), float(high)
