"""Finds stamps of the last change that tell of none: always that of the making, whatever happened since."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.engine.session import parquet
from regia.journeys.moments import moments
from regia.journeys.sources import EventSource, Place, TimeField

if TYPE_CHECKING:
    import duckdb

LEAST, SHARE = 50, 0.99
"""Records that tell both times, and the share of them in which the two are the same."""

_WORK = frozenset({"transaction", "entity"})


@dataclass(frozen=True)
class Unchanged:
    """A stamp of the last change that is always the first time of the record, and how many records have it."""

    source: EventSource
    field: str
    same_as: str
    records: int


def unchanged(
    connection: "duckdb.DuckDBPyConnection",
    sources: Sequence[EventSource],
    stamps: Mapping[Place, TimeField],
    states: Collection[Place],
) -> tuple[Unchanged, ...]:
    """Return such stamps of records that have a state, which does change: what is written once needs no change."""
    return tuple(
        found
        for source in sources
        if source.kind in _WORK and source.place in states and (stamp := stamps.get(source.place)) is not None
        for found in _unchanged(connection, source, stamp)
    )


def _unchanged(connection: "duckdb.DuckDBPyConnection", source: EventSource, stamp: TimeField) -> Iterator[Unchanged]:
    written = moments(connection, source.path, (stamp, *source.times))
    changed, times = written[stamp], [written[time] for time in source.times]
    same = ", ".join(f"count(*) FILTER ({changed} = {time} AND {time} = least({', '.join(times)}))" for time in times)
    told, *counts = connection.sql(f"SELECT count({changed}), {same} FROM {parquet(source.path)}").fetchall()[0]  # noqa: S608
    for time, count in zip(source.times, counts, strict=True):
        if told >= LEAST and count >= SHARE * told:
            yield Unchanged(source, stamp.name, time.name, int(count))
            return
