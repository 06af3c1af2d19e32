"""How sure the links between records are, and what the figures that rest on them may be.

Tickets name the order that they are about, by a number that people type: some type another order's, some one that is
not there, some the customer's own.
"""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.engine.session import connect
from regia.journeys.certainty import weigh
from regia.journeys.gathering import Gathered, gather
from regia.journeys.handoffs import Handoff, handoffs
from regia.journeys.median_range import median_range
from regia.journeys.segments import Segments
from regia.journeys.sources import EARLIEST, EventSource, TimeField
from regia.journeys.succession import succession
from regia.journeys.working_clock import WorkingClock
from regia.resolve.records import Holder
from regia.workspace.calendar import WorkingCalendar
from regia.workspace.company import WorkingTime
from tests.checkup.made import company
from tests.cli.running import run
from tests.journeys.test_stage import Rows, evidence

FIRST = datetime(2024, 1, 8, 9, 0)
ORDERS, TICKETS = 900, 400
WEEK = 7 * 86_400.0
CLOCK = WorkingClock(WorkingCalendar(WorkingTime()), EARLIEST, date(2030, 1, 1))


def make(folder: Path, *, mistyped: float = 0.0, lost: float = 0.0, of_customer: float = 0.0) -> Path:
    """An order a day or so, a ticket half a day after some; shares of tickets that name what they should not."""
    draw = random.Random(3)
    entered = [FIRST + timedelta(hours=18 * number) for number in range(ORDERS)]
    named = draw.sample(range(50, ORDERS), TICKETS)
    gone = set(named[: round(lost * TICKETS)])
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        erp.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, code TEXT, order_date TIMESTAMP)")
        kept = [number for number in range(ORDERS) if number not in gone]
        rows = [(number, f"SO-{number:05}", entered[number].isoformat(" ")) for number in kept]
        erp.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        erp.commit()
    with closing(sqlite3.connect(folder / "care.sqlite")) as care:
        care.execute("CREATE TABLE tickets (id INTEGER PRIMARY KEY, order_ref TEXT, opened_at TIMESTAMP)")
        for at, number in enumerate(named):
            opened = entered[number] + timedelta(hours=12, minutes=draw.randrange(90))
            reference = f"SO-{number:05}"
            if number not in gone and at >= (1 - mistyped) * TICKETS:
                reference = f"SO-{draw.choice(kept):05}"
            elif number not in gone and at < (lost + of_customer) * TICKETS:
                reference = f"PO/{draw.randrange(10**6)}"
            row = (900_000 - 7 * at, reference, opened.isoformat(" "))
            care.execute("INSERT INTO tickets VALUES (?, ?, ?)", row)
        care.commit()
    return company(folder / "company", {"erp": str(folder / "erp.sqlite"), "care": str(folder / "care.sqlite")})


def handoff(read: Callable[[str], Rows]) -> dict[str, Any]:
    """Return the way from an order to its ticket."""
    [way] = (row for row in read("handoffs") if row["to_activity"] == "care.tickets.opened_at")
    return way


def test_numbers_typed_right_make_sure_links(tmp_path: Path) -> None:
    read = evidence(make(tmp_path))
    way = handoff(read)
    assert way["link_probability"] == 1
    assert way["cases"] == TICKETS
    assert not {"uncertain_links", "partial_links", "found_together"} & set(str(way["caveats"]).split("|"))
    assert not [row for row in read("time_traps") if row["trap"] == "partial_links"]


def test_links_are_as_sure_as_the_share_typed_right_of_those_followed(tmp_path: Path) -> None:
    """What was typed at random joins as chance does, mostly far apart in time: that is not followed."""
    read = evidence(make(tmp_path, mistyped=0.2))
    way = handoff(read)
    right = handoff(evidence(make(_folder(tmp_path, "right"))))
    assert 0.8 * TICKETS <= way["cases"] <= 0.86 * TICKETS
    assert way["link_probability"] == pytest.approx(0.8 * TICKETS / way["cases"], abs=0.03)
    assert way["wait_p50_low_hours"] <= right["wait_p50_hours"] <= way["wait_p50_high_hours"]
    [trap] = (row for row in read("time_traps") if row["trap"] == "partial_links")
    assert 0.8 * 0.2 * TICKETS <= trap["records"] <= 0.2 * TICKETS
    shown = run("journeys", "show", "-c", str(tmp_path / "company")).out
    assert "legami che mancano" in shown
    assert "Vendite" in shown


@pytest.mark.parametrize("wrong", [0.1, 0.3])
@pytest.mark.parametrize("count", [1_590, 3_000])
def test_it_is_told_as_well_of_records_numbered_in_order_of_time(wrong: float, count: int) -> None:
    """Of so many, each named a day later, a share is named at random: what is far in time is no tie."""
    draw = np.random.default_rng(1)
    named = np.where(draw.random(count) < wrong, draw.integers(0, count, count), np.arange(count))
    sure = _weighed(named, np.arange(2 * count))
    true = np.array([named[record] == record for record in sure])
    assert true.sum() >= 0.99 * (named == np.arange(count)).sum()
    assert (~true).sum() <= 0.3 * (named != np.arange(count)).sum()
    chance = np.sqrt(wrong / 2 * (1 - wrong / 2) / count)
    assert np.mean(list(sure.values())) == pytest.approx(true.mean(), abs=2 * 2.5 * chance)
    assert _weighed(named, draw.permutation(2 * count)) == sure


def _weighed(named: "np.ndarray[Any, Any]", numbers: "np.ndarray[Any, Any]") -> dict[int, float]:
    """Return how sure each tie is, by record: of records a day later than those that they should name."""
    count = len(named)
    began = np.linspace(0, 720 * 86_400, count)
    records, moments = np.r_[np.arange(count), np.arange(count)], np.r_[began, began + 86_400]
    with connect() as connection:
        connection.execute(
            "CREATE TABLE things (thing BIGINT, record VARCHAR);"
            "CREATE TABLE events (own BIGINT, thing BIGINT, moment TIMESTAMP, sure DOUBLE);"
            "CREATE TABLE ties (child BIGINT, parent BIGINT, child_place INTEGER, parent_place INTEGER, sure DOUBLE)"
        )
        connection.register("happened", pa.table({"thing": numbers, "record": records, "seconds": moments}))
        connection.execute(
            "INSERT INTO events SELECT thing, thing, make_timestamp(CAST(seconds * 1e6 AS BIGINT)), 1 FROM happened"
        )
        connection.execute("INSERT INTO things SELECT thing, CAST(record AS VARCHAR) FROM happened")
        connection.register("named", pa.table({"child": numbers[count:], "parent": numbers[named]}))
        connection.execute("INSERT INTO ties SELECT child, parent, 1, 0, 0 FROM named")
        weigh(Gathered(connection, (), (), {}, {}))
        rows = connection.sql("SELECT CAST(record AS INTEGER), sure FROM ties JOIN things ON thing = child ORDER BY 1")
        return dict(rows.fetchall())


def test_records_named_that_are_not_there_are_told(tmp_path: Path) -> None:
    """A customer's own number is none of ours: it is not missed."""
    read = evidence(make(tmp_path, lost=0.15, of_customer=0.1))
    [trap] = (row for row in read("time_traps") if row["trap"] == "partial_links")
    assert (trap["system"], trap["dataset"], trap["field"]) == ("care", "tickets", "order_ref")
    assert (trap["records"], trap["detail"]) == (0.15 * TICKETS, "erp.orders.code")
    assert "partial_links" in handoff(read)["caveats"].split("|")


def _folder(base: Path, name: str) -> Path:
    (base / name).mkdir()
    return base / name


def test_what_is_one_thing_perhaps_is_followed_as_surely(tmp_path: Path) -> None:
    """Orders of a shop and of an ERP that are one with a probability of .6: they wait for up to eight hours, evenly.

    Whatever the 40 % would have waited, the median lies between 30 % and 70 % of that (Horowitz and Manski 1995).
    """
    numbers = list(range(3_000))
    draw = random.Random(8)
    begun = [FIRST + timedelta(days=1, weeks=draw.randrange(60)) for _ in numbers]  # on Tuesdays, none a holiday
    passed = [each + timedelta(minutes=1 + number * 7 % 480) for number, each in zip(numbers, begun, strict=True)]
    [way] = _followed(tmp_path, numbers, begun, passed, probability=0.6)
    assert way.cases == len(numbers)
    assert way.sure == pytest.approx(0.6)
    assert way.range_p50 is not None
    low, high = way.range_p50
    assert low == pytest.approx(0.3 * 8, abs=0.5)
    assert high == pytest.approx(0.7 * 8, abs=0.5)
    assert low < 0.3 * 8 < way.wait_p50 < 0.7 * 8 < high


def test_what_is_written_at_one_moment_is_counted(tmp_path: Path) -> None:
    numbers = list(range(400))
    draw = random.Random(4)
    begun = [FIRST + timedelta(minutes=draw.randrange(500_000)) for _ in numbers]
    passed = [
        each + timedelta(minutes=0 if number % 5 == 0 else 30) for number, each in zip(numbers, begun, strict=True)
    ]
    [way] = _followed(tmp_path, numbers, begun, passed, probability=0.9)
    assert (way.cases, way.ties, way.backwards) == (400, 80, 0)


def _followed(
    folder: Path, numbers: list[int], begun: list[datetime], passed: list[datetime], *, probability: float
) -> tuple[Handoff, ...]:
    """Return the hand-offs from a shop's orders to an ERP's, that are one with a probability."""
    sources = tuple(
        EventSource(_written(folder, system, numbers, times), "transaction", (TimeField("at", "time"),), ())
        for system, times in (("shop", begun), ("erp", passed))
    )
    same = pa.table({
        "entity": [f"o{number}" for number in numbers] * 2,
        "system": ["shop"] * len(numbers) + ["erp"] * len(numbers),
        "dataset": ["orders"] * 2 * len(numbers),
        "record": [str(number) for number in numbers] * 2,
        "probability": [probability] * len(numbers) + [0.95] * len(numbers),
    })  # fmt: skip
    known = {source.place: source.holder for source in sources}
    with connect() as connection:
        gathered = gather(connection, sources, known, zone="Europe/Rome", until=date(2026, 1, 1), same=same)
        succession(gathered)
        return handoffs(gathered, CLOCK, seed=1, segments=Segments(gathered, {}, {}))


def _written(folder: Path, system: str, numbers: list[int], times: list[datetime]) -> Holder:
    path = folder / f"{system}.parquet"
    pq.write_table(pa.table({"id": numbers, "at": pa.array(times, pa.timestamp("us"))}), path)
    return Holder("order", system, "orders", 1.0, len(numbers), path, ("id",), {}, ("id", "at"))


class TestMedianRange:
    def test_it_holds_the_true_median_as_often_as_it_says(self) -> None:
        """Waits around 20 hours, longer in some weeks than in others: of 200 companies nine in ten and more."""
        draw = np.random.default_rng(11)
        held = 0
        for _ in range(200):
            level = draw.normal(0, 0.3, 60)
            week = draw.integers(0, 60, 600)
            waits = 20 * np.exp(level[week] + draw.normal(0, 0.5, 600))
            ends = median_range(week * WEEK, waits, sure=1.0, seed=1)
            assert ends is not None
            held += ends[0] <= 20 <= ends[1]
        assert 0.9 <= held / 200 <= 0.99

    @pytest.mark.parametrize("wrong_wait", [0.0, 500.0])
    def test_wrong_links_do_not_put_it_wrong(self, wrong_wait: float) -> None:
        """A quarter joins other work: whether that waited not at all or very long, the true median is within."""
        draw = np.random.default_rng(5)
        waits = 10 * np.exp(draw.normal(0, 1.0, 2_000))
        week = draw.integers(0, 80, 2_000)
        wrong = np.arange(2_000) % 4 == 0
        seen, true = np.where(wrong, wrong_wait, waits), float(np.median(waits[~wrong]))
        sure, unsure = (median_range(week * WEEK, seen, sure=share, seed=1) for share in (1.0, 0.75))
        assert sure is not None
        assert unsure is not None
        assert not sure[0] <= true <= sure[1]
        assert unsure[0] <= true <= unsure[1]

    @pytest.mark.parametrize(("sure", "ends"), [(1.0, (9, 9)), (0.5, (9, 9)), (0.3, (0, 18))])
    def test_days_have_whole_days_for_ends(self, sure: float, ends: tuple[int, int]) -> None:
        """Each week a fifth waits no day, a fifth two days, the others one, of nine hours: no drawing changes that."""
        week, waits = np.repeat(np.arange(40), 10), np.tile([0.0, 0, 9, 9, 9, 9, 9, 9, 18, 18], 40)
        assert median_range(week * WEEK, waits, sure=sure, seed=1) == ends

    def test_few_weeks_tell_nothing(self) -> None:
        assert median_range(np.arange(7) * WEEK, np.arange(7.0), sure=1.0, seed=1) is None
