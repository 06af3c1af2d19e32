"""Waits for a job that runs at fixed hours, beside what was counted by hand, and what waiting costs."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regia.journeys.batch_waits import Batch, BatchWait, batch_wait, batches
from regia.journeys.handoffs import Handoff
from regia.journeys.waiting_cost import cost, yearly
from regia.journeys.working_clock import WorkingClock
from regia.workspace.calendar import WorkingCalendar
from regia.workspace.company import Assumptions, Company, WorkingTime
from tests.checkup.made import company
from tests.journeys.test_stage import evidence

CLOCK = WorkingClock(WorkingCalendar(WorkingTime()), date(2022, 1, 1), date(2027, 1, 1))
EPOCH = datetime(1970, 1, 1)
MONDAY = datetime(2025, 9, 1)  # no holiday within ten weeks
ENDS = (("shop", "orders", "order"), ("erp", "ORDTES", "order"))
NIGHT: dict[str, Any] = {
    "interface": "shop>erp:order", "mode": "batch", "probability": 0.95, "contradiction": None, "verdict": None,
    "from_system": "shop", "from_dataset": "orders", "to_system": "erp", "to_dataset": "ORDTES", "concept": "order",
    "runs_at_hour": 2.5, "runs_on": None,
}  # fmt: skip


def seconds(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds()


def passed(began: list[datetime], ended: list[datetime]) -> Handoff:
    start, end = (np.array([seconds(each) for each in side]) for side in (began, ended))
    waits = CLOCK.between(start, end)
    return Handoff(
        0, 1, len(waits), 1.0, 1.0, 1.0, float(waits.mean()), dates_only=False, still_open=0, backwards=0, worse=None,
        began=start, ended=end, waits=waits,
    )  # fmt: skip


def waited(handoff: Handoff, **changes: object) -> BatchWait | None:
    return batch_wait(handoff, ENDS, batches([NIGHT | changes]), CLOCK, seed=1)


def weekly(start: timedelta, end: timedelta, *, weeks: int = 10) -> Handoff:
    """A passage a week, begun and ended so long after Monday at midnight."""
    mondays = [MONDAY + timedelta(weeks=number) for number in range(weeks)]
    return passed([day + start for day in mondays], [day + end for day in mondays])


def test_the_hours_to_the_next_run_are_the_batch_s() -> None:
    """Of orders that come on Monday at two, and are entered on Tuesday at eleven, four hours of six are its."""
    found = waited(weekly(timedelta(hours=14), timedelta(days=1, hours=11)))
    assert found is not None
    assert (found.hours, found.low, found.high, found.held) == (4.0, 4.0, 4.0, 1.0)


def test_a_weekly_job_holds_work_for_days() -> None:
    """From Monday at two to Thursday night: four hours, and two days of nine."""
    found = waited(weekly(timedelta(hours=14), timedelta(days=4, hours=11)), runs_on="thu")
    assert found is not None
    assert found.hours == 4 + 2 * 9


def test_what_goes_on_before_the_run_is_not_held() -> None:
    assert waited(weekly(timedelta(hours=10), timedelta(hours=12))) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "manual"},
        {"probability": 0.5},
        {"contradiction": "dead"},
        {"verdict": "rejected"},
        {"from_system": "crm"},
        {"to_dataset": "ANACLI", "concept": "party"},
    ],
)
def test_only_what_surely_carries_the_work_counts(changes: dict[str, object]) -> None:
    assert waited(weekly(timedelta(hours=14), timedelta(days=1, hours=11)), **changes) is None


def test_runs_come_when_they_do() -> None:
    day = Batch("", 2.5, None, (("", None), ("", None)), None)
    moments = np.array([seconds(MONDAY + timedelta(hours=hours)) for hours in (1, 2.5, 3)])
    assert ((day.next_run(moments) - seconds(MONDAY)) / 3600).tolist() == [2.5, 2.5, 26.5]
    sunday = replace(day, weekday=6).next_run(moments)
    assert ((sunday - seconds(MONDAY)) / 3600).tolist() == [6 * 24 + 2.5] * 3
    assert ((replace(day, weekday=0).next_run(moments) - seconds(MONDAY)) / 3600).tolist() == [2.5, 2.5, 7 * 24 + 2.5]


def test_a_year_is_the_last_one_or_as_much_as_there_is() -> None:
    two_years = np.array([seconds(MONDAY + timedelta(days=number)) for number in range(730)])
    assert yearly(two_years) == 365
    assert yearly(two_years[:74]) == pytest.approx(74 * 5)


def test_waiting_costs_what_the_company_says() -> None:
    """Ninety hours are ten days of nine; six minutes each at forty euro an hour are forty euro."""
    told = Company(Path(), "A", assumptions=Assumptions(Decimal(40), minutes_per_day_waited=Decimal(6)))
    assert cost(90, told) == Decimal("40.00")
    assert cost(90, Company(Path(), "A")) is None
    half = WorkingTime(opens=time(9), closes=time(13, 30))
    assert cost(90, replace(told, working_time=half)) == Decimal("80.00")


def nightly(folder: Path) -> Path:
    """Web orders of two in the afternoon reach the ERP at half past two at night, and are confirmed at ten."""
    monday = datetime(2024, 9, 2)
    files = {name: str(folder / f"{name}.sqlite") for name in ("shop", "erp")}
    with closing(sqlite3.connect(files["shop"])) as shop, closing(sqlite3.connect(files["erp"])) as erp:
        shop.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, order_number TEXT, ordered_at TIMESTAMP)")
        erp.execute(
            "CREATE TABLE sales_orders (id INTEGER PRIMARY KEY, order_number TEXT, created_at TIMESTAMP, "
            "confirmed_at TIMESTAMP)"
        )
        for number in range(400):
            day = monday + timedelta(days=7 * (number // 8) + number % 4)
            placed = day + timedelta(hours=14, minutes=number % 50)
            night, done = day + timedelta(days=1, hours=2, minutes=30), day + timedelta(days=1, hours=10)
            code = f"W-{7919 * number % 100_003:06}"
            shop.execute("INSERT INTO orders VALUES (?, ?, ?)", (number, code, placed.isoformat(" ")))
            times = (each.isoformat(" ") for each in (night + timedelta(seconds=number % 60), done))
            erp.execute("INSERT INTO sales_orders VALUES (?, ?, ?, ?)", (90_000 - number, code, *times))
        shop.commit()
        erp.commit()
    more = "\n[assumptions]\nhour_cost_eur = 30\nminutes_per_day_waited = 6\n"
    return company(folder / "company", files, more=more)


def test_a_nightly_job_between_two_systems_is_found(tmp_path: Path) -> None:
    found = evidence(nightly(tmp_path))
    (row,) = found("batch_waits")
    assert row["interface"] == "shop>erp:order"
    # from 14:24.5 on average to six in the evening, but for two orders on each of seven holidays
    assert row["batch_hours"] == pytest.approx((4 - 24.5 / 60) * (400 - 14) / 400, rel=0.01)
    assert row["held_share"] == 1.0
    each_hour = Decimal(30) * 6 / 60 / 9
    assert row["eur_year_low"] < each_hour * Decimal(row["hours_year"]) < row["eur_year_high"]
    assert row["cost_confirmed"] is False
