"""What the data alone shows, on systems that are simulated here: who fed whom is known."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from regia.interfaces.arrivals import Arrivals, time_fields
from regia.interfaces.inference import NOTHING, Inferred, Known, infer
from regia.interfaces.moments import Moments, moments
from regia.interfaces.pace import Runs, weekday

HOUR, DAY = 3_600.0, 86_400.0
START = 1_700_000_000.0 // DAY * DAY
COUNT = 600


def _born(rng: np.random.Generator, count: int = COUNT) -> np.ndarray:
    return np.sort(START + rng.uniform(0, 700 * DAY, count))


def _values(rng: np.random.Generator, count: int = COUNT) -> list[str | None]:
    return [None if rng.random() < 0.3 else f"person{number}@example.it" for number in range(count)]


def _dataset(
    name: str, entities: Sequence[int], at: np.ndarray | None, values: Sequence[str | None], *, sheet: bool = False
) -> Arrivals:
    return Arrivals(
        place=(name, "customers"),
        concept="customer",
        sheet=sheet,
        records=tuple(map(str, entities)),
        entities=np.asarray(entities, dtype=np.int64),
        moments=Moments(at, days=bool(np.all(at % DAY == 0)), zone="known") if at is not None else None,
        values={"email": tuple(values)},
    )


def _edges(found: Inferred) -> set[tuple[str, str, str]]:
    return {(flow.source.place[0], flow.target.place[0], flow.mode) for flow in found.flows}


def _infer(*datasets: Arrivals, known: Known = NOTHING) -> Inferred:
    return infer(datasets, lambda concept: concept, known)


def _nightly(at: np.ndarray) -> np.ndarray:
    return (at // DAY + 1) * DAY + 2 * HOUR + 300


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_copies_at_once_and_at_night_are_told_apart(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    ids = range(COUNT)
    shop = _dataset("shop", ids, at, values)
    erp = _dataset("erp", ids, at + rng.uniform(1, 60, COUNT), values)
    portal = _dataset("portal", ids, _nightly(erp.at), values)
    found = _infer(portal, shop, erp)
    assert _edges(found) == {("shop", "erp", "realtime"), ("erp", "portal", "batch")}
    [night] = [flow for flow in found.flows if flow.mode == "batch"]
    assert night.hours(0.5) == pytest.approx(float(np.median(portal.at - erp.at)) / HOUR, rel=0.01)
    assert night.records_per_month == pytest.approx(COUNT / (700 / 30.44), rel=0.08)
    when = night.runs()
    assert when is not None
    assert (when.hour, when.weekday) == (pytest.approx(2 + 300 / 3600), None)
    assert all(flow.runs() is None for flow in found.flows if flow is not night)


def test_a_weekly_job_tells_its_day(rng: np.random.Generator) -> None:
    """It runs on Thursdays, as 1 January 1970 was one."""
    at, values = _born(rng), _values(rng)
    weekly = (at // (7 * DAY) + 1) * 7 * DAY + 4 * HOUR
    found = _infer(_dataset("erp", range(COUNT), at, values), _dataset("crm", range(COUNT), weekly, values))
    [flow] = found.flows
    assert flow.runs() == Runs(4.0, 3)


def test_rekeying_by_hand_inherits_gaps_and_makes_typos(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    working = (at // DAY + rng.integers(2, 20, COUNT)) * DAY + rng.uniform(9, 18, COUNT) * HOUR
    typed = [value and (value.replace("person", "persno") if rng.random() < 0.1 else value) for value in values]
    crm, erp = _dataset("crm", range(COUNT), at, values), _dataset("erp", range(COUNT), working, typed)
    found = _infer(crm, erp)
    assert _edges(found) == {("crm", "erp", "manual")}
    [flow] = found.flows
    assert {"gaps", "human_lag", "new_typos"} <= set(flow.reasons)
    assert flow.carried.errors == pytest.approx(0.07, abs=0.03)


def test_systems_that_meet_the_same_people_on_their_own_give_none(rng: np.random.Generator) -> None:
    at = _born(rng)
    later = np.clip(at + rng.exponential(200 * HOUR, COUNT), None, START + 700 * DAY)
    own = [_dataset("crm", range(COUNT), at, _values(rng)), _dataset("erp", range(COUNT), later, _values(rng)),
           _dataset("shop", range(COUNT), rng.permutation(at), _values(rng))]  # fmt: skip
    assert _edges(_infer(*own)) == set()


def test_a_load_of_all_at_one_moment_is_an_import(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    loaded = np.where(at < START + 400 * DAY, START + 400 * DAY + rng.uniform(0, 60, COUNT), np.nan)
    kept = np.flatnonzero(np.isfinite(loaded))
    erp = _dataset("erp", range(COUNT), at, values)
    desk = _dataset("desk", list(kept), loaded[kept], [values[place] for place in kept])
    assert _edges(_infer(erp, desk)) == {("erp", "desk", "import")}


def test_a_common_source_is_not_a_chain(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    shop = _dataset("shop", range(COUNT), at, values)
    erp = _dataset("erp", range(COUNT), (at + 30) // DAY * DAY, values)
    mail = _dataset("mail", range(COUNT), at + rng.uniform(40, 50, COUNT), values)
    assert ("erp", "mail", "realtime") not in _edges(_infer(shop, erp, mail))
    assert ("shop", "mail", "realtime") in _edges(_infer(shop, erp, mail))


def test_what_a_person_rejected_explains_nothing_and_the_next_best_source_is_taken(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    shop = _dataset("shop", range(COUNT), at, values)
    erp = _dataset("erp", range(COUNT), at + rng.uniform(1, 60, COUNT), values)
    portal = _dataset("portal", range(COUNT), _nightly(erp.at), values)
    refused = Known(refused=frozenset({("erp", "portal", "customer")}))
    told = _edges(_infer(portal, shop, erp, known=refused))
    assert {("shop", "erp", "realtime"), ("shop", "portal", "batch")} <= told
    assert ("shop", "portal", "batch") not in _edges(_infer(portal, shop, erp))


def test_data_that_passes_both_ways_is_told_both_ways(rng: np.random.Generator) -> None:
    """Half of the people are born in each system, and reach the other at night; each has its own gaps."""
    at, values = _born(rng), _values(rng)
    mine = np.arange(COUNT) % 2 == 0
    crm = _dataset("crm", range(COUNT), np.where(mine, at, _nightly(at)), values)
    erp = _dataset("erp", range(COUNT), np.where(mine, _nightly(at), at), values)
    assert _edges(_infer(crm, erp)) == {("crm", "erp", "batch"), ("erp", "crm", "batch")}


def test_a_load_after_which_records_keep_arriving_by_night_is_a_batch(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    loaded = START + 650 * DAY
    # After the load they come on the first day of a month, so late that no lag shows.
    monthly = (at // (90 * DAY) + 2) * 90 * DAY + 2 * HOUR
    arrived = np.where(at < loaded, loaded + rng.uniform(0, 60, COUNT), monthly)
    erp, desk = _dataset("erp", range(COUNT), at, values), _dataset("desk", range(COUNT), arrived, values)
    assert _edges(_infer(erp, desk)) == {("erp", "desk", "batch")}


def test_a_spreadsheet_without_times_is_told_by_what_it_holds(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    erp = _dataset("erp", range(COUNT), at, values)
    sheet = _dataset("sheet", range(100), None, values[:100], sheet=True)
    other = _dataset("other", range(100, 200), None, _values(rng)[:100], sheet=True)
    assert _edges(_infer(erp, sheet, other)) == {("erp", "sheet", "manual")}


def test_the_order_of_datasets_and_records_changes_nothing(rng: np.random.Generator) -> None:
    at, values = _born(rng), _values(rng)
    shop, erp = _dataset("shop", range(COUNT), at, values), _dataset("erp", range(COUNT), _nightly(at), values)
    order = rng.permutation(COUNT)
    mixed = _dataset("erp", list(order), erp.at[order], [values[place] for place in order])
    assert _edges(_infer(shop, erp)) == _edges(_infer(mixed, shop)) == {("shop", "erp", "batch")}


@pytest.mark.parametrize(
    ("dates", "clocks", "expected", "days"),
    [
        (["1700000000000", "1700003600000"], None, [1_700_003_600.0, 1_700_007_200.0], False),
        (["1700000000", "99"], None, [1_700_003_600.0, None], False),
        (["2026-03-01 10:00:00+01", None], None, [1772359200.0, None], False),
        (["01/03/2026", "02/03/2026"], None, [1772323200.0, 1772409600.0], True),
        (["20260301", "20260302"], ["50500", "151500"], [1772341500.0, 1772464500.0], False),
    ],
)
def test_times_are_read_in_the_forms_that_systems_write(
    dates: list[str | None], clocks: list[str] | None, expected: list[float | None], days: bool
) -> None:
    import pyarrow as pa

    given = pa.array(clocks, pa.string()) if clocks else None
    found = moments(pa.array(dates, pa.string()), given, "Europe/Rome")
    assert [None if np.isnan(each) else each for each in found.at] == expected
    assert found.days is days


def test_the_field_of_making_is_found_with_its_time_of_day() -> None:
    def field(name: str, role: str | None) -> dict[str, object]:
        return {"field": name, "time_role": role, "null_share": 0.0, "position": 1}

    rows = [field("DATORD", "event"), field("DATAGG", "technical"), field("DATINS", "technical"), field("ORAINS", None)]
    found = time_fields(rows, "transaction")
    assert found is not None
    assert (found.date, found.clock) == ("DATINS", "ORAINS")
    assert time_fields([field("Ultima visita", "event")], "sheet") is None


def test_weekdays_are_those_of_the_calendar() -> None:
    days = [datetime(1969, 12, 25, 23, 59, tzinfo=UTC) + timedelta(days=n) for n in range(0, 30_000, 37)]
    assert list(weekday(np.array([day.timestamp() for day in days]))) == [day.weekday() for day in days]
