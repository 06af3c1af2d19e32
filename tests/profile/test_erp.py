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
    assert told == {"ERDAT": ("date_number", "technical"), "VDATU": ("date_number", "planned")}
    assert fields["changed_ts"]["semantic_type"] == "unix_time"
    assert fields["changed_ts"]["time_role"] == "technical"
    assert fields["changed_ts"]["formats"] == "milliseconds"


def test_a_table_grows_by_the_month_of_its_moments(tmp_path: Path) -> None:
    moments = [*[datetime(2025, 3, 31, 23, 30, tzinfo=UTC)] * 4, *[datetime(2025, 4, 1, tzinfo=UTC)] * 3]
    table = pa.table({"nr": list(range(9)), "created_ts": [*[int(each.timestamp()) for each in moments], 0, None]})
    found = STAGE.compute(evidence(tmp_path, {"shop.log": table}), STAGE.options, Silent())
    growth = [(str(row["month"]), row["records"]) for row in found["dataset_growth"].to_pylist()]
    assert growth == [("2025-03-01", 4), ("2025-04-01", 3)]
