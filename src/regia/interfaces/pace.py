"""How data passes, by the pace of its arrivals: at once, at fixed hours, by hand."""

from dataclasses import dataclass

import numpy as np

from regia.interfaces.arrivals import Arrivals, Integers
from regia.interfaces.clue import Mode
from regia.interfaces.lags import HOUR, Lags
from regia.interfaces.moments import DAY, Floats

_MOST = 0.8
_AT_ONCE_SECONDS = 900.0
_COMB_HOURS = 1.5
_OPENS, _CLOSES = 7.0, 20.0
_UNATTENDED = 0.05
_WEEKDAYS = 7
_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday


@dataclass(frozen=True)
class Runs:
    """When a job runs: the hour of the day (None where only days are known), and the weekday where it is one."""

    hour: float | None
    weekday: int | None


def mode_of(lags: Lags, target: Arrivals) -> tuple[Mode, tuple[str, ...]]:
    """Return how the records that follow arrive, and the reasons for it."""
    hits = np.flatnonzero(lags.hits())
    seconds, arrived = lags.seconds[hits], target.at[hits]
    days = target.moments is not None and target.moments.days
    if not lags.days and float(np.mean(seconds <= _AT_ONCE_SECONDS)) >= _MOST:
        return "realtime", ()
    if comb(arrived, days=days) or (days and _nightly(seconds, arrived)):
        return "batch", ("comb",)
    if lags.days and float(np.mean(seconds < DAY)) >= _MOST and unattended(arrived, days=days) > _UNATTENDED:
        return "realtime", ()
    return "manual", ("human_lag",)


def comb(arrived: Floats, *, days: bool) -> bool:
    """Whether records arrive in one short stretch of the day; where only days are known, of the week."""
    if days:
        return _one_weekday(arrived) is not None
    return _fullest(arrived)[1] >= _MOST * len(arrived)


def runs(arrived: Floats, *, days: bool) -> Runs:
    """Return when the jobs run that records of a batch arrive by."""
    return Runs(None if days else _fullest(arrived)[0], _one_weekday(arrived))


def weekday(moments: Floats) -> Integers:
    """Return the weekday of each moment, 0 for Monday."""
    return ((moments // DAY).astype(np.int64) + _EPOCH_WEEKDAY) % _WEEKDAYS


def _fullest(arrived: Floats) -> tuple[float, int]:
    """Return when in the day the short stretch begins in which most records arrive, and how many do."""
    hours = np.sort((arrived % DAY) / HOUR)
    twice = np.concatenate([hours, hours + 24])
    within = np.searchsorted(twice, twice[: len(hours)] + _COMB_HOURS, "right") - np.arange(len(hours))
    first = int(np.argmax(within))
    return float(hours[first]), int(within[first])


def _one_weekday(arrived: Floats) -> int | None:
    """Return the weekday on which nearly all records arrive, 0 for Monday; None where there is none."""
    counts = np.bincount(weekday(arrived), minlength=_WEEKDAYS)
    return int(np.argmax(counts)) if counts.max() >= _MOST * len(arrived) else None


def _nightly(seconds: Floats, arrived: Floats) -> bool:
    """Whether nearly all records arrive on the day after, weekends too."""
    return float(np.mean(seconds == DAY)) >= _MOST and unattended(arrived, days=True) > _UNATTENDED


def unattended(arrived: Floats, *, days: bool) -> float:
    """Return the share of arrivals when nobody works: at weekends, and at night where the hour is known."""
    known = arrived[np.isfinite(arrived)]
    if not len(known):
        return 0.0
    weekend = weekday(known) >= 5
    hours = (known % DAY) / HOUR
    night = np.zeros(len(known), dtype=bool) if days else (hours < _OPENS) | (hours >= _CLOSES)
    return float(np.mean(weekend | night))


def load_of(arrived: Floats, *, least_share: float, least: int) -> Integers | None:
    """Return the places of the records that arrived in one load within two hours; None where there was no load."""
    known = np.flatnonzero(np.isfinite(arrived))
    if len(known) < least:
        return None
    order = known[np.argsort(arrived[known], kind="stable")]
    times = arrived[order]
    within = np.searchsorted(times, times + 2 * HOUR, "right") - np.arange(len(times))
    first = int(np.argmax(within))
    count = int(within[first])
    if count < max(least, least_share * len(known)):
        return None
    return np.asarray(order[first : first + count], dtype=np.int64)
