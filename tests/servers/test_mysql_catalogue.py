"""What a server's catalogue says: several databases, what computes by itself, what is elsewhere, many tables."""

import time

import pymysql
import pytest

from regia.sources.mysql.definitions import without_login
from tests.servers.mariadb_server import Scratch, find, whole

pytestmark = pytest.mark.server


def test_definitions_of_what_computes_by_itself(mariadb_database: Scratch) -> None:
    database, db = mariadb_database, mariadb_database.name
    database.sql(
        "CREATE TABLE a (id int PRIMARY KEY, n int)",
        "CREATE VIEW v AS SELECT id, n * 2 AS doppio FROM a",
        "CREATE PROCEDURE chiude() BEGIN DELETE FROM a WHERE n = 0; END",
        "CREATE TRIGGER segna BEFORE INSERT ON a FOR EACH ROW SET NEW.n = 1",
        "CREATE EVENT notte ON SCHEDULE EVERY 1 DAY DO CALL chiude()",
    )
    owner = database.user(f"SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE, CREATE ROUTINE ON {db}.*; SELECT ON mysql.proc")
    with database.session(owner) as session:
        found = dict(session.catalogue().definitions)
    assert "from" in found[f"view {db}.v"].lower()
    assert "doppio" in found[f"view {db}.v"]
    assert found[f"procedure {db}.chiude"] == "BEGIN DELETE FROM a WHERE n = 0; END"
    assert found[f"trigger {db}.a.segna"] == "CREATE TRIGGER `segna` BEFORE INSERT ON `a` FOR EACH ROW SET NEW.n = 1"
    assert found[f"event {db}.notte"].startswith("CREATE EVENT `notte` ON SCHEDULE EVERY '1' DAY STARTS '")
    assert found[f"event {db}.notte"].endswith("ENABLE DO CALL chiude()")
    with database.session() as session:  # a mere reader sees the views alone
        assert [name for name, _ in session.catalogue().definitions] == [f"view {db}.v"]


def test_without_a_database_all_are_read_by_their_whole_names(mariadb_database: Scratch) -> None:
    database, db = mariadb_database, mariadb_database.name
    other = f"{db}_2"
    with database.server.admin() as root:
        root.execute(f"CREATE DATABASE {other}")
        try:
            database.sql(f"CREATE TABLE {other}.madre (id int PRIMARY KEY)", f"INSERT INTO {other}.madre VALUES (1)")
            database.sql(f"CREATE TABLE figlia (m int, FOREIGN KEY (m) REFERENCES {other}.madre (id))")
            user = database.user(f"SELECT ON {db}.*; SELECT ON {other}.*")
            with database.session(user, database="") as session:
                datasets = {it.name: it for it in session.catalogue().datasets}
                assert set(datasets) == {f"{db}.figlia", f"{other}.madre"}
                [reference] = datasets[f"{db}.figlia"].references
                assert (reference.to_dataset, reference.to_fields) == (f"{other}.madre", ("id",))
                assert whole(session, datasets[f"{other}.madre"])[1].to_pylist() == [{"id": 1}]
        finally:
            database.sql("DROP TABLE IF EXISTS figlia", f"DROP DATABASE {other}")


def test_tables_of_another_server_are_described_without_their_login(mariadb_database: Scratch) -> None:
    database, db = mariadb_database, mariadb_database.name
    try:
        database.sql("INSTALL SONAME 'ha_federatedx'")
    except pymysql.MySQLError as error:
        pytest.skip(f"no FederatedX: {error}")
    try:
        link = f"mysql://altro:s3greto%40x@127.0.0.1:{database.server.port}/{db}/vera"
        database.sql("CREATE TABLE vera (id int PRIMARY KEY)", "CREATE USER altro@'%' IDENTIFIED BY 's3greto%40x'")
        database.sql(f"GRANT SELECT ON {db}.vera TO altro@'%'")
        database.sql(f"CREATE TABLE lontana (id int PRIMARY KEY) ENGINE = FEDERATED CONNECTION = '{link}'")
        with database.session() as session:
            catalogue = session.catalogue()
            told = dict(catalogue.definitions)[f"foreign table {db}.lontana"]
            assert f"@127.0.0.1:{database.server.port}" not in told
            assert f"127.0.0.1:{database.server.port}/{db}/vera" in told
            assert "s3greto" not in told
            assert find(session, "lontana").kind == "view"
            assert any("lontana" in remark.says.en for remark in session.diagnose())
    finally:
        database.sql(
            "DROP TABLE IF EXISTS lontana", "DROP USER IF EXISTS altro@'%'", "UNINSTALL SONAME 'ha_federatedx'"
        )


@pytest.mark.parametrize(
    "text",
    [
        "CONNECTION='mysql://u:s3greto@h:1/d/t'",
        "ENGINE=CONNECT CONNECTION='Driver=x;Server=h;Uid=u;Pwd=s3greto;'",
        'COMMENT=\'wrapper "mysql", srv "s", user "u", password "s3greto"\'',
        "CONNECTION='mysql://u:s3g@s3greto@h/d'",
    ],
)
def test_no_password_is_left_in_a_link(text: str) -> None:
    assert "s3greto" not in without_login(text)


@pytest.mark.slow
def test_thousands_of_tables(mariadb_database: Scratch) -> None:
    for number in range(1_000):
        mariadb_database.sql(f"CREATE TABLE t{number} (id int PRIMARY KEY, a varchar(9), b date)")
    started = time.monotonic()
    with mariadb_database.session() as session:
        assert len(session.catalogue().datasets) == 1_000
    assert time.monotonic() - started < 10
