"""Interfaces that real servers' catalogues tell: what a login reads, followed to the systems at the other end."""

from collections.abc import Iterable

import pymysql
import pytest

from regia.interfaces.clue import File, Step
from regia.interfaces.evidence.catalogue import Links, is_text, paced
from regia.interfaces.landscape import Landscape, landscape
from regia.interfaces.reading import kinds
from regia.snapshot.manifest import Definition
from tests.servers.mariadb_server import Scratch as MariadbScratch
from tests.servers.postgresql_cluster import Scratch as PostgresqlScratch

pytestmark = pytest.mark.server

Ends = set[tuple[str, str, str | None, str | None]]


def _company(database: str, *datasets: tuple[str, str]) -> Landscape:
    fields = [
        {"system": system, "dataset": dataset, "field": name} for system, dataset in datasets for name in ("id", "n")
    ]
    held = [{"system": system, "dataset": dataset, "concept": "order"} for system, dataset in datasets]
    concepts = [{"concept": "order", "name_it": "ordine", "name_en": "order"}]
    return landscape([("erp", ("srv-erp",)), ("shop", (database,)), ("crm", ("vendite",))], fields, held, concepts)


def _told(definitions: Iterable[tuple[str, str]], known: Landscape, dialect: str) -> tuple[Ends, list[Step]]:
    listed = [Definition("shop", name, text) for name, text in definitions]
    links = Links(listed, known)
    sql = next(each for each in kinds() if each.name == "sql")
    files = {each: File(each.name, tuple(each.text.splitlines()), "shop", dialect) for each in filter(is_text, listed)}
    read = (paced(each, sql.read(file, links.landscape)) for each, file in files.items())
    found = [*links.found(), *read]
    clues = [clue for part in found for clue in part.clues]
    ends = {(each.from_system, each.to_system, each.concept, each.mode) for each in clues}
    return ends, [step for part in found for step in part.steps]


def test_postgresql(postgresql_database: PostgresqlScratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE TABLE orders (id int PRIMARY KEY, n int); CREATE TABLE clients (id int PRIMARY KEY, n int);"
        "CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'srv-erp');"
        "CREATE FOREIGN TABLE far_orders (id int, n int) SERVER far OPTIONS (table_name 'ordini');"
        "CREATE PROCEDURE send() LANGUAGE sql AS 'INSERT INTO far_orders (id, n) SELECT id, n FROM orders';"
        "CREATE SCHEMA cron; CREATE TABLE cron.job (jobid bigint, schedule text, command text, database text,"
        " active bool, jobname text);"
        "INSERT INTO cron.job SELECT 1, '0 2 * * *', 'INSERT INTO orders (id, n) SELECT id, n FROM crm.richieste',"
        " current_database(), true, 'night';"
    )
    database.sql(
        "CREATE SUBSCRIPTION of_crm CONNECTION 'host=nowhere dbname=vendite' PUBLICATION p WITH (connect = false)"
    )
    try:
        database.sql("INSERT INTO pg_subscription_rel SELECT s.oid, 'clients'::regclass, 'r' FROM pg_subscription s "
                     "WHERE subname = 'of_crm'")  # fmt: skip
        with database.session("postgres") as session:
            definitions = session.catalogue().definitions
    finally:
        database.sql("ALTER SUBSCRIPTION of_crm SET (slot_name = NONE)")
        database.sql("DROP SUBSCRIPTION of_crm")
    known = _company(
        database.name, ("shop", "orders"), ("shop", "clients"), ("shop", "far_orders"), ("erp", "ordini"),
        ("crm", "richieste"), ("crm", "clients"),
    )  # fmt: skip
    ends, steps = _told(definitions, known, "postgres")
    assert ends == {
        ("erp", "shop", None, None), ("erp", "shop", "order", "realtime"), ("crm", "shop", None, "realtime"),
        ("crm", "shop", "order", "realtime"), ("crm", "shop", "order", "batch"), ("shop", "erp", "order", None),
    }  # fmt: skip
    assert {(s.from_system, s.from_field, s.to_system, s.to_dataset) for s in steps} >= {("shop", "n", "erp", "ordini")}


def test_mariadb(mariadb_database: MariadbScratch) -> None:
    database, db = mariadb_database, mariadb_database.name
    try:
        database.sql("INSTALL SONAME 'ha_federatedx'")
    except pymysql.MySQLError as error:
        pytest.skip(f"no FederatedX: {error}")
    try:
        database.sql(
            "CREATE TABLE ordini (id int PRIMARY KEY, n int)", "CREATE TABLE orders (id int PRIMARY KEY, n int)",
            f"CREATE SERVER far FOREIGN DATA WRAPPER mysql OPTIONS (HOST '127.0.0.1', PORT {database.server.port}, "
            f"DATABASE '{db}', USER 'root')",
            "CREATE TABLE far_orders (id int PRIMARY KEY, n int) ENGINE = FEDERATED CONNECTION = 'far/ordini'",
            "CREATE EVENT night ON SCHEDULE EVERY 1 DAY DO INSERT INTO orders (id, n) SELECT id, n FROM far_orders",
            "CHANGE MASTER 'of_crm' TO MASTER_HOST = 'vendite', MASTER_USER = 'u', MASTER_PASSWORD = 's3greto'",
        )  # fmt: skip
        grants = f"SELECT, EVENT ON {db}.*; SELECT ON mysql.servers; REPLICA MONITOR ON *.*"
        with database.session(database.user(grants)) as session:
            definitions = session.catalogue().definitions
    finally:
        database.sql("DROP TABLE IF EXISTS far_orders", "DROP SERVER IF EXISTS far", "UNINSTALL SONAME 'ha_federatedx'")
        database.sql("RESET SLAVE 'of_crm' ALL")
    assert "s3greto" not in repr(definitions)
    known = landscape(
        [("erp", (db,)), ("shop", ()), ("crm", ("vendite",))],
        [{"system": system, "dataset": name, "field": field} for system, name in
         (("erp", "ordini"), ("shop", "far_orders"), ("shop", "orders")) for field in ("id", "n")],
        [{"system": "erp", "dataset": "ordini", "concept": "order"}],
        [{"concept": "order", "name_it": "ordine", "name_en": "order"}],
    )  # fmt: skip
    ends, steps = _told([(name.replace(f"{db}.", ""), text) for name, text in definitions], known, "mysql")
    assert ends == {
        ("erp", "shop", None, None), ("erp", "shop", "order", "realtime"), ("crm", "shop", None, "realtime"),
        ("erp", "shop", "order", "batch"),
    }  # fmt: skip
    assert ("ordini", "n", "orders", "n") in {(s.from_dataset, s.from_field, s.to_dataset, s.to_field) for s in steps}
