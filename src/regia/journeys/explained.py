"""How much of the waits is explained by what the work is: its kind, or the weekday on which it begins to wait.

Waits are ranked among those that began in the same eight weeks, so that what only goes with time, as the list of prices
of a year, explains nothing: a change over time is not its work. What is told is the share of the variance of the ranks
that lies between kinds, less what chance alone would put there (epsilon squared, of the test of Kruskal and Wallis
1952).
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 0.05
"""Share of the variance of ranks from which a mix that changes could be taken for waits that do."""

CHANCE = 0.001
"""How often chance alone may tell so much, where kinds do not matter."""

WEEKS = 8
"""Weeks within which waits are ranked: shorter than what a year brings, long enough to hold some of each kind."""

_WEEK = 7 * 86_400


def ranks(began: "NDArray[np.float64]", waits: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the rank of each wait among those that began in the same weeks, from -0.5 to 0.5."""
    blocks = np.floor(began / (WEEKS * _WEEK)).astype(np.int64)
    order = np.lexsort((waits, blocks))
    block, wait = blocks[order], waits[order]
    starts = np.r_[True, block[1:] != block[:-1]]
    tied = np.cumsum(np.r_[True, starts[1:] | (wait[1:] != wait[:-1])]) - 1
    middle = np.bincount(tied, np.arange(len(waits))) / np.bincount(tied)
    first, of = np.flatnonzero(starts), np.cumsum(starts) - 1
    size = np.diff(np.r_[first, len(waits)])
    found = np.empty(len(waits))
    found[order] = (middle[tied] - first[of] - (size[of] - 1) / 2) / size[of]
    return found


def explained(ranked: "NDArray[np.float64]", kinds: "NDArray[np.int64]") -> float:
    """Return the share of the variance of ranks that lies between kinds, less what chance alone would put there."""
    share, more = _between(ranked, kinds)
    return 1 - (1 - share) * (len(ranked) - 1) / max(len(ranked) - 1 - more, 1)


def tells_apart(ranked: "NDArray[np.float64]", kinds: "NDArray[np.int64]") -> bool:
    """Whether kinds explain enough of the waits, and chance would hardly do it, to set only like ones side by side."""
    from scipy.special import chdtrc

    share, more = _between(ranked, kinds)
    return more > 0 and explained(ranked, kinds) >= LEAST and chdtrc(more, len(ranked) * share) < CHANCE


def _between(ranked: "NDArray[np.float64]", kinds: "NDArray[np.int64]") -> tuple[float, int]:
    """Return the share of the variance between kinds, and the number of kinds less one."""
    count = np.bincount(kinds)
    there = count > 0
    between = float((np.bincount(kinds, ranked)[there] ** 2 / count[there]).sum())
    whole = float((ranked**2).sum())
    return between / whole if whole else 0.0, int(there.sum()) - 1
