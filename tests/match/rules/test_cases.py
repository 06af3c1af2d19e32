"""The rules of matching, on their cases."""

from pathlib import Path
from typing import Any

import pytest

import regia.match.rules
from regia.match import tables as ours
from regia.profile import tables as profile
from tests.findings.rule_cases import RoomRules

DEFAULTS: dict[str, dict[str, Any]] = {
    "systems": {"datasets": 1, "status": "read"},
    "datasets": {"source_kind": "table", "fields": 3, "status": "read"},
    "fields": {"position": 1, "source_type": "varchar", "type": "text", "in_key": False},
    "concepts": {"known": True, "systems": 1, "datasets": 1},
    "concept_datasets": {"probability": 1.0, "role": "main"},
    "attributes": {"name_it": "a", "name_en": "a", "probability": 1.0, "in_key": False},
    "correspondences": {
        "origin": "inferred", "band": "accept", "probability": 0.9, "reasons": "", "reasons_it": "", "reasons_en": "",
    },
}  # fmt: skip
ROOM = RoomRules(regia.match.rules, Path(__file__).parent, (ours, profile), DEFAULTS)


@pytest.mark.parametrize(("name", "case"), ROOM.cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    ROOM.check(name, case)


@pytest.mark.parametrize("name", ROOM.rules)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    ROOM.check_page(name)


def test_no_case_is_left_without_its_rule() -> None:
    ROOM.check_cases()
