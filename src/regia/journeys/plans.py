"""Leaves out times that turn out to be plans: days later than the last change of the record that holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from regia.engine.session import parquet
from regia.journeys.moments import moments
from regia.journeys.sources import EventSource, Place, TimeField

if TYPE_CHECKING:
    import duckdb

LEAST_SHARE = 0.1
"""Share of the records whose time lies after their last change from which it is a plan: less are typing errors."""

TRUSTED = 0.02
"""Share of another time that may lie after the last change where that change can be believed."""


def without_plans(
    connection: "duckdb.DuckDBPyConnection", sources: Sequence[EventSource], stamps: Mapping[Place, TimeField]
) -> tuple[EventSource, ...]:
    """Return the sources without such times; `stamps` say when each dataset's records were last changed.

    A last change is believed only where another time of the same records never lies after it.
    """
    return tuple(_real(connection, each, stamps.get(each.place)) for each in sources)


def _real(connection: "duckdb.DuckDBPyConnection", source: EventSource, stamp: TimeField | None) -> EventSource:
    days = [each for each in source.times if each.precision == "day"]
    if stamp is None or not days or len(source.times) < 2:
        return source
    after = _after(connection, source, stamp)
    believed = any(share <= TRUSTED for time, share in after.items() if not time.made)
    plans = [each for each in days if after[each] >= LEAST_SHARE] if believed else []
    return replace(source, times=tuple(each for each in source.times if each not in plans))


def _after(connection: "duckdb.DuckDBPyConnection", source: EventSource, stamp: TimeField) -> dict[TimeField, float]:
    """Return the share of the records whose time lies on a later day than their last change, for each time."""
    day = "CAST({} AS DATE)".format
    written = moments(connection, source.path, (stamp, *source.times))
    shares = ", ".join(
        f"coalesce(avg(CAST({day(written[time])} > {day(written[stamp])} + 1 AS INTEGER)), 0)" for time in source.times
    )
    row = connection.sql(f"SELECT {shares} FROM {parquet(source.path)}").fetchall()[0]  # noqa: S608
    return {time: float(share) for time, share in zip(source.times, row, strict=True)}
