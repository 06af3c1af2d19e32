"""Every rule of resolving on its cases: what it must find, and what it must leave alone."""

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

import regia.resolve.rules
from regia.engine.session import locked
from regia.errors import LANGUAGES
from regia.match import tables as match
from regia.model.rule import Rule
from regia.model.table import Table
from regia.profile import tables as profile
from regia.resolve import tables as resolve
from regia.resolve.conflicts import tables as ours
from regia.wording import fill

CASES = Path(__file__).parent / "cases"
RULES: dict[str, Rule] = {
    name: import_module(f"regia.resolve.rules.{name}").RULE
    for _, name, _ in pkgutil.iter_modules(regia.resolve.rules.__path__)
}
TABLES = {
    each.name: each
    for room in (ours, resolve, match, profile)
    for each in vars(room).values()
    if isinstance(each, Table)
}
DEFAULTS: dict[str, dict[str, object]] = {
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


def _rows(table: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Fill a row; a place is written shortly as `at`, `left`, `right`; `times` makes so many."""
    made = {**DEFAULTS.get(table, {})}
    for key, value in row.items():
        if key in ("at", "left", "right"):
            prefix = "" if key == "at" else f"{key}_"
            made |= {f"{prefix}{part}": each for part, each in zip(("system", "dataset", "field"), value.split("."))}  # noqa: B905
        else:
            made[key] = value
    times = made.pop("times", None)
    if times is None:
        return [made]
    return [
        made | {"record": f"{made.get('record', '')}{at}", "entity": f"{made['entity']}{at}"} for at in range(times)
    ]


def _given(case: dict[str, Any]) -> Given:
    made = {}
    for name, contract in TABLES.items():
        rows = [each for row in case.get(name, []) for each in _rows(name, row)]
        made[name] = contract.check(contract.from_rows(rows))
    return Given(made)


@pytest.mark.parametrize(("name", "case"), _cases())
def test_finds_what_the_case_expects(name: str, case: dict[str, Any]) -> None:
    rule, given = RULES[name], _given(case)
    hits = list(rule.find(given))
    assert [hit.subject for hit in hits] == [each["subject"] for each in case.get("expected", [])]
    for hit, wanted in zip(hits, case.get("expected", []), strict=True):
        assert {key: hit.values[key] for key in wanted.get("values", {})} == wanted.get("values", {})
        if "high" in wanted:
            assert (hit.eur_year_low, hit.eur_year_high) == (Decimal(wanted["low"]), Decimal(wanted["high"]))
        evidence = given.query(f"SELECT count(*) AS n FROM {hit.evidence_table} WHERE {hit.evidence_filter}")
        assert evidence[0]["n"], f"no evidence behind {hit.subject}"
        assert len({fill(rule.says, hit.values, language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_its_page_and_its_cases(name: str) -> None:
    page = import_module(f"regia.resolve.rules.{name}").__doc__ or ""
    for part in ("**What it looks for.**", "**Why it matters.**", "**What to do.**", "**Known limits.**"):
        assert part in page
    assert RULES[name].code == name
    cases = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    assert any("expected" in case for case in cases)
    assert any("expected" not in case for case in cases)


def test_no_case_is_left_without_its_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(RULES)
