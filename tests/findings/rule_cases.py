"""Puts the rules of a room through their cases: what each must find, and what it must leave alone.

The cases of a rule are `cases/<rule>.toml` beside the test: rows of evidence tables, and what is expected of them.
"""

import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest

from regia.engine.session import locked
from regia.errors import LANGUAGES, Text
from regia.model.rule import Rule
from regia.model.table import Table
from regia.wording import fill

PAGE = ("**What it looks for.**", "**Why it matters.**", "**What to do.**", "**Known limits.**")
TODAY = date(2026, 3, 1)
PLACES = ("at", "left", "right")
Rows = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """The tables of one case, as a rule sees them."""

    tables: Mapping[str, pa.Table]
    today: date = TODAY

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
        hits, expected = list(rule.find(given)), _repeated(case.get("expected", []))
        assert [hit.subject for hit in hits] == [each["subject"] for each in expected]
        for hit, wanted in zip(hits, expected, strict=True):
            found = {**vars(hit), "severity": hit.severity or rule.severity}
            values = wanted.pop("values", {})
            assert {key: _plain(hit.values[key]) for key in values} == values
            assert {key: found[key] for key in wanted} == {key: _money(key, value) for key, value in wanted.items()}
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
        tables = {}
        for name, contract in contracts.items():
            rows = [self._row(name, row) for row in _repeated(case.get(name, []))]
            tables[name] = contract.check(contract.from_rows(rows))
        return Given(tables, case.get("today", TODAY))

    def _row(self, table: str, row: Rows) -> Rows:
        """Fill a row; a system is called by its id if the case gives it no name."""
        rest = {key: value for key, value in row.items() if key not in PLACES}
        places = [each for key in PLACES if key in row for each in _place(key, row[key]).items()]
        named = {"name": row["system"]} if table == "systems" else {}
        filled = {**named, **self.defaults.get(table, {}), **dict(places), **rest}
        return {key: _money(key, value) for key, value in filled.items()}


def _place(key: str, written: str) -> Rows:
    """Return a place written shortly: system.dataset[.field], or from>to:concept of an interface."""
    if ">" in written:
        ends, concept = written.split(":")
        return {"interface": written, "concept": concept} | dict(
            zip(("from_system", "to_system"), ends.split(">"), strict=True)
        )
    prefix = "" if key == "at" else f"{key}_"
    parts = zip(("system", "dataset", "field"), written.split("."), strict=False)
    return {f"{prefix}{part}": each for part, each in parts}


def _repeated(rows: list[Rows]) -> list[Rows]:
    """Return rows with those of `repeat` = n written n times, the number in the place of `{}`."""
    made = []
    for row in rows:
        times, rest = row.get("repeat", 1), {key: value for key, value in row.items() if key != "repeat"}
        made += [rest] if times == 1 else [_numbered(rest, number) for number in range(times)]
    return made


def _numbered(row: Rows, number: int) -> Rows:
    return {key: each.replace("{}", f"{number:05}") if isinstance(each, str) else each for key, each in row.items()}


def _money(key: str, value: object) -> object:
    """Return a value of a case: euro are written as text, to be exact."""
    return Decimal(value) if "eur_" in key and isinstance(value, str) and key != "eur_pool" else value


def _plain(value: object) -> object:
    """Return a value as a case writes it: a text in two languages as a list of both."""
    return [*value] if isinstance(value, Text) else value
