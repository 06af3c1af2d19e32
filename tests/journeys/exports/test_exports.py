"""Each export holds what the standard says it must, and what was put into it."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from regia.errors.journeys import JourneyUnknown
from regia.journeys.document import document
from regia.journeys.exports.bpmn import bpmn
from regia.journeys.exports.cases import case_sheet
from regia.journeys.exports.ocel_json import write_json
from regia.journeys.exports.ocel_sqlite import write_sqlite
from regia.journeys.exports.xes import write_xes
from regia.journeys.log import EventLog, event_log
from regia.resolve.exports.sheet import write_csv
from tests.journeys.exports.small_log import CASES, EVENTS_MADE, NAMES, ZONE, tables

XES = "{http://www.xes-standard.org/}"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with event_log(tables(tmp_path), "en", zone=ZONE, in_clear=False) as opened:
        yield opened


def _json(log: EventLog) -> dict[str, Any]:
    text = io.StringIO()
    write_json(log, text)
    made: dict[str, Any] = json.loads(text.getvalue())
    return made


def test_ocel_json_has_the_form_of_the_standard(log: EventLog) -> None:
    """OCEL 2.0, section 8: four lists, what each member must have, and no name that is not declared."""
    made = _json(log)
    assert set(made) == {"objectTypes", "eventTypes", "objects", "events"}
    kinds = {kind["name"]: {each["name"] for each in kind["attributes"]} for kind in made["eventTypes"]}
    assert all(each["type"] == "string" for kind in made["eventTypes"] for each in kind["attributes"])
    objects = {each["id"]: each for each in made["objects"]}
    assert len(objects) == len(made["objects"])
    assert {each["type"] for each in objects.values()} <= {each["name"] for each in made["objectTypes"]}
    for event in made["events"]:
        assert {"id", "type", "time"} <= set(event)
        assert {each["name"] for each in event["attributes"]} <= kinds[event["type"]]
        assert datetime.fromisoformat(event["time"]).tzinfo is not None
        assert all(set(each) == {"objectId", "qualifier"} for each in event["relationships"])
        assert {each["objectId"] for each in event["relationships"]} <= set(objects)
    for each in objects.values():
        assert {related["objectId"] for related in each["relationships"]} <= set(objects)


def test_ocel_json_holds_the_events(log: EventLog) -> None:
    made = _json(log)
    assert [each["id"] for each in made["events"]] == ["e1", "e2", "e3", "e4"]
    assert made["events"][0]["time"] == "2025-07-02T00:00:00.000+02:00"  # midnight by the company's clock
    invoiced = {(each["objectId"], each["qualifier"]) for each in made["events"][3]["relationships"]}
    assert invoiced == {("erp.invoices.A-1", "own"), ("erp.orders.1", "tied"), ("erp.orders.2", "tied")}


def test_a_key_that_tells_of_a_person_is_a_number_unless_asked_for(tmp_path: Path) -> None:
    files = tables(tmp_path)
    with event_log(files, "en", zone=ZONE, in_clear=False) as masked:
        hidden = json.dumps(_json(masked))
    with event_log(files, "en", zone=ZONE, in_clear=True) as clear:
        shown = json.dumps(_json(clear))
    assert "example.com" not in hidden
    assert {"erp.customers.n1", "erp.customers.n2"} <= set(re.findall(r"erp\.customers\.\w+", hidden))
    assert "erp.customers.ada@example.com" in shown
    assert "erp.orders.1" in hidden


def test_ocel_sqlite_has_the_tables_of_the_standard_and_its_keys(log: EventLog, tmp_path: Path) -> None:
    """OCEL 2.0, section 6; written twice, the second takes the place of the first."""
    path = tmp_path / "log.sqlite"
    for _ in range(2):
        write_sqlite(log, path)
    with closing(sqlite3.connect(path)) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        maps = dict(database.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
        objects = dict(database.execute("SELECT ocel_type, ocel_type_map FROM object_map_type"))
        assert names == {
            "event", "object", "event_object", "object_object", "event_map_type", "object_map_type",
            *(f"event_{ending}" for ending in maps.values()), *(f"object_{ending}" for ending in objects.values()),
        }  # fmt: skip
        assert set(maps) == {en for _, en in NAMES.values()}
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in names:
            assert any(column[5] for column in database.execute(f'PRAGMA table_info("{name}")')), name
        assert len(database.execute("PRAGMA foreign_key_list(event_object)").fetchall()) == 2
        assert database.execute("SELECT count(*) FROM event").fetchone() == (len(EVENTS_MADE),)
        ordered = database.execute(f'SELECT ocel_id, ocel_time FROM "event_{maps["Order: ordered"]}" ORDER BY 1')
        assert ordered.fetchall() == [
            ("e1", "2025-07-02T00:00:00.000+02:00"),
            ("e2", "2025-07-02T09:30:00.000+02:00"),
        ]


def test_xes_has_the_form_of_the_standard(log: EventLog) -> None:
    """IEEE 1849-2016: order of the parts, types of attributes, and every global attribute in every event."""
    text = io.StringIO()
    write_xes(log, log.journey(None), text)
    root = fromstring(text.getvalue())
    assert root.tag == f"{XES}log"
    assert re.fullmatch(r"\d+(\.\d+)?", root.attrib["xes.version"])  # xs:decimal
    order = ["extension", "global", "classifier", "string", "trace"]
    places = [order.index(child.tag.removeprefix(XES)) for child in root]
    assert places == sorted(places)
    prefixes = {each.attrib["prefix"] for each in root.iter(f"{XES}extension")}
    for event in root.iter(f"{XES}event"):
        keys = [each.attrib["key"] for each in event]
        assert len(keys) == len(set(keys))
        assert {key.split(":")[0] for key in keys if ":" in key} <= prefixes
        assert {"concept:name", "time:timestamp"} <= set(keys)
        datetime.fromisoformat(_value(event, "time:timestamp"))
    assert {each.attrib["keys"] for each in root.iter(f"{XES}classifier")} == {"concept:name"}


def test_xes_holds_the_cases(log: EventLog) -> None:
    text = io.StringIO()
    write_xes(log, log.journey("erp.orders"), text)
    traces = fromstring(text.getvalue()).findall(f"{XES}trace")
    found = {_value(trace, "concept:name"): [_value(each, "concept:name") for each in trace.findall(f"{XES}event")]
             for trace in traces}  # fmt: skip
    names = {event: NAMES[code][1] for event, code, *_ in EVENTS_MADE}
    assert found == {case: [names[event] for event in events] for case, events in CASES.items()}


def _value(element: Element, key: str) -> str:
    return next(each.attrib["value"] for each in element if each.attrib.get("key") == key)


def test_cases_as_a_sheet(log: EventLog) -> None:
    text = io.StringIO()
    write_csv([case_sheet(log, log.journey(None))], text)
    rows = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert [(row["case"], row["activity_code"]) for row in rows] == [
        (case, EVENTS_MADE[event - 1][1]) for case, events in CASES.items() for event in events
    ]


def test_a_journey_that_is_not_there_is_told_with_those_that_are(log: EventLog) -> None:
    with pytest.raises(JourneyUnknown, match=r"erp\.orders"):
        log.journey("erp.order")


def test_bpmn_holds_the_main_way_in_lanes(tmp_path: Path) -> None:
    """BPMN 2.0: every reference leads to an element, every node and flow is drawn and connected."""
    import pyarrow.parquet as pq

    rows = {name: pq.read_table(path).to_pylist() for name, path in tables(tmp_path).items()}
    (entry,) = document(journeys=rows["journeys"], handoffs=rows["handoffs"], activities=rows["activities"])
    root = fromstring(bpmn(entry, {"sales": "Vendite", "operations": "Produzione"}, "it"))
    ids = {each.attrib["id"] for each in root.iter() if "id" in each.attrib}
    process = root.find(f"{BPMN}process")
    assert process is not None
    tasks = [each.attrib["name"] for each in process.findall(f"{BPMN}task")]
    assert tasks == [it for it, _ in NAMES.values()]
    lanes = {
        lane.attrib["name"]: [each.text for each in lane.findall(f"{BPMN}flowNodeRef")]
        for lane in process.iter(f"{BPMN}lane")
    }
    assert lanes == {"Vendite": ["begin", "step_1"], "Produzione": ["step_2", "step_3", "end"]}
    flows = process.findall(f"{BPMN}sequenceFlow")
    assert {end for flow in flows for end in (flow.attrib["sourceRef"], flow.attrib["targetRef"])} <= ids
    starts, ends = [each.attrib["sourceRef"] for each in flows], [each.attrib["targetRef"] for each in flows]
    assert starts == ["begin", "step_1", "step_2", "step_3"]
    assert ends == ["step_1", "step_2", "step_3", "end"]
    drawn = {each.attrib["bpmnElement"] for tag in ("BPMNShape", "BPMNEdge") for each in root.iter(DRAWN + tag)}
    assert {each.attrib["id"] for each in [*process.findall(f"{BPMN}task"), *flows]} <= drawn <= ids
    told = process.findtext(f"{BPMN}sequenceFlow[2]/{BPMN}documentation")
    assert told is not None
    assert "attesa mediana 9 h" in told
