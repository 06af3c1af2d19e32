"""The engine: bounded, leaves nothing behind, and locked where a text comes from outside."""

import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.engine.session import (
    SMALL_BYTES,
    column_types,
    connect,
    is_out_of_room,
    literal,
    locked,
    parquet,
    quoted,
    selecting,
)

TABLES = {"fields": pa.table({"field": ["a", "b"]})}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('{folder}/secret.parquet')",
        "SELECT * FROM '{folder}/secret.parquet'",
        "SELECT * FROM read_parquet('{folder}/secret.parquet')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_json('http://127.0.0.1:1/x')",
        "ATTACH '{folder}/other.duckdb' AS other",
        "COPY fields TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "SET allowed_directories = ['/']",
        "PRAGMA temp_directory='{folder}'",
        "SELECT * FROM secret_of_the_process",
        "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    ],
)
def test_a_locked_engine_reaches_nothing_but_its_tables(tmp_path: Path, sql: str) -> None:
    secret_of_the_process = pa.table({"a": [1]})
    pq.write_table(secret_of_the_process, tmp_path / "secret.parquet")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(duckdb.Error):
        locked(TABLES).execute(sql.replace("{folder}", str(tmp_path))).fetchall()
    assert sorted(tmp_path.iterdir()) == before


def test_a_locked_engine_reads_its_tables() -> None:
    assert locked(TABLES).sql("SELECT count(*) FROM fields").fetchall() == [(2,)]


def test_memory_and_threads_are_bounded() -> None:
    with connect(memory_mb=64, threads=1) as engine:
        settings = dict(engine.sql("SELECT name, value FROM duckdb_settings()").fetchall())
    assert settings["memory_limit"] in ("61.0 MiB", "64.0 MB", "61.0MiB")
    assert (settings["threads"], settings["TimeZone"]) == ("1", "UTC")


@pytest.mark.parametrize("size", [0, SMALL_BYTES, SMALL_BYTES + 1])
def test_what_a_borrower_makes_is_its_own(size: int) -> None:
    with selecting(size) as one, selecting(size) as other:
        one.register("fields", TABLES["fields"])
        one.execute("CREATE TEMP TABLE made AS SELECT count(*) AS n FROM fields")
        assert one.sql("SELECT n FROM made").fetchall() == [(2,)]
        for name in ("fields", "made"):
            with pytest.raises(duckdb.CatalogException):
                other.sql(f"SELECT * FROM {name}")
    with selecting(size) as later:
        assert later.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
        assert later.sql("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        with pytest.raises(duckdb.CatalogException):
            later.sql("SELECT * FROM fields")


def test_a_small_reading_opens_no_engine_and_a_large_one_its_own() -> None:
    def database(size: int) -> int:
        with selecting(size, memory_mb=64) as engine:
            engine.execute("CREATE TABLE IF NOT EXISTS seen (n INTEGER)")
            engine.execute("INSERT INTO seen VALUES (1)")
            return len(engine.sql("FROM seen").fetchall())

    try:
        assert [database(size) for size in (1, SMALL_BYTES, SMALL_BYTES + 1)] == [1, 2, 1]
    finally:
        with selecting(1) as engine:
            engine.execute("DROP TABLE seen")


def test_an_engine_that_failed_is_not_lent_again() -> None:
    with selecting(1) as engine:
        engine.execute("CREATE TABLE left_behind (n INTEGER)")
    with pytest.raises(duckdb.Error), selecting(1) as engine:
        engine.sql("SELECT error('broken')").fetchall()
    with selecting(1) as engine, pytest.raises(duckdb.CatalogException):
        engine.sql("FROM left_behind")


def test_a_forked_process_uses_an_engine_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with selecting(1) as engine:
        engine.execute("CREATE TABLE of_the_parent (n INTEGER)")
        try:
            monkeypatch.setattr(os, "getpid", lambda: -1)
            with selecting(1) as child, pytest.raises(duckdb.CatalogException):
                child.sql("FROM of_the_parent")
        finally:
            engine.execute("DROP TABLE of_the_parent")


BIG = "SELECT count(*) FROM (SELECT DISTINCT range::VARCHAR || repeat('x', 200) AS t FROM range(600000))"


def test_what_does_not_fit_goes_to_the_folder_given(tmp_path: Path) -> None:
    with connect(memory_mb=40, threads=1, spill=tmp_path / "spill") as engine:
        assert engine.sql(BIG).fetchall() == [(600_000,)]


def test_without_a_folder_nothing_is_left_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with connect(memory_mb=40, threads=1) as engine, pytest.raises(duckdb.OutOfMemoryException):
        engine.sql(BIG).fetchall()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["plain", "year=2026", "a[b]c", "a*b", "a?b", "it's", "with space", "{a,b}", "a%20b"])
def test_a_file_is_read_whatever_its_path_looks_like(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.parquet"
    path.parent.mkdir()
    pq.write_table(pa.table({"a": [1]}), path)
    (tmp_path / name / "axb.parquet").write_bytes(b"")
    with connect() as engine:
        found = engine.sql(f"SELECT * FROM {parquet(path)}")
        assert (found.columns, found.fetchall()) == (["a"], [(1,)])


def test_the_types_of_a_file_come_in_its_order(tmp_path: Path) -> None:
    columns = {"b": pa.array([1], pa.int64()), "a": pa.array([0], pa.timestamp("us")), 'the "last"': pa.array(["x"])}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    with connect() as connection:
        types = column_types(connection, tmp_path / "t.parquet")
    assert list(types.items()) == [("b", "BIGINT"), ("a", "TIMESTAMP"), ('the "last"', "VARCHAR")]


@pytest.mark.parametrize("text", ["plain", "it's", 'a "b"', "a;b--", "è\n\t", "\\"])
def test_names_and_literals_come_back_as_they_are(text: str) -> None:
    with connect() as engine:
        found = engine.sql(f"SELECT {literal(text)} AS {quoted(text)}")
        assert (found.columns, found.fetchall()) == ([text], [(text,)])


def test_a_spill_without_room_is_known_from_a_damaged_file(tmp_path: Path) -> None:
    with connect(memory_mb=40, threads=1, spill=tmp_path / "spill") as engine:
        engine.execute("SET max_temp_directory_size = '2MB'")  # as a disk of that size does
        with pytest.raises(duckdb.Error) as full:
            engine.sql(BIG).fetchall()
        (tmp_path / "bad.parquet").write_bytes(b"PAR1 nothing PAR1")
        with pytest.raises(duckdb.Error) as bad:
            engine.sql(f"SELECT * FROM {parquet(tmp_path / 'bad.parquet')}").fetchall()
    assert (is_out_of_room(full.value), is_out_of_room(bad.value)) == (True, False)
