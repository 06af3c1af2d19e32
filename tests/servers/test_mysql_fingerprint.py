"""A table that may have changed never has the fingerprint it had; one that did not keeps it."""

import pytest

from regia.sources.connectors.mysql import CONNECTOR
from regia.workspace.company import Source
from tests.servers.mariadb_server import Scratch, find, server, wait_until_old

pytestmark = pytest.mark.server

# What is done to a table between two sessions; each must change its fingerprint, or make it unknown.
WRITES = {
    "insert": "INSERT INTO {t} VALUES (9, 'x', NULL)",
    "update": "UPDATE {t} SET v = 'y' WHERE id = 1",
    "same_size_update": "UPDATE {t} SET v = 'b' WHERE id = 1",
    "delete": "DELETE FROM {t} WHERE id = 2",
    "truncate": "TRUNCATE TABLE {t}",
    "add_column": "ALTER TABLE {t} ADD COLUMN w int DEFAULT 3",
    "rename_column": "ALTER TABLE {t} CHANGE v z varchar(9)",
    "cascade": "DELETE FROM madre WHERE id = 1",
    "swap": "RENAME TABLE {t} TO via, gemella TO {t}",
    "exchange": "ALTER TABLE divisa EXCHANGE PARTITION p0 WITH TABLE {t}",
}


def prints(database: Scratch) -> dict[str, str | None]:
    with database.session() as session:
        return {it.name: session.fingerprint(it) for it in session.catalogue().datasets}


def test_every_kind_of_write_is_seen(mariadb_database: Scratch) -> None:
    database = mariadb_database
    plain = "(id int PRIMARY KEY, v varchar(9), m int)"
    database.sql("CREATE TABLE madre (id int PRIMARY KEY)", "INSERT INTO madre VALUES (1), (2)")
    for name in WRITES:
        keys = ", FOREIGN KEY (m) REFERENCES madre (id) ON DELETE CASCADE" if name == "cascade" else ""
        database.sql(f"CREATE TABLE t_{name} {plain.rstrip(')')}{keys})")
    database.sql(f"CREATE TABLE gemella {plain}", f"CREATE TABLE intatta {plain}")
    database.sql(f"CREATE TABLE divisa {plain} PARTITION BY HASH (id) PARTITIONS 1")
    database.sql(f"CREATE TABLE isam {plain} ENGINE = MyISAM", f"CREATE TABLE aria {plain} ENGINE = Aria")
    tables = [*(f"t_{name}" for name in WRITES), "gemella", "intatta", "isam", "aria", "divisa"]
    for name in tables:
        database.sql(f"INSERT INTO {name} VALUES (1, 'a', 1), (2, 'b', 2)")
    wait_until_old()
    database.sql("UPDATE divisa SET v = 'z' WHERE id = 1", "UPDATE gemella SET v = 'z' WHERE id = 1")
    wait_until_old()
    before = prints(database)
    assert [name for name in tables if before[name] is None] == ["aria", "divisa"]
    assert prints(database) == before
    for name, write in WRITES.items():
        database.sql(write.format(t=f"t_{name}"))
    database.sql("UPDATE isam SET v = 'c' WHERE id = 1")
    fresh = prints(database)
    wait_until_old()
    after = prints(database)
    for name in [*(f"t_{name}" for name in WRITES), "isam"]:
        assert fresh[name] != before[name], name
        assert after[name] is None or after[name] != before[name], name
    assert after["intatta"] == fresh["intatta"] == before["intatta"]


def test_a_write_that_the_snapshot_does_not_see_is_never_taken_for_seen(mariadb_database: Scratch) -> None:
    database = mariadb_database
    database.sql("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)")
    wait_until_old()
    with database.session() as session:
        database.sql("INSERT INTO t VALUES (2)")  # after the transaction began, before the catalogue is read
        assert session.fingerprint(find(session, "t")) is None
    assert prints(database)["t"] is None  # so short ago that the next write might bear the same second


def test_views_have_none(mariadb_database: Scratch) -> None:
    mariadb_database.sql("CREATE TABLE t (id int)", "CREATE VIEW v AS SELECT id FROM t")
    assert prints(mariadb_database)["v"] is None


@pytest.mark.slow
def test_nothing_is_claimed_after_a_restart() -> None:
    with server() as own:
        source = Source("crm", f"mysql://root@localhost/r?socket={own.door}")

        def prints_of_source() -> dict[str, str | None]:
            with CONNECTOR.open(source, None, [].append) as session:
                return {it.name: session.fingerprint(it) for it in session.catalogue().datasets}

        with own.admin() as root:
            root.execute("CREATE DATABASE r")
            root.execute("CREATE TABLE r.t (id int)")
            root.execute("INSERT INTO r.t VALUES (1)")
            root.execute("CREATE TABLE r.m ENGINE = MyISAM AS SELECT 1 AS id")
        wait_until_old()
        before = prints_of_source()
        assert all(before.values())
        own.stop()
        own.start()
        after = prints_of_source()
        assert after["t"] is None
        assert after["m"] != before["m"]
