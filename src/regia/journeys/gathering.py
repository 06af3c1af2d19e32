"""Gathers the events of all datasets, the things they happen to, and how those things refer to one another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from regia.engine.session import column_types, literal, parquet, quoted
from regia.journeys.activity import Activity, LeftOut, Outside
from regia.journeys.clock_pairs import move_shifted
from regia.journeys.gathering_logs import GatheredLog, gather_log
from regia.journeys.logs import RecordedLog
from regia.journeys.moments import Clock, moment
from regia.journeys.sources import EARLIEST, EventSource, Place, TimeField
from regia.journeys.teams import Team
from regia.profile.clocks import Clocks, Timed, clocks
from regia.resolve.records import Holder, identity

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_TABLES = """
CREATE TEMP TABLE things (thing BIGINT, place INTEGER, record VARCHAR);
CREATE TEMP TABLE events (event BIGINT, activity INTEGER, thing BIGINT, own BIGINT, moment TIMESTAMP, exact BOOLEAN,
  team VARCHAR, sure DOUBLE);
CREATE TEMP TABLE ties (child BIGINT, parent BIGINT, child_place INTEGER, parent_place INTEGER, sure DOUBLE);
"""


_UNITED = """
CREATE TEMP TABLE united AS
WITH begun AS (SELECT own AS thing, min(epoch(moment)) AS began FROM events GROUP BY 1),
records AS (SELECT a.*, b.began FROM alike a LEFT JOIN begun b USING (thing)),
first AS (
  SELECT entity, place FROM records GROUP BY 1, 2
  QUALIFY row_number() OVER (PARTITION BY entity ORDER BY count(*) DESC, place) = 1),
stands AS (SELECT r.* FROM records r JOIN first USING (entity, place))
SELECT r.thing, s.thing AS one, least(r.probability, s.probability) AS sure FROM records r JOIN stands s USING (entity)
WHERE r.place <> s.place OR r.thing = s.thing
QUALIFY row_number() OVER (PARTITION BY r.thing ORDER BY abs(r.began - s.began) NULLS LAST, s.thing) = 1;
"""


@dataclass(frozen=True)
class Gathered:
    """Events, things and ties in the engine's tables `events`, `things` and `ties`; a thing's place by its number.

    `sure` is the probability that a tie is true, and that what an event is about is what its record tells of.
    `clocks` tell which times turned out to be UTC. `outside` counts the times that tell no event, by activity. `types`
    are the types of the things of logs, and `left_out` what a log itself says is no step.
    """

    connection: "duckdb.DuckDBPyConnection"
    places: tuple[Place, ...]
    activities: tuple[Activity, ...]
    outside: Mapping[int, Outside]
    clocks: Clocks = field(default_factory=Clocks)
    types: Mapping[Place, str] = field(default_factory=dict)
    left_out: Mapping[int, LeftOut] = field(default_factory=dict)


def gather(
    connection: "duckdb.DuckDBPyConnection",
    sources: Sequence[EventSource],
    known: Mapping[Place, Holder],
    *,
    zone: str,
    until: date,
    same: "pa.Table",
    logs: Sequence[RecordedLog] = (),
    acting: Mapping[Place, Team] | None = None,
) -> Gathered:
    """Read the records of event datasets, and of those they refer to, into the engine.

    `zone` is where the company is: times without a zone are its clock's, unless they turn out to be UTC.
    `same` are the records that are one thing
    (entity, system, dataset, record, probability): they become one. What `logs` tell comes after all else. `acting` is
    what names the team that did the work of a dataset.
    """
    connection.execute(_TABLES)
    acting = acting or {}
    timed = (*sources, *(each.source for log in logs for each in log.lists))
    told = clocks(connection, map(_timed, timed), zone)
    places = _places(sources, known)
    by_place = {source.place: source for source in sources}
    wanted = _wanted(sources)
    for number, place in enumerate(places):
        columns = _columns(connection, known[place], by_place.get(place), wanted.get(place, ()), zone=zone, clocks=told)
        columns.append(f"{acting[place].sql() if place in acting else 'NULL::VARCHAR'} AS team")
        _read(connection, number, known[place], columns)
    for source in sources:
        for at, reference in enumerate(source.references):
            if reference.to in places:
                by = wanted[reference.to].index(reference.to_fields)
                child, parent = (places.index(source.place), at), (places.index(reference.to), by)
                _tie(connection, child, parent, sure=reference.probability)
    activities, outside = _events(connection, places, sources, until)
    moved = move_shifted(connection, activities, told.systems, zone)
    told = replace(told, shifted=told.shifted ^ moved)
    if places:
        _unite(connection, places, same)
    found = Gathered(connection, places, activities, outside, told)
    for log in logs:
        clock = Clock(zone, utc=log.system in told.systems)
        gathered = gather_log(
            connection, log, first=len(found.places), number=len(found.activities), clock=clock, until=until
        )
        found = _with_log(found, gathered)
    return found


def _with_log(found: Gathered, log: GatheredLog) -> Gathered:
    return replace(
        found,
        places=(*found.places, *log.places),
        activities=(*found.activities, *log.activities),
        outside={**found.outside, **log.outside},
        types={**found.types, **log.types},
        left_out={**found.left_out, **log.left_out},
    )


def _timed(source: EventSource) -> Timed:
    return Timed(source.place, source.path, tuple(each.name for each in source.times if each.form == "time"))


def _places(sources: Sequence[EventSource], known: Mapping[Place, Holder]) -> tuple[Place, ...]:
    own = {source.place for source in sources}
    referred = {reference.to for source in sources for reference in source.references}
    return tuple(sorted(own | {place for place in referred if place in known and known[place].key}))


def _wanted(sources: Sequence[EventSource]) -> dict[Place, tuple[tuple[str, ...], ...]]:
    """Return, for each dataset referred to, the fields by which it is."""
    found: dict[Place, set[tuple[str, ...]]] = {}
    for source in sources:
        for reference in source.references:
            found.setdefault(reference.to, set()).add(reference.to_fields)
    return {place: tuple(sorted(each)) for place, each in found.items()}


def _columns(
    connection: "duckdb.DuckDBPyConnection",
    holder: Holder,
    source: EventSource | None,
    wanted: Sequence[tuple[str, ...]],
    *,
    zone: str,
    clocks: Clocks,
) -> list[str]:
    """Return, as SQL, a dataset's ids, what its records are referred to by, its times, and what it refers to."""
    columns = [f"{identity(holder)} AS record"]
    columns += [f"{_together(fields)} AS by_{at}" for at, fields in enumerate(wanted)]
    if source is not None:
        types = column_types(connection, holder.path)
        for at, time in enumerate(source.times):
            clock = Clock(zone, utc=clocks.utc(source.place, time.name))
            read = moment(time, types[time.name], clock)
            columns += [f"{read} AS t{at}", f"{_written(time)} AND {read} IS NULL AS u{at}"]
        columns += [f"{_together(each.fields)} AS to_{at}" for at, each in enumerate(source.references)]
        columns += [f"CAST({quoted(source.state)} AS VARCHAR) AS state"] if source.state else []
    return columns


def _written(time: TimeField) -> str:
    """Return, as SQL, whether a field says anything: zeros and blanks stand for no date."""
    return f"trim(CAST({quoted(time.name)} AS VARCHAR), ' 0') <> ''"


def _read(connection: "duckdb.DuckDBPyConnection", number: int, holder: Holder, columns: Sequence[str]) -> None:
    """Keep a dataset's records as `r<number>`, each a thing."""
    connection.execute(
        f"CREATE TEMP TABLE r{number} AS SELECT (SELECT count(*) FROM things) + row_number() OVER () AS thing, * "  # noqa: S608
        f"FROM (SELECT {', '.join(columns)} FROM {parquet(holder.path)} x)"
    )
    connection.execute(f"INSERT INTO things SELECT thing, {number}, record FROM r{number}")  # noqa: S608


def _tie(
    connection: "duckdb.DuckDBPyConnection", child: tuple[int, int], parent: tuple[int, int], *, sure: float
) -> None:
    """Tie the records of a place, by what they refer to, to those of another, by what they are referred by."""
    (place, to), (other, by) = child, parent
    connection.execute(
        f"INSERT INTO ties SELECT c.thing, min(p.thing), {place}, {other}, {sure} FROM r{place} c "  # noqa: S608
        f"JOIN r{other} p ON c.to_{to} = p.by_{by} GROUP BY c.thing"
    )


def _events(
    connection: "duckdb.DuckDBPyConnection", places: Sequence[Place], sources: Sequence[EventSource], until: date
) -> tuple[tuple[Activity, ...], dict[int, Outside]]:
    activities: list[Activity] = []
    outside: dict[int, Outside] = {}
    for source in sources:
        for at, time in enumerate(source.times):
            for state in _states(connection, places.index(source.place), source):
                activity = Activity(len(activities), source, time, state)
                activities.append(activity)
                outside[activity.number] = _take(connection, places, activity, at, until)
    return tuple(activities), outside


def _take(
    connection: "duckdb.DuckDBPyConnection", places: Sequence[Place], activity: Activity, at: int, until: date
) -> Outside:
    """Take the events of an activity, and return how many of its times are none."""
    number, end = places.index(activity.source.place), until + timedelta(days=1)
    state = f" AND state = {literal(activity.state)}" if activity.state else ""
    where = f"FROM r{number} r {_about(activity.source, places)} WHERE (t{at} IS NOT NULL OR u{at}){state}"
    outside = connection.sql(
        f"SELECT count(*) FILTER (t{at} >= '{end}'), count(*) FILTER (t{at} < '{EARLIEST}'), "
        f"count(*) FILTER (u{at}) {where}"
    ).fetchall()[0]
    connection.execute(
        f"INSERT INTO events SELECT (SELECT count(*) FROM events) + row_number() OVER (), {activity.number}, "  # noqa: S608
        f"coalesce(k.parent, r.thing), r.thing, t{at}, {activity.time.precision == 'second'}, r.team, 1 "
        f"{where} AND t{at} >= '{EARLIEST}' AND t{at} < '{end}'"
    )
    return Outside(*map(int, outside))


def _about(source: EventSource, places: Sequence[Place]) -> str:
    """Return what ties an event to the thing it is about: itself, or, in a history of states, what it refers to."""
    subject = source.subject(places)
    if subject == source.place:
        return "LEFT JOIN (SELECT NULL::BIGINT AS child, NULL::BIGINT AS parent) k ON false"
    child, parent = places.index(source.place), places.index(subject)
    tied = f"SELECT child, parent FROM ties WHERE child_place = {child} AND parent_place = {parent}"  # noqa: S608
    return f"LEFT JOIN ({tied}) k ON k.child = r.thing"


def _states(connection: "duckdb.DuckDBPyConnection", number: int, source: EventSource) -> Iterator[str | None]:
    if source.state is None:
        yield None
        return
    rows = connection.sql(f"SELECT DISTINCT state FROM r{number} WHERE state IS NOT NULL ORDER BY 1").fetchall()  # noqa: S608
    yield from (str(state) for (state,) in rows)


def _unite(connection: "duckdb.DuckDBPyConnection", places: Sequence[Place], same: "pa.Table") -> None:
    """Let records that are one thing be one: that of the dataset that has most of them stands for those of the others.

    Two records of one dataset are two pieces of work, even of the same customer: a record of another dataset is one
    with that of them that began nearest in time.
    """
    numbers = ", ".join(f"({literal(system)}, {literal(dataset)}, {at})" for at, (system, dataset) in enumerate(places))
    connection.register("same", same)
    connection.execute(
        "CREATE TEMP TABLE alike AS SELECT DISTINCT s.entity, s.probability, t.place, t.thing FROM same s "  # noqa: S608
        f"JOIN (VALUES {numbers}) p(system, dataset, place) USING (system, dataset) "
        "JOIN things t ON t.place = p.place AND t.record = s.record"
    )
    connection.execute(_UNITED)
    connection.unregister("same")
    for table, column in (("events", "thing"), ("ties", "child"), ("ties", "parent")):
        connection.execute(
            f"UPDATE {table} SET {column} = u.one, sure = {table}.sure * u.sure FROM united u "  # noqa: S608
            f"WHERE {table}.{column} = u.thing AND u.thing <> u.one"
        )


def _together(fields: Iterable[str]) -> str:
    return " || '|' || ".join(f"CAST({quoted(each)} AS VARCHAR)" for each in fields)
