"""Control of false discoveries among many tests (Benjamini and Hochberg 1995)."""

from collections.abc import Sequence

import numpy as np


def discoveries(p_values: Sequence[float], share: float) -> list[bool]:
    """Return which tests stand when at most a share of those that do may be false."""
    values = np.asarray(p_values, dtype=float)
    order = np.argsort(values, kind="stable")
    limits = share * np.arange(1, len(values) + 1) / max(len(values), 1)
    passing = np.flatnonzero(values[order] <= limits)
    kept = set(order[: passing[-1] + 1 if len(passing) else 0].tolist())
    return [at in kept for at in range(len(values))]
