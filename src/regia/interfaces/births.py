"""Where in a system an entity is born: the dataset that the others of the system follow, and its true moment.

A table that was loaded anew carries the day of the loading in every record. Where another table of the same system
still knows when each entity was there, its time is taken, less the usual distance between the two.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np

from regia.interfaces.arrivals import Arrivals, Integers
from regia.interfaces.moments import Floats, Moments
from regia.interfaces.pace import load_of

_RELOADED = 0.2
_FEWEST = 30
_FOLLOWS, _HELD = 0.9, 0.8
_SLACK = 5.0
_AT_ONCE = 3_600.0


def born(timed: Sequence[Arrivals]) -> list[Arrivals]:
    """Return the datasets where entities are born, with their times restored; those that follow are left out."""
    kept = list(timed)
    for system in sorted({each.place[0] for each in timed}):
        own = [each for each in kept if each.place[0] == system]
        if len(own) > 1:
            kept = [each for each in kept if each.place[0] != system] + _of_system(own)
    return sorted(kept, key=lambda each: each.place)


def _of_system(own: Sequence[Arrivals]) -> list[Arrivals]:
    followers: dict[tuple[str, str], Arrivals] = {}
    for first, second in permutations(own, 2):
        if second.place not in followers and first.place not in followers and _follows(second, first):
            followers[second.place] = first
    return [
        _restored(each, [other for other in own if followers.get(other.place) is each])
        for each in own
        if each.place not in followers
    ]


def _follows(second: Arrivals, first: Arrivals) -> bool:
    """Whether nearly all entities of one dataset are in another, and were there just before."""
    sources, targets = _pairs(first, second, _loaded(first))
    held = np.isin(second.entities, first.entities).mean() if len(second.records) else 0.0
    if held < _HELD or len(targets) < _FEWEST:
        return False
    lag = second.at[targets] - first.at[sources]
    return bool(np.mean((lag >= -_SLACK) & (lag <= _AT_ONCE)) >= _FOLLOWS and np.median(lag) > 0)


def _loaded(dataset: Arrivals) -> Integers:
    load = load_of(dataset.at, least_share=_RELOADED, least=_FEWEST)
    return load if load is not None else np.zeros(0, dtype=np.int64)


def _pairs(first: Arrivals, second: Arrivals, without: Integers) -> tuple[Integers, Integers]:
    usable = np.setdiff1d(np.flatnonzero(np.isfinite(first.at)), without)
    order = usable[np.argsort(first.entities[usable], kind="stable")]
    keys = first.entities[order]
    at = np.clip(np.searchsorted(keys, second.entities), 0, max(len(keys) - 1, 0))
    have = (keys[at] == second.entities) & np.isfinite(second.at) if len(keys) else np.zeros(len(second.at), dtype=bool)
    return np.asarray(order[at[have]], dtype=np.int64), np.asarray(np.flatnonzero(have), dtype=np.int64)


def _restored(dataset: Arrivals, followers: Sequence[Arrivals]) -> Arrivals:
    load = _loaded(dataset)
    if dataset.moments is None or not len(load) or not followers:
        return dataset
    at: Floats = dataset.at.copy()
    for follower in followers:
        sources, targets = _pairs(dataset, follower, load)
        usual = float(np.median(follower.at[targets] - dataset.at[sources])) if len(targets) else 0.0
        known = dict(zip(follower.entities.tolist(), (follower.at - usual).tolist(), strict=True))
        for place in load:
            earlier = known.get(int(dataset.entities[place]))
            if earlier is not None and earlier < at[place]:
                at[place] = earlier
    return replace(dataset, moments=Moments(at, dataset.moments.days, dataset.moments.zone))
