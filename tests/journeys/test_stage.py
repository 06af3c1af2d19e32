"""Journeys of small companies whose work is known: orders that are shipped and invoiced, tickets in another system."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.checkup.stages import tables
from regia.model.progress import Silent
from regia.workspace import load
from tests.checkup.made import company

Rows = list[dict[str, Any]]
FIRST = datetime(2025, 1, 7, 9, 0)  # a Tuesday
ORDERS = 120


def order_times(number: int) -> tuple[datetime, datetime]:
    """An order a day, entered at nine and shipped at noon of the next day, on weekdays; some are never shipped."""
    day = FIRST + timedelta(days=7 * (number // 3) + number % 3)
    return day, day + timedelta(days=1, hours=3)


def make(folder: Path, *, shuffled: bool = False, table: str = "orders") -> Path:
    """An ERP with orders and invoices, a help desk whose tickets name orders by their number."""
    numbers = list(range(ORDERS))
    numbers = numbers[::-1] if shuffled else numbers
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        erp.execute(
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, code TEXT, order_date TIMESTAMP, shipped_at TIMESTAMP)"
        )
        order = f"order_id INTEGER REFERENCES {table}(id)"
        erp.execute(f"CREATE TABLE invoices (id INTEGER PRIMARY KEY, {order}, invoiced_at TIMESTAMP)")
        for number in numbers:
            entered, shipped = order_times(number)
            when = None if number % 10 == 9 else shipped.isoformat(" ")
            erp.execute(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?)", (number, f"SO-{number:05}", entered.isoformat(" "), when)
            )
            if when:
                issued = (shipped + timedelta(hours=2)).isoformat(" ")
                erp.execute("INSERT INTO invoices VALUES (?, ?, ?)", (5000 + number, number, issued))
        erp.commit()
    with closing(sqlite3.connect(folder / "care.sqlite")) as care:
        care.execute(
            "CREATE TABLE tickets (id INTEGER PRIMARY KEY, order_ref TEXT, opened_at TIMESTAMP, solved_at TIMESTAMP)"
        )
        for number in (each for each in numbers if each % 2 == 0 and each % 10 != 9):
            opened = order_times(number)[1] + timedelta(days=1)
            solved = opened + timedelta(hours=3)
            row = (900_000 - 7 * number, f"SO-{number:05}", opened.isoformat(" "), solved.isoformat(" "))
            care.execute("INSERT INTO tickets VALUES (?, ?, ?, ?)", row)
        care.commit()
    return company(folder / "company", {"erp": str(folder / "erp.sqlite"), "care": str(folder / "care.sqlite")})


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rows]:
    return evidence(make(tmp_path_factory.mktemp("journeys")))


def evidence(folder: Path) -> Callable[[str], Rows]:
    """Check a company up, and return what reads its tables."""
    checkup = run_checkup(load(folder), Options(until="journeys"), Silent()).checkup
    return lambda name: Records(folder).load(checkup, tables()[name]).to_pylist()


def ways(rows: Rows) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the hand-offs by the fields that they join."""
    return {(row["from_activity"].split(".")[-1], row["to_activity"].split(".")[-1]): row for row in rows}


def test_days_and_longest_cases_are_those_made(found: Callable[[str], Rows]) -> None:
    shipped = ("order_date", "shipped_at")
    [handoff] = [row for ends, row in ways(found("handoffs")).items() if ends == shipped]
    days = [row for row in found("handoff_days") if ways([row]).keys() == {shipped}]
    assert sum(row["cases"] for row in days) == handoff["cases"] == len(days)
    assert {row["day"] for row in days} == {order_times(n)[1].date() for n in range(ORDERS) if n % 10 != 9}
    month_days = [row for row in found("handoff_month_days") if ways([row]).keys() == {shipped}]
    assert sum(row["cases"] for row in month_days) == handoff["cases"]
    cases = [row for row in found("handoff_cases") if ways([row]).keys() == {shipped}]
    assert [row["position"] for row in cases] == list(range(1, 51))
    assert [row["wait_hours"] for row in cases] == sorted((row["wait_hours"] for row in cases), reverse=True)
    for row in cases:
        began, ended = order_times(int(row["from_record"]))
        assert row["from_record"] == row["to_record"]
        assert (row["began_at"].replace(tzinfo=None) - began).total_seconds() in (-3600, -7200)  # Rome, in UTC
        assert row["ended_at"] - row["began_at"] == ended - began
    # nine to six, entered at nine and shipped at noon of the next day: nine hours and three, but for holidays
    assert {round(row["wait_hours"], 6) for row in cases} <= {12.0, 9.0, 3.0}


def test_work_goes_the_way_it_was_made_to_go(found: Callable[[str], Rows]) -> None:
    assert set(ways(found("handoffs"))) == {
        ("order_date", "shipped_at"),
        ("shipped_at", "invoiced_at"),
        ("invoiced_at", "opened_at"),
        ("opened_at", "solved_at"),
    }


def test_waits_are_in_working_hours(found: Callable[[str], Rows]) -> None:
    """Nine to noon of the next day is one working day of nine hours and three more; two hours are two hours."""
    told = ways(found("handoffs"))
    shipping = told["order_date", "shipped_at"]
    assert shipping["wait_p50_hours"] == pytest.approx(12)
    assert shipping["cases"] == 108
    assert shipping["reach_share"] == pytest.approx(0.9)
    assert told["shipped_at", "invoiced_at"]["wait_p50_hours"] == pytest.approx(2)
    assert told["opened_at", "solved_at"]["wait_p50_hours"] == pytest.approx(3)


def test_a_journey_goes_the_way_that_most_cases_go(found: Callable[[str], Rows]) -> None:
    """Half of the orders end in a ticket, most after 12 + 2 + 7 + 3 working hours; the invoice is on the way."""
    orders = max(found("journeys"), key=lambda row: row["cases"])
    assert [each.split(".")[-1] for each in orders["activities"].split("|")] == [
        "order_date",
        "shipped_at",
        "invoiced_at",
        "opened_at",
        "solved_at",
    ]
    assert orders["completed_share"] == pytest.approx(0.5)
    assert orders["p50_hours"] == pytest.approx(24)


def test_ways_are_those_that_cases_take(found: Callable[[str], Rows]) -> None:
    """Of ten orders one is never shipped; of the others five end in a ticket and four with their invoice."""
    (journey,) = (row for row in found("journeys") if row["journey"] == "erp.orders")
    assert (journey["ended_cases"], journey["open_cases"], journey["ways"]) == (120, 0, 3)
    rows = [row for row in found("journey_variants") if row["journey"] == "erp.orders"]
    told = [(row["activities"].replace("|", ".").split(".")[2::3], row["cases"], row["share"]) for row in rows]
    assert told == [
        (["order_date", "shipped_at", "invoiced_at", "opened_at", "solved_at"], 60, 0.5),
        (["order_date", "shipped_at", "invoiced_at"], 48, 0.4),
        (["order_date"], 12, 0.1),
    ]
    assert [row["p50_hours"] for row in rows] == pytest.approx([24, 14, 0])
    assert not any(row["reworked"] for row in rows)


def test_every_event_touches_its_own_thing_and_what_it_is_tied_to(found: Callable[[str], Rows]) -> None:
    touched: dict[int, set[tuple[str, str]]] = {}
    for row in found("event_objects"):
        touched.setdefault(row["event"], set()).add((row["object"], row["qualifier"]))
    ticket = next(row for row in found("events") if row["dataset"] == "tickets" and row["record"] == str(900_000))
    assert touched[ticket["event"]] == {("care.tickets.900000", "own"), ("erp.orders.0", "tied")}
    events = found("events")
    assert len(events) == ORDERS + 108 * 2 + 60 * 2
    assert {row["happened_at"].utcoffset() for row in events} == {timedelta(0)}


def test_the_order_of_rows_changes_nothing(tmp_path: Path, found: Callable[[str], Rows]) -> None:
    again = evidence(make(tmp_path, shuffled=True))
    for table in ("handoffs", "journeys", "journey_variants", "handoff_month_days", "activities", "time_traps"):
        assert again(table) == found(table)


def test_another_name_changes_names_alone(tmp_path: Path, found: Callable[[str], Rows]) -> None:
    again = ways(evidence(make(tmp_path, table="sales_orders"))("handoffs"))
    measured: Mapping[tuple[str, str], float] = {pair: row["wait_p50_hours"] for pair, row in again.items()}
    assert measured == {pair: row["wait_p50_hours"] for pair, row in ways(found("handoffs")).items()}


def test_nothing_that_happens_is_no_failure(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as crm:
        crm.execute("CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT)")
        crm.execute("INSERT INTO countries VALUES ('IT', 'Italia')")
        crm.commit()
    folder = company(tmp_path / "company", {"crm": str(tmp_path / "crm.sqlite")})
    assert evidence(folder)("handoffs") == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-07-01T10:30:00+02:00", datetime(2025, 7, 1, 8, 30)),
        ("2025-01-01 10:30:00Z", datetime(2025, 1, 1, 10, 30)),
        ("2025-07-01 10:30:00", datetime(2025, 7, 1, 8, 30)),
        ("01/07/2025 10:30", datetime(2025, 7, 1, 8, 30)),
        ("250701:1030", datetime(2025, 7, 1, 8, 30)),
    ],
)
def test_times_in_text_are_read_with_their_offset(tmp_path: Path, written: str, shown: datetime) -> None:
    """What carries an offset says when it was; what carries none was the company's clock."""
    import duckdb

    from regia.journeys.moments import Clock, _written

    moment = f"timezone('Europe/Rome', {_written('t', Clock('Europe/Rome', utc=False))})"
    sql = f"SELECT timezone('UTC', {moment}) FROM (SELECT ? AS t)"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        (at,) = connection.execute(sql, [written]).fetchall()[0]
    assert at == shown


@pytest.mark.parametrize("number", [1751358600, 1751358600_000, 1751358600_000_000])
def test_seconds_since_1970_are_read_whatever_their_unit(number: int) -> None:
    """1,751,358,600 is 1 July 2025, 8:30 in UTC and 10:30 in Rome."""
    import duckdb

    from regia.journeys.moments import Clock, moment
    from regia.journeys.sources import TimeField

    sql = moment(TimeField("t", "unix"), "BIGINT", Clock("Europe/Rome", utc=False))
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT {sql} FROM (SELECT ?::BIGINT AS t)", [number]).fetchall() == [
            (datetime(2025, 7, 1, 10, 30),)
        ]
