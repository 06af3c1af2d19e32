"""Codes that name the same things under other names, and an article number that only one article has."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.resolve.families import Family
from regia.resolve.naming import named_alike
from regia.resolve.pool import pool_of
from regia.resolve.records import Holder
from regia.resolve.resolving import resolve

PRODUCTS = 60


def _holder(folder: Path, system: str, codes: dict[str, list[str]], fields: dict[str, str]) -> Holder:
    path = folder / f"{system}.parquet"
    pq.write_table(pa.table(codes), path)
    key = tuple(codes)[-1:]
    return Holder("product", system, "items", 1.0, len(codes[key[0]]), path, key, fields, tuple(codes))


def _family(*holders: Holder, concept: str = "product", document: bool = False) -> Family:
    return Family(concept, holders, (), document=document, part=False, known=True)


def _codes(names: Family) -> list[str | None]:
    return [each.fields.get("code") for each in names.holders]


def test_fields_that_hold_the_same_codes_are_called_alike(tmp_path: Path) -> None:
    codes = [f"CAV-{number:05}" for number in range(PRODUCTS)]
    client = {"MANDT": ["100"] * PRODUCTS}
    erp = _holder(tmp_path, "erp", client | {"MATNR": [f"000{code}" for code in codes]}, {"matnr": "MATNR"})
    shop = _holder(tmp_path, "shop", {"sku": codes[::2]}, {"code": "sku"})
    other = _holder(tmp_path, "desk", {"ref": [f"T-{number}" for number in range(PRODUCTS)]}, {"code": "ref"})
    assert _codes(named_alike(_family(erp, shop, other))) == ["MATNR", "sku", "ref"]


def test_a_code_beside_a_counter_of_its_own_is_called_alike(tmp_path: Path) -> None:
    codes = [f"CAV-{number:05}" for number in range(PRODUCTS)]
    counted = [str(number) for number in range(PRODUCTS)]
    erp = _holder(tmp_path, "erp", {"MATNR": codes}, {"id": "MATNR"})
    wms = _holder(tmp_path, "wms", {"sku": codes, "item_id": counted}, {"id": "sku", "item_id": "item_id"})
    assert _codes(named_alike(_family(erp, wms))) == ["MATNR", "sku"]


@pytest.mark.parametrize(("concept", "document"), [("order", True), ("party", False)])
def test_neither_counters_nor_documents_nor_parties_are(tmp_path: Path, concept: str, document: bool) -> None:
    counted = [str(number) for number in range(PRODUCTS)]
    crm, erp = (_holder(tmp_path, name, {"id": counted}, {}) for name in ("crm", "erp"))
    assert _codes(named_alike(_family(crm, erp))) == [None, None]
    codes = [f"2026-{number:05}" for number in range(PRODUCTS)]
    crm, erp = (_holder(tmp_path, name, {"id": codes}, {}) for name in ("crm", "erp"))
    assert _codes(named_alike(_family(crm, erp, concept=concept, document=document))) == [None, None]


def test_an_article_number_in_common_is_enough_where_most_have_none() -> None:
    """An ERP holds few article numbers and no code; three others share a code, and some hold the number too."""
    codes = [f"CAV-{number:05}" for number in range(PRODUCTS)]
    numbers = [f"80333330{number:05}" if number % 4 == 0 else None for number in range(PRODUCTS)]
    rows = [("erp", None, number) for number in numbers]
    rows += [(system, code, number) for system in ("old", "wms") for code, number in zip(codes, numbers, strict=True)]
    rows += [("portal", code, None) for code in codes]
    source = np.array([("erp", "old", "portal", "wms").index(row[0]) for row in rows])
    columns = {"code": pa.array([row[1] for row in rows]), "barcode": pa.array([row[2] for row in rows])}
    found = resolve(pool_of(source, columns, {"barcode": "ean"}))
    by_system = {system: found.thing[source == at] for at, system in enumerate(("erp", "old", "portal", "wms"))}
    held = np.array([number is not None for number in numbers])
    assert (by_system["old"] == by_system["wms"]).all()
    assert (by_system["erp"][held] == by_system["wms"][held]).all()
    assert not np.isin(by_system["erp"][~held], by_system["wms"]).any()
