"""The ways that the cases of a journey take, the most travelled first.

A case is all that happens to the thing at the top of what its things refer to. What its things do side by side (two
production orders of one order) is told once, by the first of them; what comes back to a state that it was in already
is told again. What may still go on has no way yet.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.engine.session import listed
from regia.journeys.case_flow import CaseEvents, in_order, variants
from regia.journeys.cases import write_cases
from regia.journeys.followed import Followed
from regia.journeys.gathering import Gathered
from regia.journeys.outcomes import comes_back
from regia.journeys.succession import PLACED
from regia.journeys.working_clock import WorkingClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

LISTED = 50
"""Ways told by name of each journey: the most travelled."""


@dataclass(frozen=True)
class CaseWay:
    """A way: its activities in order, how many cases took it, their median length in working hours."""

    activities: tuple[int, ...]
    cases: int
    p50: float
    reworked: bool


@dataclass(frozen=True)
class CaseWays:
    """The ways of a journey's cases: how many cases ended, how many are under way, how many ways those that ended took.

    `listed` are the most travelled ones.
    """

    ended: int
    under_way: int
    ways: int
    listed: tuple[CaseWay, ...]


def case_ways(
    gathered: Gathered, activities: Collection[int], going_on: Sequence[Followed], clock: WorkingClock
) -> CaseWays:
    """Return the ways that the cases of a journey take; `activities` are its own, `going_on` what is usually followed.

    A case is under way as long as something usually follows what came last, and hardly ever came later than now.
    """
    connection = gathered.connection
    write_cases(
        connection,
        members=f"SELECT event, thing AS object FROM steps WHERE activity IN ({listed(sorted(activities))})",  # noqa: S608
        links="SELECT child, parent FROM ties WHERE child <> parent",
    )
    returning = [each.number for each in gathered.activities if each.state is not None or each.source.kind == "log"]
    rows = connection.execute(_ORDERED.format(returning=listed(returning))).fetchnumpy()
    last = np.flatnonzero(np.diff(rows["line"], append=rows["line"][-1:] + 1))
    case = np.repeat(np.arange(len(last)), np.diff(last, prepend=-1))
    under_way = _under_way(rows["activity"][last], rows["moment"][last].astype(float), going_on)
    kept = rows["first"] & ~under_way[case]
    events = in_order(case[kept], rows["activity"][kept], np.flatnonzero(kept))
    hours = _hours(rows, last, clock)[~under_way]
    ended, ways, told = _told(gathered, events, hours)
    return CaseWays(ended, int(under_way.sum()), ways, told)


def _under_way(
    activity: "NDArray[np.integer]", moment: "NDArray[np.float64]", going_on: Sequence[Followed]
) -> "NDArray[np.bool_]":
    found = np.zeros(len(activity), dtype=bool)
    for each in going_on:
        found |= (activity == each.activity) & (each.now - moment <= each.lost_after)
    return found


def _hours(
    rows: Mapping[str, "NDArray[np.float64]"], last: "NDArray[np.int64]", clock: WorkingClock
) -> "NDArray[np.float64]":
    """Return the working hours of each case, from the first to the last of its events."""
    first = np.concatenate([[0], last[:-1] + 1])[: len(last)]
    start, end = (_time(rows, at, clock) for at in (first, last))
    return np.maximum(clock.between(start, end), 0)


def _time(
    rows: Mapping[str, "NDArray[np.float64]"], at: "NDArray[np.int64]", clock: WorkingClock
) -> "NDArray[np.float64]":
    moment = rows["moment"][at].astype(float)
    return np.where(rows["exact"][at].astype(bool), moment, clock.midday(moment))


def _told(gathered: Gathered, events: CaseEvents, hours: "NDArray[np.float64]") -> tuple[int, int, tuple[CaseWay, ...]]:
    """Return how many cases there are, how many ways they take, and the most travelled ones.

    Of ways as much travelled the one that comes first by its activities comes first, whatever order records came in.
    """
    found = variants(events)
    if not len(found.count):
        return 0, 0, ()
    least = found.count[:LISTED][-1]
    numbers = np.flatnonzero(found.count >= least)
    ordered = sorted((-int(found.count[number]), found.way(events, int(number)), int(number)) for number in numbers)[
        :LISTED
    ]
    back = {each.number for each in gathered.activities if comes_back(each)}
    told = tuple(
        CaseWay(
            way,
            -minus,
            float(np.median(hours[found.of_case == number])),
            reworked=len(set(way)) < len(way) or not back.isdisjoint(way),
        )
        for minus, way, number in ordered
    )
    return events.cases, len(found.count), told


_ORDERED = f"""
WITH {PLACED.format(lines="(SELECT root AS line, event, true AS own, 1 AS sure FROM case_events)")},
times AS (
  SELECT n.line, n.event, n.activity, n.number, CASE WHEN n.activity IN ({{returning}})
    THEN row_number() OVER (PARTITION BY n.line, n.activity, s.thing ORDER BY n.number) ELSE 1 END AS time,
    s.moment, s.exact
  FROM numbered n JOIN steps s USING (event))
SELECT line, activity, epoch(moment) AS moment, exact,
  row_number() OVER (PARTITION BY line, activity, time ORDER BY number) = 1 AS first
FROM times ORDER BY line, number
"""  # noqa: S608
