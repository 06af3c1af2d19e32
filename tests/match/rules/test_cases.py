"""Every rule of matching on its cases: what it must find, and what it must leave alone."""

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

import regia.match.rules
from regia.engine.session import locked
from regia.errors import LANGUAGES, Text
from regia.match import tables as ours
from regia.model.rule import Rule
from regia.model.table import Table
from regia.profile import tables as profile
from regia.wording import fill

CASES = Path(__file__).parent / "cases"
RULES: dict[str, Rule] = {
    name: import_module(f"regia.match.rules.{name}").RULE
    for _, name, _ in pkgutil.iter_modules(regia.match.rules.__path__)
}
TABLES = {each.name: each for room in (ours, profile) for each in vars(room).values() if isinstance(each, Table)}
DEFAULTS: dict[str, dict[str, object]] = {
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


def _row(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Fill a row; a place is written shortly as `at`, `left`, `right`: system.dataset[.field]."""
    made = {**DEFAULTS.get(table, {})}
    for key, value in row.items():
        if key in ("at", "left", "right"):
            prefix = "" if key == "at" else f"{key}_"
            made |= {f"{prefix}{part}": each for part, each in zip(("system", "dataset", "field"), value.split("."))}  # noqa: B905
        else:
            made[key] = value
    return made


def _given(case: dict[str, Any]) -> Given:
    made = {}
    for name, contract in TABLES.items():
        made[name] = contract.check(contract.from_rows([_row(name, row) for row in case.get(name, [])]))
    return Given(made)


@pytest.mark.parametrize(("name", "case"), _cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    rule, given = RULES[name], _given(case)
    hits = list(rule.find(given))
    assert [hit.subject for hit in hits] == [each["subject"] for each in case.get("expected", [])]
    for hit, wanted in zip(hits, case.get("expected", []), strict=True):
        assert {key: _plain(hit.values[key]) for key in wanted.get("values", {})} == wanted.get("values", {})
        evidence = given.query(f"SELECT count(*) AS n FROM {hit.evidence_table} WHERE {hit.evidence_filter}")
        assert evidence[0]["n"], f"no evidence behind {hit.subject}"
        assert len({fill(rule.says, hit.values, language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    page = import_module(f"regia.match.rules.{name}").__doc__ or ""
    for part in ("**What it looks for.**", "**Why it matters.**", "**What to do.**", "**Known limits.**"):
        assert part in page
    assert RULES[name].code == name
    cases = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    assert any("expected" in case for case in cases)
    assert any("expected" not in case for case in cases)


def test_no_case_is_left_without_its_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(RULES)


def _plain(value: object) -> object:
    """Return a value as a case writes it: a text in two languages as a list of both."""
    return [*value] if isinstance(value, Text) else value
