"""Every rule of the quick assessment on its cases: what it must find, and what it must leave alone."""

import pkgutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import regia.assess.rules
from regia.assess import tables as ours
from regia.engine.session import locked
from regia.errors import LANGUAGES
from regia.model.rule import Rule
from regia.model.table import Table
from regia.profile import tables as profile
from regia.wording import fill

CASES = Path(__file__).parent / "cases"
RULES: dict[str, Rule] = {
    name: import_module(f"regia.assess.rules.{name}").RULE
    for _, name, _ in pkgutil.iter_modules(regia.assess.rules.__path__)
}
TABLES = {each.name: each for room in (ours, profile) for each in vars(room).values() if isinstance(each, Table)}
DEFAULTS: dict[str, dict[str, object]] = {
    "systems": {"datasets": 1, "status": "read"},
    "objectives": {"systems": 0, "projects": 0, "source": "regia.toml"},
    "projects": {"source": "regia.toml"},
}


@dataclass(frozen=True)
class Given:
    """The tables of one case, as a rule sees them."""

    tables: Mapping[str, pa.Table]
    today: date = date(2026, 3, 1)

    def table(self, name: str) -> pa.Table:
        return self.tables[name]

    def query(self, sql: str) -> list[dict[str, object]]:
        return self._engine.sql(sql).to_arrow_table().to_pylist()

    @cached_property
    def _engine(self) -> Any:
        return locked(self.tables)


def _cases() -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}: {case['name']}")
        for name in RULES
        for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    ]


def _given(case: dict[str, Any]) -> Given:
    made = {}
    for name, contract in TABLES.items():
        made[name] = contract.check(contract.from_rows([DEFAULTS.get(name, {}) | row for row in case.get(name, [])]))
    return Given(made)


@pytest.mark.parametrize(("name", "case"), _cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    rule, given = RULES[name], _given(case)
    hits = list(rule.find(given))
    assert [hit.subject for hit in hits] == [each["subject"] for each in case.get("expected", [])]
    for hit, wanted in zip(hits, case.get("expected", []), strict=True):
        assert {key: hit.values[key] for key in wanted.get("values", {})} == wanted.get("values", {})
        evidence = given.query(f"SELECT count(*) AS n FROM {hit.evidence_table} WHERE {hit.evidence_filter}")
        assert evidence[0]["n"], f"no evidence behind {hit.subject}"
        assert len({fill(rule.says, hit.values, language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    page = import_module(f"regia.assess.rules.{name}").__doc__ or ""
    for part in ("**What it looks for.**", "**Why it matters.**", "**What to do.**", "**Known limits.**"):
        assert part in page
    assert RULES[name].code == name
    cases = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    assert any("expected" in case for case in cases)
    assert any("expected" not in case for case in cases)


def test_no_case_is_left_without_its_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(RULES)
