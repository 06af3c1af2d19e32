"""Which datasets tell events, by which fields, about which things: from the profile and the shared model alone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from regia.profile.names import says
from regia.profile.tables import DATASETS, FIELD_REFERENCES, FIELDS
from regia.resolve.records import Holder, holders
from regia.snapshot.evidence import Evidence

Precision = Literal["second", "day"]
TimeForm = Literal["time", "day", "number", "text", "text_time", "unix"]
Place = tuple[str, str]
Row = Mapping[str, object]

EARLIEST = date(1980, 1, 1)
"""Before this day a time is a default posing as one (1900-01-01, 1970-01-01)."""

SURE_REFERENCE = 0.5
"""Probability from which an inferred reference is followed."""

_HAPPENING = frozenset({"transaction", "entity", "status_history", "log", "spreadsheet"})
_SHEET = "spreadsheet"
_STATES_AT_MOST = 40
_NAMES_AT_LEAST = 30
_UNIQUE = 0.97
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


@dataclass(frozen=True)
class TimeField:
    """A field whose values say when something happened; `form` is how a time is written in it.

    `made` tells that it dates the making of the record, which may be later than what it is about, and `example` is
    the first of its values, as text.
    """

    name: str
    form: TimeForm
    made: bool = False
    example: str = ""

    @property
    def precision(self) -> Precision:
        """How finely it tells the time."""
        return "second" if self.form in ("time", "text_time", "unix") else "day"

    @property
    def written_by_hand(self) -> bool:
        """Whether it is text that says a day in a way of its own, and not as the standard does (ISO 8601)."""
        return self.form == "text" or (self.form == "text_time" and not _ISO_TIME.match(self.example))


@dataclass(frozen=True)
class Reference:
    """Fields of a dataset that name a record of another of the same system."""

    fields: tuple[str, ...]
    to: Place
    to_fields: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class EventSource:
    """A dataset whose records tell events: what it holds, when things happen in it, what its records refer to.

    `state` is the field that tells the new state in a history of states, whose records are about what they refer
    to and not about themselves. In a log kept by another tool, whose activities have names already, `about` is the
    kind of thing that its events are about.
    """

    holder: Holder
    kind: str
    times: tuple[TimeField, ...]
    references: tuple[Reference, ...]
    state: str | None = None
    about: Place | None = None

    @property
    def place(self) -> Place:
        """The system and dataset."""
        return self.holder.place

    @property
    def is_permission(self) -> bool:
        """Whether it tells of what people agreed to be sent, and not of work."""
        return says(self.holder.dataset, "kinds", "permission")

    @property
    def path(self) -> Path:
        """Where its records are kept."""
        return self.holder.path

    def subject(self, places: Sequence[Place]) -> Place:
        """Return the dataset whose records the events are about, of some places: in a history, what it refers to."""
        if self.about is not None:
            return self.about
        likely = sorted(self.references, key=lambda each: -each.probability) if self.state is not None else []
        return next((each.to for each in likely if each.to in places), self.place)


def event_sources(evidence: Evidence) -> tuple[EventSource, ...]:
    """Return the datasets that tell events, by system and dataset; old copies tell nothing of their own."""
    fields = _by_place(evidence.table(FIELDS.name).to_pylist())
    references = _references(evidence.table(FIELD_REFERENCES.name).to_pylist())
    kinds = {_place(row): str(row["kind"]) for row in evidence.table(DATASETS.name).to_pylist()}
    found = []
    for holder in known_holders(evidence).values():
        kind = kinds.get(holder.place, "")
        times = tuple(_times(fields[holder.place], kind))
        if kind in _HAPPENING and times and (holder.key or kind == _SHEET) and not holder.copy_of:
            state = _state(fields[holder.place], kind)
            found.append(EventSource(holder, kind, times, references.get(holder.place, ()), state))
    return tuple(sorted(found, key=lambda each: each.place))


def known_holders(evidence: Evidence) -> dict[Place, Holder]:
    """Return what is known of each dataset, under the likeliest concept that it holds."""
    likeliest = sorted(holders(evidence), key=lambda each: each.probability)
    return {each.place: each for each in likeliest}


def _times(fields: Sequence[Row], kind: str) -> Iterable[TimeField]:
    """Yield the fields that date events; where there are some, the making of the record is one too.

    What only says when something happened last, for the last time, tells of no event for sure, and a register of people
    tells when they joined it, not what was done for them.
    """
    told = [row for row in fields if row["time_role"] == "event" and not _says(row, "latest")]
    happened = [row for row in told if kind != "entity" or not _says(row, "joining")]
    making = [row for row in fields if row["time_role"] == "technical" and _says(row, "creation")]
    for row in [*(making[:1] if happened else []), *happened]:
        if form := time_form(row):
            made = row["time_role"] == "technical"
            yield TimeField(str(row["field"]), form, made=made, example=str(row["minimum"]))


def time_form(row: Row) -> TimeForm | None:
    """Return how a field of times writes them, or None where it cannot be read."""
    match row["type"], row["semantic_type"]:
        case "date", _:
            return "day"
        case "timestamp" | "timestamp_utc", _:
            return "time"
        case "integer", "date_number":
            return "number"
        case "text", "date_text":
            return "text_time" if ":" in str(row["minimum"]) else "text"
        case "integer", "unix_time":
            return "unix"
    return None


def last_changes(evidence: Evidence) -> dict[Place, TimeField]:
    """Return the field of each dataset that says when a record was last changed, where there is one."""
    found: dict[Place, TimeField] = {}
    for row in evidence.table(FIELDS.name).to_pylist():
        if row["time_role"] == "technical" and not _says(row, "creation") and (form := time_form(row)):
            found.setdefault(_place(row), TimeField(str(row["field"]), form))
    return found


def _says(row: Row, listed: str) -> bool:
    return says(str(row["field"]), "times", listed)


def _state(fields: Iterable[Row], kind: str) -> str | None:
    """Return the field of the new state: of those with few values, the last, since the old state stands first.

    One that is called a state or step goes before one that is not, such as who did it. A log tells states only where
    a field is called an operation or a state.
    """
    if kind not in ("status_history", "log"):
        return None
    few = [
        str(row["field"])
        for row in fields
        if row["type"] == "text"
        and isinstance(row["distinct_count"], int)
        and 1 < row["distinct_count"] <= _STATES_AT_MOST
    ]
    coded = [str(row["field"]) for row in fields if row["semantic_type"] == "status_code" and row["field"] in few]
    if kind == "log":
        return next(
            (name for name in reversed(coded) if says(name, "kinds", "operation") or says(name, "kinds", "state")), None
        )
    called = [name for name in coded if says(name, "kinds", "history")]
    return next((names[-1] for names in (called, coded, few) if names), None)


def _references(rows: Iterable[Row]) -> dict[Place, tuple[Reference, ...]]:
    found: dict[Place, list[Reference]] = defaultdict(list)
    for row in rows:
        probability = row["probability"] if isinstance(row["probability"], float) else 1.0
        to = (str(row["system"]), str(row["to_dataset"]))
        if probability >= SURE_REFERENCE and to != _place(row):
            found[_place(row)].append(Reference(_parts(row["fields"]), to, _parts(row["to_fields"]), probability))
    return {place: tuple(each) for place, each in found.items()}


def _parts(fields: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(fields).split("|"))


def _by_place(rows: Iterable[Row]) -> dict[Place, list[Row]]:
    found: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        found[_place(row)].append(row)
    return found


def _place(row: Row) -> Place:
    return str(row["system"]), str(row["dataset"])


@dataclass(frozen=True)
class Naming:
    """A field that may name records of its own or of another dataset.

    `once` tells that each of its values is there once, `key` that it is its dataset's key too, and `refers` to the key
    of which datasets of its system it is known to refer.
    """

    source: EventSource
    field: str
    once: bool
    key: bool
    refers: frozenset[Place]


def naming_fields(
    evidence: Evidence, sources: Iterable[EventSource], known: Mapping[Place, Holder]
) -> tuple[Naming, ...]:
    """Return the fields that may name a record of another dataset; `known` is what is known of each dataset."""
    by_place = {source.place: source for source in sources}
    found = []
    for row in evidence.table(FIELDS.name).to_pylist():
        source, distinct, name = by_place.get(_place(row)), row["distinct_count"], str(row["field"])
        if source is None or not isinstance(distinct, int) or distinct < _NAMES_AT_LEAST:
            continue
        plain = row["semantic_type"] is None and row["time_role"] is None
        if row["type"] in ("text", "integer") and plain:
            refers = frozenset(
                each.to
                for each in source.references
                if name in each.fields and each.to in known and set(each.to_fields) <= set(known[each.to].key)
            )
            once = distinct >= _UNIQUE * source.holder.records
            found.append(Naming(source, name, once, once and name in source.holder.key, refers))
    return tuple(found)
