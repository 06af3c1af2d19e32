"""Dates that tell nothing: written so that nobody can read them, or all at one moment."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from tests.checkup.made import company
from tests.journeys.test_stage import Rows, evidence

COUNT = 200


def traps(folder: Path, shipped: list[str]) -> dict[tuple[str, str], Rows]:
    """Return the traps of orders entered one an hour and shipped on days as written, by trap and field."""
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        erp.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, order_date TIMESTAMP, ship_date TEXT)")
        first = datetime(2025, 1, 7, 9)
        rows = [(n, (first + timedelta(hours=7 * n)).isoformat(" "), each) for n, each in enumerate(shipped)]
        erp.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        erp.commit()
    found: dict[tuple[str, str], Rows] = {}
    for row in evidence(company(folder / "company", {"erp": str(folder / "erp.sqlite")}))("time_traps"):
        found.setdefault((row["trap"], row["field"]), []).append(row)
    return found


def test_dates_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    """A blank is no date, and none that is wrong."""
    days = [(datetime(2025, 1, 8) + timedelta(hours=7 * number)).strftime("%d/%m/%Y") for number in range(COUNT)]
    days[5::20], days[6::20] = ["31/02/2025"] * 10, [" "] * 10
    [row] = traps(tmp_path, days)["unreadable_dates", "ship_date"]
    assert row["records"] == 10


def test_all_at_one_moment_were_loaded_at_once(tmp_path: Path) -> None:
    [row] = traps(
        tmp_path, ["2025-03-01 12:00:00"] * (COUNT - 9) + [f"2025-03-0{day} 13:00:00" for day in range(1, 10)]
    )["bulk_import", "ship_date"]
    assert row["records"] == COUNT - 9
