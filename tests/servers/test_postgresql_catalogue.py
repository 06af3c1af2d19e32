"""What a database holds, as its catalogue says it: every kind of relation once, with keys, references and sizes."""

import time

import pytest

from regia.sources.connector import DatasetInfo, ReferenceInfo
from tests.servers.postgresql_cluster import Cluster, Scratch, scratch, whole

pytestmark = pytest.mark.server


def described(database: Scratch) -> dict[str, DatasetInfo]:
    with database.session() as session:
        return {it.name: it for it in session.catalogue().datasets}


def test_partitions_are_one_dataset(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE TABLE vendite (anno int, mese int, importo numeric(10,2), PRIMARY KEY (anno, mese)) "
        "PARTITION BY LIST (anno);"
        "CREATE TABLE v2023 PARTITION OF vendite FOR VALUES IN (2023) PARTITION BY LIST (mese);"
        "CREATE TABLE v2023_1 PARTITION OF v2023 FOR VALUES IN (1); CREATE TABLE v2023_x PARTITION OF v2023 DEFAULT;"
        "CREATE TABLE v2024 PARTITION OF vendite FOR VALUES IN (2024);"
        "CREATE TABLE note (anno int, mese int, FOREIGN KEY (anno, mese) REFERENCES vendite);"
        "INSERT INTO vendite SELECT 2023 + g % 2, g, g FROM generate_series(1, 4000) g; ANALYZE"
    )
    datasets = described(database)
    assert datasets.keys() == {"vendite", "note"}
    assert datasets["vendite"].estimated_records == 4000
    assert (datasets["vendite"].estimated_bytes or 0) >= 4000 * 28
    assert datasets["vendite"].key == ("anno", "mese")
    assert datasets["note"].references == (ReferenceInfo(("anno", "mese"), "vendite", ("anno", "mese")),)
    assert database.table("vendite").num_rows == 4000


def test_inheriting_tables_keep_their_own_rows(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE TABLE base (id int); CREATE TABLE figlia (altro text) INHERITS (base);"
        "INSERT INTO base VALUES (1); INSERT INTO figlia VALUES (2, 'x')"
    )
    assert database.table("base").to_pylist() == [{"id": 1}]
    assert database.table("figlia").to_pylist() == [{"id": 2, "altro": "x"}]
    with database.session() as session:
        assert dict(session.catalogue().definitions)["inheritance public.figlia"] == "INHERITS public.base"


def test_every_kind_of_relation(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t; CREATE MATERIALIZED VIEW m AS SELECT 7 AS id;"
        "CREATE UNLOGGED TABLE u (id int); CREATE TEMP TABLE passeggera (id int); CREATE SEQUENCE s;"
        "CREATE EXTENSION pg_stat_statements; CREATE EXTENSION file_fdw;"
        "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
        "CREATE FOREIGN TABLE f (riga text) SERVER files OPTIONS (filename '/etc/hostname')"
    )
    assert {name: it.kind for name, it in described(database).items()} == {
        "f": "table",
        "m": "view",
        "t": "table",
        "u": "table",
        "v": "view",
    }
    assert ("not_simultaneous", "f", None) in database.told()
    assert database.table("m").to_pylist() == [{"id": 7}]


def test_keys(postgresql_database: Scratch) -> None:
    postgresql_database.sql(
        "CREATE TABLE primaria (a int, b int UNIQUE NOT NULL, PRIMARY KEY (b, a));"
        "CREATE TABLE unica (a int NOT NULL, b int NOT NULL, c int NOT NULL, UNIQUE (a, b), UNIQUE (c));"
        "CREATE TABLE con_nulli (a int UNIQUE, b int NOT NULL);"
        "CREATE TABLE parziale (a int NOT NULL); CREATE UNIQUE INDEX ON parziale (a) WHERE a > 0;"
        "CREATE TABLE calcolata (a text NOT NULL); CREATE UNIQUE INDEX ON calcolata (lower(a));"
        "CREATE TABLE coperta (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX ON coperta (b) INCLUDE (a);"
        "CREATE TABLE rinviata (a int NOT NULL UNIQUE DEFERRABLE);"
        "CREATE TABLE nessuna (a int)"
    )
    assert {name: it.key for name, it in described(postgresql_database).items()} == {
        "primaria": ("b", "a"),
        "unica": ("c",),
        "con_nulli": (),
        "parziale": (),
        "calcolata": (),
        "coperta": ("b",),
        "rinviata": (),
        "nessuna": (),
    }


def test_fields_with_all_that_happened_to_them(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE DOMAIN partita_iva AS varchar(11); COMMENT ON DOMAIN partita_iva IS 'x';"
        "CREATE TABLE t (tolta int, id int GENERATED ALWAYS AS IDENTITY, netto numeric(9,2) NOT NULL, piva partita_iva,"
        "  lordo numeric(9,2) GENERATED ALWAYS AS (netto * 1.22) STORED);"
        "INSERT INTO t (netto) VALUES (100); ALTER TABLE t DROP COLUMN tolta;"
        "ALTER TABLE t ADD COLUMN dopo int DEFAULT 5;"
        "COMMENT ON TABLE t IS 'Fatture'; COMMENT ON COLUMN t.netto IS 'Imponibile, «euro»'"
    )
    dataset = described(database)["t"]
    assert dataset.comment == "Fatture"
    assert [(it.name, it.source_type, it.nullable, it.comment) for it in dataset.fields] == [
        ("id", "integer", False, ""),
        ("netto", "numeric(9,2)", False, "Imponibile, «euro»"),
        ("piva", "public.partita_iva", True, ""),
        ("lordo", "numeric(9,2)", True, ""),
        ("dopo", "integer", True, ""),
    ]
    (row,) = database.table("t").to_pylist()
    assert [str(value) for value in row.values()] == ["1", "100.00", "None", "122.00", "5"]


def test_names_of_every_kind(postgresql_database: Scratch) -> None:
    database = postgresql_database
    longest = "è" * 31 + "x"
    odd = ["select", "MAIUSCOLO", "maiuscolo", 'con "virgolette"', "con\nriga", "a;b--", "%s {x}", longest, " ", "\\"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in odd]
    for name in quoted:
        database.sql(f"CREATE TABLE {name} ({', '.join(f'{column} int' for column in quoted)})")
        database.sql(f"INSERT INTO {name} VALUES ({', '.join(map(str, range(len(odd))))})")
    with database.session() as session:
        datasets = session.catalogue().datasets
        assert len({it.name.casefold() for it in datasets}) == len(odd)
        for dataset in datasets:
            (row,) = whole(session, dataset)[1].to_pylist()
            assert list(row.values()) == list(range(len(odd)))
            assert len({name.casefold() for name in row}) == len(odd)
    told = {(reason, field) for reason, _, field in database.told()}
    assert {("name_changed", "column_9"), ("name_changed", "maiuscolo_2")} <= told


def test_tables_of_the_same_name_in_two_schemas(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        'CREATE SCHEMA a; CREATE TABLE a.b (n int); CREATE TABLE "a.b" (n int); CREATE TABLE b (n int);'
        'INSERT INTO a.b VALUES (1); INSERT INTO "a.b" VALUES (2); INSERT INTO b VALUES (3);'
        f"GRANT USAGE ON SCHEMA a TO {database.name}; GRANT SELECT ON a.b TO {database.name}"
    )
    with database.session() as session:
        found = {it.name: whole(session, it)[1].column("n").to_pylist() for it in session.catalogue().datasets}
    assert found == {"a.b": [2], "b": [3], "a.b_2": [1]}


def test_a_closed_schema_is_listed_as_unreadable(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql("CREATE SCHEMA chiuso; CREATE TABLE chiuso.t (id int); GRANT SELECT ON chiuso.t TO PUBLIC")
    dataset = described(database)["chiuso.t"]
    assert not dataset.readable
    assert [it.name for it in dataset.fields] == ["id"]
    assert ("forbidden", "chiuso.t", None) in database.told()


def test_a_table_without_columns(postgresql_database: Scratch) -> None:
    postgresql_database.sql("CREATE TABLE nuda (); INSERT INTO nuda DEFAULT VALUES")
    table = postgresql_database.table("nuda")
    assert table.num_columns == 0
    assert ("unsupported", "nuda", None) in postgresql_database.told()


def test_the_widest_table(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql("CREATE TABLE larga (" + ", ".join(f"c{n} int" for n in range(1600)) + ")")
    database.sql("INSERT INTO larga VALUES (" + ", ".join(map(str, range(1600))) + ")")
    (row,) = database.table("larga").to_pylist()
    assert list(row.values()) == list(range(1600))


def test_sizes_come_from_the_catalogue(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE TABLE contata AS SELECT g AS id, repeat('x', 100) AS t FROM generate_series(1, 5000) g;"
        "ANALYZE contata;"
        "CREATE TABLE vuota (id int); ANALYZE vuota; CREATE TABLE nuova (id int) WITH (autovacuum_enabled = false)"
    )
    datasets = described(database)
    assert datasets["contata"].estimated_records == 5000
    assert 5000 * 100 < (datasets["contata"].estimated_bytes or 0) < 5000 * 200
    assert datasets["vuota"].estimated_records == 0
    assert datasets["nuova"].estimated_records is None
    assert datasets["nuova"].estimated_bytes is None


def test_what_the_database_computes_and_exchanges(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id * 2 AS doppio FROM t;"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (1); RETURN NEW; END';"
        "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE somma (int) (sfunc = int4pl, stype = int);"
        "CREATE TRIGGER scatta AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "CREATE EXTENSION postgres_fdw;"
        "CREATE SERVER erp FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'erp', dbname 'x');"
        f"CREATE USER MAPPING FOR {database.name} SERVER erp OPTIONS (user 'u', password 'segreta1');"
        "CREATE FOREIGN TABLE lontana (id int) SERVER erp OPTIONS (table_name 'ordini');"
        "CREATE PUBLICATION verso_shop FOR TABLE t;"
    )
    database.sql(
        "CREATE SUBSCRIPTION dal_crm CONNECTION 'host=crm port=5433 dbname=vendite user=u password=segreta2' "
        "PUBLICATION clienti WITH (connect = false)"
    )
    try:
        with database.session() as session:
            mine = dict(session.catalogue().definitions)
        with database.session("postgres") as session:
            all_of_them = dict(session.catalogue().definitions)
    finally:
        database.sql("ALTER SUBSCRIPTION dal_crm SET (slot_name = NONE)")
        database.sql("DROP SUBSCRIPTION dal_crm")
    assert "doppio" in mine["view public.v"]
    assert "INSERT INTO t" in mine["function public.f()"]
    assert "function public.p()" in mine
    assert "scatta" in mine["trigger public.t.scatta"]
    assert mine["foreign server erp"] == "postgres_fdw host=erp dbname=x"
    assert mine["foreign table public.lontana"] == "erp table_name=ordini"
    assert mine["publication verso_shop"] == "public.t"
    assert mine["subscription dal_crm"] == "clienti"
    assert all_of_them.keys() - mine.keys() == {"subscription from dal_crm"}
    assert all_of_them["subscription from dal_crm"] == "host=crm port=5433 dbname=vendite"
    assert "segreta" not in repr(all_of_them)


MANY = """
DO $$ BEGIN
  FOR n IN 1..{tables} LOOP
    EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, nome text NOT NULL, quando timestamptz, importo numeric(12,2),
                    stato varchar(20), note text, t%s_id int)', n, n);
  END LOOP;
END $$
"""


@pytest.mark.slow
def test_reading_a_catalogue_grows_no_faster_than_its_tables(postgresql_cluster: Cluster) -> None:
    few, many = (_seconds_of(postgresql_cluster, tables) for tables in (1_000, 5_000))
    assert many < 3 * 5 * few  # five times the tables, and room for a busy machine


def _seconds_of(cluster: Cluster, tables: int) -> float:
    """Return how long a catalogue of so many tables takes to read."""
    with scratch(cluster) as database:
        for first in range(0, tables, 1000):
            database.sql(MANY.format(tables=1000).replace("t%s (", f"t{first}_%s ("))
        with database.session() as session:
            started = time.perf_counter()
            found = session.catalogue()
            elapsed = time.perf_counter() - started
            list(session.diagnose())
    assert len(found.datasets) == tables
    return elapsed
