"""`regia judge`, `regia questions`, `regia model`, as a person types them."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from regia.cli import app
from regia.errors.judgement import FieldUnknown, SameSystem
from regia.judgement.log import VerdictLog


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("match")
    rows = [(n, f"Ditta {n} srl", f"m{n}@ditta{n}.it") for n in range(30)]
    for name, columns in (("erp", "CODCLI, RAGSOC, EMAIL"), ("crm", "id, name, mail")):
        with sqlite3.connect(place / f"{name}.sqlite") as base:
            base.execute(f"CREATE TABLE {'ANACLI' if name == 'erp' else 'accounts'} ({columns})")
            base.executemany(f"INSERT INTO {'ANACLI' if name == 'erp' else 'accounts'} VALUES (?,?,?)", rows)
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


def test_a_verdict_counts_at_once_and_is_kept(made: Path) -> None:
    pair = ("erp.ANACLI.CODCLI", "crm.accounts.mail")
    told = _run("judge", *pair, "--same", "--why", "a test", "--person", "Anna", "-c", str(made))
    assert told.exit_code == 0, told.output
    (verdict,) = VerdictLog(made, "Prova").all()
    assert (verdict.person, verdict.why) == ("Anna", "a test")
    shown = _run("show", "correspondences", "-c", str(made), "--where", "origin = 'confirmed'", "--format", "csv")
    assert "CODCLI" in shown.output
    _run("judge", *pair, "--withdraw", "-c", str(made))
    shown = _run("show", "correspondences", "-c", str(made), "--where", "origin = 'confirmed'", "--format", "csv")
    assert "CODCLI" not in shown.output


def test_a_verdict_that_makes_no_sense_is_refused(made: Path) -> None:
    for words, error in (
        (("erp.ANACLI.NO", "crm.accounts.mail", "--same"), FieldUnknown),
        (("erp.ANACLI.CODCLI", "erp.ANACLI.EMAIL", "--same"), SameSystem),
    ):
        assert isinstance(_run("judge", *words, "-c", str(made)).exception, error)
    both = _run("judge", "erp.ANACLI.CODCLI", "crm.accounts.mail", "--same", "--different", "-c", str(made))
    assert both.exit_code == 2


def test_a_name_written_wrong_is_told_the_nearest(made: Path) -> None:
    error = _run("judge", "erp.ANACLI.EMIAL", "crm.accounts.mail", "--same", "-c", str(made)).exception
    assert isinstance(error, FieldUnknown)
    assert "'erp.ANACLI.EMAIL'" in error.what("en")
    assert "«erp.ANACLI.EMAIL»" in error.what("it")


def test_a_concept_is_called_once_and_asked_for_by_either_name(made: Path) -> None:
    lines = _run("model", "cliente", "-c", str(made)).output.splitlines()
    assert lines[0] == "customer · a case of party"
    told = _run("model", "custmer", "-c", str(made))
    assert (told.exit_code, "'customer' perhaps" in told.output) == (2, True)


def test_questions_are_answerable(made: Path) -> None:
    asked = json.loads(_run("questions", "--json", "-c", str(made)).output)
    for question in asked:
        assert question["left"][0] != question["right"][0]
        assert 0 < question["probability"] < 1


@pytest.mark.parametrize(
    ("form", "start"), [("text", "customer"), ("mermaid", "erDiagram"), ("archimate", "<?xml"), ("odcs", "apiVersion")]
)
def test_the_model_is_written_in_every_form(made: Path, form: str, start: str) -> None:
    told = _run("model", "--format", form, "-c", str(made))
    assert told.output.startswith(start)
    assert "customer" in told.output


def test_contracts_are_one_file_a_concept(made: Path, tmp_path: Path) -> None:
    _run("model", "--format", "odcs", "--to", str(tmp_path / "out"), "-c", str(made))
    assert (tmp_path / "out" / "customer.odcs.yaml").is_file()


def test_a_concept_that_is_not_there_is_told(made: Path) -> None:
    assert _run("model", "nothing", "-c", str(made)).exit_code == 2
