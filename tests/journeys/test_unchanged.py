"""A time of the last change that is always that of the making tells of no change."""

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.engine.session import connect
from regia.journeys.sources import EventSource, TimeField
from regia.journeys.unchanged import unchanged
from regia.resolve.records import Holder

COUNT = 200
MADE = [datetime(2025, 1, 7, 9) + timedelta(hours=number) for number in range(COUNT)]
SOLVED = [at + timedelta(days=2) for at in MADE]
STAMP = TimeField("updated_at", "time")


def orders(folder: Path, changed: list[datetime], kind: str = "transaction") -> EventSource:
    """Write orders that were made, solved and changed at these moments."""
    path = folder / "orders.parquet"
    times = {"created_at": MADE, "solved_at": SOLVED, "updated_at": changed}
    pq.write_table(pa.table({name: pa.array(each, pa.timestamp("us")) for name, each in times.items()}), path)
    holder = Holder("order", "shop", "orders", 1.0, COUNT, path, ("id",), {}, tuple(times))
    told = (TimeField("created_at", "time", made=True), TimeField("solved_at", "time"))
    return EventSource(holder, kind, told, ())


def found(source: EventSource, *, state: bool = True) -> list[tuple[str, str, int]]:
    """Return the stamps found: field, what it is the same as, records."""
    with connect() as connection:
        told = unchanged(connection, [source], {source.place: STAMP}, [source.place] if state else [])
    return [(each.field, each.same_as, each.records) for each in told]


def test_a_change_that_is_always_the_making(tmp_path: Path) -> None:
    assert found(orders(tmp_path, MADE)) == [("updated_at", "created_at", COUNT)]


def test_a_handful_of_changes_prove_that_changes_are_kept(tmp_path: Path) -> None:
    assert found(orders(tmp_path, MADE[:-6] + SOLVED[-6:])) == []


def test_the_last_step_is_a_change(tmp_path: Path) -> None:
    assert found(orders(tmp_path, SOLVED)) == []


@pytest.mark.parametrize(("kind", "state"), [("log", True), ("transaction", False)])
def test_what_is_written_once_needs_no_change(tmp_path: Path, kind: str, state: bool) -> None:
    assert found(orders(tmp_path, MADE, kind), state=state) == []
