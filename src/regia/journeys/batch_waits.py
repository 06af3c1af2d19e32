"""How much of a wait between two systems is the wait for the next run of the batch that carries the work over.

What comes at ten waits until the job runs at night, whatever people do: those working hours, up to the run or to the
end of the wait if that comes first, are the batch's. The rest is the people's. A batch is the cause only if hardly any
passage ends before the run that it would have had to wait for. The interval comes from drawing weeks again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.interfaces.pace import weekday
from regia.interfaces.tables import WEEKDAYS
from regia.journeys.drawn_again import interval
from regia.journeys.handoffs import Handoff
from regia.journeys.working_clock import WorkingClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIKELY = 0.7
"""Probability from which an interface is taken to be there."""

HELD = 0.8
"""Share of the passages that must end after the run for the batch to be what holds them."""

LEAST_WEEKS = 8
"""Weeks from which an interval can be told."""

_DAY = 86_400
_WEEK = 7 * _DAY
_SLACK = 300.0
"""Seconds by which two clocks may disagree."""

End = tuple[str, str, str]
"""The system, the dataset and the type of the things of one end of a hand-off."""


@dataclass(frozen=True)
class Batch:
    """An interface that runs at fixed hours: every day, or on one weekday (0 is Monday)."""

    interface: str
    hour: float
    weekday: int | None
    ends: tuple[tuple[str, str | None], tuple[str, str | None]]
    concept: str | None

    def carries(self, one: End, other: End) -> bool:
        """Whether it is what carries work from one end of a hand-off to the other."""
        (left, left_dataset), (right, right_dataset) = self.ends
        if (left, right) != (one[0], other[0]):
            return False
        return (left_dataset, right_dataset) == (one[1], other[1]) or self.concept == one[2] == other[2]

    def next_run(self, moments: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return when it runs next after each moment."""
        run = np.floor(moments / _DAY) * _DAY + self.hour * 3600
        run = np.where(run < moments, run + _DAY, run)
        if self.weekday is None:
            return run
        return run + (self.weekday - weekday(run)) % 7 * _DAY


@dataclass(frozen=True)
class BatchWait:
    """The wait of a hand-off for a batch: mean working hours of each passage, with their interval.

    `held` is the share of passages that ended after the run.
    """

    batch: Batch
    held: float
    hours: float
    low: float
    high: float


def batches(interfaces: Iterable[Mapping[str, object]]) -> tuple[Batch, ...]:
    """Return the interfaces, rows of the register, that surely run at fixed hours; by day alone, they run at night."""
    return tuple(
        Batch(
            str(row["interface"]),
            float(str(row["runs_at_hour"] or 0)),
            WEEKDAYS.index(str(row["runs_on"])) if row["runs_on"] else None,
            (_end(row, "from"), _end(row, "to")),
            str(row["concept"]) if row["concept"] else None,
        )
        for row in interfaces
        if row["mode"] == "batch" and float(str(row["probability"])) >= LIKELY and row["contradiction"] is None
        and row["verdict"] != "rejected"
    )  # fmt: skip


def _end(row: Mapping[str, object], side: str) -> tuple[str, str | None]:
    dataset = row[f"{side}_dataset"]
    return str(row[f"{side}_system"]), str(dataset) if dataset else None


def batch_wait(
    handoff: Handoff, ends: tuple[End, End], known: Sequence[Batch], clock: WorkingClock, *, seed: int
) -> BatchWait | None:
    """Return how long a hand-off waits for a batch; None where none carries it, or it does not hold the work."""
    batch = next((each for each in known if each.carries(*ends)), None)
    if batch is None:
        return None
    run = batch.next_run(handoff.began)
    held = float((handoff.ended >= run - _SLACK).mean())
    weeks, at = np.unique(np.floor(handoff.began / _WEEK), return_inverse=True)
    if held < HELD or len(weeks) < LEAST_WEEKS:
        return None
    hours = np.maximum(clock.between(handoff.began, np.minimum(run, handoff.ended)), 0)
    counts = np.bincount(at).astype(np.float64)
    low, high = interval(np.bincount(at, hours) / counts, counts, seed=seed)
    return BatchWait(batch, held, float(hours.mean()), low, high)
