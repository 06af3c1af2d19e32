"""Work that follows from other work without a number carried over, and times that are none of the work's steps.

A trader whose days are drawn here: some offers become orders of the same customer and amount, goods that are not in
stock are bought before the warehouse begins, and the help desk writes one of its times in another clock.
"""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.checkup.stages import tables
from regia.model.progress import Silent
from regia.workspace import load
from tests.checkup.made import company

Rows = list[dict[str, Any]]
FIRST = datetime(2024, 1, 8, 9, 0)
CUSTOMERS, OFFERS, ORDERS, TICKETS = 90, 240, 320, 160
ROME, UTC = ZoneInfo("Europe/Rome"), ZoneInfo("UTC")


def moment(draw: random.Random) -> datetime:
    """Return a moment of work in two years, known to the second."""
    return FIRST + timedelta(days=draw.randrange(700), seconds=draw.randrange(8 * 3600))


def trade(folder: Path, *, linked: bool) -> set[tuple[int, int]]:
    """Write offers, orders, purchases and jobs; where `linked`, return the offer and order that belong together."""
    draw = random.Random(5)
    won: set[tuple[int, int]] = set()
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        erp.executescript("""
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE offers (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), total REAL,
                sent_at TIMESTAMP, decided_at TIMESTAMP, close_date DATE, updated_at TIMESTAMP);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), amount REAL,
                confirmed_at TIMESTAMP);
            CREATE TABLE purchases (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id),
                sent_at TIMESTAMP, received_at TIMESTAMP);
            CREATE TABLE jobs (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id), started_at TIMESTAMP);
            CREATE TABLE change_log (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id), operation TEXT,
                changed_at TIMESTAMP);
        """)
        erp.executemany("INSERT INTO customers VALUES (?, ?)", ((n, f"Ditta {n:03} srl") for n in range(CUSTOMERS)))
        offers = [(n, draw.randrange(CUSTOMERS), draw.randrange(10_000, 900_000) / 100) for n in range(OFFERS)]
        decided: dict[int, datetime] = {}
        for number, customer, total in offers:
            sent = moment(draw)
            decided[number] = sent + timedelta(days=draw.randrange(3, 20))
            close = decided[number] + timedelta(days=30)
            row = (number, customer, total, str(sent), str(decided[number]), str(close.date()), str(decided[number]))
            erp.execute("INSERT INTO offers VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        for number in range(ORDERS):
            if linked and number < OFFERS // 2:
                offer = number * 2
                _, customer, amount = offers[offer]
                confirmed = decided[offer] + timedelta(hours=draw.randrange(2, 60))
                won.add((offer, number))
            else:
                customer, amount = draw.randrange(CUSTOMERS), draw.randrange(10_000, 900_000) / 100
                confirmed = moment(draw)
            erp.execute("INSERT INTO orders VALUES (?, ?, ?, ?)", (number, customer, amount, str(confirmed)))
            begun = confirmed + timedelta(hours=draw.randrange(1, 6))
            if number % 4 == 0:
                bought = confirmed + timedelta(hours=draw.randrange(1, 6))
                came = bought + timedelta(days=draw.randrange(4, 12))
                erp.execute(
                    "INSERT INTO purchases VALUES (?, ?, ?, ?)", (70_000 + number, number, str(bought), str(came))
                )
                begun = came + timedelta(hours=draw.randrange(1, 6))
            erp.execute("INSERT INTO jobs VALUES (?, ?, ?)", (90_000 + 3 * number, number, str(begun)))
            for at, operation in ((confirmed + timedelta(minutes=7), "I"), (begun + timedelta(minutes=9), "M")):
                erp.execute("INSERT INTO change_log VALUES (NULL, ?, ?, ?)", (number, operation, str(at)))
        erp.commit()
    return won


def group(ticket: int) -> int:
    """Return the group that answers a ticket: a fifth is answered by sales (1), the others by the service desk (2)."""
    return 1 if ticket % 5 == 0 else 2


def care(folder: Path) -> None:
    """Write tickets with their steps: the first answer is dated in UTC, all else in the company's clock."""
    draw = random.Random(6)
    with closing(sqlite3.connect(folder / "care.sqlite")) as desk:
        desk.executescript("""
            CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT);
            INSERT INTO groups VALUES (1, 'Vendite'), (2, 'Assistenza');
            CREATE TABLE tickets (id INTEGER PRIMARY KEY, opened_at TIMESTAMP, answered_at TIMESTAMP,
                solved_at TIMESTAMP, group_id INTEGER REFERENCES groups(id), customer_group TEXT);
            CREATE TABLE ticket_steps (id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES tickets(id), new_state TEXT,
                at TIMESTAMP);
            CREATE TABLE old_calls (id INTEGER PRIMARY KEY, caller TEXT, called_at TIMESTAMP);
        """)
        for number in range(TICKETS):
            opened = moment(draw)
            answered = opened + timedelta(hours=30, seconds=draw.randrange(7200))
            solved = answered + timedelta(hours=50, seconds=draw.randrange(7200))
            in_utc = answered.replace(tzinfo=ROME).astimezone(UTC).replace(tzinfo=None)
            row = (number, str(opened), str(in_utc), str(solved), group(number), ("Privati", "Ditte")[number % 2])
            desk.execute("INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?)", row)
            for state, at in (("open", opened), ("answered", answered), ("solved", solved)):
                desk.execute("INSERT INTO ticket_steps VALUES (NULL, ?, ?, ?)", (number, state, str(at)))
            desk.execute(
                "INSERT INTO old_calls VALUES (?, ?, ?)", (number, f"Tel {number}", str(opened - timedelta(days=1500)))
            )
        desk.commit()


def checked_up(folder: Path, *systems: str) -> Callable[[str], Rows]:
    """Check a company of these systems up, and return what reads its tables."""
    more = '\n[departments.service]\nname = "Assistenza"\n'
    made = company(folder / "company", {name: str(folder / f"{name}.sqlite") for name in systems}, more=more)
    checkup = run_checkup(load(made), Options(until="journeys"), Silent()).checkup
    return lambda name: Records(made).load(checkup, tables()[name]).to_pylist()


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Callable[[str], Rows], set[tuple[int, int]]]:
    folder = tmp_path_factory.mktemp("trade")
    won = trade(folder, linked=True)
    care(folder)
    return checked_up(folder, "erp", "care"), won


@pytest.fixture(scope="module")
def found(linked: tuple[Callable[[str], Rows], set[tuple[int, int]]]) -> Callable[[str], Rows]:
    return linked[0]


def ways(rows: Rows) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the hand-offs by the dataset and field of both ends, without their systems."""
    return {(row["from_activity"].partition(".")[2], row["to_activity"].partition(".")[2]): row for row in rows}


def test_the_orders_that_came_of_offers_are_tied_to_them(
    linked: tuple[Callable[[str], Rows], set[tuple[int, int]]],
) -> None:
    read, won = linked
    confirmed = {row["event"]: int(row["record"]) for row in read("events") if row["activity"].endswith("confirmed_at")}
    tied = {
        (int(row["object"].rpartition(".")[2]), confirmed[row["event"]])
        for row in read("event_objects")
        if row["event"] in confirmed and row["object"].startswith("erp.offers.")
    }
    assert len(tied & won) >= 0.95 * len(won)
    assert len(tied & won) >= 0.95 * len(tied)
    way = ways(read("handoffs"))["offers.decided_at", "orders.confirmed_at"]
    assert way["cases"] == pytest.approx(len(won), abs=0.05 * len(won))


def test_orders_that_come_when_they_come_follow_from_no_offer(tmp_path: Path) -> None:
    trade(tmp_path, linked=False)
    told = ways(checked_up(tmp_path, "erp")("handoffs"))
    assert not [way for way in told if way[0].startswith("offers.") != way[1].startswith("offers.")]


def test_what_waits_for_a_purchase_follows_from_it(found: Callable[[str], Rows]) -> None:
    told = ways(found("handoffs"))
    assert told["purchases.received_at", "jobs.started_at"]["cases"] == ORDERS // 4
    assert told["orders.confirmed_at", "jobs.started_at"]["cases"] == ORDERS - ORDERS // 4


def test_a_time_in_another_clock_is_set_right_and_told(found: Callable[[str], Rows]) -> None:
    shifted = [row for row in found("time_traps") if row["trap"] == "time_zone_shift"]
    assert [(row["system"], row["dataset"], row["field"]) for row in shifted] == [("care", "tickets", "answered_at")]
    steps = {
        row["record"]: row["happened_at"] for row in found("events") if row["activity"].endswith("steps.at.answered")
    }
    answered = [row["happened_at"] for row in found("events") if row["activity"] == "care.tickets.answered_at"]
    assert sorted(answered) == sorted(steps.values())


@pytest.mark.parametrize(
    ("activity", "role"),
    [("care.old_calls.called_at", "past"), ("erp.change_log.changed_at.I", "told_twice")],
)
def test_what_is_no_step_of_today_s_work_says_why(found: Callable[[str], Rows], activity: str, role: str) -> None:
    assert {row["activity"]: row["role"] for row in found("activities")}[activity] == role


def test_a_day_after_the_last_change_is_a_plan(found: Callable[[str], Rows]) -> None:
    assert "erp.offers.close_date" not in {row["activity"] for row in found("activities")}


def test_the_group_that_a_record_names_did_it(found: Callable[[str], Rows]) -> None:
    answered = [row for row in found("events") if row["activity"] == "care.tickets.answered_at"]
    assert {row["record"]: row["department"] for row in answered} == {
        str(number): {1: "sales", 2: "service"}[group(number)] for number in range(TICKETS)
    }
    assert {row["department_origin"] for row in answered} == {"actor"}
    told = {row["activity"]: (row["department"], row["department_origin"]) for row in found("activities")}
    assert told["care.tickets.answered_at"] == ("service", "actor")
    assert told["erp.orders.confirmed_at"][1] != "actor"
