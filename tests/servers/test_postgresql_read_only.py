"""Nothing is written to a company's server: its own log of a whole session says so."""

import pytest

from regia.errors.sources import SourceError
from tests.servers.postgresql_cluster import Scratch, StatementLog, whole

pytestmark = pytest.mark.server

CONTENT = """
CREATE TABLE clienti (id int PRIMARY KEY, saldo numeric, fino date);
INSERT INTO clienti VALUES (1, 1.5, 'infinity'), (2, NULL, NULL);
CREATE TABLE vendite (anno int, importo money) PARTITION BY LIST (anno);
CREATE TABLE vendite_altre PARTITION OF vendite DEFAULT;
INSERT INTO vendite VALUES (2024, 12.34);
CREATE SEQUENCE numeri;
CREATE VIEW scrive AS SELECT nextval('numeri') AS n;
GRANT ALL ON SEQUENCE numeri TO PUBLIC;
CREATE VIEW rotta AS SELECT 1 / (id - id) AS n FROM clienti;
"""
COUNTERS = "SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del) FROM pg_stat_all_tables"


@pytest.mark.parametrize("user", ["reader", "postgres"])
def test_a_whole_session_only_reads(
    postgresql_database: Scratch, postgresql_statements: StatementLog, user: str
) -> None:
    postgresql_database.sql(CONTENT)
    postgresql_database.sql("SELECT pg_stat_force_next_flush()")
    before = postgresql_database.sql(COUNTERS)
    with postgresql_database.session(None if user == "reader" else user) as session:
        failing = []
        for dataset in session.catalogue().datasets:
            session.fingerprint(dataset)
            try:
                whole(session, dataset)
                whole(session, dataset, rows=1)
            except SourceError:
                failing.append(dataset.name)
        list(session.diagnose())
    asked = postgresql_statements.check_only_reads()
    assert sum("COPY (SELECT" in one.text for one in asked) >= 4
    assert failing == ["rotta", "scrive"]
    assert postgresql_database.sql(COUNTERS) == before
    assert postgresql_database.sql("SELECT last_value, is_called FROM numeri") == [(1, False)]


def test_the_check_can_fail(postgresql_database: Scratch, postgresql_statements: StatementLog) -> None:
    postgresql_database.sql("SET application_name = 'regia'")
    postgresql_database.sql("CREATE TABLE scritta (id int)")
    with pytest.raises(AssertionError, match="scritta"):
        postgresql_statements.check_only_reads()


def test_a_hidden_write_is_seen_by_its_transaction(
    postgresql_database: Scratch, postgresql_statements: StatementLog
) -> None:
    postgresql_database.sql(
        "CREATE FUNCTION nasconde() RETURNS int LANGUAGE sql AS 'CREATE TABLE x (id int); SELECT 1'"
    )
    postgresql_database.sql("SET application_name = 'regia'")
    postgresql_database.sql("BEGIN")
    postgresql_database.sql("SELECT nasconde()")
    postgresql_database.sql("SELECT 2")
    postgresql_database.sql("ROLLBACK")
    with pytest.raises(AssertionError, match="SELECT 2"):
        postgresql_statements.check_only_reads()


def test_the_server_itself_refuses_a_write(postgresql_database: Scratch) -> None:
    with postgresql_database.session("postgres") as session, pytest.raises(Exception, match="read-only transaction"):
        session._anchor.execute("CREATE TABLE no (id int)")
