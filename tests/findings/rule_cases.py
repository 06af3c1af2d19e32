"""Puts the rules of a room through their cases: what each must find, and what it must leave alone.

The cases of a rule are `cases/<rule>.toml` beside the test: rows of evidence tables, and what is expected of them.
"""

import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest

from regia.engine.session import locked
from regia.errors import LANGUAGES
from regia.model.rule import Rule
from regia.model.table import Table
from regia.wording import fill

PAGE = ("**What it looks for.**", "**Why it matters.**", "**What to do.**", "**Known limits.**")
Rows = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """The tables of one case, as a rule sees them."""

    tables: Mapping[str, pa.Table]
    today: date = date(2026, 3, 1)

    def table(self, name: str) -> pa.Table:
        return self.tables[name]

    def query(self, sql: str) -> list[Rows]:
        return list(self._engine.sql(sql).to_arrow_table().to_pylist())

    @cached_property
    def _engine(self) -> Any:
        return locked(self.tables)


@dataclass(frozen=True)
class RoomRules:
    """The rules of a room, with the folder of their cases and the tables that they read.

    `defaults` are the required columns that a case may leave out, by table.
    """

    package: ModuleType
    folder: Path
    tables: Iterable[ModuleType]
    defaults: Mapping[str, Rows]

    @cached_property
    def rules(self) -> dict[str, Rule]:
        names = [name for _, name, _ in pkgutil.iter_modules(self.package.__path__)]
        return {name: import_module(f"{self.package.__name__}.{name}").RULE for name in names}

    def cases(self) -> list[Any]:
        """Return the cases of all rules, as parameters of a test."""
        return [
            pytest.param(name, case, id=f"{name}: {case['name']}") for name in self.rules for case in self._listed(name)
        ]

    def check(self, name: str, case: Rows) -> None:
        """Make sure that a rule finds what a case expects, with evidence, in both languages."""
        rule, given = self.rules[name], self._given(case)
        hits, expected = list(rule.find(given)), case.get("expected", [])
        assert [hit.subject for hit in hits] == [each["subject"] for each in expected]
        for hit, wanted in zip(hits, expected, strict=True):
            assert {key: hit.values[key] for key in wanted.get("values", {})} == wanted.get("values", {})
            evidence = given.query(f"SELECT count(*) AS n FROM {hit.evidence_table} WHERE {hit.evidence_filter}")
            assert evidence[0]["n"], f"no evidence behind {hit.subject}"
            assert len({fill(rule.says, hit.values, language) for language in LANGUAGES}) == len(LANGUAGES)

    def check_page(self, name: str) -> None:
        """Make sure that a rule has its page, and cases of both kinds."""
        page = import_module(f"{self.package.__name__}.{name}").__doc__ or ""
        assert [part for part in PAGE if part not in page] == []
        assert self.rules[name].code == name
        assert {"expected" in case for case in self._listed(name)} == {True, False}

    def check_cases(self) -> None:
        """Make sure that no cases are left without their rule."""
        assert {path.stem for path in (self.folder / "cases").glob("*.toml")} == set(self.rules)

    def _listed(self, name: str) -> list[Rows]:
        text = (self.folder / "cases" / f"{name}.toml").read_text(encoding="utf-8")
        return list(tomllib.loads(text)["case"])

    def _given(self, case: Rows) -> Given:
        contracts = {each.name: each for room in self.tables for each in vars(room).values() if isinstance(each, Table)}
        return Given(
            {
                name: contract.check(contract.from_rows([self._row(name, row) for row in case.get(name, [])]))
                for name, contract in contracts.items()
            }
        )

    def _row(self, table: str, row: Rows) -> Rows:
        """Fill a row; a place is written shortly as `at`: system.dataset[.field]."""
        place = zip(("system", "dataset", "field"), str(row.get("at", "")).split("."), strict=False)
        rest = {key: value for key, value in row.items() if key != "at"}
        return {**self.defaults.get(table, {}), **(dict(place) if "at" in row else {}), **rest}
