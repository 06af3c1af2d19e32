"""One moment for everything, whatever breaks on the way; locks given back; samples at random; memory that is flat."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from regia.errors.servers import DatasetLocked
from regia.errors.sources import ConnectionLost, GrantMissing, SourceBroken, SourceTimeLimit
from tests.servers.postgresql_cluster import Cluster, Scratch, find, scratch, standby, whole

pytestmark = pytest.mark.server

CANCELLED = "canceling statement due to user request"
LARGE = """
CREATE TABLE grande AS SELECT g AS id, repeat('x', 300) AS testo FROM generate_series(1, 60000) g;
CREATE VIEW lenta AS SELECT id, pg_sleep(0.001 * id)::text AS attesa FROM grande;
CREATE VIEW vista AS SELECT id FROM grande;
ANALYZE;
"""
SMALL = """
DROP TABLE IF EXISTS prima, ultima;
CREATE TABLE prima AS SELECT g AS id FROM generate_series(1, 10) g;
CREATE TABLE ultima AS SELECT g AS id FROM generate_series(1, 10) g;
ANALYZE prima, ultima;
"""


@pytest.fixture(scope="module")
def large(postgresql_cluster: Cluster) -> Iterator[Scratch]:
    with scratch(postgresql_cluster) as made:
        made.sql(LARGE)
        yield made


@pytest.fixture
def two(large: Scratch) -> Scratch:
    """Two small tables, with a large one and a slow view between them by name."""
    large.sql(SMALL)
    return large


def _end_sessions(database: Scratch, query: str) -> int:
    return len(
        database.sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            f"WHERE application_name = 'regia' AND usename = '{database.name}' AND query LIKE '{query}'"
        )
    )


def test_all_is_read_at_one_moment(two: Scratch) -> None:
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        moment = session.moment
        whole(session, datasets["prima"])
        two.sql("INSERT INTO ultima VALUES (11); DELETE FROM prima")
        assert whole(session, datasets["ultima"])[1].num_rows == 10
        assert whole(session, datasets["prima"])[1].num_rows == 10
        assert session.moment == moment
    with two.session() as session:
        assert session.moment != moment
        assert whole(session, find(session, "ultima"))[1].num_rows == 11


def test_a_lost_connection_is_told_and_the_moment_kept(two: Scratch) -> None:
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        reading = session.read(datasets["grande"])
        next(reading.batches)
        two.sql("INSERT INTO ultima VALUES (11)")
        assert _end_sessions(two, "COPY%") == 1
        with pytest.raises(ConnectionLost, match=r"public\.grande"):
            list(reading.batches)
        assert whole(session, datasets["ultima"])[1].num_rows == 10
        assert whole(session, datasets["grande"])[1].num_rows == 60000


def test_a_connection_lost_between_two_datasets(two: Scratch) -> None:
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        whole(session, datasets["prima"])
        assert _end_sessions(two, "RELEASE SAVEPOINT dataset%") == 1
        with pytest.raises(ConnectionLost):
            session.read(datasets["ultima"])
        assert whole(session, datasets["ultima"])[1].num_rows == 10


def test_a_server_that_restarts_is_told(two: Scratch) -> None:
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        assert _end_sessions(two, "%") == 1
        with pytest.raises(ConnectionLost):
            session.read(datasets["prima"])


def test_the_time_limit_stops_one_dataset(two: Scratch) -> None:
    with two.session(statement_seconds=1) as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        with pytest.raises(SourceTimeLimit, match="limit of 1 seconds"):
            whole(session, datasets["lenta"])
        assert whole(session, datasets["ultima"])[1].num_rows == 10


def test_a_slow_reader_meets_the_limit_too(two: Scratch) -> None:
    """The server counts the time its rows wait to be taken: a program that hangs does not keep a query open."""
    two.sql("CREATE TABLE enorme AS SELECT g, md5(g::text) || repeat('y', 1900) FROM generate_series(1, 30000) g")
    with two.session(statement_seconds=1) as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        reading = session.read(datasets["enorme"])
        next(reading.batches)
        time.sleep(1.5)
        with pytest.raises(SourceTimeLimit):
            list(reading.batches)
        assert whole(session, datasets["ultima"])[1].num_rows == 10
    two.sql("DROP TABLE enorme")


def test_a_locked_table_is_told(two: Scratch) -> None:
    with two.session(statement_seconds=1) as session, two.cluster.admin(two.name) as other:
        datasets = {it.name: it for it in session.catalogue().datasets}
        other.autocommit = False
        other.execute("LOCK TABLE prima IN ACCESS EXCLUSIVE MODE")
        with pytest.raises((DatasetLocked, SourceTimeLimit)):
            session.read(datasets["prima"])
        assert whole(session, datasets["ultima"])[1].num_rows == 10


def test_the_catalogue_waits_for_no_lock(two: Scratch) -> None:
    with two.cluster.admin(two.name) as other:
        other.autocommit = False
        other.execute("LOCK TABLE prima, grande, ultima IN ACCESS EXCLUSIVE MODE")
        with two.session(statement_seconds=5) as session:
            started = time.monotonic()
            assert {it.name for it in session.catalogue().datasets} == {"prima", "grande", "ultima", "lenta", "vista"}
            list(session.diagnose())
            assert time.monotonic() - started < 4


def test_a_table_already_read_can_be_altered(two: Scratch) -> None:
    two.sql("SET lock_timeout = '2s'")
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        session.fingerprint(datasets["prima"])
        whole(session, datasets["prima"])
        whole(session, datasets["prima"], rows=5)
        two.sql("ALTER TABLE prima ADD COLUMN nuova int")
        assert whole(session, datasets["ultima"])[1].num_rows == 10


def test_a_reading_left_costs_the_server_no_more(two: Scratch) -> None:
    """The query is cancelled: closing the stream alone would draw the whole table."""
    before = sum(CANCELLED in line.text for line in two.cluster.statements())
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        next(session.read(datasets["grande"]).batches)
        assert whole(session, datasets["prima"])[1].num_rows == 10
        active = two.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'regia' AND state = 'active'")
    assert active == [(0,)]
    assert sum(CANCELLED in line.text for line in two.cluster.statements()) == before + 1


def test_a_table_dropped_meanwhile_is_told(two: Scratch) -> None:
    with two.session() as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        two.sql("DROP TABLE prima")
        with pytest.raises(SourceBroken, match=r"public\.prima"):
            whole(session, datasets["prima"])
        assert whole(session, datasets["ultima"])[1].num_rows == 10


def test_a_forbidden_table_names_its_grant(two: Scratch) -> None:
    two.sql(f"REVOKE SELECT ON prima FROM {two.name}")
    with two.session() as session:
        dataset = find(session, "prima")
        assert not dataset.readable
        with pytest.raises(GrantMissing) as caught:
            session.read(dataset)
    assert caught.value.values["grant"] == f'GRANT SELECT ON "public"."prima" TO "{two.name}";'
    two.sql(str(caught.value.values["grant"]))
    assert two.table("prima").num_rows == 10


def test_large_tables_are_sampled_at_random(two: Scratch) -> None:
    with two.session() as session:
        reading, table = whole(session, find(session, "grande"), rows=2000)
        assert reading.sampled == "random"
        assert 1600 <= table.num_rows <= 2400
        ids = table.column("id").to_pylist()
        assert max(ids) > 50000
        assert min(ids) < 10000
        assert whole(session, find(session, "grande"), rows=2000)[1].column("id").to_pylist() == ids
        assert whole(session, find(session, "prima"), rows=2000)[0].sampled == "all"
        reading, table = whole(session, find(session, "vista"), rows=3)
        assert (reading.sampled, table.num_rows) == ("first", 3)


def test_a_huge_table_is_sampled_by_blocks(two: Scratch) -> None:
    two.sql("UPDATE pg_class SET reltuples = 1e9 WHERE relname = 'grande'")
    with two.session() as session:
        reading = session.read(find(session, "grande"), rows=500_000_000)
        assert "TABLESAMPLE SYSTEM (50.0" in reading.query
        assert 10000 < sum(batch.num_rows for batch in reading.batches) < 50000
    two.sql("ANALYZE grande")


def test_numerics_of_no_declared_size_are_typed_in_a_sample(two: Scratch) -> None:
    two.sql("CREATE TABLE importi AS SELECT g::numeric / 8 AS importo FROM generate_series(1, 20000) g; ANALYZE")
    with two.session() as session:
        reading, table = whole(session, find(session, "importi"), rows=1000)
    assert reading.sampled == "random"
    assert str(table.schema.field("importo").type).startswith("decimal128(38, ")


def test_a_hot_standby_is_read(two: Scratch) -> None:
    with standby(two.cluster) as replica:
        there = Scratch(replica, two.name, replica.admin(two.name), two.password)
        with there.session() as session:
            datasets = {it.name: it for it in session.catalogue().datasets}
            assert whole(session, datasets["grande"])[1].num_rows == 60000
            first = session.fingerprint(datasets["ultima"])
            assert any("hot standby" in remark.says.en for remark in session.diagnose())
        two.sql("INSERT INTO ultima VALUES (11)")
        _caught_up(two.cluster, replica)
        with there.session() as session:
            assert session.fingerprint(datasets["ultima"]) not in (first, None)
        there.admin.close()


def _caught_up(primary: Cluster, replica: Cluster) -> None:
    with primary.admin() as ahead, replica.admin() as behind:
        position = ahead.execute("SELECT pg_current_wal_lsn()").fetchone()
        assert position is not None
        end = time.monotonic() + 10
        while behind.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position).fetchone() != (True,):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_two_sources_are_read_side_by_side(two: Scratch) -> None:
    counts: list[int] = []

    def read() -> None:
        with two.session() as session:
            counts.append(whole(session, find(session, "grande"))[1].num_rows)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [60000, 60000]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_table(two: Scratch) -> None:
    columns = ", ".join(f"rpad((g * {n})::text, 100, 'x') AS c{n}" for n in range(1, 7))  # 600 bytes a row
    peaks = []
    for rows in (50_000, 500_000):
        two.sql(f"CREATE TABLE righe_{rows} AS SELECT {columns} FROM generate_series(1, {rows}) g")
        peaks.append(_peak_mb(two, f"righe_{rows}"))
    assert peaks[1] < 250
    assert peaks[1] < peaks[0] * 1.3 + 20


# The highest mark of this process alone: the one that getrusage tells begins with that of the process that started it.
PEAK = """
import re, sys
from pathlib import Path
from regia.sources.connectors.postgresql import CONNECTOR
from regia.workspace.company import Source
url, dataset = sys.argv[1:]
with CONNECTOR.open(Source("crm", url), None, lambda note: None) as session:
    found = {it.name: it for it in session.catalogue().datasets}[dataset]
    rows = sum(batch.num_rows for batch in session.read(found).batches)
assert rows == int(dataset.rpartition("_")[2])
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def _peak_mb(database: Scratch, dataset: str) -> float:
    command = [sys.executable, "-c", PEAK, database.cluster.source_url("postgres", database.name), dataset]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
