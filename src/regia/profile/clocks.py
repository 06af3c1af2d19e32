"""Tells which systems write their times in UTC without saying so, from the hours at which people work.

People start at the same hour of their clock in summer and in winter. Where a system writes its own clock, the hours of
its events are alike in both seasons; where it writes UTC, those of summer stand an hour earlier. The reading under
which the two seasons are more alike is taken. Where the clock is never moved, nothing tells, and it is taken for the
company's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regia.engine.session import literal, parquet, quoted

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

LEAST_EVENTS = 150
"""Events of working days that each season must have for the two to be compared."""

CLEARLY = 0.8
"""The distance between the seasons, read as UTC, as a share of that read as the company's clock."""

_BINS = 48
_MOST = 50_000


@dataclass(frozen=True)
class Timed:
    """A dataset as it was read, and its fields that tell the time of what happened."""

    system: str
    path: Path
    fields: tuple[str, ...]


def systems_in_utc(connection: "duckdb.DuckDBPyConnection", datasets: Iterable[Timed], zone: str) -> frozenset[str]:
    """Return the systems whose times without a zone are UTC; `zone` is where the company works."""
    counted: dict[str, dict[int, NDArray[np.float64]]] = defaultdict(lambda: defaultdict(lambda: np.zeros(_BINS)))
    for dataset in datasets:
        for field in _without_zone(connection, dataset):
            for ahead, half_hour, count in connection.sql(_hours(dataset, field, zone)).fetchall():
                counted[dataset.system][int(ahead)][int(half_hour)] += int(count)
    return frozenset(system for system, seasons in counted.items() if _is_utc(seasons))


def _without_zone(connection: "duckdb.DuckDBPyConnection", dataset: Timed) -> Iterable[str]:
    described = f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {parquet(dataset.path)})"  # noqa: S608
    types = dict(connection.sql(described).fetchall())
    return (field for field in dataset.fields if types.get(field) == "TIMESTAMP")


def _hours(dataset: Timed, field: str, zone: str) -> str:
    """Return the query of a field's working days: half-hours its zone is ahead of UTC, half-hour of the day, count."""
    ahead = f"epoch(timezone({literal(zone)}, timezone('UTC', t))) - epoch(t)"
    return (
        f"SELECT CAST(({ahead}) / 1800 AS INTEGER), CAST(floor(epoch(t) / 1800) AS BIGINT) % {_BINS}, count(*) "  # noqa: S608
        f"FROM (SELECT {quoted(field)} AS t FROM {parquet(dataset.path)} WHERE {quoted(field)} IS NOT NULL "
        f"LIMIT {_MOST}) WHERE isodow(t) <= 5 AND t >= '1980-01-01' GROUP BY 1, 2"
    )


def _is_utc(seasons: Mapping[int, "NDArray[np.float64]"]) -> bool:
    """Whether the two seasons are clearly more alike once each is moved by how far its clock is ahead."""
    told = {ahead: hours for ahead, hours in seasons.items() if hours.sum() >= LEAST_EVENTS}
    if len(told) != 2:
        return False
    (one, winter), (other, summer) = sorted(told.items())
    as_written = _distance(winter, summer)
    as_utc = _distance(np.roll(winter, one), np.roll(summer, other))
    return as_utc < CLEARLY * as_written


def _distance(one: "NDArray[np.float64]", other: "NDArray[np.float64]") -> float:
    return float(np.abs(one / one.sum() - other / other.sum()).sum())
