"""What is wrong with a connection is said in both languages, with what to ask for, and never with a password."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from regia.errors import LANGUAGES
from regia.errors.servers import ClientNotAdmitted
from regia.errors.sources import (
    DatabaseMissing,
    GrantMissing,
    LoginRefused,
    SourceBroken,
    SourceError,
    SourceUnreachable,
    TlsFailed,
)
from regia.sources.connectors.mysql import CONNECTOR
from regia.sources.mysql.grants import grant_database
from regia.workspace.company import Source
from tests.servers.mariadb_server import Mariadb, Scratch, find, whole

pytestmark = pytest.mark.server
PASSWORDS = ["p@ss:w/ö'\\ %2F€", 'a"b;c&d=e`f', "spazi  due\ttab", "x'); DROP USER root; --"]


def refused(source: Source, password: str | None, error: type[SourceError]) -> str:
    with ExitStack() as stack, pytest.raises(error) as caught:
        stack.enter_context(CONNECTOR.open(source, password, [].append))
    said = [text for language in LANGUAGES for text in (caught.value.what(language), caught.value.advice(language))]
    assert all(said)
    everything = "\n".join([*said, str(caught.value), repr(caught.value.values)])
    assert not password or password not in everything
    return everything


@pytest.mark.parametrize("password", PASSWORDS)
def test_every_password_opens_and_none_is_told(mariadb_database: Scratch, password: str) -> None:
    user = mariadb_database.user(f"SELECT ON {mariadb_database.name}.*")
    mariadb_database.admin.execute(f"ALTER USER {user}@'%%' IDENTIFIED BY %s", (password,))
    with CONNECTOR.open(mariadb_database.source(user), password, [].append) as session:
        assert session.catalogue().datasets == ()
    refused(mariadb_database.source(user), password + "!", LoginRefused)


def test_what_does_not_open(mariadb_database: Scratch) -> None:
    database = mariadb_database
    source, password = database.source(), database.password
    here = f"@127.0.0.1:{database.server.port}"
    refused(replace(source, url=source.url.replace(here, "@127.0.0.1:1")), password, SourceUnreachable)
    said = refused(
        replace(source, url=source.url.replace(here, "@non.esiste.invalid:3306")), password, SourceUnreachable
    )
    assert "non.esiste.invalid" in said
    refused(source, None, LoginRefused)
    said = refused(database.source(database="mysql"), password, GrantMissing)
    assert f"GRANT SELECT, SHOW VIEW ON `mysql`.* TO '{database.name}'@'%';" in said
    everywhere = database.user("SELECT ON *.*")
    refused(database.source(everywhere, database="regia_my_no"), password, DatabaseMissing)
    database.sql(f"CREATE USER {database.name}h@'10.0.0.1'")
    locked = database.user("USAGE ON *.*", "l")
    database.sql(f"ALTER USER {locked}@'%' ACCOUNT LOCK")
    refused(database.source(locked), password, LoginRefused)
    assert "known: ssl-mode" in refused(replace(source, url=source.url + "?sslmode=x"), password, SourceBroken)
    assert "known: disabled" in refused(replace(source, url=source.url + "?ssl-mode=x"), password, SourceBroken)


def test_a_machine_that_is_not_admitted(mariadb_server: Mariadb) -> None:
    with mariadb_server.admin() as root:
        root.execute("SELECT GROUP_CONCAT(User, '@', Host) FROM mysql.user WHERE Host NOT IN ('localhost')")
    import pymysql

    from regia.sources.address import parse
    from regia.sources.mysql.faults import not_connected

    source = Source("crm", "mysql://u@10.1.1.1/d")
    error = pymysql.err.OperationalError(1130, "Host '10.1.1.2' is not allowed to connect to this MariaDB server")
    told = not_connected(source, parse(source), error, None)
    assert isinstance(told, ClientNotAdmitted)
    assert "CREATE USER 'u'@'<IP>'" in told.advice("it")


def test_tls(mariadb_database: Scratch) -> None:
    database, password = mariadb_database, mariadb_database.password
    ca = database.server.certificate
    only = database.user(f"SELECT ON {database.name}.*")
    database.sql(f"ALTER USER {only}@'%' REQUIRE SSL")
    local = database.server.url(only, database.name, host="localhost")

    def opened(options: str, url: str = database.source(only).url) -> str:
        with CONNECTOR.open(Source("crm", url + options), password, [].append) as session:
            return " ".join(remark.says.en for remark in session.diagnose())

    assert "connection encrypted" in opened("")
    assert "connection encrypted" in opened("?ssl-mode=REQUIRED")
    assert "connection encrypted" in opened(f"?ssl-mode=verify_ca&ssl-ca={ca}")
    assert "connection encrypted" in opened(f"?ssl-mode=VERIFY_IDENTITY&ssl-ca={ca}", local)
    for options in ("?ssl-mode=verify_ca", f"?ssl-mode=verify_identity&ssl-ca={ca}"):
        assert "certificate" in refused(Source("crm", database.source(only).url + options), password, TlsFailed).lower()
    refused(Source("crm", database.source(only).url + "?ssl-mode=disabled"), password, LoginRefused)
    refused(Source("crm", database.source(only).url + "?ssl-mode=verify_ca&ssl-ca=/non/esiste"), password, TlsFailed)


def remarks(database: Scratch, user: str | None = None) -> Iterator[tuple[str, str, str]]:
    with database.session(user) as session:
        for remark in session.diagnose():
            assert all(remark.says)
            assert bool(remark.fix.it) == bool(remark.fix.en)
            yield remark.level, remark.says.en, remark.fix.en


def test_a_proper_reader_has_nothing_to_mend(mariadb_database: Scratch) -> None:
    mariadb_database.sql("CREATE TABLE t (id int)", "CREATE VIEW v AS SELECT id FROM t")
    assert {level for level, _, _ in remarks(mariadb_database)} == {"ok"}


@pytest.mark.parametrize(
    ("grants", "says"),
    [
        ("SELECT, INSERT ON {db}.*", "may write (INSERT)"),
        ("SELECT ON {db}.*; UPDATE (id) ON {db}.t", "may write (UPDATE)"),
        ("ALL PRIVILEGES ON {db}.*", "may write (ALL PRIVILEGES)"),
        ("SELECT, SUPER ON *.*", "may administer the server (SUPER)"),
        ("SELECT, FILE ON *.*", "may administer the server (FILE)"),
    ],
)
def test_a_login_that_could_write_is_told(mariadb_database: Scratch, grants: str, says: str) -> None:
    database = mariadb_database
    database.sql("CREATE TABLE t (id int)")
    user = database.user(grants.format(db=database.name))
    [(_, said, fix)] = [it for it in remarks(database, user) if it[0] == "warning"]
    assert says in said
    assert "CREATE USER 'regia_reader'@'%'" in fix
    assert grant_database(database.name, "regia_reader@%") in fix


def test_the_advice_makes_a_login_that_reads_and_does_not_write(mariadb_database: Scratch) -> None:
    database = mariadb_database
    database.sql("CREATE TABLE t (id int)", "CREATE VIEW v AS SELECT id FROM t")
    user = database.user("")
    database.sql(grant_database(database.name, f"{user}@%"))
    assert {level for level, _, _ in remarks(database, user)} == {"ok"}
    # In a grant on a database _ stands for any letter: the advice must not open databases with similar names.
    with database.server.admin() as root:
        similar = database.name.replace("_", "x", 1)
        root.execute(f"CREATE DATABASE {similar}")
        try:
            refused(database.source(user, database=similar), database.password, GrantMissing)
        finally:
            root.execute(f"DROP DATABASE {similar}")


def test_missing_grants_come_with_the_grant_to_ask_for(mariadb_database: Scratch) -> None:
    database = mariadb_database
    db = database.name
    database.sql(
        "CREATE TABLE a (id int, x int)", "CREATE TABLE `b``c` (id int)", "CREATE TABLE d (id int, x int, y int)"
    )
    database.sql("CREATE VIEW v AS SELECT id FROM a")
    user = database.user(f"SELECT ON {db}.a; INSERT ON {db}.`b``c`; SELECT (x) ON {db}.d; SELECT ON {db}.v")
    said = list(remarks(database, user))
    [(_, problem, grant)] = [it for it in said if it[0] == "problem"]
    assert "b`c" in problem
    assert f"GRANT SELECT ON `{db}`.`b``c` TO '{user}'@'%';" in grant
    warnings = "\n".join(f"{says} {fix}" for level, says, fix in said if level == "warning")
    assert f"may read only: x. If the rest is needed: GRANT SELECT ON `{db}`.`d` TO '{user}'@'%';" in warnings
    assert "does not see the text of the views" in warnings
    with database.session(user) as session:
        datasets = {it.name: it for it in session.catalogue().datasets}
        assert not datasets["b`c"].readable
        assert [field.name for field in datasets["d"].fields] == ["x"]
        with pytest.raises(GrantMissing, match="GRANT SELECT ON"):
            session.read(datasets["b`c"])
        assert whole(session, datasets["d"])[1].column_names == ["x"]
    assert {("forbidden", "b`c", None), ("forbidden", "d", None)} <= database.told()


def test_a_right_taken_away_meanwhile_is_told(mariadb_database: Scratch) -> None:
    database = mariadb_database
    database.sql("CREATE TABLE a (id int)")
    user = database.user(f"SELECT ON {database.name}.a")
    with database.session(user) as session:
        dataset = find(session, "a")
        database.sql(f"REVOKE SELECT ON {database.name}.a FROM {user}@'%'")
        with pytest.raises(GrantMissing) as caught:
            session.read(dataset)
        assert f"GRANT SELECT ON `{database.name}`.`a` TO '{user}'@'%';" in caught.value.advice("en")


def test_a_login_that_sees_nothing(mariadb_database: Scratch) -> None:
    user = mariadb_database.user("USAGE ON *.*")
    with CONNECTOR.open(mariadb_database.source(user, database=""), mariadb_database.password, [].append) as session:
        levels = {remark.level for remark in session.diagnose()}
    assert "problem" in levels


def test_engines_without_transactions_and_replicas_are_told(mariadb_database: Scratch) -> None:
    database = mariadb_database
    database.sql("CREATE TABLE m (id int) ENGINE = MyISAM", "CREATE TABLE a (id int) ENGINE = Aria")
    database.sql("SET GLOBAL read_only = 1")
    try:
        said = list(remarks(database))
    finally:
        database.sql("SET GLOBAL read_only = 0")
    assert any("2 tables without transactions (aria, myisam)" in says for level, says, _ in said if level == "warning")
    assert any("replica" in says for level, says, _ in said if level == "ok")


def test_a_connection_in_clear_over_the_network_is_a_warning(mariadb_database: Scratch) -> None:
    from regia.sources.mysql.diagnosis import _about_encryption
    from regia.sources.mysql.link import link_of

    with mariadb_database.session() as session:
        server = replace(session._server, encrypted=False)
    far = link_of(Source("crm", "mysql://u@db.example.it/x"))
    assert [it.level for it in _about_encryption(far, server)] == ["warning"]
    assert [it.level for it in _about_encryption(far, replace(server, encrypted=True))] == ["ok"]
    assert not list(_about_encryption(link_of(Source("crm", "mysql://u@127.0.0.2/x")), server))
