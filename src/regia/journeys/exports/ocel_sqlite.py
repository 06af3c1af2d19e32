"""The log as OCEL 2.0 SQLite (OCEL 2.0 specification, section 6), with its primary and foreign keys."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeVar

from regia.engine.session import quoted
from regia.journeys.exports.ocel_json import EVENT_ATTRIBUTES, TIED, attributes_of, moment
from regia.journeys.log import EventLog, LogEvent

_Value = TypeVar("_Value")
_BATCH = 10_000
_BEGINNING = "1970-01-01T00:00:00.000Z"
"""When a thing has what it has from: from the beginning."""


def write_sqlite(log: EventLog, path: Path) -> None:
    """Write the log into a new file; memory does not grow with it."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA foreign_keys = ON")
        database.executescript(_SCHEMA)
        events, objects = _mapped(log.event_types), _mapped(log.object_types)
        _make(database, "event", events, EVENT_ATTRIBUTES)
        _make(database, "object", objects, ())
        _objects(database, log, objects)
        _events(database, log, events)


def _mapped(types: Sequence[str]) -> dict[str, str]:
    """Return, for each type, the end of its table's name: letters and digits alone, no two alike."""
    found: dict[str, str] = {}
    for name in types:
        plain = (
            "".join(part.capitalize() for part in "".join(c if c.isalnum() else " " for c in name).split()) or "Type"
        )
        taken = {each.casefold() for each in found.values()}
        free = (plain if not number else f"{plain}{number}" for number in range(len(types) + 1))
        found[name] = next(each for each in free if each.casefold() not in taken)
    return found


def _make(database: sqlite3.Connection, side: str, types: Mapping[str, str], attributes: Iterable[str]) -> None:
    columns = "".join(f", {quoted(name)} TEXT" for name in attributes)
    moment_of = "ocel_time TIMESTAMP NOT NULL"
    changed, key = ("", "ocel_id") if side == "event" else (", ocel_changed_field TEXT", "ocel_id, ocel_time")
    for name, ending in types.items():
        database.execute(f"INSERT INTO {side}_map_type VALUES (?, ?)", (name, ending))  # noqa: S608 our own names
        database.execute(
            f"CREATE TABLE {quoted(f'{side}_{ending}')} (ocel_id TEXT NOT NULL REFERENCES {side}(ocel_id), "
            f"{moment_of}{changed}{columns}, PRIMARY KEY ({key}))"
        )


def _objects(database: sqlite3.Connection, log: EventLog, types: Mapping[str, str]) -> None:
    for some in _batches(log.objects()):
        database.executemany("INSERT INTO object VALUES (?, ?)", [(each.object, each.type) for each in some])
        for kind, rows in _grouped((each.type, (each.object, _BEGINNING, None)) for each in some).items():
            database.executemany(f"INSERT INTO {quoted('object_' + types[kind])} VALUES (?, ?, ?)", rows)  # noqa: S608
    for some in _batches(log.objects()):  # once all things are there
        ties = [(each.object, other, TIED) for each in some for other in each.tied]
        database.executemany("INSERT INTO object_object VALUES (?, ?, ?)", ties)


def _events(database: sqlite3.Connection, log: EventLog, types: Mapping[str, str]) -> None:
    places = ", ".join("?" * (len(EVENT_ATTRIBUTES) + 2))
    for some in _batches(log.events()):
        database.executemany("INSERT INTO event VALUES (?, ?)", [(_id(each), each.name) for each in some])
        for kind, rows in _grouped((each.name, tuple(_row(each))) for each in some).items():
            database.executemany(f"INSERT INTO {quoted('event_' + types[kind])} VALUES ({places})", rows)  # noqa: S608
        touched = [(_id(each), name, qualifier) for each in some for name, qualifier in each.objects]
        database.executemany("INSERT INTO event_object VALUES (?, ?, ?)", touched)


def _batches(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    left = iter(values)
    while some := list(islice(left, _BATCH)):
        yield some


def _id(event: LogEvent) -> str:
    return f"e{event.event}"


def _row(event: LogEvent) -> Iterator[str | None]:
    told = dict(attributes_of(event))
    yield from (_id(event), moment(event.at), *(told.get(name) for name in EVENT_ATTRIBUTES))


def _grouped(rows: Iterable[tuple[str, tuple[str | None, ...]]]) -> dict[str, list[tuple[str | None, ...]]]:
    found: dict[str, list[tuple[str | None, ...]]] = {}
    for kind, row in rows:
        found.setdefault(kind, []).append(row)
    return found


_SCHEMA = """
CREATE TABLE event_map_type (ocel_type TEXT NOT NULL PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE object_map_type (ocel_type TEXT NOT NULL PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE event (
  ocel_id TEXT NOT NULL PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES event_map_type(ocel_type));
CREATE TABLE object (
  ocel_id TEXT NOT NULL PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES object_map_type(ocel_type));
CREATE TABLE event_object (
  ocel_event_id TEXT NOT NULL REFERENCES event(ocel_id), ocel_object_id TEXT NOT NULL REFERENCES object(ocel_id),
  ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
  ocel_source_id TEXT NOT NULL REFERENCES object(ocel_id), ocel_target_id TEXT NOT NULL REFERENCES object(ocel_id),
  ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""
