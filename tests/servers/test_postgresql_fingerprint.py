"""A fingerprint says "unchanged" only where nothing changed, however the change came about."""

from collections.abc import Iterator

import pytest

from regia.sources.connectors.postgresql import CONNECTOR
from regia.workspace.company import Source
from tests.servers.postgresql_cluster import Cluster, Scratch, cluster, scratch

pytestmark = pytest.mark.server

CONTENT = """
CREATE TYPE stato AS ENUM ('nuovo', 'chiuso');
CREATE TABLE t (id int PRIMARY KEY, testo text, stato stato) WITH (autovacuum_enabled = false);
INSERT INTO t SELECT g, 'riga ' || g, 'nuovo' FROM generate_series(1, 500) g;
CREATE TABLE altra (id int);
"""
CHANGES = [
    "UPDATE t SET testo = 'x' WHERE id = 7",
    "UPDATE t SET testo = testo WHERE id = 7",
    "DELETE FROM t WHERE id = 7",
    "INSERT INTO t VALUES (0, '', 'nuovo')",
    "BEGIN; DELETE FROM t WHERE id = 7; INSERT INTO t VALUES (7, 'riga 8', 'nuovo'); COMMIT",
    "TRUNCATE t",
    "BEGIN; TRUNCATE t; INSERT INTO t SELECT g, 'riga', 'nuovo' FROM generate_series(1, 500) g; COMMIT",
    "ALTER TABLE t ADD COLUMN nuova int DEFAULT 3",
    "ALTER TABLE t DROP COLUMN testo",
    "ALTER TABLE t ALTER COLUMN id TYPE bigint",
    "ALTER TABLE t RENAME COLUMN testo TO nome",
    "ALTER TYPE stato RENAME VALUE 'nuovo' TO 'aperto'",
    "DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, testo text, stato stato)",
    "SET track_counts = off; UPDATE t SET testo = 'x' WHERE id = 7; RESET track_counts",
    "UPDATE t SET testo = 'x' WHERE id = 7; SELECT pg_stat_reset()",
]
NO_CHANGES = [
    "SELECT 1",
    "INSERT INTO altra VALUES (1)",
    "BEGIN; DELETE FROM t; ROLLBACK",
    "VACUUM t",
    "VACUUM FREEZE t",
    "ANALYZE t",
    "CHECKPOINT",
    "SELECT pg_stat_reset()",
    "CREATE INDEX ON t (testo)",
]


def fingerprint(database: Scratch, dataset: str = "t") -> str | None:
    with database.session() as session:
        return session.fingerprint({it.name: it for it in session.catalogue().datasets}[dataset])


def run(database: Scratch, statements: str) -> None:
    for statement in statements.split("; "):
        database.sql(statement)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once(still: Scratch, change: str) -> None:
    """At once: the server's own counters would learn of it up to a minute later."""
    still.sql("DROP TABLE t; DROP TABLE altra; DROP TYPE stato;" + CONTENT)
    before = fingerprint(still)
    run(still, change)
    assert before is not None
    assert fingerprint(still) not in (before, None)


@pytest.fixture(scope="module")
def still(postgresql_cluster: Cluster) -> Iterator[Scratch]:
    with scratch(postgresql_cluster) as made:
        made.sql(CONTENT)
        yield made


@pytest.mark.parametrize("event", NO_CHANGES)
def test_what_changes_no_row_changes_no_fingerprint(still: Scratch, event: str) -> None:
    before = fingerprint(still)
    run(still, event)
    assert before is not None
    assert fingerprint(still) == before


def test_a_change_not_yet_committed_is_not_seen(still: Scratch) -> None:
    before = fingerprint(still)
    with still.cluster.admin(still.name) as other:
        other.autocommit = False
        other.execute("UPDATE t SET testo = 'x'")
        assert fingerprint(still) == before
        other.rollback()


def test_the_fingerprint_is_of_the_moment_that_is_read(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(CONTENT)
    before = fingerprint(database)
    with database.session() as session:
        dataset = {it.name: it for it in session.catalogue().datasets}["t"]
        database.sql("UPDATE t SET testo = 'x'")
        assert session.fingerprint(dataset) == before
        assert sum(batch.num_rows for batch in session.read(dataset).batches) == 500
    assert fingerprint(database) != before


def test_a_partitioned_table_is_its_partitions(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql("CREATE TABLE p (anno int) PARTITION BY LIST (anno)")
    database.sql("CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p DEFAULT")
    database.sql("INSERT INTO p VALUES (1), (2)")
    seen = [fingerprint(database, "p"), fingerprint(database, "p")]
    for change in ("UPDATE p2 SET anno = 3", "DELETE FROM p1", "ALTER TABLE p DETACH PARTITION p2"):
        database.sql(change)
        seen.append(fingerprint(database, "p"))
    assert seen[0] == seen[1]
    assert None not in seen
    assert len(set(seen)) == 4


def test_where_it_cannot_be_known_there_is_none(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE VIEW vista AS SELECT 1 AS n;"
        "CREATE TYPE coppia AS (a int, b int); CREATE TABLE composta (x coppia); CREATE TABLE composte (x coppia[]);"
        "CREATE TABLE nomi (x regclass); CREATE TABLE a_meta (id int, segreto text);"
        f"REVOKE SELECT ON a_meta FROM {database.name}; GRANT SELECT (id) ON a_meta TO {database.name};"
        "CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
        "CREATE FOREIGN TABLE altrove (x text) SERVER files OPTIONS (filename '/etc/hostname');"
        "CREATE TABLE mista (n int) PARTITION BY LIST (n);"
        "CREATE FOREIGN TABLE mista_1 PARTITION OF mista FOR VALUES IN (1) SERVER files OPTIONS (filename '/dev/null')"
    )
    with database.session() as session:
        datasets = session.catalogue().datasets
        assert {it.name: session.fingerprint(it) for it in datasets} == dict.fromkeys(
            ("vista", "composta", "composte", "nomi", "a_meta", "altrove", "mista")
        )


def test_a_materialized_view_has_one(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql("CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE MATERIALIZED VIEW m AS SELECT n FROM t")
    first = fingerprint(database, "m")
    assert fingerprint(database, "m") == first
    database.sql("INSERT INTO t VALUES (2); REFRESH MATERIALIZED VIEW m")
    assert fingerprint(database, "m") not in (first, None)


def test_a_crash_hides_no_change() -> None:
    """After a crash the server's counters start from zero, and an unlogged table is empty."""
    with cluster() as own:
        _alone(own, CONTENT + "CREATE UNLOGGED TABLE u AS SELECT 1 AS n; CHECKPOINT;")
        before, unlogged = _fingerprints(own)
        _alone(own, "UPDATE altra SET id = 2")
        _crash(own)
        after, emptied = _fingerprints(own)
        assert (after, emptied) == (before, emptied)
        assert emptied not in (unlogged, None)
        _alone(own, "UPDATE t SET testo = 'x' WHERE id = 7")
        _crash(own)
        assert _fingerprints(own)[0] not in (before, None)


def _alone(own: Cluster, statements: str) -> None:
    with own.admin() as admin:
        admin.execute(statements.encode())


def _fingerprints(own: Cluster) -> tuple[str | None, str | None]:
    with CONNECTOR.open(Source("crm", own.source_url()), None, lambda note: None) as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        return session.fingerprint(datasets["t"]), session.fingerprint(datasets["u"])


def _crash(own: Cluster) -> None:
    own.stop("immediate")
    own.start()
