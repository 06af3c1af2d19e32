"""What follows what in cases, and which ways cases take: ids are numbers, events are sorted once, nothing is looped.

A way is told by a sum of random numbers, one for each activity and place in the case, modulo 2^64: two of a million
different ways are taken for one with a chance below one in ten million.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEED = 1
_QUANTILES = (0.5, 0.9)


@dataclass(frozen=True)
class CaseEvents:
    """Events case by case and in order of time; `begins` is where each case does.

    Events of a case and one moment stay in the order they came in.
    """

    case: "NDArray[np.integer]"
    activity: "NDArray[np.integer]"
    moment: "NDArray[np.int64]"
    begins: "NDArray[np.int64]"

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.begins)


@dataclass(frozen=True)
class Flows:
    """What follows what directly, a row a pair of activities: how often, and the time between, in the moments' unit."""

    one: "NDArray[np.int64]"
    other: "NDArray[np.int64]"
    count: "NDArray[np.int64]"
    mean: "NDArray[np.float64]"
    p50: "NDArray[np.float64]"
    p90: "NDArray[np.float64]"


@dataclass(frozen=True)
class Variants:
    """The ways that cases take, the most travelled first: how many cases each, and one case that took it."""

    count: "NDArray[np.int64]"
    example: "NDArray[np.int64]"
    of_case: "NDArray[np.int64]"

    def way(self, events: CaseEvents, number: int) -> tuple[int, ...]:
        """Return the activities of one way."""
        at = int(self.example[number])
        ends = [*events.begins[at + 1 : at + 2].tolist(), len(events.activity)][0]
        return tuple(events.activity[events.begins[at] : ends].tolist())


def in_order(case: "NDArray[np.integer]", activity: "NDArray[np.integer]", moment: "NDArray[np.int64]") -> CaseEvents:
    """Sort events, given as the numbers of their cases and activities and their moments."""
    if not _sorted(case, moment):
        in_time = bool(np.all(moment[1:] >= moment[:-1]))
        order = np.argsort(case, kind="stable") if in_time else np.lexsort((moment, case))
        case, activity, moment = case[order], activity[order], moment[order]
    begins = np.flatnonzero(np.diff(case, prepend=case[:1] - 1)) if len(case) else np.empty(0, np.int64)
    return CaseEvents(case, activity, moment, begins)


def _sorted(case: "NDArray[np.integer]", moment: "NDArray[np.int64]") -> bool:
    same = case[1:] == case[:-1]
    return bool(np.all((case[1:] > case[:-1]) | (same & (moment[1:] >= moment[:-1]))))


def direct_flows(events: CaseEvents) -> Flows:
    """Return what follows what, by the two activities."""
    inside = events.case[1:] == events.case[:-1]
    kinds = int(events.activity.max()) + 1 if len(events.activity) else 0
    small = np.uint16 if kinds**2 <= np.iinfo(np.uint16).max else np.int64  # sixteen bits sort by radix
    pair = events.activity[:-1][inside].astype(small) * small(kinds) + events.activity[1:][inside].astype(small)
    waits = np.diff(events.moment)[inside].astype(np.float64)
    counts = np.bincount(pair, minlength=1)
    known = np.flatnonzero(counts)
    sums = np.bincount(pair, waits, minlength=1)[known]
    p50, p90 = _quantiles(pair, waits, counts, known)
    return Flows(known // max(kinds, 1), known % max(kinds, 1), counts[known], sums / counts[known], p50, p90)


def _quantiles(
    pair: "NDArray[np.integer]", waits: "NDArray[np.float64]", counts: "NDArray[np.int64]", known: "NDArray[np.int64]"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return the quantiles of each pair's waits: the waits are laid out pair by pair, and partitioned in each."""
    laid = waits[np.argsort(pair, kind="stable")]
    ends = np.cumsum(counts[known])
    parts = [np.quantile(laid[start:end], _QUANTILES) for start, end in zip(ends - counts[known], ends, strict=True)]
    p50, p90 = np.array(parts).reshape(-1, len(_QUANTILES)).T
    return p50, p90


def variants(events: CaseEvents) -> Variants:
    """Return the ways that cases take, and which one each case took."""
    if not events.cases:
        nothing = np.empty(0, np.int64)
        return Variants(nothing, nothing, nothing)
    sizes = np.diff(events.begins, append=len(events.activity))
    place = np.arange(len(events.activity), dtype=np.int32) - np.repeat(events.begins.astype(np.int32), sizes)
    draw = np.random.default_rng(_SEED)
    of_activity = draw.integers(1, 2**63, int(events.activity.max()) + 1, dtype=np.uint64)
    of_place = draw.integers(1, 2**63, int(sizes.max()), dtype=np.uint64) | np.uint64(1)
    told = np.add.reduceat(_mixed(of_activity[events.activity] + of_place[place]), events.begins)
    _, example, of_case, count = np.unique(told, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((example, -count))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Variants(count[order], example[order], rank[of_case])


def _mixed(values: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return well spread numbers, in place of those given (SplitMix64's finaliser: Steele, Lea and Flood 2014)."""
    values ^= values >> np.uint64(30)
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values
