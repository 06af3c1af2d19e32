"""The rules of interfaces, on their cases."""

from pathlib import Path
from typing import Any

import pytest

import regia.interfaces.rules
from regia.interfaces import tables as ours
from regia.profile import tables as profile
from tests.findings.rule_cases import RoomRules

DEFAULTS: dict[str, dict[str, Any]] = {
    "systems": {"datasets": 1, "status": "read"},
    "interfaces": {
        "status": "inferred", "declared": False, "observed": False, "inferred": False, "reasons": "", "reasons_it": "",
        "reasons_en": "", "concept_it": "a", "concept_en": "a",
    },
    "system_links": {"feeds": 1, "fed_by": 1, "reached": 1, "island": 1},
}  # fmt: skip
ROOM = RoomRules(regia.interfaces.rules, Path(__file__).parent, (ours, profile), DEFAULTS)


@pytest.mark.parametrize(("name", "case"), ROOM.cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    ROOM.check(name, case)


@pytest.mark.parametrize("name", ROOM.rules)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    ROOM.check_page(name)


def test_no_case_is_left_without_its_rule() -> None:
    ROOM.check_cases()
