"""The rules of profiling, on their cases."""

from pathlib import Path
from typing import Any

import pytest

import regia.profile.rules
from regia.profile import tables as ours
from tests.findings.rule_cases import RoomRules

DEFAULTS: dict[str, dict[str, Any]] = {
    "systems": {"datasets": 1, "status": "read"},
    "datasets": {"source_kind": "table", "fields": 3, "status": "read"},
    "fields": {"position": 1, "source_type": "varchar", "type": "text", "in_key": False},
}
ROOM = RoomRules(regia.profile.rules, Path(__file__).parent, (ours,), DEFAULTS)


@pytest.mark.parametrize(("name", "case"), ROOM.cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    ROOM.check(name, case)


@pytest.mark.parametrize("name", ROOM.rules)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    ROOM.check_page(name)


def test_no_case_is_left_without_its_rule() -> None:
    ROOM.check_cases()
