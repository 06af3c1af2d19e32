"""The stage on a whole small company: what it writes, with and without rows, and what verdicts change."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, pair_subject
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS, CONCEPT_RELATIONS, CONCEPTS, CORRESPONDENCES
from regia.model.progress import Silent
from regia.model.table import Table
from regia.workspace.reading import load

TABLES = (CORRESPONDENCES, CONCEPTS, CONCEPT_DATASETS, ATTRIBUTES, CONCEPT_RELATIONS)
PEOPLE = [(f"C{n:03}", f"Ditta {n} S.r.l.", f"info{n}@ditta{n}.it", f"Via Roma {n}", "Bologna") for n in range(60)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "erp.sqlite") as erp:
        erp.execute("CREATE TABLE ANACLI (CODCLI TEXT PRIMARY KEY, RAGSOC TEXT, EMAIL TEXT, INDIRI TEXT, LOCALI TEXT)")
        erp.executemany("INSERT INTO ANACLI VALUES (?,?,?,?,?)", PEOPLE)
        erp.execute(
            "CREATE TABLE ORDTES (NUMORD INTEGER PRIMARY KEY, CODCLI TEXT REFERENCES ANACLI (CODCLI), DATORD DATE)"
        )
        erp.executemany("INSERT INTO ORDTES VALUES (?,?,'2026-01-02')", [(n, f"C{n:03}") for n in range(40)])
        erp.execute("CREATE TABLE XKQ (ZZ1 INTEGER, ZZ2 INTEGER)")
    with sqlite3.connect(tmp_path / "crm.sqlite") as crm:
        crm.execute("CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT, email TEXT, city TEXT)")
        crm.executemany("INSERT INTO accounts VALUES (?,?,?,?)", [(n, p[1], p[2], p[4]) for n, p in enumerate(PEOPLE)])
    folder = tmp_path / "company"
    folder.mkdir()
    systems = "".join(
        f'[systems.{name}]\nname = "{name}"\nsource = "{tmp_path / name}.sqlite"\n' for name in ("erp", "crm")
    )
    (folder / "regia.toml").write_text(f'[company]\nname = "Prova"\n{systems}', encoding="utf-8")
    return folder


def _run(folder: Path) -> dict[str, pa.Table]:
    checkup = run_checkup(load(folder), Options(until="match"), Silent()).checkup
    assert {run.failure for run in checkup.stages} == {""}
    return {table.name: Records(folder).load(checkup, table) for table in TABLES}


def _pair(tables: dict[str, pa.Table], left: str, right: str) -> dict[str, object]:
    for row in tables["correspondences"].to_pylist():
        if {row["left_field"], row["right_field"]} == {left, right}:
            return dict(row)
    return {"probability": 0.0, "band": "", "origin": "", "reasons": ""}


def test_what_corresponds_is_found_told_and_joined_in_one_model(place: Path) -> None:
    tables = _run(place)
    email = _pair(tables, "EMAIL", "email")
    assert (email["band"], email["origin"]) == ("accept", "inferred")
    assert "stessi valori per il 100 %" in str(email["reasons_it"])
    assert "the same values for 100 %" in str(email["reasons_en"])
    concepts = {(row["system"], row["dataset"]): row["concept"] for row in tables["concept_datasets"].to_pylist()}
    assert concepts["erp", "ANACLI"] == concepts["crm", "accounts"] == "customer"
    assert concepts["erp", "ORDTES"] == "order"
    assert concepts["erp", "XKQ"] == "xkq"
    named = {(row["dataset"], row["field"]): row["attribute"] for row in tables["attributes"].to_pylist()}
    assert named["ANACLI", "EMAIL"] == named["accounts", "email"] == "email"
    relation = tables["concept_relations"].to_pylist()[0]
    assert (relation["concept"], relation["to_concept"], relation["cardinality"]) == (
        "order",
        "customer",
        "many_to_one",
    )


def test_every_table_keeps_its_contract(place: Path) -> None:
    tables = _run(place)
    contracts: dict[str, Table] = {table.name: table for table in TABLES}
    for name, table in tables.items():
        contracts[name].check(table)
        assert table.num_rows


def test_a_verdict_changes_the_next_check_up_of_the_same_data(place: Path) -> None:
    before = _run(place)
    assert _pair(before, "EMAIL", "email")["origin"] == "inferred"
    log = VerdictLog(place, "Prova")
    subject = pair_subject(("erp", "ANACLI", "EMAIL"), ("crm", "accounts", "email"))
    log.record(Kind.CORRESPONDENCE, subject, Decision.REJECTED, person="Anna")
    rejected = _pair(_run(place), "EMAIL", "email")
    assert (rejected["band"], rejected["origin"], rejected["probability"]) == ("reject", "rejected", 0.0)
    log.record(Kind.CORRESPONDENCE, subject, Decision.WITHDRAWN, person="Anna")
    assert _run(place)["correspondences"] == before["correspondences"]


def test_a_company_s_own_terms_change_the_next_check_up(place: Path) -> None:
    def concept() -> set[str]:
        return {row["concept"] for row in _run(place)["concept_datasets"].to_pylist() if row["dataset"] == "XKQ"}

    assert concept() == {"xkq"}
    (place / "terms.toml").write_text('invoice = ["xkq"]\n', encoding="utf-8")
    assert concept() == {"invoice"}
