"""Files of evidence: kept as text without passwords, told where they are not, and forgotten with a person."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from regia.checkup.run import Options, run_checkup
from regia.model.note import Reason
from regia.model.progress import Silent
from regia.snapshot.forgetting import find_value, forget_prepared, prepare_forgetting
from regia.snapshot.store import Store
from regia.sources import documents
from regia.sources.documents import read_documents
from regia.sources.reading import ReadOptions, take_snapshot
from regia.workspace.company import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    folder = tmp_path / "evidence"
    (folder / "jobs").mkdir(parents=True)
    (folder / "jobs" / "crontab").write_text("0 2 * * * psql postgresql://etl:hunter2hunter2@db/erp\n")
    (folder / "old.log.1").write_bytes("caff\xe8\n".encode("cp1252"))
    (folder / "packed.log.gz").write_bytes(gzip.compress(b"one\ntwo mario@example.it x\n"))
    (folder / "cut.log.gz").write_bytes(gzip.compress(b"one\n" * 999)[:40])
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "binary.log").write_bytes(b"a\0b")
    (folder / ".hidden.sql").write_text("select 1")
    return Company(tmp_path, "Acme", evidence=("evidence", "missing.sql"))


def _store(company: Company) -> Store:
    place = Store(company.folder)
    place.prepare()
    return place


def test_each_file_is_kept_or_told(company: Company) -> None:
    place = _store(company)
    found = {each.name: each for each in read_documents(company, place)}
    assert {name: each.reason for name, each in found.items()} == {
        "evidence/binary.log": Reason.UNSUPPORTED,
        "evidence/cut.log.gz": Reason.BROKEN,
        "evidence/jobs/crontab": None,
        "evidence/old.log.1": None,
        "evidence/packed.log.gz": None,
        "evidence/picture.png": Reason.UNSUPPORTED,
        "missing.sql": Reason.BROKEN,
    }
    assert place.lines(found["evidence/old.log.1"]) == ["caffè"]
    assert place.lines(found["evidence/jobs/crontab"]) == ["0 2 * * * psql postgresql://etl:***@db/erp"]


def test_a_long_file_is_cut_at_a_line_and_told(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 10)
    (company.folder / "evidence" / "long.log").write_text("first\nsecond\nthird\n")
    place = _store(company)
    found = {each.name: each for each in read_documents(company, place)}["evidence/long.log"]
    assert (place.lines(found), found.reason) == (["first"], Reason.BYTE_LIMIT)


def test_a_changed_file_makes_a_new_snapshot_and_an_unchanged_one_does_not(company: Company) -> None:
    place = _store(company)
    first = take_snapshot(company, place, ReadOptions(), Silent())
    assert take_snapshot(company, place, ReadOptions(), Silent()).snapshot == first.snapshot
    (company.folder / "evidence" / "jobs" / "crontab").write_text("# nothing\n")
    assert take_snapshot(company, place, ReadOptions(), Silent()).snapshot != first.snapshot


def test_a_person_is_forgotten_in_lines_that_stay(company: Company) -> None:
    run_checkup(company, Options(until="profile"), Silent())
    place = Store(company.folder)
    [match] = find_value(place, "MARIO@example.it")
    assert (match.system, match.dataset, match.records) == ("evidence", "evidence/packed.log.gz", 1)
    prepared = prepare_forgetting(place, [match], "MARIO@example.it")
    forget_prepared(place, prepared, why="art. 17", at=datetime(2026, 5, 1, tzinfo=UTC))
    newest = place.latest()
    assert newest is not None
    [kept] = [each for each in newest.documents if each.name.endswith("packed.log.gz")]
    assert place.lines(kept) == ["one", "two *** x"]
    assert find_value(place, "mario@example.it") == []
