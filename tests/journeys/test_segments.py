"""Which field tells kinds of work: of a made-up ERP, that by which orders wait differently, and none of the others."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regia.journeys.segments import _is_threshold
from tests.checkup.made import company
from tests.journeys.test_stage import evidence, ways

ORDERS, OPEN = 1800, 60
FIRST = datetime(2024, 1, 1, 9, 0)  # a Monday
CHANGE = 60
HOURS = 9  # of a working day, from nine to six
LATE, LARGE = 24.0, 12.0


def later(moment: datetime, hours: float) -> datetime:
    """The moment so many working hours after nine of a working day, but for holidays."""
    days, rest = divmod(hours, HOURS)
    for _ in range(int(days)):
        moment += timedelta(days=3 if moment.weekday() == 4 else 1)
    return moment + timedelta(hours=rest)


def make(folder: Path, *, more: float) -> Path:
    """Orders of two years: those by phone wait longer, and from a week on most are, and all wait so much more.

    `channel` says so. Others explain more of the waits, but come after them: `parcel` is written on shipping, larger
    where much was waited for, and `band` tells of what took long. `tariff` goes with time, and `stage` is the state.
    """
    draw = np.random.default_rng(5)
    rows = []
    for number in range(ORDERS + OPEN):
        week = number * 104 // ORDERS if number < ORDERS else 104
        entered = FIRST + timedelta(days=7 * week + int(draw.integers(0, 5 if number < ORDERS else 2)))
        phone = draw.random() < (0.7 if week >= CHANGE else 0.2)
        wait = float(draw.gamma(4.0, 6.0 if phone else 1.0))
        large = wait + draw.normal(0, 2) > LARGE
        wait += more * (week >= CHANGE)
        done = number < ORDERS
        rows.append((
            number, f"SO-{number:05}", entered.isoformat(" "),
            later(entered, wait).replace(microsecond=0).isoformat(" ") if done else None,
            "PHO" if phone else "WEB",
            ("PAL" if large else "BOX") if done else None,
            "B2" if done and wait > LATE else "B1",
            "T24" if week < CHANGE else "T25",
            "shipped" if done else "new",
        ))  # fmt: skip
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        erp.execute(
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, code TEXT, order_date TIMESTAMP, shipped_at TIMESTAMP, "
            "channel TEXT, parcel TEXT, band TEXT, tariff TEXT, stage TEXT)"
        )
        erp.executemany(f"INSERT INTO orders VALUES ({', '.join('?' * len(rows[0]))})", rows)
        erp.commit()
    return company(folder / "company", {"erp": str(folder / "erp.sqlite")})


def shipping(folder: Path) -> Mapping[str, Any]:
    return ways(evidence(folder)("handoffs"))["order_date", "shipped_at"]


def test_more_orders_of_the_slow_channel_are_no_bottleneck(tmp_path: Path) -> None:
    assert not shipping(make(tmp_path, more=0))["bottleneck"]


def test_a_true_worsening_is_told_beside_the_same_channel(tmp_path: Path) -> None:
    """Half of the orders changed channel, for 20 hours more: 18 it would be beside the same months alone."""
    told = shipping(make(tmp_path, more=8))
    assert told["bottleneck"]
    assert "segment:orders.channel" in told["matched"].split("|")
    assert told["excess_wait_low_hours"] < 8 < told["excess_wait_high_hours"]
    assert told["excess_wait_hours"] == pytest.approx(8, abs=1.5)


@pytest.mark.parametrize("of", ["exponential", "gamma"])
def test_kinds_that_the_wait_itself_makes_are_none(of: str) -> None:
    draw = np.random.default_rng(3)
    waits = draw.exponential(10.0, 2000) if of == "exponential" else draw.gamma(4.0, 2.5, 2000)
    for late in np.quantile(waits, [0.5, 0.8]):
        assert _is_threshold(waits, (waits > late).astype(np.int64))


@pytest.mark.parametrize("slow", [12.0, 20.0, 40.0, 60.0, 80.0, 400.0])
def test_kinds_that_wait_differently_are_kinds(slow: float) -> None:
    """Whether their waits overlap or lie far apart."""
    draw = np.random.default_rng(3)
    kinds = (draw.random(2000) < 0.4).astype(np.int64)
    assert not _is_threshold(draw.gamma(4.0, np.where(kinds, slow, 8.0) / 4), kinds)
