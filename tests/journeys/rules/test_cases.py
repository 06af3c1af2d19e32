"""The rules about how work flows, on their cases."""

from pathlib import Path
from typing import Any

import pytest

import regia.journeys.rules
from regia.journeys import tables as ours
from regia.profile import tables as profile
from tests.findings.rule_cases import RoomRules

DEFAULTS: dict[str, dict[str, Any]] = {
    "fields": {"position": 1, "source_type": "varchar", "type": "text", "in_key": False},
    "activities": {
        "object_type": "order",
        "precision": "second",
        "events": 100,
        "role": "step",
        "probability": 0.9,
    },
    "handoffs": {"object_type": "order", "from_system": "erp", "to_system": "erp", "cases": 500, "bottleneck": False},
}
ROOM = RoomRules(regia.journeys.rules, Path(__file__).parent, (ours, profile), DEFAULTS)


@pytest.mark.parametrize(("name", "case"), ROOM.cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    ROOM.check(name, case)


@pytest.mark.parametrize("name", ROOM.rules)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    ROOM.check_page(name)


def test_no_case_is_left_without_its_rule() -> None:
    ROOM.check_cases()
