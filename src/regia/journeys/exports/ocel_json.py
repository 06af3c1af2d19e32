"""The log as OCEL 2.0 JSON (OCEL 2.0 specification, section 8), written an event at a time."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TextIO

from regia.journeys.log import EventLog, LogEvent, LogObject

EVENT_ATTRIBUTES = ("activity", "system", "dataset", "record", "department", "group", "precision", "role")
"""What is told of each event beside its type and its time, all as texts."""

OWN, TIED = "own", "tied"
"""How an event and a thing, or two things, belong together."""


def write_json(log: EventLog, file: TextIO) -> None:
    """Write the log; memory does not grow with it."""
    file.write('{"objectTypes": ')
    file.write(_json([{"name": name, "attributes": []} for name in log.object_types]))
    file.write(',\n"eventTypes": ')
    attributes = [{"name": name, "type": "string"} for name in EVENT_ATTRIBUTES]
    file.write(_json([{"name": name, "attributes": attributes} for name in log.event_types]))
    file.write(',\n"objects": [')
    _write(file, map(_object, log.objects()))
    file.write('],\n"events": [')
    _write(file, map(_event, log.events()))
    file.write("]}\n")


def attributes_of(event: LogEvent) -> Iterator[tuple[str, str]]:
    """Yield what is known of an event, by name."""
    values = (
        event.activity, event.system, event.dataset, event.record, event.department, event.group, event.precision,
        event.role,
    )  # fmt: skip
    yield from ((name, value) for name, value in zip(EVENT_ATTRIBUTES, values, strict=True) if value is not None)


def moment(at: datetime) -> str:
    """Return a moment as the standards write it (RFC 3339), with the offset of its clock."""
    return at.isoformat(timespec="milliseconds")


def _object(thing: LogObject) -> Mapping[str, object]:
    tied = [{"objectId": each, "qualifier": TIED} for each in thing.tied]
    return {"id": thing.object, "type": thing.type, "attributes": [], "relationships": tied}


def _event(event: LogEvent) -> Mapping[str, object]:
    return {
        "id": f"e{event.event}",
        "type": event.name,
        "time": moment(event.at),
        "attributes": [{"name": name, "value": value} for name, value in attributes_of(event)],
        "relationships": [{"objectId": name, "qualifier": qualifier} for name, qualifier in event.objects],
    }


def _write(file: TextIO, values: Iterable[object]) -> None:
    for number, value in enumerate(values):
        file.write((",\n" if number else "\n") + _json(value))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
