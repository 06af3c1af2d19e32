"""An XES log (IEEE 1849-2016) as two datasets: its events, each with the name of its case, and its cases.

Fields are called as pandas-based tools call them: an event's by their keys, the case's name `case:concept:name`.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from regia.errors import Text
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, ReferenceInfo, Report
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable
from regia.sources.json_records.columns import decided, schema, tell, typed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Part = Literal["events", "cases"]
Record = Mapping[str, bytes]

NAME, CASE, NUMBER = "concept:name", "case:concept:name", "event:number"
_EVENTS: Part = "events"
_CASES: Part = "cases"
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d+)?([eE][+-]?\d+)?")
_NO_LOG = Text("non contiene tracce di eventi", "it holds no traces of events")


def describe(path: Path, report: Report) -> list[DatasetInfo]:
    """Describe the events and the cases by the keys that any of them has.

    Raises:
        FileUnreadable: it is cut, damaged, or no log.
        OSError: it cannot be opened.
    """
    members: dict[Part, dict[str, None]] = {_EVENTS: dict.fromkeys((CASE, NUMBER)), _CASES: {NAME: None}}
    counts: dict[Part, int] = {_EVENTS: 0, _CASES: 0}
    for part, record in _records(path):
        members[part].update(dict.fromkeys(record))
        counts[part] += 1
    if not counts[_CASES]:
        raise unreadable(path, _NO_LOG)
    return [_dataset(part, tuple(members[part]), counts[part], report) for part in (_EVENTS, _CASES)]


def read(path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None) -> Reading:
    """Read the events or the cases, or the first `rows` of them.

    Raises:
        FileUnreadable: it is cut or damaged; also while batches are taken.
        OSError: it cannot be opened.
    """
    part, *raw = dataset.locator
    plain = replace(dataset, locator=tuple(raw))
    members, taken = decided(plain, islice(_of(path, part), rows))
    tell(members, dataset.name, report)
    whole = rows is None or taken < rows or taken == dataset.estimated_records
    found = typed(path, plain, members, islice(_of(path, part), rows))
    asked = f"{path.name}, {part}" + (f", first {rows} records" if rows is not None else "")
    return Reading(schema(members), found, asked, "all" if whole else "first")


def _dataset(part: Part, raw: tuple[str, ...], count: int, report: Report) -> DatasetInfo:
    names = unique_names(raw)
    tell_renamed(raw, names, part, report)
    fields = tuple(FieldInfo(name, "xes") for name in names)
    of_case = (ReferenceInfo((CASE,), _CASES, (NAME,)),) if part == _EVENTS else ()
    key = (NUMBER,) if part == _EVENTS else (NAME,)
    return DatasetInfo(part, "file", fields, key=key, references=of_case, estimated_records=count, locator=(part, *raw))


def _of(path: Path, part: str) -> Iterator[tuple[Record, int]]:
    for each, record in _records(path):
        if each == part:
            yield record, sum(map(len, record.values()))


def _records(path: Path) -> Iterator[tuple[Part, Record]]:
    """Yield each trace and its events, the events of a trace first.

    A trace without a name is called by its number, as `#3`. Of a key that stands twice the last value counts.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
            yield from _traces(iterparse(file, events=("start", "end"), forbid_dtd=True))
    except (ParseError, DefusedXmlException, EOFError, gzip.BadGzipFile, ValueError, LookupError) as error:
        raise unreadable(path, Text(f"XML danneggiato: {error}", f"damaged XML: {error}")) from error


def _traces(parsed: "Iterator[tuple[str, Element]]") -> Iterator[tuple[Part, Record]]:
    log: Element | None = None
    trace: Element | None = None
    case, cases, events = b"", 0, 0
    for when, element in parsed:
        tag = element.tag.rpartition("}")[2]
        if when == "start":
            log = element if log is None else log
            if tag == "trace":
                trace, case, cases = element, b"", cases + 1
        elif tag == "event" and trace is not None:
            case, events = case or _case(trace, cases), events + 1
            yield _EVENTS, {CASE: case, NUMBER: b"%d" % events, **_values(element)}
            trace.remove(element)
        elif tag == "trace" and log is not None:
            yield _CASES, {**_values(element), NAME: case or _case(element, cases)}
            trace = None
            log.clear()


def _case(trace: "Element", number: int) -> bytes:
    name = next((each.get("value") for each in trace if each.get("key") == NAME), None)
    return _text(name if name is not None else f"#{number}")


def _values(element: "Element") -> dict[str, bytes]:
    return {key: _value(each) for each in element if (key := each.get("key")) is not None}


def _value(element: "Element") -> bytes:
    """Return an attribute's value as JSON: of one with attributes of its own, or a list, an object with them."""
    kind, value = element.tag.rpartition("}")[2], element.get("value")
    inner = [(str(each.get("key")), _value(each)) for part in element for each in _inside(part)]
    if inner or kind in ("list", "container"):
        own = [] if value is None else [("value", _scalar(kind, value))]
        return b"{" + b", ".join(_text(key) + b": " + each for key, each in (*own, *inner)) + b"}"
    return b"null" if value is None else _scalar(kind, value)


def _inside(element: "Element") -> "Iterator[Element]":
    """Yield an attribute's attribute; those of a list stand in `values`."""
    yield from element if element.tag.rpartition("}")[2] == "values" else (element,)


def _scalar(kind: str, value: str) -> bytes:
    if kind == "boolean" and value in ("true", "false"):
        return value.encode()
    if kind in ("int", "float") and _NUMBER.fullmatch(value):
        return value.encode()
    return _text(value)


def _text(value: str) -> bytes:
    return json.dumps(value).encode()
