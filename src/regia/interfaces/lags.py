"""How long entities known to one dataset take to reach another, and how much of that chance would give.

Each record of the target is set against the latest record of the same entity that was in the other dataset before it.
Chance is what the same two datasets give when the entities are dealt anew among their own arrivals (a permutation), or,
where one loads its records in a few batches, when its batches fall on any day: dealing would change nothing there.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regia.interfaces.arrivals import Arrivals, Integers
from regia.interfaces.moments import DAY, Floats, offsets

HOUR = 3_600.0
WINDOWS_HOURS = (1 / 6, 1.0, 24.0, 48.0, 192.0, 504.0, 1080.0, 2160.0)
_SLACK = 5.0
"""Seconds by which two clocks may disagree."""
_ALL_AT_ONCE = 0.3
_ROUNDS = 5
_NEAR_BEST = 0.92
_PEAK_HOURS = 12.0
_PEAK_SECONDS = 120.0
_CLEARER = 1.15

Booleans = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Lags:
    """The lags of one dataset behind another, in seconds; for each of the target's records, NaN where there is none.

    `source` is the place of the record it follows. `days`: only days are known of one of the two. `spread` is the
    time over which both were written.
    """

    seconds: Floats
    source: Integers
    days: bool
    spread: float
    null: tuple[float, ...]
    dealt: Floats
    batches: int | None = None

    @cached_property
    def known(self) -> Booleans:
        """Which records of the target have a lag."""
        return np.asarray(np.isfinite(self.seconds), dtype=np.bool_)

    @property
    def count(self) -> int:
        """How many have one."""
        return int(self.known.sum())

    @cached_property
    def observed(self) -> tuple[float, ...]:
        """The share of lags within each window."""
        return _within(self.seconds[self.known], self.days)

    @cached_property
    def best(self) -> int:
        """The narrowest window that holds nearly all that chance does not explain."""
        excess = [seen - null for seen, null in zip(self.observed, self.null, strict=True)]
        most = max(excess)
        return next(at for at, each in enumerate(excess) if each >= min(_NEAR_BEST * most, most))

    @property
    def excess(self) -> float:
        """The share of lags in that window beyond chance."""
        return self.observed[self.best] - self.null[self.best]

    @property
    def positive(self) -> float:
        """The share of lags that are not negative."""
        known = self.seconds[self.known]
        return float(np.mean(known >= -_SLACK)) if len(known) else 0.0

    def hits(self) -> Booleans:
        """Which of the target's records arrived within the window."""
        seconds = np.where(self.known, self.seconds, -np.inf)
        return np.asarray((seconds >= -_SLACK) & (seconds <= _width(self.best, self.days)), dtype=np.bool_)


def measure(source: Arrivals, target: Arrivals, *, timezone: str = "UTC", seed: int = 0) -> Lags | None:
    """Return the lags of `target` behind `source`, None where the two have no times or no entity in common."""
    if source.moments is None or target.moments is None:
        return None
    days = source.moments.days or target.moments.days
    shift = 0.0 if days else _shift(source, target, timezone)
    ahead = source.at + shift
    seconds, follows = _behind(source.entities, ahead, target.entities, target.at, days=days)
    known = np.isfinite(seconds)
    if not known.any():
        return None
    spread = _spread(ahead, target.at[known])
    batches = _batches(ahead[follows[known]])
    rounds = _dealt(target, seconds, seed=seed, days=days)
    null = _mean(rounds, days) if batches is None else _by_span(spread, days)
    return Lags(seconds, follows, days, spread, null, rounds[0], batches)


def _behind(
    entities: Integers, at: Floats, wanted: Integers, arrived: Floats, *, days: bool
) -> tuple[Floats, Integers]:
    """Return, for each wanted record, how long after the latest one before it (else how long before the next)."""
    usable = np.flatnonzero(np.isfinite(at))
    order = usable[np.lexsort((at[usable], entities[usable]))]
    keys, times = entities[order], at[order]
    if days:
        times, arrived = times // DAY * DAY, arrived // DAY * DAY
    slack = 0.0 if days else _SLACK
    first, last = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
    # Times of all entities in one row of numbers, entity by entity, so that one search finds each predecessor.
    base = np.nanmin(np.concatenate([times, arrived])) if len(times) else 0.0
    width = (np.nanmax(np.concatenate([times, arrived])) - base + 2 * DAY) if len(times) else 1.0
    row = keys * width + (times - base)
    found = np.searchsorted(row, wanted * width + (np.nan_to_num(arrived) - base) + slack, "right") - 1
    place = np.where(found >= first, found, first)
    have = (last > first) & np.isfinite(arrived)
    place = np.where(have, np.minimum(place, len(order) - 1), 0)
    seconds = np.where(have, arrived - (times[place] if len(times) else 0.0), np.nan)
    follows = np.where(have, order[place] if len(order) else -1, -1)
    return np.asarray(seconds, dtype=np.float64), np.asarray(follows, dtype=np.int64)


def _within(seconds: Floats, days: bool) -> tuple[float, ...]:
    if not len(seconds):
        return tuple(0.0 for _ in WINDOWS_HOURS)
    return tuple(
        float(np.mean((seconds >= -_SLACK) & (seconds <= _width(at, days)))) for at in range(len(WINDOWS_HOURS))
    )


def _width(window: int, days: bool) -> float:
    seconds = WINDOWS_HOURS[window] * HOUR
    return float(seconds // DAY * DAY) if days else seconds


def _dealt(target: Arrivals, seconds: Floats, *, seed: int, days: bool) -> list[Floats]:
    """Return the lags when the matched arrivals are dealt anew among themselves, a few times."""
    known = np.flatnonzero(np.isfinite(seconds))
    arrived = target.at[known]
    started = arrived - seconds[known]
    rng = np.random.default_rng(seed)
    rounds = [arrived - rng.permutation(started) for _ in range(_ROUNDS)]
    return [np.asarray(each // DAY * DAY if days else each, dtype=np.float64) for each in rounds]


def _mean(rounds: list[Floats], days: bool) -> tuple[float, ...]:
    """Return the share of dealt lags in each window."""
    return tuple(float(each) for each in np.mean([_within(each, days) for each in rounds], axis=0))


def _by_span(spread: float, days: bool) -> tuple[float, ...]:
    day = DAY if days else 0.0
    return tuple(min(1.0, (_width(at, days) + day) / max(spread, DAY)) for at in range(len(WINDOWS_HOURS)))


def _batches(started: Floats) -> int | None:
    """Return in how many batches records were born, None where they were born one by one."""
    days, counts = np.unique(started // DAY, return_counts=True)
    if counts.max() < _ALL_AT_ONCE * len(started):
        return None
    ordered = np.sort(days[counts >= max(2, 0.01 * len(started))])
    return int(1 + (np.diff(ordered) > 14).sum()) if len(ordered) else 1


def _spread(one: Floats, other: Floats) -> float:
    both = np.concatenate([one[np.isfinite(one)], other[np.isfinite(other)]])
    low, high = np.quantile(both, [0.02, 0.98])
    return float(high - low)


def _shift(source: Arrivals, target: Arrivals, timezone: str) -> float | Floats:
    """Return what to add to the source's clock where one of the two keeps UTC and the other the wall's time.

    The right reading gathers the lags; the wrong one splits them in two, an hour apart, at each change of the clock.
    """
    if source.moments is None or target.moments is None or source.moments.zone == target.moments.zone == "known":
        return 0.0
    ahead = offsets(source.at, timezone)
    readings: tuple[float | Floats, ...] = (0.0, ahead, -ahead)
    peaks = [_peak(source.entities, source.at + each, target.entities, target.at) for each in readings]
    best = int(np.argmax(peaks))
    return readings[best] if best and peaks[best] >= _CLEARER * peaks[0] and peaks[best] > 0 else 0.0


def _peak(entities: Integers, at: Floats, wanted: Integers, arrived: Floats) -> float:
    """Return the share of lags, of those within half a day, in the fullest two minutes."""
    order = np.argsort(entities, kind="stable")
    place = np.clip(np.searchsorted(entities[order], wanted), 0, len(order) - 1)
    same = entities[order][place] == wanted
    lags = (arrived - at[order][place])[same]
    lags = lags[np.abs(lags) <= _PEAK_HOURS * HOUR]
    if len(lags) < 10:
        return 0.0
    counts = np.bincount(((lags + _PEAK_HOURS * HOUR) // _PEAK_SECONDS).astype(np.int64))
    return float((counts[:-1] + counts[1:]).max() / len(lags)) if len(counts) > 1 else 1.0
