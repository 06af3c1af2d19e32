"""Logs of events as files: XES as IEEE 1849-2016 has it, OCEL 2.0 JSON as its specification has it (section 8)."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from regia.errors.files import FileVersionUnknown
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
    path = written(tmp_path, "log.json", OCEL)
    whole, _ = read(JSON, path)
    for size in (1, 7, 64):
        monkeypatch.setattr("regia.sources.event_logs.json_root._BLOCK", size)
        assert read(JSON, path)[0] == whole
