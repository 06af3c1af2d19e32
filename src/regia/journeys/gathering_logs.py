"""Gathers what a log kept by another tool tells: its events, the things that they touch, and how those belong together.

An event is about the one thing of its most particular kind that it touches: of the kinds of which it touches one
thing alone, the kind that has most things. «Order placed» with five lines is about the order, «line picked» with one
line and its order about the line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

from regia.engine.session import column_types, literal, parquet, quoted
from regia.journeys.activity import Activity, LeftOut, Outside
from regia.journeys.logs import EventList, RecordedLog
from regia.journeys.moments import Clock, moment
from regia.journeys.sources import EARLIEST, Place
from regia.resolve.records import identity

if TYPE_CHECKING:
    import duckdb

CASE = "case"
"""The type of the things of a log that knows cases alone."""

_OWN = "own"
_FINISHED = "complete"
_LEFT_OUT: dict[str, LeftOut] = {name: name for name in get_args(LeftOut)}


@dataclass(frozen=True)
class GatheredLog:
    """What came of a log: the places of its events and things, its activities, and what is left out of it."""

    places: tuple[Place, ...]
    activities: tuple[Activity, ...]
    outside: Mapping[int, Outside]
    types: Mapping[Place, str]
    left_out: Mapping[int, LeftOut]


def gather_log(
    connection: "duckdb.DuckDBPyConnection", log: RecordedLog, *, first: int, number: int, clock: Clock, until: date
) -> GatheredLog:
    """Add a log's events, things and ties to the engine's tables; places count from `first`, activities from `number`.

    `until` is the last day of which events are believed.
    """
    connection.execute(_TABLES)
    for at, listed in enumerate(log.lists):
        connection.execute(f"INSERT INTO log_events {_events(connection, log, listed, at, clock)}")
    connection.execute(f"INSERT INTO log_touched {_touched(log)}")
    types = [str(name) for (name,) in connection.sql("SELECT DISTINCT type FROM log_touched ORDER BY 1").fetchall()]
    things = {(log.system, f"{log.prefix}{name}"): name for name in types}
    places = (*(each.source.place for each in log.lists), *things)
    _things(connection, first, len(log.lists), types)
    connection.execute(_ABOUT)
    _ties(connection, log)
    activities, left_out = _activities(connection, log, places, number)
    outside = _take(connection, until)
    return GatheredLog(places, activities, outside, things, left_out)


def _events(connection: "duckdb.DuckDBPyConnection", log: RecordedLog, listed: EventList, at: int, clock: Clock) -> str:
    """Return, as SQL, the events of a table, as `log_events` holds them."""
    holder, time = listed.source.holder, listed.source.times[0]
    types = column_types(connection, holder.path)
    record = identity(holder)
    event = record if log.tables is None else "CAST(ocel_id AS VARCHAR)"
    columns = [
        f"{at} AS list", f"{record} AS record", f"{event} AS event", f"{_activity(log, listed)} AS activity",
        f"{moment(time, types[time.name], clock)} AS moment", f"{_column(listed.team)} AS team",
        f"{_column(listed.precision)} = 'day' AS by_day", f"{_column(listed.role)} AS role",
        f"{_column(log.case)} AS thing_id",
    ]  # fmt: skip
    return f"SELECT {', '.join(columns)} FROM {parquet(holder.path)} x"  # noqa: S608


def _activity(log: RecordedLog, listed: EventList) -> str:
    if listed.activity is None and log.tables is not None:
        kinds = parquet(log.tables["event"].path)
        return f"(SELECT any_value(CAST(k.ocel_type AS VARCHAR)) FROM {kinds} k WHERE k.ocel_id = x.ocel_id)"  # noqa: S608
    name, step = _column(listed.activity), _column(listed.lifecycle)
    return f"{name} || CASE WHEN lower({step}) <> '{_FINISHED}' THEN ' · ' || {step} ELSE '' END"


def _column(name: str | None) -> str:
    return "NULL::VARCHAR" if name is None else f"CAST({quoted(name)} AS VARCHAR)"


def _touched(log: RecordedLog) -> str:
    """Return, as SQL, what each event touches: event, thing, its type, whether it is said to be the event's own."""
    if log.tables is None:
        return f"SELECT DISTINCT event, thing_id, '{CASE}', true FROM log_events WHERE thing_id IS NOT NULL"  # noqa: S608
    touched, known = (log.tables[name] for name in ("event_object", "object"))
    own = f"coalesce(ocel_qualifier = '{_OWN}', false)" if "ocel_qualifier" in touched.all_fields else "false"
    return (
        f"SELECT DISTINCT CAST(t.ocel_event_id AS VARCHAR), CAST(t.ocel_object_id AS VARCHAR), "  # noqa: S608
        f"CAST(o.ocel_type AS VARCHAR), {own} FROM {parquet(touched.path)} t "
        f"JOIN {parquet(known.path)} o ON o.ocel_id = t.ocel_object_id"
    )


def _things(connection: "duckdb.DuckDBPyConnection", first: int, lists: int, types: Iterable[str]) -> None:
    """Make each event's record and each thing touched a thing of the engine."""
    known = ", ".join(f"({literal(name)}, {first + lists + at})" for at, name in enumerate(types)) or "('', -1)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE log_things AS SELECT (SELECT count(*) FROM things) + row_number() OVER () "  # noqa: S608
        "AS thing, o.id, o.type, k.place FROM (SELECT DISTINCT thing_id AS id, type FROM log_touched) o "
        f"JOIN (VALUES {known}) k(type, place) USING (type)"
    )
    connection.execute("INSERT INTO things SELECT thing, place, id FROM log_things")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE log_records AS SELECT (SELECT count(*) FROM things) + row_number() OVER () "  # noqa: S608
        f"AS own, *, {first} + list AS place FROM log_events WHERE moment IS NOT NULL AND activity IS NOT NULL"
    )
    connection.execute("INSERT INTO things SELECT own, place, record FROM log_records")


def _ties(connection: "duckdb.DuckDBPyConnection", log: RecordedLog) -> None:
    """Tie things that the log relates, and the thing that an event is about to the others it touches.

    Of two kinds, the one whose things have fewer of the other each is the child: a line has one order.
    """
    written = log.tables.get("object_object") if log.tables else None
    said = (
        "SELECT DISTINCT CAST(ocel_source_id AS VARCHAR), CAST(ocel_target_id AS VARCHAR) "  # noqa: S608
        f"FROM {parquet(written.path)}"
        if written is not None
        else "SELECT NULL::VARCHAR, NULL::VARCHAR WHERE false"
    )
    connection.execute(_TIES.format(said=said))


def _activities(
    connection: "duckdb.DuckDBPyConnection", log: RecordedLog, places: tuple[Place, ...], number: int
) -> tuple[tuple[Activity, ...], dict[int, LeftOut]]:
    """Number the activities, each about the kind of thing that most of its events are about."""
    rows = connection.sql(_ACTIVITIES).fetchall()
    found, left_out = [], {}
    for at, (table, name, kind, by_day, role) in enumerate(rows):
        source, time = log.lists[int(table)].source, log.lists[int(table)].source.times[0]
        about = next(place for place in places[len(log.lists) :] if place[1] == f"{log.prefix}{kind}")
        told = replace(time, form="day") if by_day else time
        found.append(Activity(number + at, replace(source, about=about, times=(told,)), told, str(name)))
        if role in _LEFT_OUT:
            left_out[number + at] = _LEFT_OUT[role]
    listed = ", ".join(
        f"({int(row[0])}, {literal(str(row[1]))}, {number + at}, {bool(row[3])})" for at, row in enumerate(rows)
    )
    connection.execute(_NUMBERS)
    if rows:
        connection.execute(f"INSERT INTO log_numbers VALUES {listed}")  # noqa: S608
    return tuple(found), left_out


def _take(connection: "duckdb.DuckDBPyConnection", until: date) -> dict[int, Outside]:
    """Take the events, and return how many times are too late and too early to be one, by activity."""
    end = until + timedelta(days=1)
    rows = connection.sql(
        f"SELECT number, count(*) FILTER (moment >= '{end}'), count(*) FILTER (moment < '{EARLIEST}') "  # noqa: S608
        "FROM log_records JOIN log_numbers USING (list, activity) GROUP BY 1"
    ).fetchall()
    connection.execute(
        "INSERT INTO events SELECT (SELECT count(*) FROM events) + row_number() OVER (), n.number, a.thing, r.own, "  # noqa: S608
        "r.moment, NOT n.by_day, r.team, 1 FROM log_records r JOIN log_numbers n USING (list, activity) "
        "JOIN log_about a USING (event) "
        f"WHERE r.moment >= '{EARLIEST}' AND r.moment < '{end}'"
    )
    return {int(each): Outside(int(late), int(early)) for each, late, early in rows}


_TABLES = """
CREATE OR REPLACE TEMP TABLE log_events (
  list INTEGER, record VARCHAR, event VARCHAR, activity VARCHAR, moment TIMESTAMP, team VARCHAR, by_day BOOLEAN,
  role VARCHAR, thing_id VARCHAR);
CREATE OR REPLACE TEMP TABLE log_touched (event VARCHAR, thing_id VARCHAR, type VARCHAR, own BOOLEAN);
"""

_NUMBERS = """
CREATE OR REPLACE TEMP TABLE log_numbers (list INTEGER, activity VARCHAR, number INTEGER, by_day BOOLEAN)
"""

_ABOUT = """
CREATE OR REPLACE TEMP TABLE log_about AS
WITH sizes AS (SELECT type, count(*) AS n FROM log_things GROUP BY 1),
kinds AS (
  SELECT event, type, count(DISTINCT thing_id) AS n, bool_or(own) AS own,
    coalesce(min(thing_id) FILTER (own), min(thing_id)) AS id
  FROM log_touched GROUP BY 1, 2)
SELECT k.event, t.thing, k.type, t.id FROM kinds k JOIN sizes s USING (type)
JOIN log_things t ON t.id = k.id AND t.type = k.type
QUALIFY row_number() OVER (PARTITION BY k.event ORDER BY k.own DESC, k.n, s.n DESC, k.type) = 1;
"""

_TIES = """
INSERT INTO ties
WITH said(child_id, parent_id) AS ({said}),
pairs AS (
  SELECT c.thing AS child, p.thing AS parent, c.place AS child_place, p.place AS parent_place
  FROM said s JOIN log_things c ON c.id = s.child_id JOIN log_things p ON p.id = s.parent_id
  UNION
  SELECT a.thing, p.thing, c.place, p.place FROM log_about a JOIN log_touched t USING (event)
  JOIN log_things p ON p.id = t.thing_id AND p.type = t.type JOIN log_things c ON c.thing = a.thing
  WHERE c.place <> p.place AND NOT EXISTS (
    SELECT 1 FROM said s
    WHERE (s.child_id = a.id AND s.parent_id = p.id) OR (s.child_id = p.id AND s.parent_id = a.id))),
ways AS (
  SELECT child_place, parent_place,
    count(DISTINCT child) < count(DISTINCT parent) AND child_place <> parent_place AS turned
  FROM pairs GROUP BY 1, 2)
SELECT DISTINCT CASE WHEN turned THEN parent ELSE child END, CASE WHEN turned THEN child ELSE parent END,
  CASE WHEN turned THEN parent_place ELSE child_place END, CASE WHEN turned THEN child_place ELSE parent_place END, 1
FROM pairs JOIN ways USING (child_place, parent_place);
"""

_ACTIVITIES = """
WITH days AS (
  SELECT list, activity, coalesce(bool_and(by_day), bool_and(moment = date_trunc('day', moment))) AS by_day,
    mode(role) AS role
  FROM log_records GROUP BY 1, 2),
kinds AS (
  SELECT r.list, r.activity, a.type FROM log_records r JOIN log_about a USING (event)
  GROUP BY 1, 2, 3 QUALIFY row_number() OVER (PARTITION BY r.list, r.activity ORDER BY count(*) DESC, a.type) = 1)
SELECT k.list, k.activity, k.type, d.by_day, d.role FROM kinds k JOIN days d USING (list, activity) ORDER BY 1, 2
"""
