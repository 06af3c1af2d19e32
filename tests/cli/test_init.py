from typer.testing import CliRunner

from regia.cli import app, console
from regia.errors.company import CompanyExists
from regia.workspace import load


def _run(*arguments):
    return CliRunner().invoke(app, ["init", *map(str, arguments)])


def test_a_company_is_made_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(console, "_SAID", [])
    (tmp_path / "exports").mkdir()
    result = _run(
        *(tmp_path / "acme", "--name", "Acme S.r.l.", "--language", "it"),
        *("--from", "postgresql://u:hunter2@db/crm", "--from", tmp_path / "exports", "--system", "erp=mysql://h/x"),
    )
    assert result.exit_code == 0
    assert "secrets/crm" in result.output
    assert "hunter2" not in result.output
    company = load(tmp_path / "acme")
    assert (company.name, company.language) == ("Acme S.r.l.", "it")
    assert {system.system for system in company.systems} == {"crm", "exports", "erp"}


def test_what_is_there_stays(tmp_path):
    (tmp_path / "regia.toml").write_text("mine")
    assert isinstance(_run(tmp_path).exception, CompanyExists)
    assert (tmp_path / "regia.toml").read_text() == "mine"


def test_another_language_is_refused(tmp_path):
    result = _run(tmp_path / "acme", "--language", "fr")
    assert result.exit_code == 2
    assert not (tmp_path / "acme").exists()
