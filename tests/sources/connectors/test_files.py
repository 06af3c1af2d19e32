"""Folders as they are: what is left aside is told, and names say where a dataset comes from."""

import os
from pathlib import Path

import pytest

from regia.errors.sources import FileUnreadable, SourceError
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo
from regia.sources.connectors.files import CONNECTOR, FilesSession
from regia.workspace.company import Source


def described(folder: Path) -> tuple[list[DatasetInfo], list[Note]]:
    notes: list[Note] = []
    with CONNECTOR.open(Source("s", str(folder)), None, notes.append) as session:
        return list(session.catalogue().datasets), notes


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a;b\n1;x\n2;y\n")


def test_names_say_where_a_file_stands(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "a.tsv", "b.csv", "sub/b.csv", "sub/B.tsv", "o.2024.csv", "C.csv", "c.CSV")
    assert sorted(it.name for it in described(tmp_path)[0]) == [
        "C.csv", "a.csv", "a.tsv", "b", "c.CSV_2", "o.2024", "sub/B.tsv", "sub/b.csv",
    ]  # fmt: skip


def test_what_is_left_aside_is_told_in_groups(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", ".nascosto.csv", "~$a.csv", ".~lock.a.csv#", "a.tmp", "x.zip", "y.zip", "senza", "Thumbs.db")
    put(tmp_path, "/".join(["d"] * 20) + "/fondo.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    (tmp_path / "giro").symlink_to(tmp_path)
    datasets, notes = described(tmp_path)
    assert [it.name for it in datasets] == ["a"]
    groups = {note.detail.split(":")[0]: note.count for note in notes}
    assert groups == {
        ".zip": 2, "hidden or temporary": 5, "symbolic links, not followed": 2, "without a suffix": 1,
        "deeper than 16 folders": 1,
    }  # fmt: skip
    assert {note.reason for note in notes} == {Reason.UNSUPPORTED}


def test_one_file_is_a_source_too(tmp_path: Path) -> None:
    put(tmp_path, "clienti.csv")
    datasets, _ = described(tmp_path / "clienti.csv")
    assert [(it.name, it.locator) for it in datasets] == [("clienti", ("", ""))]
    with CONNECTOR.open(Source("s", str(tmp_path / "clienti.csv")), None, [].append) as session:
        assert sum(it.num_rows for it in session.read(datasets[0]).batches) == 2
        assert session.fingerprint(datasets[0])


def test_parquet_and_json_stand_beside_text(tmp_path: Path) -> None:
    from pyarrow import parquet, table

    put(tmp_path, "a.csv")
    (tmp_path / "b.jsonl").write_text('{"a": 1}\n')
    parquet.write_table(table({"a": [1, 2, 3]}), tmp_path / "c.parquet")
    with CONNECTOR.open(Source("s", str(tmp_path)), None, [].append) as session:
        found = {it.name: sum(b.num_rows for b in session.read(it).batches) for it in session.catalogue().datasets}
    assert found == {"a": 2, "b": 1, "c": 3}


def test_a_file_that_changes_while_it_is_read_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "1;x\n" * 10)
    notes: list[Note] = []
    with CONNECTOR.open(Source("s", str(tmp_path)), None, notes.append) as session:
        (info,) = session.catalogue().datasets
        for _ in range(2):
            reading = session.read(info)
            with path.open("a") as file:
                file.write("2;y\n")
            list(reading.batches)
    assert [note.reason for note in notes] == [Reason.NOT_SIMULTANEOUS]


def test_a_file_that_goes_away_is_an_error_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "b.csv")
    with CONNECTOR.open(Source("s", str(tmp_path)), None, [].append) as session:
        first, second = session.catalogue().datasets
        (tmp_path / "a.csv").unlink()
        assert session.fingerprint(first) is None
        with pytest.raises(FileUnreadable, match=r"'s'.*a\.csv"):
            list(session.read(first).batches)
        assert sum(it.num_rows for it in session.read(second).batches) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "chiusa/b.csv", "c.csv")
    (tmp_path / "chiusa").chmod(0)
    (tmp_path / "c.csv").chmod(0)
    datasets, notes = described(tmp_path)
    (tmp_path / "chiusa").chmod(0o700)
    assert sorted(it.name for it in datasets) == ["a", "c"]
    assert {note.reason for note in notes} == {Reason.FORBIDDEN, Reason.BROKEN}


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    session = FilesSession(tmp_path, "s", [].append)
    assert [it.level for it in session.diagnose()] == ["problem"]


def test_errors_name_system_and_path(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04")
    with CONNECTOR.open(Source("s", str(tmp_path)), None, [].append) as session:
        (info,) = session.catalogue().datasets
        with pytest.raises(SourceError) as caught:
            session.read(info)
    assert str(tmp_path / "a.csv") in caught.value.what("it")
    assert "non è un file di testo" in caught.value.what("it")
    assert "it is no text file" in caught.value.what("en")
