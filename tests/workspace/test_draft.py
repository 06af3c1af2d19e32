import os
from pathlib import Path

import pytest

from regia.errors.company import (
    CompanyExists,
    CompanyFileUnwritable,
    CompanyFileWrong,
    SecretInAddress,
    SourcePathMissing,
    SystemArgumentWrong,
    SystemNamedTwice,
)
from regia.workspace import load
from regia.workspace.draft import draft, write
from regia.workspace.secrets import resolve


def _systems(folder, **given):
    return {system.system: system.source.url for system in draft(folder, **given).company.systems}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://reader@db.example.com:5432/crm?sslmode=require", "crm"),
        ("mysql://reader@shop.example.com/", "shop"),
        ("mysql://reader@127.0.0.1", "127"),
        ("postgresql://db/Vendite%20Italia", "vendite-italia"),
        ("sqlite:///data/northwind.sqlite", "northwind"),
        ("postgresql:///", "system"),
    ],
)
def test_a_system_is_named_after_its_database(tmp_path, address, name):
    assert _systems(tmp_path, addresses=[address]) == {name: address}


def test_a_system_is_named_after_its_file_or_folder(tmp_path):
    (tmp_path / "Clienti 2026.xlsx").touch()
    (tmp_path / "v1.exports").mkdir()
    given = [str(tmp_path / "Clienti 2026.xlsx"), str(tmp_path / "v1.exports")]
    assert list(_systems(tmp_path / "company", addresses=given)) == ["clienti-2026", "v1-exports"]


def test_names_taken_get_a_number(tmp_path):
    addresses = ["postgresql://a/crm", "postgresql://b/CRM", "mysql://c/crm"]
    assert list(_systems(tmp_path, addresses=addresses)) == ["crm", "crm-2", "crm-3"]
    assert list(_systems(tmp_path, addresses=addresses[:1], named=["crm=mysql://c/x"])) == ["crm", "crm-2"]


def test_paths_are_kept_inside_the_folder_relative_else_absolute(tmp_path, monkeypatch):
    company = tmp_path / "company"
    (company / "exports").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    assert _systems(company, addresses=["company/exports", "data"]) == {
        "exports": "exports",
        "data": (tmp_path / "data").resolve().as_posix(),
    }


@pytest.mark.parametrize(
    ("address", "plain", "password"),
    [
        ("postgresql://u:hunter2@db/crm", "postgresql://u@db/crm", "hunter2"),
        ("postgresql://u:p@ss/w:rd@db:5432/crm", "postgresql://u@db:5432/crm", "p@ss/w:rd"),
        ("mysql://u:p%40ss%2F@db/crm", "mysql://u@db/crm", "p@ss/"),
    ],
)
def test_a_password_typed_goes_to_a_file_of_its_own(tmp_path, address, plain, password):
    folder = tmp_path / "acme"
    written = write(draft(folder, addresses=[address]))
    [system] = load(folder).systems
    assert system.source.url == plain
    assert resolve(system.source.password, folder) == password
    assert folder / "secrets" / "crm" in written
    assert password not in (folder / "regia.toml").read_text("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_permissions(tmp_path):
    folder = tmp_path / "clients" / "acme"
    write(draft(folder, addresses=["postgresql://u:hunter2@db/crm"]))
    modes = {path: path.stat().st_mode & 0o777 for path in (folder, folder / "secrets", folder / "secrets" / "crm")}
    assert modes == {folder: 0o700, folder / "secrets": 0o700, folder / "secrets" / "crm": 0o600}


def test_a_password_that_cannot_be_taken_out_is_refused(tmp_path):
    with pytest.raises(SecretInAddress) as caught:
        draft(tmp_path, addresses=["postgresql://db/crm?password=hunter2"])
    assert "hunter2" not in str(caught.value)


def test_what_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "regia.toml").write_text("mine")
    with pytest.raises(CompanyExists):
        write(draft(tmp_path))
    (tmp_path / "regia.toml").unlink()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "crm").write_text("mine")
    with pytest.raises(CompanyExists):
        write(draft(tmp_path, addresses=["postgresql://u:x@db/crm"]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secrets"]
    assert (tmp_path / "secrets" / "crm").read_text() == "mine"


def test_version_control_leaves_evidence_and_secrets_out(tmp_path):
    (tmp_path / ".gitignore").write_text("*.bak\nsecrets/")
    write(draft(tmp_path))
    assert (tmp_path / ".gitignore").read_text() == "*.bak\nsecrets/\n.regia/\n.env\nanswers.jsonl\nanswers.key\n"


@pytest.mark.parametrize("pair", ["crm", "=x", "crm=", "a b=x", "a.b=x", "è=x"])
def test_a_pair_that_is_none_is_told(tmp_path, pair):
    with pytest.raises(SystemArgumentWrong):
        draft(tmp_path, named=[pair])


def test_a_wrong_pair_is_told_without_its_password(tmp_path):
    with pytest.raises(SystemArgumentWrong) as caught:
        draft(tmp_path, named=["my crm=postgresql://u:hunter2@db/x"])
    assert "hunter2" not in str(caught.value)


def test_two_of_one_name_and_a_missing_path_are_told(tmp_path):
    with pytest.raises(SystemNamedTwice):
        draft(tmp_path, named=["crm=mysql://a/x", "CRM=mysql://b/y"])
    with pytest.raises(SourcePathMissing):
        draft(tmp_path, addresses=["nowhere.csv"])


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "acme").write_text("")
    with pytest.raises(CompanyFileUnwritable):
        write(draft(tmp_path / "acme"))


@pytest.mark.parametrize("given", [{"name": "Acme\nS.r.l."}, {"addresses": ["postgresql://db/a\x1b[31m"]}])
def test_what_could_not_be_read_back_is_not_written(tmp_path, given):
    with pytest.raises(CompanyFileWrong):
        write(draft(tmp_path / "acme", **given))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", [None, 'Società "Acme" \\ figli'])
def test_what_is_written_is_read(tmp_path, language, name):
    folder = tmp_path / "acme"
    write(draft(folder, name=name, language=language, named=["crm=postgresql://db/crm"]))
    company = load(folder)
    assert (company.name, company.language) == (name or "acme", language)
    assert [system.system for system in company.systems] == ["crm"]
    assert Path(company.folder) == folder
