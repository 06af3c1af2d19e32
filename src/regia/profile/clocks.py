"""Tells which systems, and which fields of theirs, write times in UTC without saying so: the hours people work tell.

People start at the same hour of their clock in summer and in winter. Where a system writes its own clock, the hours of
its events are alike in both seasons; where it writes UTC, those of summer stand an hour earlier. The reading under
which the two seasons are more alike is taken. Where the clock is never moved, nothing tells, and it is taken for the
company's own. A field that clearly goes by another clock than the rest of its system is told apart.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regia.engine.session import column_types, literal, parquet, quoted

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    _Seasons = defaultdict[int, NDArray[np.float64]]

LEAST_EVENTS = 150
"""Events of working days that each season must have for the two to be compared."""

CLEARLY = 0.8
"""The distance between the seasons, read as UTC, as a share of that read as the company's clock."""

FIELD_CLEARLY = 0.55
"""The same between the two readings of one field, to go by another clock than its system: it is told of less often."""

NIGHT, AT_NIGHT = 16, 0.02
"""Half-hours on end of the day in which people at work do no more than this share of what they do.

Customers write at all hours, and theirs move with the seasons for other reasons: only hours of work tell a field apart.
"""

_BINS = 48
_MOST = 50_000


@dataclass(frozen=True)
class Timed:
    """A dataset (system, name) as it was read, and its fields that tell the time of what happened."""

    place: tuple[str, str]
    path: Path
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Clocks:
    """The systems whose times without a zone are UTC, and the fields (system, dataset, field) that are the contrary."""

    systems: frozenset[str] = frozenset()
    shifted: frozenset[tuple[str, str, str]] = frozenset()

    def utc(self, place: tuple[str, str], field: str) -> bool:
        """Whether a field's times without a zone are UTC."""
        return (place[0] in self.systems) != ((*place, field) in self.shifted)


def clocks(connection: "duckdb.DuckDBPyConnection", datasets: Iterable[Timed], zone: str) -> Clocks:
    """Return which times without a zone are UTC; `zone` is where the company works."""
    fields: dict[tuple[str, str, str], _Seasons] = {}
    for dataset in datasets:
        for field in _without_zone(connection, dataset):
            seasons = fields[*dataset.place, field] = defaultdict(lambda: np.zeros(_BINS))
            for ahead, half_hour, count in connection.sql(_hours(dataset, field, zone)).fetchall():
                seasons[int(ahead)][int(half_hour)] += int(count)
    systems = frozenset(
        system
        for system in {place[0] for place in fields}
        if _is_utc(_together(seasons for place, seasons in fields.items() if place[0] == system))
    )
    shifted = frozenset(
        place
        for place, seasons in fields.items()
        if _at_work(seasons) and _is_utc(seasons, clearly=FIELD_CLEARLY, contrary=place[0] in systems)
    )
    return Clocks(systems, shifted)


def shown_of_utc(moment: str, zone: str) -> str:
    """Return, as SQL, what a zone's clock shows at a moment in UTC."""
    return f"timezone({literal(zone)}, timezone('UTC', {moment}))"


def seconds_ahead(moment: str, zone: str) -> str:
    """Return, as SQL, by how many seconds a zone's clock is ahead of UTC at a moment in UTC."""
    return f"(epoch({shown_of_utc(moment, zone)}) - epoch({moment}))"


def _together(listed: "Iterable[_Seasons]") -> "_Seasons":
    whole: _Seasons = defaultdict(lambda: np.zeros(_BINS))
    for seasons in listed:
        for ahead, hours in seasons.items():
            whole[ahead] += hours
    return whole


def _without_zone(connection: "duckdb.DuckDBPyConnection", dataset: Timed) -> Iterable[str]:
    types = column_types(connection, dataset.path)
    return (field for field in dataset.fields if types.get(field) == "TIMESTAMP")


def _hours(dataset: Timed, field: str, zone: str) -> str:
    """Return the query of a field's working days: half-hours its zone is ahead of UTC, half-hour of the day, count."""
    ahead = seconds_ahead("t", zone)
    return (
        f"SELECT CAST({ahead} / 1800 AS INTEGER), CAST(floor(epoch(t) / 1800) AS BIGINT) % {_BINS}, count(*) "  # noqa: S608
        f"FROM (SELECT {quoted(field)} AS t FROM {parquet(dataset.path)} WHERE {quoted(field)} IS NOT NULL "
        f"LIMIT {_MOST}) WHERE isodow(t) <= 5 AND t >= '1980-01-01' GROUP BY 1, 2"
    )


def _is_utc(seasons: "_Seasons", *, clearly: float = CLEARLY, contrary: bool = False) -> bool:
    """Whether the two seasons are clearly more alike once each is moved by how far its clock is ahead.

    On the `contrary`, whether they are clearly more alike as they are.
    """
    told = {ahead: hours for ahead, hours in seasons.items() if hours.sum() >= LEAST_EVENTS}
    if len(told) != 2:
        return False
    (one, winter), (other, summer) = sorted(told.items())
    as_written = _distance(winter, summer)
    as_utc = _distance(np.roll(winter, one), np.roll(summer, other))
    return as_written < clearly * as_utc if contrary else as_utc < clearly * as_written


def _at_work(seasons: "_Seasons") -> bool:
    """Whether there are hours of the day, in each season, when hardly anything happens."""
    known = [hours for hours in seasons.values() if hours.sum() >= LEAST_EVENTS]
    return bool(known) and all(
        min(np.roll(hours, start)[:NIGHT].sum() for start in range(_BINS)) <= AT_NIGHT * hours.sum() for hours in known
    )


def _distance(one: "NDArray[np.float64]", other: "NDArray[np.float64]") -> float:
    return float(np.abs(one / one.sum() - other / other.sum()).sum())
