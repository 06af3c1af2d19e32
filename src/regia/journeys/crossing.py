"""Finds how records of one dataset refer to those of another: a number carried over, though nothing declares it.

Numbers from 1 upwards match one another by chance. A true reference joins things that happen near each other in
time; one by chance joins them as far apart as any two: that is measured, beside the same pairs in another order.
Two datasets that each number their own records in order of time are near by chance too, as long as both grow alike:
such numbers are taken for one only if the records are made together. What the profile took for a reference within a
system, by values alone, is held to that as well. Of several numbers that one may be, the best is taken (`_rank`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.engine.session import listed, parquet, quoted
from regia.journeys.gathering import Gathered
from regia.journeys.sources import Naming, Place
from regia.resolve.records import identity

if TYPE_CHECKING:
    import duckdb

LEAST_MATCHES = 30
"""Records joined from which a reference can be told from chance."""

LEAST_SHARE = 0.1
"""Share of the filled records that a reference must join: one field may refer to things of several systems."""

NEARER = 0.05
"""The median time between the two records, as a share of that between records joined in another order."""

MOSTLY = 0.8
"""Share of the records joined from which they are alike, or later, as a rule."""

LEAST_UNKNOWN, UNKNOWN_SHARE = 20, 0.02
"""Records, and their share, that name one which is not there, from which a reference is told to be partial."""

DENSE = 1.2
BACKWARDS = 0.02
"""Numbers are a dataset's own if they leave so few gaps, and so rarely fall from one moment to the next."""


@dataclass(frozen=True)
class Crossing:
    """A field that names records of another dataset: how many it joins, and how near in time they are (seconds).

    `lacks` counts the values that the other does not have, `alike` is the share of those written in the same way,
    `after` that of records later than those they name.
    """

    child: int
    parent: int
    joined: int
    near: float
    far: float
    alike: float
    after: float
    lacks: int


@dataclass(frozen=True)
class Crossed:
    """A reference found: the field that names, the one that is named, how many records are tied, how many are not.

    `unknown` counts the records that name one which is not there, though its number lies among those that are, or that
    is far from them in time, and so rather another's.
    """

    child: Naming
    parent: Naming
    joined: int
    unknown: int

    @property
    def partial(self) -> bool:
        """Whether so much of what is named is not there that the way between the two is seen in part only."""
        return self.unknown >= max(LEAST_UNKNOWN, UNKNOWN_SHARE * (self.joined + self.unknown))


def cross_references(gathered: Gathered, candidates: Sequence[Naming]) -> tuple[Crossed, ...]:
    """Find the references that nothing declares and add them to the engine's `ties`; drop those by chance."""
    connection = gathered.connection
    connection.execute(_TABLE)
    for number, each in enumerate(candidates):
        _read(connection, gathered, number, each)
    counted = _own_numbers(connection, candidates)
    dropped = _drop(gathered, candidates, counted)
    left = list(_likely(connection, candidates, counted, dropped))
    found: list[tuple[Crossing, int]] = []
    taken: set[int] = set()
    named = Counter(to for each in candidates for to in each.refers if (each.source.place, to) not in dropped)
    while left:
        crossing = min(left, key=lambda each: _rank(each, candidates, named))
        left.remove(crossing)
        child, parent = candidates[crossing.child], candidates[crossing.parent]
        places = gathered.places.index(child.source.place), gathered.places.index(parent.source.place)
        inside = child.source.holder.system == parent.source.holder.system
        if inside and _tied(gathered, *places):
            continue
        fewer = not taken.isdisjoint({crossing.child, crossing.parent})
        if fewer and _measured(connection, crossing.child, crossing.parent) is None:
            continue
        taken.add(crossing.child)
        named[parent.source.place] += 1
        found.append((crossing, _tie(connection, (crossing.child, crossing.parent), places)))
    return tuple(
        Crossed(candidates[each.child], candidates[each.parent], joined, _unknown(connection, each))
        for each, joined in found
    )


def _unknown(connection: "duckdb.DuckDBPyConnection", crossing: Crossing) -> int:
    fields = {"child": crossing.child, "parent": crossing.parent}
    return int(connection.execute(_UNKNOWN, fields).fetchall()[0][0])


def _read(connection: "duckdb.DuckDBPyConnection", gathered: Gathered, number: int, each: Naming) -> None:
    source, place = each.source, gathered.places.index(each.source.place)
    raw = f"trim(CAST({quoted(each.field)} AS VARCHAR))"
    connection.execute(
        f"INSERT INTO codes SELECT {number}, coalesce(e.thing, t.thing), v.value, v.raw, e.moment FROM ("  # noqa: S608
        f"SELECT {identity(source.holder)} AS record, {raw} AS raw, ltrim(upper({raw}), '0') AS value "
        f"FROM {parquet(source.path)}) v "
        f"JOIN things t ON t.place = {place} AND t.record = v.record "
        "LEFT JOIN first_events e ON e.record_thing = t.thing WHERE v.value <> ''"
    )


def _own_numbers(connection: "duckdb.DuckDBPyConnection", candidates: Sequence[Naming]) -> dict[int, float]:
    """Return the fields in which a dataset counts its own records, and the usual time from one record to the next."""
    once = listed(number for number, each in enumerate(candidates) if each.once)
    rows = connection.execute(_COUNTED.format(once=once), {"dense": DENSE, "backwards": BACKWARDS}).fetchall()
    return {int(number): float(gap) for number, gap in rows}


def _drop(gathered: Gathered, candidates: Sequence[Naming], counted: dict[int, float]) -> set[tuple[Place, Place]]:
    """Take back the ties between datasets that only count alike, and return them."""
    dropped: set[tuple[Place, Place]] = set()
    for child, parent in ((one, other) for one in counted for other in counted if one != other):
        place, other = candidates[child].source.place, candidates[parent].source.place
        if other in candidates[child].refers:
            measured = _measured(gathered.connection, child, parent)
            if measured is not None and measured.near > counted[parent]:
                dropped.add((place, other))
    for place, other in dropped:
        numbers = gathered.places.index(place), gathered.places.index(other)
        gathered.connection.execute("DELETE FROM ties WHERE child_place = ? AND parent_place = ?", numbers)
    return dropped


def _likely(
    connection: "duckdb.DuckDBPyConnection",
    candidates: Sequence[Naming],
    counted: dict[int, float],
    dropped: set[tuple[Place, Place]],
) -> Iterator[Crossing]:
    """Yield the pairs of fields whose records are nearer in time than chance would have them."""
    for child, parent in _joined(connection, candidates, dropped):
        measured = _measured(connection, child, parent)
        if measured is None:
            continue
        by_chance = child in counted and measured.near > counted.get(parent, counted[child])
        if measured.far and measured.near <= NEARER * measured.far and not by_chance:
            yield measured


def _joined(
    connection: "duckdb.DuckDBPyConnection", candidates: Sequence[Naming], dropped: set[tuple[Place, Place]]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of fields of two datasets whose values meet often, the second one there once for each value.

    A key names nothing that is no key itself: it is what is named. Within a system only the key of a dataset is named,
    across systems by no field that names a record of its own.
    """
    once = listed(number for number, each in enumerate(candidates) if each.once)
    rows = connection.sql(
        "WITH sizes AS (SELECT field, count(*) AS n FROM codes GROUP BY 1) "  # noqa: S608
        "SELECT c.field, p.field FROM codes c "
        f"JOIN codes p ON p.value = c.value AND p.field IN ({once}) AND p.field <> c.field "
        "JOIN sizes s ON s.field = c.field GROUP BY 1, 2 "
        f"HAVING count(*) >= {LEAST_MATCHES} AND count(*) / any_value(s.n) >= {LEAST_SHARE} ORDER BY 1, 2"
    ).fetchall()
    for child, parent in rows:
        one, other = candidates[child], candidates[parent]
        if one.source.place == other.source.place or (one.key and not other.key):
            continue
        inside = one.source.holder.system == other.source.holder.system
        naming = (one,) if inside else (one, other)
        known = any((each.source.place, to) not in dropped for each in naming for to in each.refers)
        if not known and (not inside or (other.key and not one.key)):
            yield int(child), int(parent)


def _rank(crossing: Crossing, candidates: Sequence[Naming], named: Mapping[Place, int]) -> tuple[object, ...]:
    """Return how good a reference is, the best first.

    Within its system, written alike, to a number that has all its values and that others refer to (of numbers that
    count in step it is the one carried over), later than it, and near in time.
    """
    child, parent = candidates[crossing.child], candidates[crossing.parent]
    apart = child.source.holder.system != parent.source.holder.system
    unlike, before = crossing.alike < MOSTLY, crossing.after < MOSTLY
    known = -named.get(parent.source.place, 0)
    return (
        apart,
        not parent.key,
        unlike,
        crossing.lacks > 0,
        known,
        before,
        crossing.near,
        crossing.child,
        crossing.parent,
    )


def _measured(connection: "duckdb.DuckDBPyConnection", child: int, parent: int) -> Crossing | None:
    """Return what is known of the records that two fields join, or None where they are too few.

    A value already found to name a record of another dataset counts no more.
    """
    fields = {"child": child, "parent": parent}
    joined, near, far, alike, after = connection.execute(_NEARNESS, fields).fetchall()[0]
    if joined < LEAST_MATCHES or near is None:
        return None
    lacks = int(connection.execute(_LACKS, fields).fetchall()[0][0])
    return Crossing(child, parent, int(joined), float(near), float(far), float(alike), float(after), lacks)


def _tied(gathered: Gathered, place: int, other: int) -> bool:
    """Whether things of two places are tied already, one way or the other."""
    rows = gathered.connection.execute(_TIED, {"one": place, "other": other}).fetchall()
    return bool(rows)


def _tie(connection: "duckdb.DuckDBPyConnection", fields: tuple[int, int], places: tuple[int, int]) -> int:
    """Tie the records that a reference joins, and take its values for no other system; return how many are tied."""
    (child, parent), (place, other) = fields, places
    tied = connection.execute(
        f"INSERT INTO ties SELECT c.thing, min(p.thing), {place}, {other}, 0 FROM codes c "  # noqa: S608
        f"JOIN codes p ON p.value = c.value WHERE c.field = {child} AND p.field = {parent} GROUP BY c.thing"
    ).fetchall()
    connection.execute(
        f"DELETE FROM codes WHERE field = {child} AND value IN (SELECT value FROM codes WHERE field = {parent})"  # noqa: S608
    )
    return int(tied[0][0])


_TABLE = """
CREATE TEMP TABLE codes (field INTEGER, thing BIGINT, value VARCHAR, raw VARCHAR, moment TIMESTAMP);
CREATE TEMP TABLE first_events AS
  SELECT own AS record_thing, any_value(thing) AS thing, min(moment) AS moment FROM events GROUP BY own;
"""

_COUNTED = """
WITH numbers AS (
  SELECT field, TRY_CAST(value AS BIGINT) AS value, moment FROM codes
  WHERE field IN ({once}) AND moment IS NOT NULL AND TRY_CAST(value AS BIGINT) IS NOT NULL),
steps AS (
  SELECT field, value, moment, lag(value) OVER in_time AS earlier, lag(moment) OVER in_time AS before FROM numbers
  WINDOW in_time AS (PARTITION BY field ORDER BY moment, value)),
told AS (
  SELECT field, max(value) - min(value) + 1 <= $dense * count(*) AS dense,
    avg(CAST(value < earlier AS INTEGER)) FILTER (moment > before) AS fell,
    (epoch(max(moment)) - epoch(min(moment))) / count(*) AS gap
  FROM steps GROUP BY field)
SELECT field, gap FROM told WHERE dense AND fell <= $backwards ORDER BY field
"""

_NEARNESS = """
WITH met AS (
  SELECT epoch(c.moment) AS mine, epoch(p.moment) AS other, c.raw = p.raw AS alike,
    row_number() OVER (ORDER BY md5(c.value), c.thing) AS n
  FROM codes c JOIN codes p ON p.value = c.value
  WHERE c.field = $child AND p.field = $parent AND c.moment IS NOT NULL AND p.moment IS NOT NULL),
shifted AS (SELECT n % (SELECT count(*) FROM met) + 1 AS n, other FROM met)
SELECT count(*), median(abs(m.mine - m.other)), median(abs(m.mine - s.other)), avg(CAST(alike AS INTEGER)),
  avg(CAST(m.mine // 86400 >= m.other // 86400 AS INTEGER))
FROM met m JOIN shifted s USING (n)
"""

_LACKS = """
SELECT count(*) FROM codes c ANTI JOIN (SELECT value FROM codes WHERE field = $parent) p USING (value)
WHERE c.field = $child
"""

# A customer's own number, written where others write ours, looks otherwise or lies elsewhere.
_UNKNOWN = """
WITH known AS (
  SELECT regexp_replace(value, '[0-9]', '', 'g') AS form, min(number) AS low, max(number) AS high
  FROM (SELECT value, TRY_CAST(regexp_replace(value, '[^0-9]', '', 'g') AS HUGEINT) AS number
    FROM codes WHERE field = $parent) GROUP BY 1)
SELECT count(*) FROM codes c JOIN known k ON k.form = regexp_replace(c.value, '[0-9]', '', 'g')
WHERE c.field = $child AND TRY_CAST(regexp_replace(c.value, '[^0-9]', '', 'g') AS HUGEINT) BETWEEN k.low AND k.high
"""

_TIED = """
SELECT 1 FROM ties WHERE (child_place = $one AND parent_place = $other)
  OR (child_place = $other AND parent_place = $one) LIMIT 1
"""
