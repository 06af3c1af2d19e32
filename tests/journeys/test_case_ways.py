"""The ways of cases whose things do work side by side, and of cases that come back."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.checkup.made import company
from tests.cli.running import run
from tests.journeys.test_stage import Rows, evidence

FIRST = datetime(2025, 1, 7, 9, 0)  # a Tuesday
CASES = 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("ways"))


@pytest.fixture(scope="module")
def found(folder: Path) -> Callable[[str], Rows]:
    return evidence(folder)


def make(folder: Path) -> Path:
    """Orders each made in two jobs at once, of which either ends first, and tickets of which every third comes back.

    The jobs of the last order, an hour after all else, are still to be begun.
    """
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        erp.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, order_date TIMESTAMP, shipped_at TIMESTAMP)")
        order = "order_id INTEGER REFERENCES orders(id)"
        times = "started_at TIMESTAMP, finished_at TIMESTAMP"
        erp.execute(f"CREATE TABLE production_orders (id INTEGER PRIMARY KEY, {order}, {times})")
        for number in range(CASES):
            ordered = FIRST + timedelta(days=7 * (number // 3) + number % 3, minutes=7 * (number % 5))
            begun = number < CASES - 1
            ordered += timedelta(hours=0 if begun else 3)
            shipped = (ordered + timedelta(hours=8)).isoformat(" ") if begun else None
            erp.execute("INSERT INTO orders VALUES (?, ?, ?)", (number, ordered.isoformat(" "), shipped))
            for job, (start, end) in enumerate(((1, 4 + number % 2), (2, 5 - number % 2)) if begun else ()):
                made = ((ordered + timedelta(hours=hour, minutes=20)).isoformat(" ") for hour in (start, end))
                erp.execute("INSERT INTO production_orders VALUES (?, ?, ?, ?)", (2 * number + job, number, *made))
        erp.commit()
    with closing(sqlite3.connect(folder / "care.sqlite")) as care:
        care.execute("CREATE TABLE tickets (id INTEGER PRIMARY KEY, opened_at TIMESTAMP)")
        ticket = "ticket_id INTEGER REFERENCES tickets(id)"
        care.execute(
            f"CREATE TABLE ticket_events (id INTEGER PRIMARY KEY, {ticket}, status TEXT, changed_at TIMESTAMP)"
        )
        event = 0
        for number in range(CASES):
            opened = FIRST + timedelta(days=7 * (number // 3) + number % 3, hours=1)
            name = 900_000 - 7 * number
            care.execute("INSERT INTO tickets VALUES (?, ?)", (name, opened.isoformat(" ")))
            states = (
                ["working", "solved", "reopened", "working", "solved"] if number % 3 == 0 else ["working", "solved"]
            )
            for hours, state in enumerate(states, 1):
                moment = (opened + timedelta(hours=hours, minutes=number % 7)).isoformat(" ")
                care.execute("INSERT INTO ticket_events VALUES (?, ?, ?, ?)", (event, name, state, moment))
                event += 1
        care.commit()
    return company(folder / "company", {"erp": str(folder / "erp.sqlite"), "care": str(folder / "care.sqlite")})


def ways(found: Callable[[str], Rows], journey: str) -> list[tuple[list[str], int, bool]]:
    """Return the ways of a journey by the last words of their activities, how many cases took each, and rework."""
    rows = [row for row in found("journey_variants") if row["journey"] == journey]
    return [
        ([each.split(".")[-1] for each in row["activities"].split("|")], row["cases"], row["reworked"]) for row in rows
    ]


def test_what_is_done_side_by_side_is_told_once(found: Callable[[str], Rows]) -> None:
    """Two jobs that overlap, whichever ends first, are one way; the order not yet begun is still under way."""
    assert ways(found, "erp.orders") == [(["order_date", "started_at", "finished_at", "shipped_at"], CASES - 1, False)]
    (journey,) = (row for row in found("journeys") if row["journey"] == "erp.orders")
    assert journey["open_cases"] == 1


def test_what_comes_back_is_told_again(found: Callable[[str], Rows]) -> None:
    again = ["opened_at", "working", "solved", "reopened", "working", "solved"]
    assert ways(found, "care.tickets") == [(again[:3], 100, False), (again, 50, True)]


@pytest.mark.usefixtures("found")
def test_the_command_tells_the_same(folder: Path) -> None:
    done = run("journeys", "variants", "care.tickets", "-c", str(folder))
    assert "150 casi finiti seguono 2 strade in tutto." in done.out
    assert done.out.count("↺") == 1
    told = json.loads(run("journeys", "variants", "care.tickets", "-c", str(folder), "--json").out)
    assert [(len(each["activities"]), each["cases"]) for each in told["listed"]] == [(3, 100), (6, 50)]
    wrong = run("journeys", "variants", "care.ticket", "-c", str(folder))
    assert wrong.code == 2
    assert "care.tickets" in wrong.err


def test_a_log_has_the_ways_that_it_tells(tmp_path: Path) -> None:
    """Of 200 cases 120 go straight, 60 are checked twice, 20 are never paid."""
    ways = [["asked", "checked", "paid"]] * 6 + [["asked", "checked", "checked", "paid"]] * 3 + [["asked", "checked"]]
    with (tmp_path / "log.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["case:concept:name", "concept:name", "time:timestamp"])
        for case in range(200):
            begun = FIRST + timedelta(days=7 * (case // 4) + case % 4)
            for hours, activity in enumerate(ways[(case + 1) % 10]):
                rows.writerow([f"C{case}", activity, (begun + timedelta(hours=hours, minutes=case % 7)).isoformat(" ")])
    found = evidence(company(tmp_path / "company", {"log": str(tmp_path / "log.csv")}))
    told = [(row["steps"], row["cases"], row["reworked"], row["p50_hours"]) for row in found("journey_variants")]
    assert told == [(3, 120, False, 2.0), (4, 60, True, 3.0), (2, 20, False, 1.0)]
