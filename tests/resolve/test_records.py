"""How the records of a concept are read: who they are, and what they hold."""

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.resolve.records import Holder, read_records

FIELDS = ("COD", "RIGA", "NOME", "DAL", "EURO")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = pa.table(
        {
            "COD": ["b", "a", "a"],
            "RIGA": [1, 2, 1],
            "NOME": ["Rossi", None, "Bianchi"],
            "DAL": [date(2026, 1, 2), None, None],
            "EURO": [Decimal("1.50"), Decimal("20.00"), None],
        }
    )
    pq.write_table(rows, tmp_path / "data.parquet")
    return tmp_path / "data.parquet"


def holder(path: Path, **more: Any) -> Holder:
    given: dict[str, Any] = {"key": ("COD", "RIGA"), "fields": {"name": "NOME", "since": "DAL", "total": "EURO"}}
    return Holder("customer", "erp", "ANACLI", 0.9, 3, path, all_fields=FIELDS, **(given | more))


def rows(given: Holder, *attributes: str) -> list[dict[str, object]]:
    return [row for batch in read_records(given, attributes or None) for row in batch.to_pylist()]


def test_a_record_is_named_by_its_key_and_read_as_text_in_order(path: Path) -> None:
    assert rows(holder(path)) == [
        {"record": "a|1", "name": "Bianchi", "since": None, "total": None},
        {"record": "a|2", "name": None, "since": None, "total": "20.00"},
        {"record": "b|1", "name": "Rossi", "since": "2026-01-02", "total": "1.50"},
    ]


def test_an_attribute_that_the_dataset_lacks_is_null(path: Path) -> None:
    assert rows(holder(path), "email", "name")[0] == {"record": "a|1", "email": None, "name": "Bianchi"}


def test_without_a_key_a_record_is_named_by_its_content(path: Path) -> None:
    content = "\x1f".join(["b", "1", "Rossi", "2026-01-02", "1.50"])
    named = "#" + hashlib.md5(content.encode()).hexdigest()[:16]
    assert named in {row["record"] for row in rows(holder(path, key=()))}


def test_two_records_with_one_content_have_two_names(tmp_path: Path) -> None:
    pq.write_table(pa.table({"COD": ["a", "a", "b"]}), tmp_path / "data.parquet")
    given = holder(tmp_path / "data.parquet", key=(), fields={"code": "COD"})
    found = rows(Holder(**{**vars(given), "all_fields": ("COD",)}))
    first = next(row["record"] for row in found if row["code"] == "a")
    assert sorted(str(row["record"]) for row in found if row["code"] == "a") == [first, f"{first}.2"]
    assert len({row["record"] for row in found}) == 3
