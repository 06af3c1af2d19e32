"""Measures each hand-off: how many, how long they wait in working hours, and whether it got worse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from regia.engine.session import listed
from regia.journeys.change import Worsening, worsening
from regia.journeys.gathering import Gathered
from regia.journeys.median_range import median_range
from regia.journeys.segments import Passages, Segments
from regia.journeys.succession import SEVERAL
from regia.journeys.survival import kaplan_meier
from regia.journeys.working_clock import WorkingClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_CASES = 20
"""Hand-offs from which a way is told: fewer may be accidents."""

LEAST_SHARE = 0.03
"""Share of an activity's events that must come from another for the way between them to be told."""

OPEN_SHARE = 0.02
"""Share of unfinished waits from which leaving them out would make the waits look shorter than they are."""


NEARER = 0.05
"""The median time between two events on records that are one thing, as a share of that in another order."""

LOST_SHARE = 0.99
"""Share of the waits that ended which the wait of what is still open must not exceed to be counted as waiting."""


SHARES = tuple(step / 20 for step in range(1, 20))
"""The shares of cases for which the wait is told by which they have gone on."""

LISTED = 50
"""Cases told by name of each hand-off: those that waited longest."""

_DAY = 86_400
_WEEK = 7 * _DAY


@dataclass(frozen=True)
class Span:
    """The waits that ended in a week or a day: when it begins (seconds of the company's clock), how many, how long."""

    begins: float
    cases: int
    wait_p50: float
    wait_mean: float


@dataclass(frozen=True)
class Case:
    """One passage: its two events, by number, and its wait."""

    from_event: int
    to_event: int
    wait: float


@dataclass(frozen=True)
class Handoff:
    """Work that passes from one activity to the next: waits in working hours.

    `reach_share` is the share of what was done first that got to the second. `still_open` counts what was done
    first and after which nothing came yet. `dates_only` tells that one of the two is known by its day alone.
    `ties` counts the passages whose two events have the same moment, if both are known to the time of day.
    `truncated` counts those that began before the second activity was written down at all. `curve` is the wait by
    which each share of `SHARES` has gone on, None where that is not known yet; `weeks` and `days` how long those waited
    that ended in each; `longest` are the cases that waited longest, the longest first. `sure` is the share of the
    passages whose two records are expected to be of the same work, and `range_p50` are the ends of the median wait,
    at 95 %, that come of it and of chance. `began`, `ended` (seconds of the company's clock) and `waits` are those of
    each passage.
    """

    from_activity: int
    to_activity: int
    cases: int
    reach_share: float
    wait_p50: float
    wait_p90: float
    wait_mean: float
    dates_only: bool
    still_open: int
    backwards: int
    worse: Worsening | None
    truncated: int = 0
    ties: int = 0
    curve: tuple[float | None, ...] = ()
    weeks: tuple[Span, ...] = ()
    days: tuple[Span, ...] = ()
    longest: tuple[Case, ...] = ()
    sure: float = 1.0
    range_p50: tuple[float, float] | None = None
    began: "NDArray[np.float64]" = field(default_factory=lambda: np.empty(0), compare=False, repr=False)
    ended: "NDArray[np.float64]" = field(default_factory=lambda: np.empty(0), compare=False, repr=False)
    waits: "NDArray[np.float64]" = field(default_factory=lambda: np.empty(0), compare=False, repr=False)


def handoffs(gathered: Gathered, clock: WorkingClock, *, seed: int, segments: Segments) -> tuple[Handoff, ...]:
    """Return the hand-offs between activities, by the numbers of the two."""
    table = gathered.connection.sql(
        _PAIRS.format(places=_of_one_record(gathered), histories=_histories(gathered))
    ).fetchnumpy()
    sizes = dict(gathered.connection.sql("SELECT activity, count(*) FROM steps GROUP BY 1").fetchall())
    left = open_work(gathered, clock)
    tied = _tied(gathered) - _of_many(gathered)
    found = []
    for rows in _ways(table, sizes):
        pair = int(table["one"][rows[0]]), int(table["other"][rows[0]])
        if pair not in tied and not _near(table["started"][rows], table["ended"][rows]):
            continue
        start, end, exact = _times(table, rows, clock)
        waits = np.maximum(clock.between(start, end), 0)
        entered = np.maximum(clock.between(start, np.full(len(start), end.min())), 0)
        waiting = left[pair[0]].since(float(end.min())) if pair[0] in left else _NOTHING
        p50, p90, curve = _survived(waits, waiting, entered)
        sure = float(table["sure"][rows].mean())
        still = left[pair[0]].not_lost(float(end.min()), p90) if pair[0] in left else _NO_RECORDS
        kinds = segments.kinds(Passages(pair[0], table["record"][rows], start, waits, still))
        found.append(
            Handoff(
                *pair,
                len(rows),
                min(len(rows) / sizes[pair[0]], 1.0),
                p50,
                p90,
                float(waits.mean()),
                dates_only=not exact,
                still_open=len(waiting),
                backwards=int((table["ended"][rows] < table["started"][rows]).sum()),
                ties=int((table["ended"][rows] == table["started"][rows]).sum()) if exact else 0,
                worse=worsening(end, waits, seed=seed, began=start, kinds=kinds),
                truncated=int((entered > 0).sum()),
                curve=curve,
                weeks=_spans(end, waits, _WEEK),
                days=_spans(end, waits, _DAY),
                longest=_longest(table, rows, waits),
                sure=sure,
                range_p50=_range(end, waits, p50, sure, seed),
                began=start,
                ended=end,
                waits=waits,
            )
        )
    return tuple(found)


def _of_one_record(gathered: Gathered) -> str:
    """Return, as SQL, the place of each activity whose events follow one another only within a record."""
    rows = [
        f"({each.number}, {gathered.places.index(each.source.place)})"
        for each in gathered.activities
        if each.source.state is None and each.source.kind != "log"
    ]
    return ", ".join(rows) or "(-1, -1)"


def _histories(gathered: Gathered) -> str:
    """Return, as SQL, the activities that are states of what a history is about."""
    return listed(each.number for each in gathered.activities if each.state is not None)


def _tied(gathered: Gathered) -> set[tuple[int, int]]:
    """Return the activities of one dataset or kind of thing, and of those that refer to one another, in both orders."""
    rows = gathered.connection.sql("SELECT DISTINCT child_place, parent_place FROM ties").fetchall()
    joined = {(int(child), int(parent)) for child, parent in rows}
    parts = {(int(child), int(parent)) for child, parent in gathered.connection.sql("FROM extensions").fetchall()}
    beside = {(child, part) for child, parent in joined for part, whole in parts if whole == parent}
    joined |= {(child, other) for child, parent in joined for one, other in joined if one == parent} | beside
    joined |= {(parent, child) for child, parent in joined}
    homes = {
        each.number: {
            gathered.places.index(place) for place in (each.source.place, each.source.about) if place is not None
        }
        for each in gathered.activities
    }
    return {
        (one, other)
        for one, here in homes.items()
        for other, there in homes.items()
        if here & there or any((mine, its) in joined for mine in here for its in there)
    }


def _of_many(gathered: Gathered) -> set[tuple[int, int]]:
    """Return the pairs of an activity of things that each have several of another kind, and one of that kind.

    A customer that joined hands over no order that it places a year later.
    """
    rows = gathered.connection.execute(_SEVERAL, {"several": SEVERAL}).fetchall()
    several = {(int(parent), int(child)) for parent, child in rows}
    home = {each.number: gathered.places.index(each.source.subject(gathered.places)) for each in gathered.activities}
    return {(one, other) for one in home for other in home if (home[one], home[other]) in several}


def _near(started: "NDArray[np.float64]", ended: "NDArray[np.float64]") -> bool:
    """Whether what only shares a person or a thing is nearer in time than that person's other doings would be."""
    apart = np.median(np.abs(ended - np.roll(started, len(started) // 2)))
    return bool(np.median(np.abs(ended - started)) <= NEARER * apart)


def _times(
    table: Mapping[str, "NDArray[np.float64]"], rows: "NDArray[np.int64]", clock: WorkingClock
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]", bool]:
    """Return when the work was handed over and when it was taken, and whether both are known to the time of day."""
    exact = [bool(table[side][rows].all()) for side in ("one_exact", "other_exact")]
    start, end = (
        moments if known else clock.midday(moments)
        for moments, known in zip((table["started"][rows], table["ended"][rows]), exact, strict=True)
    )
    return start, end, all(exact)


def _ways(table: Mapping[str, "NDArray[np.int64]"], sizes: Mapping[int, int]) -> Iterator["NDArray[np.int64]"]:
    """Yield the rows of each way between two activities that is used often enough."""
    keys = table["one"].astype(np.int64) << 32 | table["other"].astype(np.int64)
    order = np.argsort(keys, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
        if len(rows) >= LEAST_CASES and len(rows) >= LEAST_SHARE * sizes[int(table["other"][rows[0]])]:
            yield rows


def _survived(
    waits: "NDArray[np.float64]", left: "NDArray[np.float64]", entered: "NDArray[np.float64]"
) -> tuple[float, float, tuple[float | None, ...]]:
    """Return the median wait, the one that nine in ten do not exceed, and the curve of those that have gone on.

    What still waits counts as far as it got; what waits longer than nearly all ever did is lost. Where what came
    before the second activity was first written down was never seen, each case counts from when it came in sight.
    """
    waiting = left[left <= np.quantile(waits, LOST_SHARE)]
    censored = len(waiting) >= OPEN_SHARE * (len(waiting) + len(waits))
    truncated = (entered > 0).sum() >= OPEN_SHARE * len(waits)
    durations = np.concatenate([waits, waiting]) if censored else waits
    seen = np.concatenate([entered, np.zeros(len(durations) - len(waits))]) if truncated else None
    curve = kaplan_meier(durations, np.arange(len(durations)) < len(waits), seen)
    if not censored and not truncated:
        p50, p90 = (float(np.quantile(waits, share)) for share in (0.5, 0.9))
    else:
        p50, p90 = (curve.quantile(share) or float(np.quantile(waits, share)) for share in (0.5, 0.9))
    return p50, p90, tuple(curve.quantile(share) for share in SHARES)


def _range(
    ended: "NDArray[np.float64]", waits: "NDArray[np.float64]", p50: float, sure: float, seed: int
) -> tuple[float, float] | None:
    """Return the ends of the median wait: those of the waits that ended, moved by what the others add to it."""
    ends = median_range(ended, waits, sure=sure, seed=seed)
    if ends is None:
        return None
    more = p50 - float(np.median(waits))
    return max(min(ends[0] + more, p50), 0.0), max(ends[1] + more, p50)


def _spans(ended: "NDArray[np.float64]", waits: "NDArray[np.float64]", seconds: int) -> tuple[Span, ...]:
    """Return the waits by the span of so many seconds in which they ended."""
    spans = np.floor(ended / seconds).astype(np.int64)
    order = np.argsort(spans, kind="stable")
    listed, first = np.unique(spans[order], return_index=True)
    return tuple(
        Span(float(span * seconds), len(of), float(np.median(of)), float(of.mean()))
        for span, of in zip(listed, np.split(waits[order], first[1:]), strict=True)
    )


def _longest(
    table: Mapping[str, "NDArray[np.int64]"], rows: "NDArray[np.int64]", waits: "NDArray[np.float64]"
) -> tuple[Case, ...]:
    """Return the cases that waited longest; of those that waited alike, the ones that ended first."""
    listed = np.argsort(-waits, kind="stable")[:LISTED]
    return tuple(
        Case(int(table["from_event"][rows[at]]), int(table["to_event"][rows[at]]), float(waits[at])) for at in listed
    )


_NOTHING = np.empty(0)
_NO_RECORDS = np.empty(0, np.int64)


@dataclass(frozen=True)
class OpenWork:
    """What was done at an activity and after which nothing came yet: when, working hours ago, on what record."""

    moments: "NDArray[np.float64]"
    hours: "NDArray[np.float64]"
    records: "NDArray[np.int64]" = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.hours)

    def since(self, moment: float) -> "NDArray[np.float64]":
        """Return the hours of what was done from a moment on: of what came before, the end may not have been seen."""
        return self.hours[self.moments >= moment]

    def not_lost(self, moment: float, hours: float) -> "NDArray[np.int64]":
        """Return the records of what was done from a moment on, and for no more than so many hours."""
        return self.records[(self.moments >= moment) & (self.hours <= hours)]


def open_work(gathered: Gathered, clock: WorkingClock) -> dict[int, OpenWork]:
    """Return the work of each activity after which nothing came, where something usually does."""
    rows = gathered.connection.sql(_OPEN.format(histories=_histories(gathered))).fetchnumpy()
    now = float(gathered.connection.sql("SELECT max(epoch(moment)) FROM steps").fetchall()[0][0] or 0)
    found = {}
    for activity in np.unique(rows["activity"]):
        moments = rows["moment"][rows["activity"] == activity].astype(float)
        hours = np.maximum(clock.between(moments, np.full(len(moments), now)), 0)
        found[int(activity)] = OpenWork(moments, hours, rows["record"][rows["activity"] == activity])
    return found


_PAIRS = """
SELECT a.activity AS one, b.activity AS other, epoch(a.moment) AS started, epoch(b.moment) AS ended,
  a.exact AS one_exact, b.exact AS other_exact, p.from_event, p.to_event, p.sure,
  CASE WHEN a.activity IN ({histories}) THEN a.thing ELSE a.own END AS record
FROM pairs p JOIN steps a ON a.event = p.from_event JOIN steps b ON b.event = p.to_event
LEFT JOIN (VALUES {places}) x(activity, place) ON x.activity = a.activity
LEFT JOIN (VALUES {places}) y(activity, place) ON y.activity = b.activity
WHERE x.place IS DISTINCT FROM y.place OR x.place IS NULL OR a.own = b.own
ORDER BY p.to_event, p.from_event
"""

_SEVERAL = """
SELECT parent_place, child_place FROM ties WHERE child_place <> parent_place GROUP BY 1, 2
HAVING count(DISTINCT child) >= $several * count(DISTINCT parent)
"""

_OPEN = """
WITH followed AS (SELECT DISTINCT from_event AS event FROM pairs),
usually AS (
  SELECT s.activity FROM steps s LEFT JOIN followed f USING (event) GROUP BY 1
  HAVING count(f.event) >= 0.5 * count(*))
SELECT s.activity, epoch(s.moment) AS moment,
  CASE WHEN s.activity IN ({histories}) THEN s.thing ELSE s.own END AS record
FROM steps s ANTI JOIN followed f USING (event)
WHERE s.activity IN (SELECT activity FROM usually) ORDER BY 1, 2
"""
