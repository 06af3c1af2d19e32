"""A PostgreSQL database with what real ones have: odd types and names, partitions, grants that end half way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from regia.errors.sources import DatabaseMissing, GrantMissing, LoginRefused, SourceBroken, SourceUnreachable
from regia.model.note import Reason
from regia.workspace.company import Source
from tests.contract.case import Case, Expected, Made, Refused

SCRIPT = """
CREATE SCHEMA magazzino;
CREATE TYPE stato AS ENUM ('nuovo', 'chiuso');
CREATE DOMAIN partita_iva AS varchar(11);
CREATE TABLE clienti (id bigint PRIMARY KEY, nome text NOT NULL, piva partita_iva, nato date, visto timestamptz,
                      ora time, saldo numeric(12, 2), fido numeric, attivo bool, foto bytea, stato stato, dati jsonb);
CREATE TABLE magazzino.righe (ordine int, riga smallint, cliente bigint REFERENCES clienti, prezzi numeric(8, 3)[],
                              durata interval, PRIMARY KEY (ordine, riga));
CREATE TABLE magazzino.clienti (codice char(4) NOT NULL UNIQUE, "Nome" text, nome text);
CREATE TABLE "strano ""nome"" è" ("select" int, "a b" text, "perché" double precision);
CREATE TABLE vuota (quando date, quanto real);
CREATE TABLE grande (id int PRIMARY KEY, testo text) WITH (autovacuum_enabled = false);
CREATE TABLE scadenze (fino date, chiuso timestamp, peso numeric(6, 2));
CREATE TABLE vendite (anno int, importo numeric(10, 2)) PARTITION BY LIST (anno);
CREATE TABLE vendite_2024 PARTITION OF vendite FOR VALUES IN (2024);
CREATE TABLE vendite_altre PARTITION OF vendite DEFAULT;
CREATE TABLE vietata (id int, segreto text);
CREATE TABLE a_meta (id int PRIMARY KEY, segreto text);
CREATE VIEW attivi AS SELECT nome, saldo FROM clienti WHERE attivo;
CREATE VIEW spezzata AS SELECT 1 / (id - id) AS x FROM grande;
INSERT INTO scadenze VALUES ('2024-01-31', '2024-01-31 10:00', 1.5), ('infinity', '-infinity', 'NaN');
INSERT INTO vendite VALUES (2024, 10.50), (2023, -0.01), (2022, 0);
INSERT INTO a_meta VALUES (1, 'x'), (2, 'y');
INSERT INTO grande SELECT g, 'riga ' || g FROM generate_series(1, 3000) g;
INSERT INTO magazzino.clienti VALUES ('a', 'A', 'b');
"""
MOMENT = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=ZoneInfo("UTC"))
FIELDS = ("id", "nome", "piva", "nato", "visto", "ora", "saldo", "fido", "attivo", "foto", "stato", "dati")
CLIENTI: list[tuple[Any, ...]] = [
    (
        2**63 - 1,
        "Società Però S.r.l.",
        "01234567890",
        date(1980, 2, 29),
        MOMENT,
        time(23, 59, 59, 999999),
        Decimal("-1234567890.12"),
        Decimal("12345678901234567890.0000000001"),
        True,
        b"\x00\xff",
        "nuovo",
        '{"a": [1, null]}',
    ),
    (
        -(2**63),
        "名前 🎬",
        None,
        date(1, 1, 1),
        None,
        None,
        Decimal("0.00"),
        Decimal("7.0000000000"),
        False,
        b"",
        "chiuso",
        None,
    ),
    (0, "", None, None, None, None, None, None, None, None, None, None),
]


def _admin(server: str, database: str) -> psycopg.Connection[Any]:
    return psycopg.connect(server, dbname=database, autocommit=True)


@contextmanager
def made(folder: Path, server: str) -> Iterator[Made]:
    name = f"regia_pg_{uuid4().hex[:12]}"
    password = f"p@ss:{name}'\\ %2F"
    with _admin(server, "postgres") as root:
        root.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        root.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)))
    try:
        with _admin(server, name) as owner:
            _fill(owner, name)
            yield _made(owner, name, password)
    finally:
        with _admin(server, "postgres") as root:
            root.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            root.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _fill(owner: psycopg.Connection[Any], role: str) -> None:
    owner.execute(SCRIPT)
    with owner.cursor() as cursor:
        cursor.executemany(f"INSERT INTO clienti VALUES ({', '.join(['%s'] * len(FIELDS))})", CLIENTI)
        cursor.execute("INSERT INTO magazzino.righe VALUES (1, 1, 0, '{1.5,NULL}', '1 mon -2 days 03:04:05.6')")
        cursor.execute("INSERT INTO magazzino.righe VALUES (1, 2)")
        cursor.execute("""INSERT INTO "strano ""nome"" è" VALUES (1, 'x', '-0'), (NULL, '', 'NaN')""")
    owner.execute("ANALYZE")
    owner.execute(
        f"GRANT USAGE ON SCHEMA magazzino TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA public, magazzino TO {role};"
        f"REVOKE SELECT ON vietata, a_meta FROM {role}; GRANT SELECT (id) ON a_meta TO {role};"
    )


def _made(owner: psycopg.Connection[Any], name: str, password: str) -> Made:
    def state() -> object:
        owner.execute("SELECT pg_stat_force_next_flush()")  # else what this session wrote is counted a second later
        owner.execute("SELECT pg_stat_clear_snapshot()")
        counters = owner.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables ORDER BY 1"
        ).fetchall()
        sizes = owner.execute("SELECT oid, relfilenode FROM pg_class ORDER BY 1").fetchall()
        return counters, sizes

    def change() -> bool:
        owner.execute("UPDATE grande SET testo = 'altra' WHERE id = 7")
        return True

    source = Source("crm", f"postgresql://{name}@127.0.0.1/{name}")
    elsewhere = Source("crm", f"postgresql://{name}@127.0.0.1:1/{name}")
    nowhere = Source("crm", f"postgresql://{name}@127.0.0.1/{name}_no")
    nobody = Source("crm", f"postgresql://{name}_no@127.0.0.1/postgres")
    return Made(
        source=source,
        password=password,
        datasets={
            "clienti": Expected(
                FIELDS,
                CLIENTI,
                key=("id",),
                types={
                    "nato": "date32[day]",
                    "visto": "timestamp[us, tz=UTC]",
                    "saldo": "decimal128(12, 2)",
                    "fido": "decimal128(38, 10)",
                    "foto": "binary",
                },
            ),
            "magazzino.righe": Expected(
                ("ordine", "riga", "cliente", "prezzi", "durata"),
                [(1, 1, 0, "{1.500,NULL}", "1 mon -2 days +03:04:05.6"), (1, 2, None, None, None)],
                key=("ordine", "riga"),
                references=((("cliente",), "clienti", ("id",)),),
            ),
            "magazzino.clienti": Expected(("codice", "Nome", "nome_2"), [("a   ", "A", "b")], key=("codice",)),
            'strano "nome" è': Expected(("select", "a b", "perché"), [(1, "x", -0.0), (None, "", float("nan"))]),
            "vuota": Expected(("quando", "quanto"), [], types={"quando": "date32[day]", "quanto": "float"}),
            "grande": Expected(("id", "testo"), [(i, f"riga {i}") for i in range(1, 3001)], key=("id",)),
            "scadenze": Expected(
                ("fino", "chiuso", "peso"),
                [("2024-01-31", "2024-01-31 10:00:00", "1.50"), ("infinity", "-infinity", "NaN")],
            ),
            "vendite": Expected(
                ("anno", "importo"), [(2024, Decimal("10.50")), (2023, Decimal("-0.01")), (2022, Decimal("0.00"))]
            ),
            "a_meta": Expected(("id",), [(1,), (2,)], key=("id",)),
            "attivi": Expected(("nome", "saldo"), [("Società Però S.r.l.", Decimal("-1234567890.12"))], kind="view"),
        },
        failing={"vietata": GrantMissing, "spezzata": SourceBroken},
        notes=frozenset(
            {
                (Reason.VALUE_AS_TEXT, "magazzino.righe", "durata"),
                (Reason.VALUE_AS_TEXT, "scadenze", "fino"),
                (Reason.FORBIDDEN, "vietata", None),
                (Reason.FORBIDDEN, "a_meta", "segreto"),
                (Reason.NAME_CHANGED, "magazzino.clienti", "nome_2"),
            }
        ),
        state=state,
        change=change,
        changed="grande",
        refused=(
            Refused(elsewhere, SourceUnreachable, password),
            Refused(nowhere, DatabaseMissing, password),
            Refused(nobody, LoginRefused, password),
        ),
    )


CASE = Case(kind="postgresql", make=made, server="postgresql", drivers=("psycopg", "adbc_driver_postgresql", "pyarrow"))
