"""A log given as a file tells the journeys that it was written from, whatever its form."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from regia.checkup.record import Records
from regia.cli import console
from regia.cli.export_journeys import write_journeys
from regia.workspace import load
from tests.checkup.made import company
from tests.journeys.test_stage import evidence, make

Rows = list[dict[str, Any]]
Found = Callable[[str], Rows]
FORMS = ("log.json", "log.sqlite", "log.xes", "log.csv")


def slowly(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.slow)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Found]:
    folder = make(tmp_path_factory.mktemp("source"))
    found = evidence(folder)
    with pytest.MonkeyPatch.context() as patched:  # names in English, whatever was spoken before
        patched.setattr(console, "_SAID", ["en"])
        for name in FORMS:
            write_journeys(load(folder), Records(folder), None, folder / name, in_clear=True)
    return folder, found


def of_log(tmp_path: Path, log: Path) -> Found:
    return evidence(company(tmp_path / "company", {"log": str(log)}))


def told(found: Found) -> dict[tuple[str, str], tuple[int, float, float]]:
    """The hand-offs by the names of their activities: how many, the median wait, the share that gets there."""
    names = {row["activity"]: row["name_en"] for row in found("activities")}
    return {
        (names[row["from_activity"]], names[row["to_activity"]]): (
            row["cases"], round(row["wait_p50_hours"], 3), round(row["reach_share"], 3),
        )
        for row in found("handoffs")
    }  # fmt: skip


@pytest.mark.parametrize("name", ["log.json", slowly("log.sqlite")])
def test_a_log_of_objects_comes_back_as_it_went(source: tuple[Path, Found], tmp_path: Path, name: str) -> None:
    folder, before = source
    after = of_log(tmp_path, folder / name)
    assert told(after) == told(before)
    assert {row["object_type"] for row in after("activities")} == {row["object_type"] for row in before("activities")}
    assert {(row["cases"], row["p50_hours"], row["completed_share"]) for row in after("journeys")} == {
        (row["cases"], row["p50_hours"], row["completed_share"]) for row in before("journeys")
    }


@pytest.mark.parametrize("name", ["log.xes", slowly("log.csv")])
def test_a_log_of_cases_comes_back_as_it_went(source: tuple[Path, Found], tmp_path: Path, name: str) -> None:
    """In a log of cases a ticket follows whatever was last: the invoice, at two of the day before the one at noon."""
    folder, _ = source
    after = of_log(tmp_path, folder / name)
    assert told(after) == {
        ("Order: ordered", "Order: shipped"): (108, 12.0, 0.9),
        ("Order: shipped", "Invoice: invoiced"): (108, 2.0, 1.0),
        ("Invoice: invoiced", "Ticket: created"): (60, 7.0, 0.556),
        ("Ticket: created", "Ticket: solved"): (60, 3.0, 1.0),
    }
    assert {row["object_type"] for row in after("activities")} == {"case"}


LINES = 5


def written(path: Path, orders: int = 40) -> Path:
    """A log as another tool keeps it: an order is placed with its five lines, each line picked, the parcel sent."""
    events, objects = [], []

    def event(kind: str, at: str, *touched: str) -> None:
        related = [{"objectId": each, "qualifier": ""} for each in touched]
        events.append({"id": f"e{len(events)}", "type": kind, "time": at, "relationships": related})

    for order in range(orders):
        day, lines = f"2025-{1 + order // 28:02}-{1 + order % 28:02}", [f"l{order}.{line}" for line in range(LINES)]
        event("place", f"{day}T08:00:00Z", f"o{order}", "c1", *lines)
        for line, each in enumerate(lines):
            event("pick", f"{day}T09:{10 * line:02}:00Z", each, f"o{order}")
        event("send", f"{day}T13:00:00Z", f"p{order}", *lines)
        objects += [{"id": f"o{order}", "type": "order"}, {"id": f"p{order}", "type": "parcel"}]
        objects += [{"id": each, "type": "line"} for each in lines]
    objects.append({"id": "c1", "type": "customer"})
    path.write_text(json.dumps({"objectTypes": [], "eventTypes": [], "objects": objects, "events": events}))
    return path


def test_an_event_is_about_the_most_particular_thing_it_touches(tmp_path: Path) -> None:
    found = of_log(tmp_path, written(tmp_path / "other.json"))
    assert {row["name_en"]: row["object_type"] for row in found("activities")} == {
        "place": "order", "pick": "line", "send": "parcel",
    }  # fmt: skip
    ways = told(found)
    assert ways["place", "pick"][0] == 40 * LINES, "each line follows its order, not the line picked before it"
    assert ("pick", "pick") not in ways
    assert ways["pick", "send"][0] == 40


def test_a_log_beside_systems_keeps_its_own_events(tmp_path: Path) -> None:
    """What a table of cases tells is told once: not also as a dataset with times of its own."""
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as database:
        database.execute("CREATE TABLE moves (case_id INTEGER, activity TEXT, timestamp TIMESTAMP, team TEXT)")
        for case in range(60):
            for hour, activity in enumerate(("asked", "answered", "closed")):
                team = "Customer care" if activity == "answered" else "Desk"
                at = f"2025-03-{1 + case % 28:02} {9 + hour}:00:00"
                database.execute("INSERT INTO moves VALUES (?, ?, ?, ?)", (case, activity, at, team))
        database.commit()
    more = '\n[departments.care]\nname = "Customer care"\n'
    folder = company(tmp_path / "company", {"desk": str(tmp_path / "log.sqlite")}, more=more)
    found = evidence(folder)
    assert {row["name_en"]: row["events"] for row in found("activities")} == {
        "asked": 60, "answered": 60, "closed": 60,
    }  # fmt: skip
    assert {(row["actor_group"], row["department"], row["department_origin"]) for row in found("events")} == {
        ("Desk", "sales", "system"), ("Customer care", "care", "actor"),
    }  # fmt: skip
    assert set(told(found)) == {("asked", "answered"), ("answered", "closed")}
