"""Tables as large business software keeps them: a client in every key, dates and moments as numbers, German names."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regia.model.progress import Silent
from regia.profile.stage import STAGE
from tests.profile.made import evidence

ORDERS = 60
FIRST = datetime(2025, 1, 10, 8, 30, tzinfo=UTC)
MOMENTS = [FIRST + timedelta(days=6 * n, minutes=17 * n) for n in range(ORDERS)]


def _tables() -> dict[str, pa.Table]:
    heads = {
        "MANDT": ["100"] * ORDERS,
        "VBELN": [f"{n:010}" for n in range(1, ORDERS + 1)],
        "ERDAT": [int(f"{moment:%Y%m%d}") for moment in MOMENTS],
        "VDATU": [int(f"{moment + timedelta(days=9):%Y%m%d}") for moment in MOMENTS],
        "changed_ts": [int(moment.timestamp()) * 1000 for moment in MOMENTS],
        "NETWR": [100.5 + n for n in range(ORDERS)],
    }
    lines = {
        "MANDT": ["100"] * ORDERS * 2,
        "VBELN": [number for number in heads["VBELN"] for _ in range(2)],
        "POSNR": [10, 20] * ORDERS,
        "MATNR": [f"M{n % 7}" for n in range(ORDERS * 2)],
    }
    return {"erp.VBAK": pa.table(heads), "erp.VBAP": pa.table(lines)}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    given = evidence(tmp_path_factory.mktemp("erp"), _tables())
    found = STAGE.compute(given, STAGE.options, Silent())
    return {name: table.to_pylist() for name, table in found.items()}


def test_a_constant_client_is_part_of_the_key_and_no_reference_is_lost(rows: dict[str, list[dict[str, Any]]]) -> None:
    likely = {row["dataset"]: row["likely_key"] for row in rows["datasets"]}
    assert likely == {"VBAK": "MANDT|VBELN", "VBAP": "MANDT|VBELN|POSNR"}
    found = {(row["dataset"], row["fields"], row["to_dataset"], row["to_fields"]) for row in rows["field_references"]}
    assert ("VBAP", "VBELN", "VBAK", "VBELN") in found


def test_numbers_that_are_times_have_their_role(rows: dict[str, list[dict[str, Any]]]) -> None:
    fields = {row["field"]: row for row in rows["fields"] if row["dataset"] == "VBAK"}
    told = {name: (fields[name]["semantic_type"], fields[name]["time_role"]) for name in ("ERDAT", "VDATU")}
    assert told == {
        "ERDAT": ("date_number", "event"),
        "VDATU": ("date_number", "planned"),
    }  # nothing else dates an order
    assert fields["changed_ts"]["semantic_type"] == "unix_time"
    assert fields["changed_ts"]["time_role"] == "technical"
    assert fields["changed_ts"]["formats"] == "milliseconds"


def test_a_table_grows_by_the_month_of_its_moments(tmp_path: Path) -> None:
    moments = [*[datetime(2025, 3, 31, 23, 30, tzinfo=UTC)] * 4, *[datetime(2025, 4, 1, tzinfo=UTC)] * 3]
    table = pa.table({"nr": list(range(9)), "created_ts": [*[int(each.timestamp()) for each in moments], 0, None]})
    found = STAGE.compute(evidence(tmp_path, {"shop.log": table}), STAGE.options, Silent())
    growth = [(str(row["month"]), row["records"]) for row in found["dataset_growth"].to_pylist()]
    assert growth == [("2025-03-01", 4), ("2025-04-01", 3)]


def test_what_has_nothing_else_is_dated_by_its_making(tmp_path: Path) -> None:
    days = [f"{moment:%Y%m%d}" for moment in MOMENTS]
    number = [f"{n:010}" for n in range(ORDERS)]
    status = ["A", "B", "C"] * (ORDERS // 3)
    head = {"VBELN": number, "AUART": status, "ERDAT": days, "AEDAT": days[::-1], "NETWR": [1.5 + n for n in range(60)]}
    told = pa.table({**head, "AUDAT": days})
    given = evidence(tmp_path, {"erp.VBAK": pa.table(head), "erp.EKKO": told, "erp.CDHDR": _changes(days)})
    rows = STAGE.compute(given, STAGE.options, Silent())["fields"].to_pylist()
    roles = {(row["dataset"], row["field"]): row["time_role"] for row in rows if row["time_role"]}
    assert roles == {
        ("VBAK", "ERDAT"): "event", ("VBAK", "AEDAT"): "technical",
        ("EKKO", "ERDAT"): "technical", ("EKKO", "AEDAT"): "technical", ("EKKO", "AUDAT"): "event",
        ("CDHDR", "UDATE"): "event",
    }  # fmt: skip


def _changes(days: list[str]) -> pa.Table:
    return pa.table({"CHANGENR": [f"{n:08}" for n in range(ORDERS)], "OBJECTID": ["7"] * ORDERS, "UDATE": days})


def test_a_plan_that_has_become_a_fact_is_an_event(tmp_path: Path) -> None:
    days = [f"{moment:%Y%m%d}" for moment in MOMENTS]
    asked = [f"{moment:%Y-%m-%dT%H:%M:%S}+02:00" for moment in MOMENTS]
    table = pa.table({"VBELN": days, "WADAT": days, "WADAT_IST": days, "requested_at": asked, "requested_day": days})
    rows = STAGE.compute(evidence(tmp_path, {"erp.LIKP": table}), STAGE.options, Silent())["fields"].to_pylist()
    roles = {row["field"]: row["time_role"] for row in rows if row["field"] != "VBELN"}
    assert roles == {"WADAT": "planned", "WADAT_IST": "event", "requested_at": "event", "requested_day": "planned"}


def test_a_preparation_time_of_edifact_is_a_date(tmp_path: Path) -> None:
    table = pa.table({"n": list(range(ORDERS)), "received": [f"{moment:%y%m%d:%H%M}" for moment in MOMENTS]})
    rows = STAGE.compute(evidence(tmp_path, {"edi.message": table}), STAGE.options, Silent())["fields"].to_pylist()
    [found] = [row for row in rows if row["field"] == "received"]
    assert (found["semantic_type"], found["formats"], found["time_role"]) == ("date_text", "yymmdd:hhmm", "event")


def test_people_among_companies_are_people(tmp_path: Path) -> None:
    firms = [f"Impianti Bolluzzo {n} S.r.l." for n in range(40)]
    people = ["Mario Rossi", "Anna Bianchi", "Giulia Ferrari", "Paolo Conti"]
    tables = {
        "crm.customers": pa.table({"NAME1": firms + people, "STRAS": [f"Via Roma {n}" for n in range(44)]}),
        "crm.suppliers": pa.table({"NAME1": firms}),
    }
    rows = STAGE.compute(evidence(tmp_path, tables), STAGE.options, Silent())["fields"].to_pylist()
    told = {(row["dataset"], row["field"]): (row["semantic_type"], row["personal_data"]) for row in rows}
    assert told == {
        ("customers", "NAME1"): ("company_name", "identifier"),
        ("customers", "STRAS"): ("street", "contact"),
        ("suppliers", "NAME1"): ("company_name", "none"),
    }


def test_words_of_the_trade_tell_types_and_kinds(tmp_path: Path) -> None:
    moments = [int(moment.timestamp()) * 1000 for moment in MOMENTS]
    codes = [f"{n:011}" for n in range(ORDERS)]
    tables = {
        "erp.T052": pa.table({"ZTERM": ["Z030", "Z060", "Z090"], "TEXT1": ["30 giorni", "60 giorni", "90 giorni"]}),
        "erp.LFA1": pa.table({"LIFNR": list(range(ORDERS)), "STCD1": codes}),
        "erp.MAKT": pa.table({"MATNR": [f"M{n // 2}" for n in range(ORDERS)], "SPRAS": ["I", "E"] * 30,
                              "MAKTX": [f"Pompa {n}" for n in range(ORDERS)]}),
        "wms.move": pa.table({"move_id": list(range(ORDERS)), "sku": [f"S{n % 9}" for n in range(ORDERS)],
                              "reason": ["vendita", "reso"] * 30, "due_ms": moments}),
    }  # fmt: skip
    found = STAGE.compute(evidence(tmp_path, tables), STAGE.options, Silent())
    fields = {(row["dataset"], row["field"]): row["semantic_type"] for row in found["fields"].to_pylist()}
    kinds = {row["dataset"]: (row["kind"], row["likely_key"]) for row in found["datasets"].to_pylist()}
    assert kinds["T052"] == ("code_list", "ZTERM")
    assert kinds["MAKT"] == ("translation", "MATNR|SPRAS")
    assert fields["LFA1", "STCD1"] == "tax_code"
    assert fields["move", "due_ms"] == "unix_time"
