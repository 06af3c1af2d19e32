"""SQLite files in every state a program can leave them in, and every value SQLite can hold."""

import math
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.errors.files import FileChanged, FileLocked
from regia.errors.sources import FileUnreadable, SourceTimeLimit
from regia.model.note import Note, Reason
from regia.sources.connectors.sqlite import CONNECTOR
from regia.workspace.company import Limits, Source

Change = Callable[[sqlite3.Connection], object]


def make(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def read(
    path: Path, table: str = "t", *, rows: int | None = None
) -> tuple[dict[str, str], list[tuple[Any, ...]], list[Note]]:
    notes: list[Note] = []
    with CONNECTOR.open(Source("s", str(path)), None, notes.append) as session:
        (info,) = (each for each in session.catalogue().datasets if each.name == table)
        reading = session.read(info, rows=rows)
        found = [row for it in reading.batches for row in zip(*(each.to_pylist() for each in it.columns), strict=True)]
    return {field.name: str(field.type) for field in reading.schema}, found, notes


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {it.name: (it.read_bytes(), it.stat().st_mtime_ns) for it in sorted(folder.iterdir())}


def left_by_a_crash(path: Path, *statements: str) -> None:
    """Run statements in a process that ends without closing anything."""
    script = (
        "import os, sqlite3, sys\n"
        f"c = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "[c.execute(statement) for statement in sys.argv[1:]]\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, *statements], check=True)


def test_a_closed_write_ahead_file_gets_no_files_beside_it(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    assert os.listdir(tmp_path) == ["a.db"]
    before = state(tmp_path)
    assert read(path)[1] == [(1,)]
    assert state(tmp_path) == before


def test_a_write_ahead_file_in_use_is_read_at_one_moment(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("INSERT INTO t VALUES (1)")
        before = state(tmp_path)
        with CONNECTOR.open(Source("s", str(path)), None, [].append) as session:
            (info,) = session.catalogue().datasets
            first = session.fingerprint(info)
            assert sum(it.num_rows for it in session.read(info).batches) == 1
            assert {name: value for name, value in state(tmp_path).items() if name != "a.db-shm"} == {
                name: value for name, value in before.items() if name != "a.db-shm"
            }
            writer.execute("INSERT INTO t VALUES (2)")
            assert sum(it.num_rows for it in session.read(info).batches) == 1
            assert session.fingerprint(info) == first
        with CONNECTOR.open(Source("s", str(path)), None, [].append) as session:
            assert session.fingerprint(info) != first


def test_a_log_that_a_crash_left_is_read_from_a_copy(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)")
    left_by_a_crash(path, "INSERT INTO t VALUES (1)")
    for with_index in (True, False):
        if not with_index:
            (tmp_path / "a.db-shm").unlink()
        before = state(tmp_path)
        assert read(path)[1] == [(1,)]
        assert state(tmp_path) == before


def test_a_journal_that_a_crash_left_is_rolled_back_in_a_copy(tmp_path: Path) -> None:
    numbers = "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
    path = make(tmp_path / "a.db", "CREATE TABLE t (a)", numbers + "INSERT INTO t SELECT printf('%0500d', i) FROM n")
    left_by_a_crash(path, "BEGIN", "UPDATE t SET a = 'x' || a")
    assert (tmp_path / "a.db-journal").stat().st_size
    before = state(tmp_path)
    assert not any(row[0].startswith("x") for row in read(path)[1])
    assert state(tmp_path) == before


def test_a_file_that_is_being_written_is_told_as_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regia.sources.sqlite.opening._BUSY_SECONDS", 0)
    path = make(tmp_path / "a.db", "CREATE TABLE t (a)")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FileLocked):
            read(path)


def test_a_file_written_while_it_is_read_without_locks_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    with CONNECTOR.open(Source("s", str(path)), None, [].append) as session:
        (info,) = session.catalogue().datasets
        make(path, "INSERT INTO t VALUES (2)", "PRAGMA wal_checkpoint(TRUNCATE)")
        with pytest.raises(FileChanged):
            list(session.read(info).batches)


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_database(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(FileUnreadable):
        read(tmp_path / "a.db")


def test_an_empty_file_is_an_empty_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    with CONNECTOR.open(Source("s", str(tmp_path / "a.db")), None, [].append) as session:
        assert session.catalogue().datasets == ()


def test_a_view_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    endless = "CREATE VIEW v AS WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n"
    path = make(tmp_path / "a.db", "CREATE TABLE t (a)", endless)
    source = Source("s", str(path), limits=Limits(statement_seconds=1))
    with CONNECTOR.open(source, None, [].append) as session:
        datasets = {each.name: each for each in session.catalogue().datasets}
        with pytest.raises(SourceTimeLimit):
            list(session.read(datasets["v"]).batches)
        assert list(session.read(datasets["t"]).batches) == []


@pytest.mark.parametrize(
    ("declared", "values", "kind", "expected"),
    [
        ("DATE", ["2024-02-29", "0001-01-01"], "date32[day]", [date(2024, 2, 29), date(1, 1, 1)]),
        ("DATE", ["2023-02-29"], "string", None),
        ("DATE", ["2024-02-29", "29/02/2024"], "string", None),
        ("DATE", ["0000-01-01"], "string", None),
        ("DATETIME", ["2024-01-01 10:00:00"], "timestamp[us]", [datetime(2024, 1, 1, 10)]),
        ("DATETIME", ["2024-01-01 10:00:00.5"], "timestamp[us]", [datetime(2024, 1, 1, 10, 0, 0, 500000)]),
        ("TIMESTAMP", ["2024-01-01T10:00:00"], "timestamp[us]", [datetime(2024, 1, 1, 10)]),
        ("DATETIME", ["2024-01-01 10:00:00", "2024-01-01T10:00:00"], "string", None),
        ("DATETIME", ["2024-01-01 24:00:00"], "string", None),
        ("DATETIME", ["2024-01-01 10:00:00+01:00"], "string", None),
        ("DATETIME", ["2024-01-01 10:00:00.1234567"], "string", None),
        ("DATETIME", ["2024-01-01", "2024-01-02"], "date32[day]", [date(2024, 1, 1), date(2024, 1, 2)]),
        ("TEXT", ["2024-01-01"], "string", None),
        ("DATE", [1704067200], "int64", None),
        ("NUMERIC", [1, 2.5], "double", [1.0, 2.5]),
        ("NUMERIC", [2**53 + 1, 2.5], "string", [str(2**53 + 1), "2.5"]),
        ("REAL", [math.inf, -math.inf], "double", None),
        ("", [1, "1", b"1", None], "string", ["1", "1", "X'31'", None]),
        ("BLOB", [b"", b"\xff"], "binary", None),
        ("TEXT", ["", " ", "\u2028"], "string", None),
    ],
)  # fmt: skip
def test_values_as_they_are_stored(
    declared: str, values: list[Any], kind: str, expected: list[Any] | None, tmp_path: Path
) -> None:
    path = make(tmp_path / "a.db", f"CREATE TABLE t (a {declared})")
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
        connection.commit()
    types, rows, notes = read(path)
    assert types == {"a": kind}
    assert [row[0] for row in rows] == (values if expected is None else expected)
    mixed = len({type(value) for value in values if value is not None}) > 1 and kind == "string"
    assert [note.reason for note in notes] == [Reason.VALUE_AS_TEXT] * mixed


def test_what_a_database_can_hold_besides_tables(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.db",
        "CREATE VIRTUAL TABLE testi USING fts5 (titolo, corpo)",
        "INSERT INTO testi VALUES ('uno', 'due')",
        "CREATE TABLE calcolati (a INTEGER, b INTEGER AS (a * 2) STORED, c TEXT AS ('x' || a))",
        "INSERT INTO calcolati (a) VALUES (21)",
        "CREATE TABLE severa (a INTEGER, b ANY) STRICT",
        "CREATE TABLE senza_chiave (a, b)",
        "CREATE TRIGGER t AFTER INSERT ON severa BEGIN DELETE FROM severa; END",
    )
    notes: list[Note] = []
    with CONNECTOR.open(Source("s", str(path)), None, notes.append) as session:
        catalogue = session.catalogue()
    assert sorted(it.name for it in catalogue.datasets) == ["calcolati", "senza_chiave", "severa", "testi"]
    assert [name for name, _ in catalogue.definitions] == ["t"]
    assert [(note.reason, note.count) for note in notes] == [(Reason.UNSUPPORTED, 5)]
    assert read(path, "testi")[1] == [("uno", "due")]
    assert read(path, "calcolati")[1] == [(21, 42, "x21")]


def test_a_virtual_table_whose_module_is_not_here(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)", "CREATE VIRTUAL TABLE f USING fts5 (a)"
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'fts5', 'altrove') WHERE name = 'f'")
        connection.commit()
    notes = read(path)[2]
    assert read(path)[1] == [(1,)]
    assert Reason.BROKEN in {note.reason for note in notes}


def test_sixteen_hundred_columns(tmp_path: Path) -> None:
    names = ", ".join(f"c{i}" for i in range(1600))
    path = make(
        tmp_path / "a.db", f"CREATE TABLE t ({names})", f"INSERT INTO t VALUES ({', '.join(map(str, range(1600)))})"
    )
    types, rows, _ = read(path)
    assert rows == [tuple(range(1600))]
    assert set(types.values()) == {"int64"}


def test_batches_stay_small_whatever_the_rows_are(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", "CREATE TABLE t (a INTEGER, b)")
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO t VALUES (?, ?)", ((i, b"") for i in range(60_000)))
        connection.executemany("INSERT INTO t VALUES (?, zeroblob(8000000))", ((i,) for i in range(12)))
        connection.commit()
    with CONNECTOR.open(Source("s", str(path)), None, [].append) as session:
        (info,) = session.catalogue().datasets
        sizes = [(it.num_rows, it.nbytes) for it in session.read(info).batches]
    assert sum(rows for rows, _ in sizes) == 60_012
    assert max(rows for rows, _ in sizes) <= 52_000
    assert max(size for _, size in sizes) <= 80_000_000


def test_a_sample_is_spread_and_the_same_each_time(tmp_path: Path) -> None:
    many = "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO t SELECT i FROM n"
    path = make(tmp_path / "a.db", "CREATE TABLE t (a INTEGER)", many)
    rows = [row[0] for row in read(path, rows=500)[1]]
    assert 400 <= len(rows) <= 600
    assert all(any(start < row <= start + 1000 for row in rows) for start in range(0, 10000, 1000))
    assert rows == [row[0] for row in read(path, rows=500)[1]]
    assert len(read(path, rows=10000)[1]) == 10000


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(),
)


def kept(value: Any, others: list[Any]) -> Any:
    """Return what a value is to be read as, in a column of these values."""
    kinds = {type(it) for it in others if it is not None}
    if value is None or len(kinds) == 1:
        return value
    if kinds == {int, float} and all(abs(it) <= 2**53 for it in others if isinstance(it, int)):
        return float(value)
    return f"X'{value.hex().upper()}'" if isinstance(value, bytes) else value if isinstance(value, str) else repr(value)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(VALUES, min_size=1, max_size=8) | st.lists(st.integers(-9, 9) | st.floats(-9, 9), min_size=1, max_size=8)
)
def test_every_value_is_the_value_written(values: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder) / "a.db", "CREATE TABLE t (i INTEGER PRIMARY KEY, a)")
        with closing(sqlite3.connect(path)) as connection:
            connection.executemany("INSERT INTO t (a) VALUES (?)", [(value,) for value in values])
            connection.commit()
        rows = read(path)[1]
    assert [repr(row[1]) for row in rows] == [repr(kept(value, values)) for value in values]
