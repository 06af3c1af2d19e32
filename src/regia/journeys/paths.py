"""Gathers hand-offs into journeys: kinds of things that nearly always come together, and their usual way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.journeys.gathering import Gathered
from regia.journeys.handoffs import Handoff
from regia.journeys.working_clock import WorkingClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOUND_CHILDREN = 0.8
BOUND_PARENTS = 0.2
"""Shares of the children that have such a parent, and of the parents that have such a child, to be of one journey."""


@dataclass(frozen=True)
class Journey:
    """A journey: the places whose things travel together, the first of them, and its main way."""

    root: int
    places: frozenset[int]
    activities: tuple[int, ...]
    cases: int
    completed: float
    p50: float | None
    p90: float | None


def journeys(gathered: Gathered, found: Sequence[Handoff], clock: WorkingClock) -> tuple[Journey, ...]:
    """Return the journeys of two activities or more, the most travelled first."""
    groups = _groups(gathered)
    ways: dict[int, list[Handoff]] = defaultdict(list)
    for each in found:
        one, other = (groups[_home(gathered, number)] for number in (each.from_activity, each.to_activity))
        if one == other:
            ways[one].append(each)
    told = [_journey(gathered, (root, groups), ways[root], clock) for root in sorted(ways)]
    return tuple(sorted(told, key=lambda each: (-each.cases, each.root)))


def _groups(gathered: Gathered) -> dict[int, int]:
    """Return, for each place, the first parent of those that travel with it."""
    parent = list(range(len(gathered.places)))
    for child, to, children, parents in gathered.connection.execute(_BONDS).fetchall():
        if children >= BOUND_CHILDREN and parents >= BOUND_PARENTS:
            parent[child] = to
    return {place: _top(parent, place) for place in range(len(parent))}


def _top(parent: Sequence[int], place: int) -> int:
    seen = {place}
    while parent[place] != place and parent[place] not in seen:
        place = parent[place]
        seen.add(place)
    return place


def _home(gathered: Gathered, activity: int) -> int:
    """Return the place whose things an activity is about."""
    return gathered.places.index(gathered.activities[activity].source.subject(gathered.places))


def _journey(
    gathered: Gathered, group: tuple[int, Mapping[int, int]], ways: Sequence[Handoff], clock: WorkingClock
) -> Journey:
    root, groups = group
    path = main_way(ways)
    places = frozenset(place for place, top in groups.items() if top == root)
    started, lengths = _lengths(gathered, path, clock)
    done = len(lengths) / started if started else 0.0
    p50, p90 = (float(np.quantile(lengths, share)) for share in (0.5, 0.9)) if len(lengths) else (None, None)
    return Journey(root, places, path, started, min(done, 1.0), p50, p90)


def main_way(ways: Iterable[Handoff]) -> tuple[int, ...]:
    """Return the way that most cases take: from where most begin, each time the way most used, never twice."""
    follow: dict[int, list[Handoff]] = defaultdict(list)
    arrived: dict[int, int] = defaultdict(int)
    for each in ways:
        follow[each.from_activity].append(each)
        arrived[each.to_activity] += each.cases
    starts = {one: sum(each.cases for each in listed) - arrived[one] for one, listed in follow.items()}
    at = max(starts, key=lambda one: (starts[one], -one))
    path = [at]
    while nexts := [each for each in follow[at] if each.to_activity not in path]:
        at = max(nexts, key=lambda each: (each.cases, -each.to_activity)).to_activity
        path.append(at)
    return tuple(path)


def _lengths(gathered: Gathered, path: Sequence[int], clock: WorkingClock) -> "tuple[int, NDArray[np.float64]]":
    """Return how many cases began, and the working hours of each that came to the end of the way."""
    rows = gathered.connection.execute(_ENDS, {"first": path[0], "last": path[-1]}).fetchnumpy()
    started = int(gathered.connection.execute(_BEGUN, {"first": path[0]}).fetchall()[0][0])
    hours = clock.between(rows["began"].astype(float), rows["ended"].astype(float))
    return started, np.maximum(hours, 0)


_BONDS = """
WITH things_of AS (SELECT place, count(*) AS n FROM things GROUP BY 1)
SELECT child_place, parent_place, count(DISTINCT child) / any_value(c.n), count(DISTINCT parent) / any_value(p.n)
FROM ties JOIN things_of c ON c.place = child_place JOIN things_of p ON p.place = parent_place
WHERE child IN (SELECT thing FROM steps) AND parent IN (SELECT thing FROM steps) AND child_place <> parent_place
GROUP BY 1, 2 ORDER BY 3, 4
"""

_BEGUN = "SELECT count(DISTINCT thing) FROM steps WHERE activity = $first"

_ENDS = """
SELECT min(epoch(a.moment)) AS began, max(epoch(b.moment)) AS ended
FROM steps a JOIN cases c ON c.line = a.thing JOIN steps b ON b.event = c.event
WHERE a.activity = $first AND b.activity = $last GROUP BY a.thing ORDER BY a.thing
"""
