"""Which datasets are a log of events that another tool kept: a table of cases, or one of objects (OCEL 2.0).

Such a log has named its activities already, and says which things each event touches.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from regia.journeys.sources import EventSource, Place, TimeField, time_form
from regia.profile.tables import FIELDS
from regia.resolve.records import Holder
from regia.snapshot.evidence import Evidence

KIND = "event_log"
"""What an event source that is a log is."""

_TYPES_AT_MOST = 1000
_REPEATS = 1.2
"""Events a case has at least, on average, for a table to be a log of cases."""

Row = Mapping[str, object]


@dataclass(frozen=True)
class EventList:
    """A table of events: which fields name the event, its activity, and the team that did it.

    Where `activity` is None, the table is of one kind of event and the log's own table names it.
    """

    source: EventSource
    activity: str | None
    lifecycle: str | None = None
    team: str | None = None
    role: str | None = None
    precision: str | None = None


@dataclass(frozen=True)
class RecordedLog:
    """A log: its tables of events, and either the field of the case or the tables of an object-centric log.

    `places` are the datasets that are part of it: they tell nothing beside it.
    """

    system: str
    prefix: str
    lists: tuple[EventList, ...]
    places: frozenset[Place]
    case: str | None = None
    tables: Mapping[str, Holder] | None = None


def recorded_logs(evidence: Evidence) -> tuple[RecordedLog, ...]:
    """Return the logs that the systems hold, by system and name."""
    fields: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in evidence.table(FIELDS.name).to_pylist():
        fields[str(row["system"])][str(row["dataset"])].append(row)
    found = []
    for system in sorted(fields):
        known = {
            name: held for name in fields[system] if (held := _holder(evidence, system, name, fields[system][name]))
        }
        of_objects = list(_of_objects(known, fields[system]))
        taken = {dataset for log in of_objects for _, dataset in log.places}
        of_cases = (_of_cases(known[name], fields[system][name]) for name in sorted(known) if name not in taken)
        found += [*of_objects, *(log for log in of_cases if log is not None)]
    return tuple(found)


def _holder(evidence: Evidence, system: str, name: str, fields: Iterable[Row]) -> Holder | None:
    dataset = evidence.snapshot.find(system, name)
    if dataset is None or not dataset.object or not dataset.records:
        return None
    columns = tuple(str(row["field"]) for row in fields)
    path = evidence.path(dataset)
    return Holder("", system, name, 1.0, dataset.records, path, dataset.key, {}, columns)


_NEEDED = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_object": ("ocel_event_id", "ocel_object_id"),
}
_RELATED = {"object_object": ("ocel_source_id", "ocel_target_id")}
_TIME, _MARK = "ocel_time", "ocel_"


def _of_objects(known: Mapping[str, Holder], fields: Mapping[str, Sequence[Row]]) -> Iterator[RecordedLog]:
    for name in sorted(known):
        prefix = name.removesuffix("event")
        parts = {part: known[prefix + part] for part in (*_NEEDED, *_RELATED) if prefix + part in known}
        if name == prefix or not all(
            part in parts and set(columns) <= set(parts[part].all_fields) for part, columns in _NEEDED.items()
        ):
            continue
        lists = tuple(_typed_lists(prefix, known, fields)) or tuple(
            _listed(known[name], fields[name], time, activity="ocel_type")
            for time in (row for row in fields[name] if row["field"] == _TIME)
        )
        if lists:
            own = frozenset(known[each].place for each in known if _is_part(each, prefix, known[each].all_fields))
            yield RecordedLog(known[name].system, prefix, lists, own, tables=parts)


def _is_part(name: str, prefix: str, fields: Iterable[str]) -> bool:
    return name.startswith(prefix) and any(field.startswith(_MARK) for field in fields)


def _typed_lists(prefix: str, known: Mapping[str, Holder], fields: Mapping[str, Sequence[Row]]) -> Iterator[EventList]:
    """Yield the tables of one kind of event each."""
    for name in sorted(known):
        times = [row for row in fields[name] if row["field"] == _TIME]
        if name.startswith(f"{prefix}event_") and times and "ocel_id" in known[name].all_fields:
            yield _listed(known[name], fields[name], times[0], activity=None)


def _of_cases(holder: Holder, fields: Sequence[Row]) -> RecordedLog | None:
    called = {word: _called(fields, word) for word in ("activity", "case", "time")}
    activity, case, time = called["activity"], called["case"], called["time"]
    if activity is None or case is None or time is None or not _many(holder, activity, case):
        return None
    if time["time_role"] is None and not str(time["type"]).startswith(("date", "timestamp")):
        return None
    listed = _listed(holder, fields, time, activity=str(activity["field"]))
    prefix = f"{holder.dataset.rpartition('#')[0] or holder.dataset}#"
    return RecordedLog(holder.system, prefix, (listed,), frozenset({holder.place}), case=str(case["field"]))


def _many(holder: Holder, activity: Row, case: Row) -> bool:
    """Whether the activities are few, and the cases have several events each."""
    kinds, cases = activity["distinct_count"], case["distinct_count"]
    return (
        isinstance(kinds, int)
        and isinstance(cases, int)
        and 1 < kinds <= _TYPES_AT_MOST
        and cases * _REPEATS <= holder.records
    )


def _listed(holder: Holder, fields: Sequence[Row], time: Row, *, activity: str | None) -> EventList:
    told = TimeField(str(time["field"]), time_form(time) or "text_time")
    source = EventSource(holder, KIND, (told,), (), state=activity)
    lifecycle, team = (_called(fields, word) for word in ("lifecycle", "team"))
    role, precision = (name if name in holder.all_fields else None for name in ("role", "precision"))
    return EventList(source, activity, _name(lifecycle), _name(team), role, precision)


def _name(row: Row | None) -> str | None:
    return None if row is None else str(row["field"])


def _called(fields: Sequence[Row], word: str) -> Row | None:
    """Return the field that is called as such a column is, by the first of its names that there is."""
    names = {"".join(filter(str.isalnum, str(row["field"]).lower())): row for row in fields}
    return next((names[name] for name in _words()[word] if name in names), None)


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    text = files("regia.journeys").joinpath("words", "logs.toml").read_text(encoding="utf-8")
    return {word: tuple(names) for word, names in tomllib.loads(text).items()}
