"""What is usually followed by something, and when: how long what has not gone on may still be waiting."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.journeys.gathering import Gathered
from regia.journeys.handoffs import LOST_SHARE

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_CASES = 100
"""Cases from which a share can be told."""

USUALLY = 0.5
"""Share of an activity's events that are followed, from which those that are not got no further."""


@dataclass(frozen=True)
class Followed:
    """The events of an activity that is usually followed: when, and when what follows came (nan: not yet)."""

    activity: int
    moments: "NDArray[np.float64]"
    next: "NDArray[np.float64]"
    now: float

    @property
    def lost_after(self) -> float:
        """The time after which what has not gone on is lost, in seconds: nearly nothing ever waited longer."""
        waits = (self.next - self.moments)[~np.isnan(self.next)]
        return float(np.quantile(waits, LOST_SHARE))


def followed(gathered: Gathered) -> tuple[Followed, ...]:
    """Return the activities that are usually followed, by number."""
    rows = gathered.connection.sql(_FOLLOWED).fetchnumpy()
    now = float(gathered.connection.sql("SELECT max(epoch(moment)) FROM steps").fetchall()[0][0] or 0)
    found = []
    for activity in np.unique(rows["activity"]):
        of = rows["activity"] == activity
        following: NDArray[np.float64] = np.ma.filled(np.ma.asarray(rows["next"][of], dtype=float), np.nan)
        if of.sum() >= LEAST_CASES and np.isfinite(following).mean() >= USUALLY:
            found.append(Followed(int(activity), rows["moment"][of].astype(float), following, now))
    return tuple(found)


_FOLLOWED = """
WITH nexts AS (
  SELECT p.from_event AS event, min(epoch(s.moment)) AS next
  FROM pairs p JOIN steps s ON s.event = p.to_event GROUP BY 1)
SELECT s.activity, epoch(s.moment) AS moment, n.next FROM steps s LEFT JOIN nexts n USING (event)
ORDER BY s.activity, s.moment, s.event
"""
