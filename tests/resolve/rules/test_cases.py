"""The rules of resolving, on their cases."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import regia.resolve.rules
from regia.match import tables as match
from regia.profile import tables as profile
from regia.resolve import tables as resolve
from regia.resolve.conflicts import tables as ours
from tests.findings.rule_cases import RoomRules

DEFAULTS: dict[str, dict[str, Any]] = {
    "systems": {"name": "S", "datasets": 1, "status": "read"},
    "datasets": {"source_kind": "table", "fields": 3, "status": "read"},
    "concepts": {"known": True, "systems": 1, "datasets": 1, "name_it": "cliente", "name_en": "customer"},
    "attributes": {"probability": 1.0, "in_key": False},
    "concept_datasets": {"probability": 1.0, "role": "main"},
    "correspondences": {
        "origin": "inferred", "band": "accept", "probability": 0.9, "reasons": "", "reasons_it": "", "reasons_en": "",
    },
    "entity_records": {"probability": 1.0},
    "conflicts": {"concept": "customer", "field": "f", "probability_right": 0.9, "reason": "newest"},
    "duplicates": {"concept": "customer", "probability": 0.9},
    "data_costs": {
        "concept": "customer", "values": 10, "active_values": 4, "minutes_each": 6.0, "hour_cost_eur": Decimal(30),
        "eur_year_low": Decimal(12), "eur_year_high": Decimal(30), "eur_pool": "hours", "confirmed": False,
    },
    "source_dependence": {"concept": "customer", "compared": 100, "shared_right": 80.0, "differing": 5},
    "masters": {"concept": "customer", "status": "proposed", "reasons": "", "reasons_it": "", "reasons_en": ""},
}  # fmt: skip
ROOM = RoomRules(regia.resolve.rules, Path(__file__).parent, (ours, resolve, match, profile), DEFAULTS)


@pytest.mark.parametrize(("name", "case"), ROOM.cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    ROOM.check(name, case)


@pytest.mark.parametrize("name", ROOM.rules)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    ROOM.check_page(name)


def test_no_case_is_left_without_its_rule() -> None:
    ROOM.check_cases()
