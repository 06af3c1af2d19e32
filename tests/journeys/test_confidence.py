"""How likely it is that an activity is a step of the work."""

from pathlib import Path
from typing import get_args

from regia.journeys.activity import Activity, LeftOut
from regia.journeys.confidence import likelihood
from regia.journeys.sources import EventSource, TimeField
from regia.resolve.records import Holder

KINDS = ("transaction", "entity", "status_history", "log", "spreadsheet")


def of_kind(kind: str) -> Activity:
    time = TimeField("happened", "time")
    holder = Holder("order", "erp", "orders", 1.0, 10, Path("orders.parquet"), ("id",), {}, ("id", "happened"))
    return Activity(0, EventSource(holder, kind, (time,), ()), time)


def test_what_is_left_out_is_less_likely_a_step_than_what_is_taken_for_one() -> None:
    taken = [likelihood(of_kind(kind), None) for kind in KINDS]
    left = [likelihood(of_kind(kind), why) for kind in KINDS for why in get_args(LeftOut) if why != "ignored"]
    assert max(left) < min(taken)


def test_nothing_that_was_counted_is_sure() -> None:
    told = [likelihood(of_kind(kind), why) for kind in KINDS for why in (None, *get_args(LeftOut))]
    assert all(0 < each < 1 for each in told)
    assert likelihood(of_kind("a kind that was never seen"), None) == 0.5
