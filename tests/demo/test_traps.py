import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from regia.demo import DemoOptions
from regia.demo.distribution.plan import plan as distribution_plan
from regia.demo.filling import Filling
from regia.demo.furniture.plan import plan as furniture_plan
from regia.demo.identifiers import phone_holds
from regia.demo.options import Industry

from .conftest import Folder

Company = Callable[..., Folder]
PLANS: dict[Industry, Callable[[DemoOptions], Any]] = {"furniture": furniture_plan, "distribution": distribution_plan}
ROME = ZoneInfo("Europe/Rome")
both = pytest.mark.parametrize("industry", ["furniture", "distribution"])


def with_trap(trap: str, industry: Industry) -> int:
    """Return the first seed whose plan draws a trap."""
    return next(s for s in range(1, 40) if trap in PLANS[industry](DemoOptions(seed=s, industry=industry)).traps)


def cells(folder: Folder, system: str, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder.path / "systems" / system / f"{system}.sqlite") as connection:
        return connection.execute(sql).fetchall()


def rows(folder: Folder, table: str, **wanted: str) -> list[dict[str, Any]]:
    return [row for row in folder.truth(table) if all(row[name] == value for name, value in wanted.items())]


@both
@pytest.mark.parametrize("seed", [2])
def test_every_trap_drawn_is_written_with_its_place(company: Company, industry: Industry, seed: int) -> None:
    folder = company(seed=seed, industry=industry)
    drawn = {row["value"] for row in rows(folder, "plan", choice="trap")}
    laid = {row["trap"] for row in folder.truth("traps")}
    assert drawn == PLANS[industry](DemoOptions(seed=seed, industry=industry)).traps
    assert drawn | {"date_only", "overwritten_status"} <= laid
    texts = {row["dataset"] for row in rows(folder, "fields", semantic_type="date_text")}
    full = {row["dataset"] for row in folder.truth("datasets") if row["records"]}
    assert {row["dataset"] for row in rows(folder, "traps", trap="text_dates")} == texts & full
    fields = {(row["system"], row["dataset"], row["field"]) for row in folder.truth("fields")}
    for row in folder.truth("traps"):
        assert (row["system"], row["dataset"], row["field"]) in fields, row
        assert row["records"] > 0, row


@both
def test_a_shifted_clock_is_off_by_the_distance_of_rome_from_utc(company: Company, industry: Industry) -> None:
    folder = company(seed=with_trap("time_zone_shift", industry), industry=industry)
    (trap,) = rows(folder, "traps", trap="time_zone_shift")
    system, dataset, field = trap["system"], trap["dataset"], trap["field"]
    (key,) = rows(folder, "keys", system=system, dataset=dataset)
    shown = dict(cells(folder, system, f'SELECT CAST("{key["fields"]}" AS TEXT), "{field}" FROM "{dataset}"'))
    off: Counter[tuple[float, float]] = Counter()
    for event in rows(folder, "events", system=system, dataset=dataset, field=field):
        at = event["happened_at"]
        seen = datetime.fromisoformat(shown[event["record"]]).replace(tzinfo=UTC)
        away = at.astimezone(ROME).utcoffset()
        off[(seen - at).total_seconds() / 3600, away.total_seconds() / 3600] += 1
    says_rome = "Rome's time where" in trap["detail"]
    # summer and winter are both there, and each is off by what the other clock would show
    assert set(off) == ({(1, 1), (2, 2)} if says_rome else {(0, 1), (0, 2)})
    assert min(off.values()) >= 5


@both
def test_the_other_clocks_of_the_system_are_right(company: Company, industry: Industry) -> None:
    folder = company(seed=with_trap("time_zone_shift", industry), industry=industry)
    (trap,) = rows(folder, "traps", trap="time_zone_shift")
    keeps_utc = "system keeps UTC" in trap["detail"]
    checked = 0
    for place in rows(folder, "activities", system=trap["system"], precision="second"):
        dataset, field = place["dataset"], place["field"]
        (key,) = rows(folder, "keys", system=trap["system"], dataset=dataset)
        if field == trap["field"] or "|" in key["fields"]:
            continue
        sql = f'SELECT CAST("{key["fields"]}" AS TEXT), "{field}" FROM "{dataset}"'
        shown = dict(cells(folder, trap["system"], sql))
        for event in rows(folder, "events", system=trap["system"], dataset=dataset, field=field):
            clock = UTC if keeps_utc else ROME
            seen = datetime.fromisoformat(shown[event["record"]]).replace(tzinfo=clock)
            assert seen == event["happened_at"], event
            checked += 1
    assert checked > 20


@both
def test_a_bulk_import_gives_its_rows_one_time(company: Company, industry: Industry) -> None:
    folder = company(seed=with_trap("bulk_import", industry), industry=industry)
    (trap,) = rows(folder, "traps", trap="bulk_import")
    found = cells(
        folder, trap["system"],
        f'SELECT count(*) FROM "{trap["dataset"]}" GROUP BY "{trap["field"]}" ORDER BY 1 DESC LIMIT 2',
    )  # fmt: skip
    counts = [count for (count,) in found]
    # nothing else was written on that evening
    assert counts[0] == trap["records"]
    assert counts[0] > 5 * counts[1]


@both
def test_a_truncated_history_begins_when_the_truth_says(company: Company, industry: Industry) -> None:
    folder = company(seed=with_trap("truncated_history", industry), industry=industry)
    traps = rows(folder, "traps", trap="truncated_history")
    for trap in traps:
        begins = datetime.fromisoformat(trap["detail"].removeprefix("begins at "))
        ((first,),) = cells(folder, trap["system"], f'SELECT min("{trap["field"]}") FROM "{trap["dataset"]}"')
        day = f"{datetime.fromtimestamp(first / 1000, UTC):%Y%m%d}" if isinstance(first, int) else str(first)
        assert day.replace("-", "")[:8] >= begins.strftime("%Y%m%d"), trap
    assert traps


def test_created_is_updated_holds_for_every_row(company: Company) -> None:
    folder = company(seed=with_trap("created_is_updated", "furniture"))
    (trap,) = rows(folder, "traps", trap="created_is_updated")
    created = {"updated_at": "created_at", "DATAGG": "DATINS"}[trap["field"]]
    sql = f'SELECT count(*), sum("{created}" = "{trap["field"]}") FROM "{trap["dataset"]}"'
    assert cells(folder, trap["system"], sql) == [(trap["records"], trap["records"])]


@both
def test_a_log_that_stopped_has_nothing_after_its_system_went_on(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    (planted,) = rows(folder, "findings", rule="stale_data")
    (dataset,) = rows(folder, "datasets", system=planted["system"], dataset=planted["dataset"])
    assert planted["records"] == dataset["records"] > 0


@both
def test_empty_and_constant_fields_are_so_in_the_data(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    planted = {(row["rule"], row["system"], row["dataset"], row["field"]) for row in folder.truth("findings")}
    copies = {(row["system"], row["dataset"]) for row in rows(folder, "datasets", kind="backup_copy")}
    checked = Counter[str]()
    for row in folder.truth("fields"):
        place = (row["system"], row["dataset"], row["field"])
        if not (folder.path / "systems" / str(row["system"]) / f"{row['system']}.sqlite").exists():
            continue
        held = f"""NULLIF(TRIM("{row["field"]}"), '')"""
        sql = f'SELECT count(*), count({held}), count(DISTINCT {held}) FROM "{row["dataset"]}"'
        ((every, filled, values),) = cells(folder, str(row["system"]), sql)
        is_constant = every > 1 and values == 1 and filled * 2 >= every and place[:2] not in copies
        assert (("empty_field", *place) in planted) == (every > 0 and filled == 0), place
        assert (("constant_field", *place) in planted) == is_constant, place
        checked["empty"] += every > 0 and filled == 0
        checked["constant"] += is_constant
    assert min(checked["empty"], checked["constant"]) > 0


@both
def test_dead_systems_are_planted_as_such(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    dead = {row["system"] for row in rows(folder, "systems", status="dead")}
    assert dead == {row["system"] for row in rows(folder, "findings", rule="no_writes_for_a_year")}
    assert dead <= {"vecchio_crm", "magazzino_2012"}


def test_planted_phones_are_those_that_cannot_exist(company: Company) -> None:
    folder = company(seed=2)
    found = cells(folder, "gestionale", "SELECT TELEF1 FROM ANACLI WHERE TRIM(TELEF1) <> ''")
    numbers = [number.strip() for (number,) in found]
    wrong = sum(not phone_holds(number) for number in numbers)
    (planted,) = rows(folder, "findings", rule="invalid_phone", dataset="ANACLI")
    assert planted["records"] == wrong > 0


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("+39 333 1234567", True),
        ("0039333/1234567", True),
        ("02-12345678", True),
        ("0000000000", False),
        ("000000", False),
        ("33312345678", False),
        ("333123", False),
        ("+3902", False),
    ],
)
def test_phone_numbers_of_the_italian_plan(number: str, holds: bool) -> None:
    assert phone_holds(number) is holds


def test_a_column_filled_in_two_cells_varies_where_they_differ() -> None:
    left, right, empty = Filling(), Filling(), Filling()
    left.take(["a", "a", None])
    right.take(["b", " "])
    left.join(empty)
    assert left.is_constant(3)
    left.join(right)
    assert not left.is_constant(5)
    assert not left.is_empty
    assert empty.is_empty


@pytest.mark.parametrize("seed", [2])
def test_returns_follow_delivered_orders(company: Company, seed: int) -> None:
    folder = company(seed=seed, scale=0.1)
    delivered = {row["object"] for row in rows(folder, "events", activity="order_shipped")}
    returned = cells(folder, "gestionale", "SELECT NUMRES, NUMORD, DATRES, DATRIE, DATACC, STARES FROM RESTES")
    orders = {row["record"]: row["entity"] for row in rows(folder, "entity_records", dataset="ORDTES")}
    assert len(returned) >= 5
    for _, order, asked, received, credited, status in returned:
        assert orders[str(order)] in delivered
        assert status in ("A", "R", "C", "N")
        assert received is None or received >= asked
        assert (credited is not None) == (status == "C")
        assert credited is None or credited >= received
    lines = {number for (number,) in cells(folder, "gestionale", "SELECT NUMRES FROM RESRIG")}
    assert lines == {number for number, *_ in returned}
    counted = Counter(row["activity"] for row in rows(folder, "events", object_type="return"))
    assert counted["return_requested"] == len(returned)
    assert counted["return_credited"] == sum(status == "C" for *_, status in returned)
    (journey,) = rows(folder, "journeys", journey="return_to_credit")
    assert journey["cases"] == len(returned)
