"""An OCEL 2.0 JSON log as datasets, named as the tables of its SQLite form (OCEL 2.0 specification, sections 6, 8).

Events are one dataset with their time and the attributes of all types; objects have each attribute's first value, and
what an attribute changed to later stands in `object_change`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regia.errors import Text
from regia.errors.files import FileVersionUnknown
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, ReferenceInfo, Report
from regia.sources.delimited.survey import start_encoding
from regia.sources.delimited.text_stream import utf8_stream
from regia.sources.event_logs.json_root import Cut, list_elements
from regia.sources.field_names import unique_names
from regia.sources.file_format import unreadable
from regia.sources.json_records.columns import decided, schema, tell, typed

if TYPE_CHECKING:
    from msgspec import Raw

    Record = Mapping[str, Raw | bytes]

_HEAD = 2**20
_CUT = Text("finisce a metà, o non è JSON", "it ends in the middle, or is not JSON")
_NO_LOG = Text("non contiene né eventi né oggetti", "it holds neither events nor objects")
_FIRST_VERSION = "OCEL 1.0"
_OLD_MARK = b'"ocel:'


class _Relationship(msgspec.Struct):
    object_id: str = msgspec.field(name="objectId")
    qualifier: str = ""


class _Attribute(msgspec.Struct):
    name: str
    value: msgspec.Raw
    time: str | None = None


class _Element(msgspec.Struct):
    """An event or an object."""

    id: str
    type: str
    time: str | None = None
    attributes: list[_Attribute] | None = None
    relationships: list[_Relationship] | None = None


def is_ocel(path: Path) -> bool:
    """Whether a JSON file is a log of events: one object with lists that only such a log has.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _HEAD))
        ends = start + file.read()
    _, skip = start_encoding(start[:4096])
    whole = ends.replace(b"\0", b"")
    begins = start[skip:].replace(b"\0", b"").lstrip().startswith(b"{")
    return begins and (b'"eventTypes"' in whole or b'"objectTypes"' in whole or _OLD_MARK in start)


def describe(path: Path) -> list[DatasetInfo]:
    """Describe the events, the objects, what changed of them, and how they belong together.

    Raises:
        FileUnreadable: it is cut, damaged, or of the first version.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        if _OLD_MARK in file.read(_HEAD):
            raise unreadable(path, _FIRST_VERSION, error=FileVersionUnknown)
    found = {name: _Found(dict.fromkeys(part.members)) for name, part in _PARTS.items()}
    for key, element in _elements(path, []):
        for name, part in _PARTS.items():
            if part.list == key:
                for record in part.records(element):
                    found[name].members.update(dict.fromkeys(record))
                    found[name].count += 1
    if not any(each.count for each in found.values()):
        raise unreadable(path, _NO_LOG)
    return [_dataset(name, each) for name, each in found.items() if each.count or name != "object_change"]


def read(path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None) -> Reading:
    """Read one of the log's datasets, or its first `rows` records.

    Raises:
        FileUnreadable: it is cut or damaged; also while batches are taken.
        OSError: it cannot be opened.
    """
    name, broken = dataset.locator[0], list[int]()
    plain = replace(dataset, locator=dataset.locator[1:])
    members, taken = decided(plain, islice(_records(path, name, broken), rows))
    if broken:
        where = ", ".join(map(str, broken[:_TOLD]))
        report(Note(Reason.ROW_MALFORMED, dataset.name, detail=f"{_PARTS[name].list}: {where}", count=len(broken)))
    tell(members, dataset.name, report)
    whole = rows is None or taken < rows or taken == dataset.estimated_records
    found = typed(path, plain, members, islice(_records(path, name, []), rows))
    asked = f"{path.name}, {name}" + (f", first {rows} records" if rows is not None else "")
    return Reading(schema(members), found, asked, "all" if whole else "first")


@dataclass
class _Found:
    """The members of a dataset's records, and how many there are."""

    members: dict[str, None]
    count: int = 0


def _dataset(name: str, found: _Found) -> DatasetInfo:
    raw = tuple(found.members)
    fields = tuple(FieldInfo(each, "json") for each in unique_names(raw))
    part = _PARTS[name]
    references = tuple(ReferenceInfo((one,), to, (_ID,)) for one, to in part.references)
    key = (_ID,) if name in (_EVENT, _OBJECT) else ()
    return DatasetInfo(
        name, "file", fields, key=key, references=references, estimated_records=found.count, locator=(name, *raw)
    )


def _records(path: Path, name: str, broken: list[int]) -> "Iterator[tuple[Record, int]]":
    part = _PARTS[name]
    for key, element in _elements(path, broken, part.list):
        if key == part.list:
            for record in part.records(element):
                yield record, sum(map(len, record.values()))


def _elements(path: Path, broken: list[int], wanted: str | None = None) -> Iterator[tuple[str, _Element]]:
    """Yield the events and objects, with the list each stands in; the places of those that are none go to `broken`."""
    decoder = msgspec.json.Decoder(_Element)
    with path.open("rb") as file:
        encoding, skip = start_encoding(file.read(4096))
    try:
        with utf8_stream(path, encoding, skip=skip) as stream:
            for number, (key, text) in enumerate(list_elements(stream), 1):
                if key not in _LISTS or (wanted is not None and key != wanted):
                    continue
                try:
                    yield key, decoder.decode(text)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    broken.append(number)
    except Cut as error:
        raise unreadable(path, _CUT) from error


def _event(element: _Element) -> "Iterator[Record]":
    attributes = {each.name: bytes(each.value) for each in element.attributes or ()}
    yield {_ID: _text(element.id), "ocel_type": _text(element.type), "ocel_time": _text(element.time), **attributes}


def _object(element: _Element) -> "Iterator[Record]":
    first: dict[str, bytes] = {}
    for each in element.attributes or ():
        first.setdefault(each.name, bytes(each.value))
    yield {_ID: _text(element.id), "ocel_type": _text(element.type), **first}


def _changes(element: _Element) -> "Iterator[Record]":
    known: set[str] = set()
    for each in element.attributes or ():
        if each.name in known:
            yield {
                _ID: _text(element.id), "ocel_time": _text(each.time), "ocel_changed_field": _text(each.name),
                "value": bytes(each.value),
            }  # fmt: skip
        known.add(each.name)


def _touched(element: _Element) -> "Iterator[Record]":
    for each in element.relationships or ():
        yield {
            "ocel_event_id": _text(element.id), "ocel_object_id": _text(each.object_id),
            "ocel_qualifier": _text(each.qualifier),
        }  # fmt: skip


def _tied(element: _Element) -> "Iterator[Record]":
    for each in element.relationships or ():
        yield {
            "ocel_source_id": _text(element.id), "ocel_target_id": _text(each.object_id),
            "ocel_qualifier": _text(each.qualifier),
        }  # fmt: skip


def _text(value: str | None) -> bytes:
    return msgspec.json.encode(value)


@dataclass(frozen=True)
class _Part:
    """One dataset: which list it comes from, the records that an element gives, and the members that all have."""

    list: str
    records: "Callable[[_Element], Iterator[Record]]"
    members: tuple[str, ...]
    references: tuple[tuple[str, str], ...] = field(default=())


_ID, _EVENT, _OBJECT, _TOLD = "ocel_id", "event", "object", 5
_LISTS = ("events", "objects")
_PARTS = {
    _EVENT: _Part("events", _event, (_ID, "ocel_type", "ocel_time")),
    _OBJECT: _Part("objects", _object, (_ID, "ocel_type")),
    "event_object": _Part(
        "events", _touched, ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
        (("ocel_event_id", _EVENT), ("ocel_object_id", _OBJECT)),
    ),
    "object_object": _Part(
        "objects", _tied, ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
        (("ocel_source_id", _OBJECT), ("ocel_target_id", _OBJECT)),
    ),
    "object_change": _Part(
        "objects", _changes, (_ID, "ocel_time", "ocel_changed_field", "value"), ((_ID, _OBJECT),)
    ),
}  # fmt: skip
