"""Every rule of the profile on its cases: what it must find, and what it must leave alone."""

import pkgutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import regia.profile.rules
from regia.engine.session import locked
from regia.errors import LANGUAGES
from regia.model.rule import Hit, Rule
from regia.profile import tables as contracts
from regia.wording import fill

CASES = Path(__file__).parent / "cases"
RULES: dict[str, Rule] = {
    name: import_module(f"regia.profile.rules.{name}").RULE
    for _, name, _ in pkgutil.iter_modules(regia.profile.rules.__path__)
}
TABLES = {each.name: each for each in vars(contracts).values() if isinstance(each, contracts.Table)}
DEFAULTS: dict[str, dict[str, object]] = {
    "systems": {"datasets": 1, "status": "read"},
    "datasets": {"source_kind": "table", "fields": 3, "status": "read"},
    "fields": {"position": 1, "source_type": "varchar", "type": "text", "in_key": False},
}


@dataclass(frozen=True)
class Given:
    """The tables of one case, as a rule sees them."""

    tables: Mapping[str, pa.Table]
    today: date

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


def _repeated(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = []
    for row in rows:
        times = row.get("repeat", 1)
        for number in range(times):
            filled = {key: value for key, value in row.items() if key != "repeat"}
            if times > 1:
                filled = {k: v.replace("{}", f"{number:05}") if isinstance(v, str) else v for k, v in filled.items()}
            made.append(filled)
    return made


def _given(case: dict[str, Any]) -> Given:
    made = {}
    for name, contract in TABLES.items():
        rows = [DEFAULTS.get(name, {}) | row for row in _repeated(case.get(name, []))]
        for row in rows:
            for column in contract.columns:
                if column.type == "money" and column.name in row:
                    row[column.name] = Decimal(row[column.name])
            if name == "systems":
                row.setdefault("name", row["system"])
        made[name] = contract.check(contract.from_rows(rows))
    return Given(made, case.get("today", date(2026, 3, 1)))


def _matches(expected: dict[str, Any], rule: Rule, hit: Hit) -> bool:
    found = {**vars(hit), "severity": hit.severity or rule.severity, "values": dict(hit.values)}
    wanted = dict(expected)
    values = wanted.pop("values", {})
    return all(found[key] == value for key, value in wanted.items()) and all(
        found["values"][key] == value for key, value in values.items()
    )


@pytest.mark.parametrize(("name", "case"), _cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    rule, given = RULES[name], _given(case)
    hits = list(rule.find(given))
    expected = _repeated(case.get("expected", []))
    assert [hit.subject for hit in hits] == [each["subject"] for each in expected]
    for hit, wanted in zip(hits, expected, strict=True):
        assert _matches(wanted, rule, hit), (wanted, hit)
        evidence = given.query(f"SELECT count(*) AS n FROM {hit.evidence_table} WHERE {hit.evidence_filter}")
        assert evidence[0]["n"], f"no evidence behind {hit.subject}"
        said = {fill(rule.says, hit.values, language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    page = import_module(f"regia.profile.rules.{name}").__doc__ or ""
    for part in ("**What it looks for.**", "**Why it matters.**", "**What to do.**", "**Known limits.**"):
        assert part in page
    assert RULES[name].code == name
    cases = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    assert any("expected" in case for case in cases)


def test_no_case_is_left_without_its_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(RULES)
