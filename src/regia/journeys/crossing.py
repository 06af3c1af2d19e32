"""Finds how records of one system refer to those of another: a number carried over, though nothing declares it.

Numbers from 1 upwards match one another by chance. A true reference joins things that happen near each other in
time; one by chance joins them as far apart as any two: that is measured, beside the same pairs in another order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.engine.session import parquet, quoted
from regia.journeys.gathering import Gathered
from regia.journeys.sources import EventSource
from regia.resolve.records import identity

if TYPE_CHECKING:
    import duckdb

LEAST_MATCHES = 30
"""Records joined from which a reference can be told from chance."""

LEAST_SHARE = 0.1
"""Share of the filled records that a reference must join: one field may refer to things of several systems."""

NEARER = 0.05
"""The median time between the two records, as a share of that between records joined in another order."""


@dataclass(frozen=True)
class Crossing:
    """A field of one system that names records of another: how many it joins, and how near in time they are."""

    child: EventSource
    field: str
    parent: EventSource
    to_field: str
    joined: int
    share: float
    nearness: float


def cross_references(gathered: Gathered, candidates: Sequence[tuple[EventSource, str, bool]]) -> tuple[Crossing, ...]:
    """Find the references between systems and add them to the engine's `ties`.

    `candidates` are the fields that may name a record, and whether each of their values is there once.
    """
    connection = gathered.connection
    connection.execute(_TABLE)
    for number, (source, field, _) in enumerate(candidates):
        _read(connection, gathered, number, source, field)
    once = [number for number, (_, _, unique) in enumerate(candidates) if unique]
    found = []
    for child, parent, share in _joined(connection, candidates, once):
        crossing = _measured(connection, candidates, child, parent, share)
        if crossing is not None:
            found.append(crossing)
            places = (gathered.places.index(crossing.child.place), gathered.places.index(crossing.parent.place))
            _tie(connection, (child, parent), places)
    return tuple(found)


def _read(
    connection: "duckdb.DuckDBPyConnection", gathered: Gathered, number: int, source: EventSource, field: str
) -> None:
    place = gathered.places.index(source.place)
    value = f"ltrim(upper(trim(CAST({quoted(field)} AS VARCHAR))), '0')"
    connection.execute(
        f"INSERT INTO codes SELECT {number}, coalesce(e.thing, t.thing), v.value, e.moment FROM ("  # noqa: S608
        f"SELECT {identity(source.holder)} AS record, {value} AS value FROM {parquet(source.path)}) v "
        f"JOIN things t ON t.place = {place} AND t.record = v.record "
        "LEFT JOIN first_events e ON e.record_thing = t.thing WHERE v.value <> ''"
    )


def _joined(
    connection: "duckdb.DuckDBPyConnection",
    candidates: Sequence[tuple[EventSource, str, bool]],
    once: Sequence[int],
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of fields of two systems whose values meet often: child, parent, share; the most first."""
    systems = [source.holder.system for source, _, _ in candidates]
    listed = ", ".join(map(str, once)) or "-1"
    rows = connection.sql(
        "WITH sizes AS (SELECT field, count(*) AS n FROM codes GROUP BY 1) "  # noqa: S608
        "SELECT c.field, p.field, count(*) AS n, count(*) / any_value(s.n) AS share FROM codes c "
        f"JOIN codes p ON p.value = c.value AND p.field IN ({listed}) AND p.field <> c.field "
        "JOIN sizes s ON s.field = c.field GROUP BY 1, 2 "
        f"HAVING n >= {LEAST_MATCHES} AND share >= {LEAST_SHARE} ORDER BY n DESC, share DESC, 1, 2"
    ).fetchall()
    yield from (
        (int(child), int(parent), float(share)) for child, parent, _, share in rows if systems[child] != systems[parent]
    )


def _measured(
    connection: "duckdb.DuckDBPyConnection",
    candidates: Sequence[tuple[EventSource, str, bool]],
    child: int,
    parent: int,
    share: float,
) -> Crossing | None:
    """Return a reference with how near in time it joins things, or None where it is no nearer than chance.

    A value already found to name a record of another dataset counts no more.
    """
    joined, near, far = connection.execute(_NEARNESS, {"child": child, "parent": parent}).fetchall()[0]
    if joined < LEAST_MATCHES or not far or near > NEARER * far:
        return None
    (source, field, _), (to, to_field, _) = candidates[child], candidates[parent]
    return Crossing(source, field, to, to_field, joined, share, float(near) / float(far))


def _tie(connection: "duckdb.DuckDBPyConnection", fields: tuple[int, int], places: tuple[int, int]) -> None:
    """Tie the records that a reference joins, and take its values for no other."""
    (child, parent), (place, other) = fields, places
    connection.execute(
        f"INSERT INTO ties SELECT c.thing, min(p.thing), {place}, {other} FROM codes c "  # noqa: S608
        f"JOIN codes p ON p.value = c.value WHERE c.field = {child} AND p.field = {parent} GROUP BY c.thing"
    )
    connection.execute(
        f"DELETE FROM codes WHERE field = {child} AND value IN (SELECT value FROM codes WHERE field = {parent})"  # noqa: S608
    )


_TABLE = """
CREATE TEMP TABLE codes (field INTEGER, thing BIGINT, value VARCHAR, moment TIMESTAMP);
CREATE TEMP TABLE first_events AS
  SELECT own AS record_thing, any_value(thing) AS thing, min(moment) AS moment FROM events GROUP BY own;
"""

_NEARNESS = """
WITH met AS (
  SELECT epoch(c.moment) AS mine, epoch(p.moment) AS other, row_number() OVER (ORDER BY md5(c.value), c.thing) AS n
  FROM codes c JOIN codes p ON p.value = c.value
  WHERE c.field = $child AND p.field = $parent AND c.moment IS NOT NULL AND p.moment IS NOT NULL),
shifted AS (SELECT n % (SELECT count(*) FROM met) + 1 AS n, other FROM met)
SELECT count(*), median(abs(m.mine - m.other)), median(abs(m.mine - s.other)) FROM met m JOIN shifted s USING (n)
"""
