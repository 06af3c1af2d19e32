"""Numbers kept by another system, on tables made here: who carried what to whom is known."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.interfaces.arrivals import Arrivals
from regia.interfaces.inference import Known, infer
from regia.interfaces.kept import Field, Kept, joined_by, kept_numbers
from regia.interfaces.moments import Moments
from regia.resolve.records import Holder
from tests.interfaces.small import company

HOUR, DAY, COUNT = 3_600.0, 86_400.0, 300


class _Made:
    """Datasets written down one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.holders, self.datasets, self.fields = folder, {}, [], []

    def add(
        self, system: str, concept: str, at: np.ndarray | None, number: Sequence[str], *, numbers_of: str = "",
        entities: Sequence[int] | None = None, totals: Sequence[str] | None = None,
    ) -> None:  # fmt: skip
        """Write a dataset whose key counts from 1, or is `number` itself where it keeps none of another's."""
        place, count = (system, "t"), len(number)
        keys = [f"{system}-{each}" for each in range(count)] if numbers_of else list(number)
        path = self.folder / f"{system}.parquet"
        pq.write_table(pa.table({"id": keys, "ref": list(number)}), path)
        attributes = {"id": "id", "reference": "ref"}
        self.holders[place] = Holder(concept, *place, 0.9, count, path, ("id",), attributes, ("id", "ref"))
        self.fields.append(Field(place, "ref" if numbers_of else "id", unique=True, own=not numbers_of))
        first = 10_000 * len(self.datasets)
        ids = np.asarray(entities if entities is not None else range(first, first + count), dtype=np.int64)
        moments = Moments(at, days=False, zone="known") if at is not None else None
        values = {"total": tuple(totals)} if totals else {}
        self.datasets.append(Arrivals(place, concept, at is None, tuple(keys), ids, moments, values))

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept."""
        return kept_numbers(self.datasets, self.holders, self.fields, company())


@pytest.fixture
def made(tmp_path: Path) -> _Made:
    return _Made(tmp_path)


def _born(seed: int) -> np.ndarray:
    return np.sort(1_700_000_000 // DAY * DAY + np.random.default_rng(seed).uniform(0, 700 * DAY, COUNT))


NUMBERS = [str(each) for each in range(1, COUNT + 1)]


def test_orders_that_keep_the_shops_number_are_the_shops_orders_and_come_from_it(made: _Made) -> None:
    at = _born(1)
    made.add("shop", "order", at, NUMBERS)
    made.add("erp", "order", at + 20 * HOUR, [each.zfill(10) for each in NUMBERS], numbers_of="shop")
    [kept] = made.kept()
    assert (kept.keeper, kept.owner, kept.dealt) == (("erp", "t"), ("shop", "t"), True)
    found = infer(joined_by(made.datasets, [kept]), str, Known(kept=(kept,)))
    [flow] = found.flows
    assert (flow.source.place[0], flow.target.place[0], round(flow.hours(0.5) or 0)) == ("shop", "erp", 20)
    assert "kept_numbers" in flow.reasons


def test_two_counters_of_the_same_years_meet_by_chance(made: _Made) -> None:
    made.add("shop", "order", _born(1), NUMBERS)
    made.add("erp", "order", _born(2), NUMBERS, numbers_of="?")
    assert made.kept() == ()


def test_people_whose_numbers_meet_are_others_unless_they_are_known_to_be_the_same(made: _Made) -> None:
    at = _born(1)
    made.add("shop", "customer", at, NUMBERS)
    made.add("crm", "customer", at + HOUR, NUMBERS, numbers_of="?")
    made.add("erp", "customer", at + HOUR, NUMBERS, numbers_of="shop", entities=range(COUNT))
    assert {(kept.keeper[0], kept.owner[0]) for kept in made.kept()} == {("erp", "shop")}


def test_a_ticket_that_names_an_order_and_a_printed_code_are_no_copies(made: _Made) -> None:
    at = _born(1)
    made.add("shop", "order", at, NUMBERS)
    made.add("desk", "ticket", at + HOUR, NUMBERS, numbers_of="shop")
    made.add("erp", "product", at, [f"P{each}" for each in NUMBERS], entities=range(COUNT))
    made.add("crm", "product", at + HOUR, [f"P{each}" for each in NUMBERS], numbers_of="erp", entities=range(COUNT))
    assert made.kept() == ()


def test_a_sheet_without_times_comes_from_whose_numbers_it_keeps(made: _Made) -> None:
    totals = [f"{each}.5" for each in range(COUNT)]
    made.add("erp", "order", _born(1), NUMBERS, totals=totals)
    made.add("sheet", "document", None, NUMBERS[:200], numbers_of="erp", totals=totals[:200])
    kept = made.kept()
    found = infer(joined_by(made.datasets, kept), str, Known(kept=kept))
    assert [(f.source.place[0], f.target.place[0], f.target.concept, f.mode) for f in found.flows] == [
        ("erp", "sheet", "order", "manual")
    ]


def test_who_was_there_first_got_the_number_back(made: _Made) -> None:
    at = _born(1) // DAY * DAY
    made.add("erp", "customer", at, NUMBERS)
    days = np.where(np.arange(COUNT) % 2 == 0, 3, -200) * DAY
    made.add("crm", "customer", at + days, NUMBERS, numbers_of="erp", entities=range(COUNT))
    kept = made.kept()
    found = infer(joined_by(made.datasets, kept), str, Known(kept=kept))
    assert {(f.source.place[0], f.target.place[0]) for f in found.flows} == {("erp", "crm"), ("crm", "erp")}
