"""Finds which work follows from which where no number is carried over: by the customer that both are about, and when.

An offer and the order that came of it name the same customer, and the order comes soon after. How soon by chance is
measured on the same records with their times moved by months: within the span of time taken, nearly all that is found
must be more than chance. Where both tell an amount, the same amount makes chance rarer still.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.engine.session import listed, literal, parquet, quoted
from regia.journeys.gathering import Gathered
from regia.journeys.logs import KIND
from regia.journeys.sources import EventSource, Place
from regia.resolve.records import identity

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

LEAST = 30
"""Records beyond chance from which a way is followed."""

PURE = 0.95
"""Share of the records found within a span that must be more than chance."""

LEAST_SHARE = 0.1
"""Share of the later records that must have an earlier one within the span."""

SPANS = (600, 3_600, 14_400, 86_400, 172_800, 345_600, 691_200, 1_296_000)
LONG_SPANS = (2_592_000, 5_184_000)
"""How long after the earlier record the later one may come, in seconds: ten minutes to two weeks, two months at most
where the amount is the same.
"""

MANY = 50
"""Records for each thing referred to from which that is no customer, but a clerk or a shop."""

MOVED = (-211, -97, 97, 211)
"""By how many days the later records are moved to see what chance finds."""

MOST_OF = 0.5
"""Share of what is found by the customer alone from which the same amount is asked for as well."""

_WORK = frozenset({"transaction", "log"})


@dataclass(frozen=True)
class Companions:
    """Two places whose things go together: the later, the earlier, within how many seconds, and how many do.

    `amount` tells that they are of the same amount too.
    """

    later: int
    earlier: int
    amount: bool
    within: int
    beyond_chance: float
    found: int

    @property
    def sure(self) -> float:
        """The share of what is found within the span that is more than chance."""
        return min(self.beyond_chance / self.found, 1.0)


def companions(
    gathered: Gathered, sources: Sequence[EventSource], amounts: Mapping[Place, Sequence[str]], same: "pa.Table"
) -> tuple[Companions, ...]:
    """Find such pairs, the surest first, and tie in the engine's `ties` what they join.

    `amounts` are the fields of money of each dataset, and `same` the records that are one (entity, system, dataset,
    record), customers among them. Places that are tied already, however far around, are left as they are.
    """
    places = {place: number for number, place in enumerate(gathered.places)}
    working = [each for each in sources if each.state is None and each.kind != KIND and not each.is_permission]
    if len(working) < 2:
        return ()
    connection = gathered.connection
    hubs = listed(places[each.place] for each in sources if each.kind not in _WORK)
    homes = ", ".join(
        f"({each.number}, {places[each.source.place]})" for each in gathered.activities if each.source in working
    )
    named = ", ".join(f"({literal(system)}, {literal(name)}, {number})" for (system, name), number in places.items())
    connection.register("parties", same)
    connection.execute(_TABLES.format(named=named, homes=homes, hubs=hubs, many=MANY))
    connection.unregister("parties")
    for source in working:
        for field in amounts.get(source.place, ()):
            _read_amounts(connection, places[source.place], source, field)
    connection.execute(_WITH_AMOUNTS)
    group = _groups(connection, {places[each.place]: each.kind in _WORK for each in sources})
    found: list[Companions] = []
    for each in sorted(_likely(connection, group), key=lambda each: (-each.beyond_chance, each.later, each.earlier)):
        one, other = group[each.later], group[each.earlier]
        if one != other:
            asked = _asked(each.later, each.earlier, [each.within]) | {"sure": each.sure}
            connection.execute(_TIE.format(gaps=_gaps(each.amount, _ONCE)), asked)
            found.append(each)
            group = _together(group, one, other)
    return tuple(found)


def _together(group: Mapping[int, int], one: int, other: int) -> dict[int, int]:
    """Return what stands for each place once two groups are one, for which `one` stands."""
    return {place: one if of == other else of for place, of in group.items()}


def _read_amounts(connection: "duckdb.DuckDBPyConnection", place: int, source: EventSource, field: str) -> None:
    connection.execute(
        "INSERT INTO amounts SELECT coalesce(u.one, t.thing), CAST(round(v.amount * 100) AS BIGINT) FROM ("  # noqa: S608
        f"SELECT {identity(source.holder)} AS record, TRY_CAST({quoted(field)} AS DOUBLE) AS amount "
        f"FROM {parquet(source.path)}) v JOIN things t ON t.place = {place} AND t.record = v.record "
        "LEFT JOIN united u ON u.thing = t.thing WHERE v.amount > 0"
    )


def _groups(connection: "duckdb.DuckDBPyConnection", work: Mapping[int, bool]) -> dict[int, int]:
    """Return, for each place, one that stands for all those it is tied to; a register ties nothing together."""
    group = {place: place for place in work}
    for one, other in connection.sql(f"{_TIED} HAVING count(*) >= {LEAST} ORDER BY 1, 2").fetchall():
        if work.get(one) and work.get(other) and group[one] != group[other]:
            group = _together(group, group[one], group[other])
    return group


def _likely(connection: "duckdb.DuckDBPyConnection", group: Mapping[int, int]) -> Iterator[Companions]:
    priced = {int(place) for (place,) in connection.sql("SELECT DISTINCT place FROM met_by_amount").fetchall()}
    for later, earlier in connection.execute(_MEETING, {"least": LEAST, "share": LEAST_SHARE}).fetchall():
        if later in group and earlier in group and group[later] != group[earlier]:
            plain = _beyond_chance(connection, later, earlier, amount=False)
            equal = _beyond_chance(connection, later, earlier, amount=True) if {later, earlier} <= priced else None
            if equal and (plain is None or equal.beyond_chance >= MOST_OF * plain.beyond_chance):
                yield equal
            elif plain:
                yield plain


def _beyond_chance(
    connection: "duckdb.DuckDBPyConnection", later: int, earlier: int, *, amount: bool
) -> Companions | None:
    """Return the span within which most are found beyond chance, or None where none is pure enough."""
    asked = _asked(later, earlier, [*SPANS, *(LONG_SPANS if amount else ())]) | {"moved": [0, *MOVED]}
    rows = connection.execute(_FOUND.format(gaps=_gaps(amount, _AGAIN)), asked).fetchall()
    found = []
    for within, all_of_them, really, by_chance in rows:
        beyond = float(really or 0) - float(by_chance or 0)
        if beyond >= max(LEAST, PURE * float(really or 0), LEAST_SHARE * all_of_them):
            found.append(Companions(later, earlier, amount, int(within), beyond, int(really)))
    return max(found, key=lambda each: (each.beyond_chance, -each.within), default=None)


def _asked(later: int, earlier: int, spans: list[int]) -> dict[str, object]:
    return {"later": later, "earlier": earlier, "spans": spans}


def _gaps(amount: bool, moved: str) -> str:
    """Return, as SQL, how long after an earlier thing each later one came, with the same amount or any."""
    return _GAPS.format(met="met_by_amount" if amount else "met", moved=moved)


_ONCE, _AGAIN = "(SELECT 0 AS moved)", "unnest(CAST($moved AS INTEGER[])) m(moved)"

_TIED = "SELECT child_place, parent_place FROM ties WHERE child_place <> parent_place GROUP BY 1, 2"

# Whom each thing is about: those that its records refer to and that do no work themselves, one for all their records.
_TABLES = """
CREATE TEMP TABLE about AS
WITH parties_of AS (
  SELECT t.thing, s.entity FROM parties s JOIN (VALUES {named}) p(system, dataset, place) USING (system, dataset)
  JOIN things t ON t.place = p.place AND t.record = s.record),
working(activity, place) AS (VALUES {homes}),
crowded AS (
  SELECT child_place, parent_place FROM ties GROUP BY 1, 2
  HAVING count(DISTINCT child) > {many} * count(DISTINCT parent))
SELECT DISTINCT t.child AS thing, coalesce(s.entity, 'thing ' || t.parent) AS party FROM ties t
LEFT JOIN parties_of s ON s.thing = t.parent ANTI JOIN crowded c USING (child_place, parent_place)
WHERE t.parent_place IN ({hubs}) OR t.parent_place NOT IN (SELECT place FROM working)
UNION SELECT coalesce(u.one, s.thing), s.entity FROM parties_of s LEFT JOIN united u ON u.thing = s.thing;
CREATE TEMP TABLE met AS
SELECT w.place, e.thing, a.party, e.moment, e.exact FROM events e
JOIN (VALUES {homes}) w(activity, place) USING (activity)
JOIN about a ON a.thing = e.thing;
CREATE TEMP TABLE amounts (thing BIGINT, amount BIGINT);
"""

_WITH_AMOUNTS = """
CREATE TEMP TABLE met_by_amount AS
SELECT m.place, m.thing, m.party || ' ' || a.amount AS party, m.moment, m.exact
FROM met m JOIN (SELECT DISTINCT * FROM amounts) a USING (thing);
"""

_MEETING = """
WITH parties_of AS (SELECT DISTINCT place, party FROM met),
sizes AS (SELECT place, count(*) AS n FROM parties_of GROUP BY 1)
SELECT a.place, b.place FROM parties_of a JOIN parties_of b ON b.party = a.party AND b.place <> a.place
JOIN sizes s ON s.place = a.place
GROUP BY 1, 2 HAVING count(*) >= greatest($least, $share * any_value(s.n)) ORDER BY 1, 2
"""

# A day stands for its end where it is the later one, and for its beginning where it is the earlier one.
_GAPS = """
WITH firsts AS (
  SELECT thing, party,
    arg_min(moment + to_seconds(CASE WHEN exact THEN 0 ELSE 86399 END), moment) AS came
  FROM {met} WHERE place = $later GROUP BY 1, 2),
tried AS (SELECT thing, party, came + to_days(CAST(moved AS INTEGER)) AS came, moved FROM firsts, {moved}),
earlier AS (SELECT thing, party, moment FROM {met} WHERE place = $earlier),
gaps AS (
  SELECT t.thing, t.moved, e.thing AS earlier, epoch(t.came) - epoch(e.moment) AS gap
  FROM tried t ASOF JOIN earlier e ON e.party = t.party AND t.came >= e.moment
  WHERE e.thing <> t.thing
  QUALIFY row_number() OVER (PARTITION BY t.thing, t.moved ORDER BY gap, e.thing) = 1)
"""

_FOUND = """{gaps},
seen AS (SELECT min(moment) AS first, max(moment) AS last FROM earlier),
sizes AS (SELECT moved, count(DISTINCT thing) AS n FROM tried, seen WHERE came BETWEEN first AND last GROUP BY 1),
counted AS (
  SELECT w.within, g.moved, count(*) FILTER (g.gap <= w.within) AS n
  FROM gaps g, unnest(CAST($spans AS INTEGER[])) w(within) GROUP BY 1, 2)
SELECT c.within, (SELECT count(DISTINCT thing) FROM firsts),
  max(c.n) FILTER (c.moved = 0),
  avg(c.n / s.n) FILTER (c.moved <> 0) * max(s.n) FILTER (c.moved = 0)
FROM counted c JOIN sizes s USING (moved) GROUP BY 1 ORDER BY 1
"""

_TIE = """
INSERT INTO ties {gaps}
SELECT thing, earlier, $later, $earlier, $sure FROM gaps WHERE gap <= CAST($spans[1] AS INTEGER)
"""
