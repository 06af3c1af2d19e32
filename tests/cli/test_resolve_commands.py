"""`regia explain link`, `regia entity` and `regia judge` on records, as a person types them."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from regia.cli import app
from regia.errors.judgement import FieldUnknown, LinkUnknown, RecordUnknown
from tests.resolve.people import person


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("resolve")
    for name, table, columns, first in (
        ("erp", "ANACLI", "CODCLI TEXT PRIMARY KEY, RAGSOC, EMAIL, TELEFONO, INDIRIZZO, LOCALITA", "C"),
        ("crm", "accounts", "id TEXT PRIMARY KEY, name, email, phone, street, city", "A"),
    ):
        with sqlite3.connect(place / f"{name}.sqlite") as base:
            base.execute(f"CREATE TABLE {table} ({columns})")
            rows = [(f"{first}{n:03}", *person(n).values()) for n in range(60)]
            base.executemany(f"INSERT INTO {table} VALUES (?,?,?,?,?,?)", rows)
    folder = place / "company"
    folder.mkdir()
    text = '[company]\nname = "Prova"\nlanguage = "en"\n'
    for name in ("erp", "crm"):
        text += f'[systems.{name}]\nname = "{name}"\nsource = "{place / name}.sqlite"\n'
    (folder / "regia.toml").write_text(text)
    assert _run("checkup", str(folder)).exit_code == 0
    return folder


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_link_is_explained_comparison_by_comparison_and_masked(made: Path) -> None:
    told = _run("explain", "link", "erp.ANACLI.C007", "crm.accounts.A007", "-c", str(made))
    assert told.exit_code == 0, told.output
    assert "same entity" in told.output
    assert "equal, and nobody else has it" in told.output
    assert person(7)["email"] not in told.output
    found = json.loads(
        _run("explain", "link", "crm.accounts.A007", "erp.ANACLI.C007", "--json", "-c", str(made)).stdout
    )
    weights = {each["attribute"]: each["weight"] for each in found["weighed"]}
    assert weights["email"] > 3
    assert weights["prevalence"] < 0


def test_values_in_clear_are_asked_for_and_logged(made: Path) -> None:
    told = _run("explain", "link", "erp.ANACLI.C008", "crm.accounts.A008", "--unmask", "a check", "-c", str(made))
    assert person(8)["email"] in told.output
    log = (made / ".regia" / "unmasked.log").read_text()
    assert "a check" in log


def test_an_entity_is_shown_in_every_system(made: Path) -> None:
    shown = json.loads(_run("entity", "crm.accounts.A009", "--json", "--unmask", "a check", "-c", str(made)).stdout)
    assert {tuple(each["record"]) for each in shown["records"]} == {
        ("crm", "accounts", "A009"),
        ("erp", "ANACLI", "C009"),
    }
    again = _run("entity", shown["entity"], "-c", str(made))
    assert "2 records in 2 systems" in again.output
    assert person(9)["phone"] not in again.output
    assert "C009" not in again.output
    assert "erp.ANACLI.C•••" in again.output


def test_keys_are_masked_where_evidence_is_shown(made: Path) -> None:
    hidden = _run("show", "entity_records", "--format", "csv", "-c", str(made)).stdout
    assert "C•••" in hidden
    assert "C009" not in hidden
    guessed = _run("show", "entity_records", "--where", "record = 'C009'", "--format", "csv", "-c", str(made)).stdout
    assert len(guessed.splitlines()) == 1
    clear = _run("show", "entity_records", "--format", "csv", "--unmask", "a check", "-c", str(made)).stdout
    assert "C009" in clear


def test_a_verdict_on_records_counts_at_once_and_can_be_taken_back(made: Path) -> None:
    pair = ("erp.ANACLI.C010", "crm.accounts.A010")
    assert _run("judge", *pair, "--different", "-c", str(made)).exit_code == 0
    assert "different entities" in _run("explain", "link", *pair, "-c", str(made)).output
    told = json.loads(_run("judge", *pair, "--withdraw", "--why", "known", "--json", "-c", str(made)).stdout)
    assert (told["kind"], told["left"], told["right"], told["verdict"]) == ("link", *pair, "withdrawn")
    assert (told["why"], told["others_changed"]) == ("known", 0)
    assert "same entity" in _run("explain", "link", *pair, "-c", str(made)).output


def test_verdicts_that_contradict_one_another_are_told(made: Path) -> None:
    """A is B, B is C, and A is not C."""
    one, two, three = "erp.ANACLI.C020", "crm.accounts.A020", "crm.accounts.A021"
    for left, right, verdict in ((one, two, "--same"), (two, three, "--same")):
        told = _run("judge", left, right, verdict, "--json", "-c", str(made))
        assert json.loads(told.stdout)["contradicted"] == 0
    told = _run("judge", one, three, "--different", "--json", "-c", str(made))
    assert json.loads(told.stdout)["contradicted"] == 1
    assert "cannot hold beside the others" in " ".join(told.output.split())
    (made / "verdicts.jsonl").unlink()
    assert _run("checkup", str(made)).exit_code == 0


def test_what_is_not_there_is_told(made: Path) -> None:
    assert isinstance(_run("entity", "erp.ANACLI.NO", "-c", str(made)).exception, RecordUnknown)
    unlinked = _run("explain", "link", "erp.ANACLI.C001", "crm.accounts.A002", "-c", str(made))
    assert isinstance(unlinked.exception, LinkUnknown)
    assert isinstance(_run("judge", "erp.ANACLI.C001", "erp.NO.1", "--same", "-c", str(made)).exception, FieldUnknown)
