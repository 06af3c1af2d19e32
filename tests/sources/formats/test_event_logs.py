"""Logs of events as files: XES as IEEE 1849-2016 has it, OCEL 2.0 JSON as its specification has it (section 8)."""

import gzip
import re
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from regia.errors.files import FileChanged, FileVersionUnknown
from regia.errors.sources import FileUnreadable
from regia.model.note import Note, Reason
from regia.sources.file_format import FileFormat
from regia.sources.formats.jsonlines import FORMAT as JSON
from regia.sources.formats.xes import FORMAT as XES

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value=""/></global>
<string key="concept:name" value="orders"/>
<trace><string key="concept:name" value="A&amp;1"/><float key="amount" value="10.5"/>
<event><string key="concept:name" value="enter"/><date key="time:timestamp" value="2024-03-01T10:00:00.000+01:00"/>
<int key="lines" value="3"/><boolean key="urgent" value="true"/></event>
<event><string key="concept:name" value="ship"/><date key="time:timestamp" value="2024-03-02T08:30:00.000Z"/>
<string key="note" value="n"><string key="by" value="x"/></string>
<list key="tags"><values><string key="t" value="a"/><int key="u" value="1"/></values></list></event></trace>
<trace><event><string key="concept:name" value="enter"/><int key="lines" value="many"/></event></trace>
</log>
"""

OCEL = """{"eventTypes": [{"name": "ship", "attributes": []}], "other": {"a": "}]"}, "events": [
{"id": "e1", "type": "enter", "time": "2024-03-01T09:00:00Z", "attributes": [{"name": "by", "value": "x, [\\"y\\""}],
 "relationships": [{"objectId": "o1", "qualifier": "own"}, {"objectId": "c1", "qualifier": ""}]},
{"id": "e2", "type": "ship", "time": "2024-03-02T09:00:00Z"}, {"no": "event"}], "objectTypes": [], "objects": [
{"id": "o1", "type": "order", "relationships": [{"objectId": "c1", "qualifier": "of"}], "attributes": [
 {"name": "total", "time": "1970-01-01T00:00:00Z", "value": 10}, {"name": "total", "time": "2024-03-01T09:00:00Z",
 "value": 12}]}, {"id": "c1", "type": "customer"}]}
"""


def read(format: FileFormat, path: Path) -> tuple[dict[str, list[dict[str, Any]]], list[Note]]:
    notes: list[Note] = []
    found = {
        dataset.name: [row for batch in format.read(path, dataset, notes.append).batches for row in batch.to_pylist()]
        for dataset in format.describe(path, notes.append)
    }
    return found, notes


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_xes_keeps_events_and_cases(tmp_path: Path, name: str) -> None:
    found, _ = read(XES, written(tmp_path, name, gzip.compress(LOG.encode()) if name.endswith("gz") else LOG))
    assert found["cases"] == [{"concept:name": "A&1", "amount": 10.5}, {"concept:name": "#2", "amount": None}]
    events = found["events"]
    assert [(row["case:concept:name"], row["event:number"], row["concept:name"]) for row in events] == [
        ("A&1", 1, "enter"), ("A&1", 2, "ship"), ("#2", 3, "enter"),
    ]  # fmt: skip
    assert events[0]["time:timestamp"] == datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert [row["urgent"] for row in events] == [True, None, None]
    assert events[0]["lines"] == "3"
    assert events[2]["lines"] == "many", "a number that is none is kept as it is written"
    assert events[1]["note"] == '{"value": "n", "by": "x"}'
    assert events[1]["tags"] == '{"t": "a", "u": 1}'


def test_xes_types_hold_all_values_of_a_key(tmp_path: Path) -> None:
    one = """<string key="code" value="12"/><int key="lines" value="3"/><float key="price" value="1.25"/>
    <boolean key="urgent" value="true"/><date key="at" value="2024-03-01T10:00:00+01:00"/>
    <date key="local" value="2024-03-01T10:00:00"/><date key="day" value="2024-03-01"/><float key="comma" value="1,5"/>
    <list key="none"/>"""
    other = '<float key="lines" value="2.5"/><int key="price" value="2"/><string key="urgent" value="yes"/>'
    log = f"<log><trace><event>{one}</event><event>{other}</event></trace></log>"
    found, notes = read(XES, written(tmp_path, "log.xes", log))
    assert found["events"][0] == {
        "case:concept:name": "#1", "event:number": 1, "code": "12", "lines": 3.0, "price": 1.25, "urgent": "true",
        "at": datetime(2024, 3, 1, 9, tzinfo=UTC), "local": datetime(2024, 3, 1, 10), "day": date(2024, 3, 1),
        "comma": "1,5", "none": "{}",
    }  # fmt: skip
    assert [found["events"][1][key] for key in ("lines", "price", "urgent", "at")] == [2.5, 2.0, "yes", None]
    as_text = {note.field: note.detail for note in notes if note.reason is Reason.VALUE_AS_TEXT}
    assert as_text == {"urgent": "boolean, string", "comma": "float", "none": "list"}
    assert [note.field for note in notes if note.reason is Reason.GUESSED] == ["at"], "its offset is not kept"


def test_an_event_that_calls_its_own_attribute_as_the_case_loses_neither(tmp_path: Path) -> None:
    event = '<event><string key="case:concept:name" value="own"/></event>'
    log = f'<log><trace><string key="concept:name" value="A"/>{event}</trace></log>'
    found, _ = read(XES, written(tmp_path, "log.xes", log))
    assert found["events"] == [{"case:concept:name": "A", "event:number": 1, "case:concept:name_2": "own"}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xes_is_read_in_the_encoding_that_it_names(tmp_path: Path, encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    log = (
        f'<?xml version="1.0" encoding="{name}"?><log><trace><string key="concept:name" value="Novità"/></trace></log>'
    )
    found, _ = read(XES, written(tmp_path, "log.xes", log.encode(encoding)))
    assert found["cases"] == [{"concept:name": "Novità"}]


def test_xes_is_the_same_wherever_blocks_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", LOG).replace("xmlns=", "xmlns:x=")
    path = written(tmp_path, "log.xes", prefixed)
    whole, _ = read(XES, written(tmp_path, "plain.xes", LOG))
    for size in (1, 7, 64, 2**16):
        monkeypatch.setattr("regia.sources.event_logs.xes_text._BLOCK", size)
        assert read(XES, path)[0] == whole
    assert len(whole["events"]) == 3


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
def test_as_many_events_are_read_as_asked(tmp_path: Path, rows: int) -> None:
    path = written(tmp_path, "log.xes", LOG)
    events, _ = XES.describe(path, lambda _: None)
    reading = XES.read(path, events, lambda _: None, rows=rows)
    assert sum(batch.num_rows for batch in reading.batches) == min(rows, 3)
    assert reading.sampled == ("first" if rows < 3 else "all")


def test_a_log_that_changed_since_it_was_described_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "log.xes", LOG)
    events, _ = XES.describe(path, lambda _: None)
    path.write_text(LOG.replace("2024-03-01T10", "soon"))
    with pytest.raises(FileChanged):
        list(XES.read(path, events, lambda _: None).batches)


def test_one_case_of_many_events_is_never_held_whole(tmp_path: Path) -> None:
    event = '<event><string key="concept:name" value="enter"/><int key="lines" value="{}"/></event>'
    log = f"<log><trace>{''.join(map(event.format, range(30_000)))}</trace></log>"
    path = written(tmp_path, "log.xes", log)
    events, _ = XES.describe(path, lambda _: None)
    tracemalloc.start()
    try:
        read_rows = sum(batch.num_rows for batch in XES.read(path, events, lambda _: None).batches)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read_rows == 30_000
    assert peak < len(log) / 2


def test_ocel_keeps_events_objects_and_their_links(tmp_path: Path) -> None:
    found, notes = read(JSON, written(tmp_path, "log.json", OCEL))
    assert found["event"] == [
        {"ocel_id": "e1", "ocel_type": "enter", "ocel_time": datetime(2024, 3, 1, 9, tzinfo=UTC), "by": 'x, ["y"'},
        {"ocel_id": "e2", "ocel_type": "ship", "ocel_time": datetime(2024, 3, 2, 9, tzinfo=UTC), "by": None},
    ]
    assert found["object"] == [
        {"ocel_id": "o1", "ocel_type": "order", "total": 10}, {"ocel_id": "c1", "ocel_type": "customer", "total": None}
    ]  # fmt: skip
    assert found["event_object"] == [
        {"ocel_event_id": "e1", "ocel_object_id": "o1", "ocel_qualifier": "own"},
        {"ocel_event_id": "e1", "ocel_object_id": "c1", "ocel_qualifier": ""},
    ]
    assert found["object_object"] == [{"ocel_source_id": "o1", "ocel_target_id": "c1", "ocel_qualifier": "of"}]
    assert [(row["ocel_id"], row["ocel_changed_field"], row["value"]) for row in found["object_change"]] == [
        ("o1", "total", 12)
    ]
    malformed = [note for note in notes if note.reason is Reason.ROW_MALFORMED]
    assert {(note.dataset, note.count) for note in malformed} == {("event", 1), ("event_object", 1)}


@pytest.mark.parametrize(
    ("format", "name", "content"),
    [
        (XES, "cut.xes", LOG[:600]),
        (XES, "none.xes", "<log></log>"),
        (XES, "other.xes", "<html><body>no log</body></html>"),
        (XES, "bomb.xes", '<!DOCTYPE log [<!ENTITY a "aa">]><log><trace/></log>'),
        (XES, "noise.xes.gz", b"\x1f\x8bno gzip"),
        (XES, "cut.xes.gz", gzip.compress(LOG.encode())[:-20]),
        (XES, "entity.xes", LOG.replace("A&amp;1", "&other;")),
        (XES, "unknown.xes", LOG.replace("UTF-8", "EBCDIC-IT")),
        (XES, "wrong.xes", LOG.replace("A&amp;1", "è").encode("iso-8859-1")),
        (XES, "deep.xes", "<log><trace>" + '<string key="a">' * 9999 + "</string>" * 9999 + "</trace></log>"),
        (JSON, "cut.json", OCEL[:500]),
        (JSON, "empty.json", '{"eventTypes": [], "objectTypes": [], "events": [], "objects": []}'),
    ],
)
def test_a_bad_log_is_told_in_both_languages(tmp_path: Path, format: FileFormat, name: str, content: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        read(format, written(tmp_path, name, content))
    assert caught.value.what("it") != caught.value.what("en")


def test_the_first_version_of_ocel_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileVersionUnknown):
        read(JSON, written(tmp_path, "old.jsonocel", '{"ocel:global-log": {"ocel:version": "1.0"}, "ocel:events": {}}'))


def test_elements_are_found_wherever_blocks_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nested = '["x", {"a": [{"b": "]}", "c": [[{"d": "\\\\"}]]}]}]'
    path = written(tmp_path, "log.json", OCEL.replace('"x, [\\"y\\""', nested))
    whole, _ = read(JSON, path)
    assert whole["event"][0]["by"] == nested
    for size in (1, 7, 64):
        monkeypatch.setattr("regia.sources.event_logs.json_root._BLOCK", size)
        assert read(JSON, path)[0] == whole
