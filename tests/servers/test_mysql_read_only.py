"""Nothing is written to a company's server: its own log of a whole session says so."""

import pytest

from regia.errors.sources import SourceError
from tests.servers.mariadb_server import Scratch, StatementLog, find, whole

pytestmark = pytest.mark.server

CONTENT = [
    "SET SESSION sql_mode = ''",
    "CREATE TABLE clienti (id int PRIMARY KEY, saldo decimal(50,1), fino date)",
    "INSERT INTO clienti VALUES (1, 1.5, '0000-00-00'), (2, NULL, NULL)",
    "CREATE TABLE vecchia (id int) ENGINE = MyISAM",
    "INSERT INTO vecchia VALUES (1), (2), (3)",
    "CREATE TABLE figlia (id int, FOREIGN KEY (id) REFERENCES clienti (id))",
    "CREATE TABLE grande AS SELECT seq AS id, repeat('x', 100) AS testo FROM seq_1_to_200000",
    "CREATE VIEW vista AS SELECT id FROM clienti",
    "CREATE FUNCTION scrive() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM clienti; RETURN 1; END",
    "CREATE VIEW rotta AS SELECT scrive() AS n",
]


@pytest.mark.parametrize("user", ["reader", "owner"])
def test_a_whole_session_only_reads(mariadb_database: Scratch, mariadb_statements: StatementLog, user: str) -> None:
    database = mariadb_database
    database.sql(*CONTENT)
    login = database.name if user == "reader" else database.user(f"ALL PRIVILEGES ON {database.name}.*")
    if user == "reader":
        database.sql(f"GRANT EXECUTE ON {database.name}.* TO {login}@'%'")
    failing = []
    with database.session(login) as session:
        for dataset in session.catalogue().datasets:
            session.fingerprint(dataset)
            try:
                whole(session, dataset, rows=1)
                whole(session, dataset)
            except SourceError:
                failing.append(dataset.name)
        next(iter(session.read(find(session, "grande")).batches))  # and left half way
        list(session.diagnose())
    asked = mariadb_statements.check_only_reads(login)
    assert sum("/* regia" in text for text in asked) >= 9
    assert any(text.startswith("KILL QUERY") for text in asked)
    assert failing == ["rotta"]  # whatever a view would do, the transaction is read-only
    assert database.sql("SELECT COUNT(*) FROM clienti") == [(2,)]


def test_the_check_can_fail(mariadb_database: Scratch, mariadb_statements: StatementLog) -> None:
    mariadb_database.sql("CREATE TABLE scritta (id int)")
    with pytest.raises(AssertionError, match="scritta"):
        mariadb_statements.check_only_reads("root")


@pytest.mark.parametrize("text", ["SELECT 1 INTO OUTFILE '/tmp/x'", "SELECT NEXTVAL(s)", "SET GLOBAL x = 1", "KILL 7"])
def test_the_check_knows_reads_that_are_none(
    mariadb_database: Scratch, mariadb_statements: StatementLog, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mariadb_statements, "asked", lambda user: ["SELECT 1", text])
    with pytest.raises(AssertionError, match="not a reading"):
        mariadb_statements.check_only_reads("any")


def test_the_server_itself_refuses_a_write(mariadb_database: Scratch) -> None:
    owner = mariadb_database.user(f"ALL PRIVILEGES ON {mariadb_database.name}.*")
    mariadb_database.sql("CREATE TABLE t (id int)")
    with mariadb_database.session(owner) as session, pytest.raises(Exception, match="READ ONLY transaction"):
        session._reader.run("INSERT INTO t VALUES (1)")
