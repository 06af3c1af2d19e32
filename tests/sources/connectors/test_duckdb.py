"""DuckDB files in use, left with a log, or of another version."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from regia.errors.files import FileLocked, FileVersionUnknown
from regia.errors.sources import SourceTimeLimit
from regia.sources.connectors.duckdb import CONNECTOR
from regia.workspace.company import Limits, Source


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS i FROM range(10)")
        connection.execute("CREATE VIEW lenta AS SELECT count(*) AS n FROM range(10000000) a, range(10000000) b")
    return path


def count(path: Path) -> int:
    with CONNECTOR.open(Source("s", str(path)), None, [].append) as session:
        (table,) = (each for each in session.catalogue().datasets if each.name == "t")
        return sum(batch.num_rows for batch in session.read(table).batches)


@pytest.fixture
def writer(file: Path) -> Iterator[subprocess.Popen[str]]:
    script = (
        "import duckdb, sys\n"
        f"c = duckdb.connect({str(file)!r})\n"
        "c.execute('INSERT INTO t VALUES (10)')\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as it:
        assert it.stdout
        assert it.stdout.readline() == "ready\n"
        yield it
        it.kill()


def test_a_file_that_another_program_holds(file: Path, writer: subprocess.Popen[str]) -> None:
    with pytest.raises(FileLocked, match=f"process {writer.pid}"):
        count(file)


def test_a_log_that_a_crash_left_is_read_and_kept(file: Path, writer: subprocess.Popen[str]) -> None:
    writer.kill()
    writer.wait()
    log = file.with_name(file.name + ".wal")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (file, log)}
    assert count(file) == 11
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (file, log)} == before


@pytest.mark.parametrize("version", [1, 63, 60_000])
def test_a_version_that_cannot_be_read(file: Path, version: int) -> None:
    content = bytearray(file.read_bytes())
    content[12:20] = version.to_bytes(8, "little")
    file.write_bytes(content)
    with pytest.raises(FileVersionUnknown, match=f"version {version}"):
        count(file)


def test_a_view_that_takes_too_long_is_stopped(file: Path) -> None:
    source = Source("s", str(file), limits=Limits(statement_seconds=1))
    with CONNECTOR.open(source, None, [].append) as session:
        datasets = {each.name: each for each in session.catalogue().datasets}
        with pytest.raises(SourceTimeLimit):
            list(session.read(datasets["lenta"]).batches)
        assert sum(batch.num_rows for batch in session.read(datasets["t"]).batches) == 10
