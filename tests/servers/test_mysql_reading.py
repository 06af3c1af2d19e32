"""Reading as it goes in a company: limits, locks, lost connections, changes meanwhile, and sessions that go on."""

import gc
import time
from typing import Any

import pyarrow as pa
import pytest

from regia.errors.servers import DatasetLocked
from regia.errors.sources import ConnectionLost, SourceBroken, SourceTimeLimit
from regia.sources.mysql import sampling
from tests.servers.mariadb_server import Mariadb, Scratch, find, scratch, whole

pytestmark = pytest.mark.server

ENDLESS = "CREATE OR REPLACE VIEW senza_fine AS SELECT seq AS n, repeat('x', 300) AS t FROM seq_1_to_1000000000"


@pytest.fixture(scope="module")
def database(mariadb_server: Mariadb) -> Any:
    with scratch(mariadb_server) as made:
        made.sql(
            "CREATE TABLE piccola (id int PRIMARY KEY, t varchar(9))", "INSERT INTO piccola VALUES (1, 'a'), (2, 'b')"
        )
        made.sql("CREATE TABLE grande (id int PRIMARY KEY, t char(100)) STATS_AUTO_RECALC = 0")
        made.sql("INSERT INTO grande SELECT seq * 3, repeat('x', 50) FROM seq_1_to_100000", "ANALYZE TABLE grande")
        made.sql(ENDLESS)
        yield made


def threads(database: Scratch) -> list[tuple[Any, ...]]:
    return database.sql(f"SELECT ID, INFO FROM information_schema.PROCESSLIST WHERE USER = '{database.name}'")


def test_a_reading_left_half_way_stops_on_the_server_too(database: Scratch) -> None:
    with database.session() as session:
        moment = session.moment
        reading = session.read(find(session, "senza_fine"))
        assert next(reading.batches).num_rows > 1000
        started = time.monotonic()
        del reading
        gc.collect()
        _, rows = whole(session, find(session, "piccola"))
        assert time.monotonic() - started < 10
        assert rows.num_rows == 2
        assert session.moment == moment
        assert not [info for _, info in threads(database) if info and "senza_fine" in info]


def test_two_readings_at_once_end_the_first_and_tell_it(database: Scratch) -> None:
    with database.session() as session:
        first = session.read(find(session, "senza_fine"))
        next(first.batches)
        assert whole(session, find(session, "piccola"))[1].num_rows == 2
        with pytest.raises(SourceBroken, match="another query"):
            list(first.batches)


def test_without_a_second_login_the_rest_is_let_by(database: Scratch) -> None:
    alone = database.user(f"SELECT ON {database.name}.*")
    database.sql(f"ALTER USER {alone}@'%' WITH MAX_USER_CONNECTIONS 1")
    with database.session(alone) as session:
        next(session.read(find(session, "grande")).batches)
        assert whole(session, find(session, "piccola"))[1].num_rows == 2


def test_the_time_limit_stops_a_table_and_not_the_session(database: Scratch) -> None:
    with database.session(statement_seconds=1) as session:
        moment = session.moment
        with pytest.raises(SourceTimeLimit) as caught:
            for _ in session.read(find(session, "senza_fine")).batches:
                pass
        assert caught.value.values["seconds"] == 1
        assert whole(session, find(session, "grande"))[1].num_rows == 100_000
        assert session.moment == moment


def test_what_changes_meanwhile_is_not_seen(database: Scratch) -> None:
    with database.session() as session:
        dataset = find(session, "piccola")
        database.sql("UPDATE piccola SET t = 'z' WHERE id = 1", "INSERT INTO piccola VALUES (3, 'c')")
        try:
            assert whole(session, dataset)[1].to_pylist() == [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]
        finally:
            database.sql("UPDATE piccola SET t = 'a' WHERE id = 1", "DELETE FROM piccola WHERE id = 3")


def test_a_table_that_was_read_can_be_altered_while_the_session_goes_on(database: Scratch) -> None:
    database.sql("CREATE OR REPLACE TABLE mutevole (id int)", "INSERT INTO mutevole VALUES (1)")
    with database.session() as session:
        dataset = find(session, "mutevole")
        assert whole(session, dataset)[1].num_rows == 1
        database.sql("SET SESSION lock_wait_timeout = 2", "ALTER TABLE mutevole ENGINE = InnoDB, ALGORITHM = COPY")
        with pytest.raises(SourceBroken):  # what it was when the transaction began cannot be had any more
            whole(session, dataset)
        assert whole(session, find(session, "piccola"))[1].num_rows == 2


def test_a_locked_table_is_told_and_leaves_the_session_usable(database: Scratch) -> None:
    with database.session(statement_seconds=1) as session, database.server.admin(database.name) as other:
        dataset = find(session, "piccola")
        other.execute("LOCK TABLES piccola WRITE")
        with pytest.raises((DatasetLocked, SourceTimeLimit)):
            whole(session, dataset)
        other.execute("UNLOCK TABLES")
        assert whole(session, dataset)[1].num_rows == 2


@pytest.mark.parametrize(("what", "error"), [("CONNECTION", ConnectionLost), ("QUERY", SourceBroken)])
def test_a_kill_is_told(database: Scratch, what: str, error: type[Exception]) -> None:
    with database.session() as session:
        reading = session.read(find(session, "senza_fine"))
        next(reading.batches)
        [(thread, _)] = threads(database)
        database.sql(f"KILL {what} {thread}")
        with pytest.raises(error):
            for _ in reading.batches:
                pass
        if what == "QUERY":
            assert whole(session, find(session, "piccola"))[1].num_rows == 2
        else:
            with pytest.raises(ConnectionLost):
                session.read(find(session, "piccola"))


@pytest.mark.parametrize(("whole_scan", "how"), [(2 << 30, "RAND"), (0, "ORDER BY")])
def test_a_sample_is_random_and_about_as_large_as_asked(
    database: Scratch, whole_scan: int, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "WHOLE_SCAN_BYTES", whole_scan)
    with database.session() as session:
        reading, rows = whole(session, find(session, "grande"), rows=5000)
    assert reading.sampled == "random"
    assert how in reading.query
    assert 4000 <= rows.num_rows <= 6000
    found = rows.column("id").to_pylist()
    assert len(set(found)) == len(found)
    assert all(number % 3 == 0 for number in found)
    # A quarter of the keys holds about a quarter of the sample: expected 1250, standard deviation at most 31.
    quarters = [sum(edge < number <= edge + 75_000 for number in found) for edge in range(0, 300_000, 75_000)]
    assert all(abs(count - rows.num_rows / 4) < 160 for count in quarters), quarters


def test_a_table_no_larger_than_the_sample_is_read_whole(database: Scratch) -> None:
    with database.session() as session:
        reading, rows = whole(session, find(session, "grande"), rows=100_000)
        assert (reading.sampled, rows.num_rows) == ("all", 100_000)
        reading, rows = whole(session, find(session, "senza_fine"), rows=10)
        assert (reading.sampled, rows.num_rows) == ("first", 10)


def test_memory_stays_small_whatever_is_read(database: Scratch) -> None:
    with database.session() as session:
        before, rows = pa.total_allocated_bytes(), 0
        for batch in session.read(find(session, "senza_fine")).batches:
            rows += batch.num_rows
            assert pa.total_allocated_bytes() - before < 64 << 20
            if rows > 500_000:
                break
