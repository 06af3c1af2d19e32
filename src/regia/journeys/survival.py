"""How long work waits when some of it still waits: the estimator of Kaplan and Meier (1958), with delayed entry."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Survival:
    """The share still waiting after each duration at which something ended."""

    durations: "NDArray[np.float64]"
    waiting: "NDArray[np.float64]"

    def quantile(self, share: float) -> float | None:
        """Return the duration by which a share has ended, or None where less than that is known to end."""
        reached = np.flatnonzero(self.waiting <= 1 - share + 1e-12)
        return float(self.durations[reached[0]]) if len(reached) else None

    def ended_by(self, duration: float) -> float:
        """Return the share that has ended by a duration."""
        at = int(np.searchsorted(self.durations, duration, side="right"))
        return 0.0 if at == 0 else float(1 - self.waiting[at - 1])


def kaplan_meier(
    durations: "NDArray[np.float64]",
    ended: "NDArray[np.bool_]",
    entered: "NDArray[np.float64] | None" = None,
) -> Survival:
    """Return how the share still waiting falls; a case is at risk from when it `entered` sight to its duration.

    `ended` tells the waits that ended from those that were cut off at `durations`. `entered` is the age at which
    a case came in sight, 0 by default: cases that ended before that were never seen (left truncation).
    """
    start = np.zeros_like(durations) if entered is None else entered
    seen = durations >= start
    durations, ended, start = durations[seen], ended[seen], start[seen]
    at = np.unique(durations[ended])
    ends = np.searchsorted(np.sort(durations[ended]), at, side="right") - np.searchsorted(
        np.sort(durations[ended]), at, side="left"
    )
    left = np.searchsorted(np.sort(durations), at, side="left")
    come = np.searchsorted(np.sort(start), at, side="left") if entered is not None else np.full(len(at), len(durations))
    risk = np.maximum(come - left, ends)
    return Survival(at, np.cumprod(1 - ends / np.maximum(risk, 1)))
