"""Which dataset of two stands for the things, and which only tells of them."""

from pathlib import Path

import pytest

from regia.resolve.families import families
from regia.resolve.records import Holder

CONCEPTS = [
    {"concept": "product", "parent": None, "known": True},
    {"concept": "lead", "parent": "party", "known": True},
]


def _holder(dataset: str, records: int, probability: float, concept: str = "product", **fields: str) -> Holder:
    key = (next(iter(fields.values())),)
    return Holder(concept, "wms", dataset, probability, records, Path("x"), key, fields, tuple(fields.values()))


def _reference(dataset: str, field: str, to_dataset: str, to_field: str) -> dict[str, object]:
    ends = {"system": "wms", "dataset": dataset, "fields": field, "to_dataset": to_dataset, "to_fields": to_field}
    return {**ends, "probability": 0.9}


def _compared(*holders: Holder, references: list[dict[str, object]]) -> list[str]:
    return [each.dataset for family in families(holders, CONCEPTS, references) for each in family.holders]


@pytest.mark.parametrize("named", ["id", "code"])
def test_movements_name_products_by_a_code_oftener_than_once(named: str) -> None:
    item = _holder("item", 84, 0.9, item_id="item_id", **{named: "sku"})
    moves = _holder("stock_move", 4_779, 0.95, id="move_id", code="sku")
    assert _compared(item, moves, references=[_reference("stock_move", "sku", "item", "sku")]) == ["item"]


def test_else_what_is_less_surely_of_the_concept_is_a_detail() -> None:
    item = _holder("item", 84, 0.9, id="item_id", brand="brand")
    brand = _holder("brand", 9, 0.6, id="brand_id")
    assert _compared(item, brand, references=[_reference("item", "brand", "brand", "brand_id")]) == ["item"]


def test_a_role_refers_to_the_party_it_became() -> None:
    lead, customer = (_holder(name, 10, 0.9, "lead", id=f"{name}_id") for name in ("lead", "customer"))
    found = _compared(lead, customer, references=[_reference("lead", "customer", "customer", "customer_id")])
    assert found == ["lead", "customer"]
