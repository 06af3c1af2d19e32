"""A DuckDB file with its odd types, schemas, views, and a view on a file outside, which must not be read."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from regia.errors.files import FileProtected
from regia.errors.sources import FileUnreadable, SourceError
from regia.model.note import Reason
from regia.workspace.company import Source
from tests.contract.case import Case, Expected, Made, Refused

STATEMENTS = (
    "CREATE SCHEMA \"s 1\"",
    "CREATE TYPE umore AS ENUM ('lieto', 'così così')",
    "CREATE TABLE clienti (id BIGINT PRIMARY KEY, nome VARCHAR NOT NULL, saldo DECIMAL(12, 2), visto TIMESTAMPTZ)",
    "INSERT INTO clienti VALUES (1, 'Però 名前 🎬', 10.50, '2024-01-01 10:00:00+01'), (2, '', NULL, NULL)",
    'CREATE TABLE "s 1"."strano ""nome""" ("a b" INTEGER, "select" UBIGINT)',
    'INSERT INTO "s 1"."strano ""nome""" VALUES (1, 18446744073709551615)',
    "CREATE TABLE righe (cliente BIGINT REFERENCES clienti (id), n INTEGER, PRIMARY KEY (cliente, n))",
    "CREATE TABLE vuota (quando DATE)",
    "CREATE TABLE grande AS SELECT i AS id, 'riga ' || i AS testo FROM range(3000) AS t (i)",
    """CREATE TABLE strani (h HUGEINT, u UUID, i INTERVAL, l INTEGER[], s STRUCT(a VARCHAR, b HUGEINT),
       m MAP(VARCHAR, DATE), e umore, b BIT, tz TIMETZ, d DATE, t TIMESTAMP, n TIMESTAMP_NS,
       ti TIME, bl BLOB, de DECIMAL(38, 10), f FLOAT)""",
    """INSERT INTO strani VALUES (170141183460469231731687303715884105727, '6b1e7c0a-0000-4000-8000-000000000001',
       INTERVAL '1 month 2 days', [1, NULL], {'a': 'x, ''y''', 'b': -1}, MAP {'k': DATE '2024-02-29'},
       'così così', '0101', '10:00:00+02',
       'infinity', '-infinity', '2024-01-01', '24:00:00', '\\xAA\\x00'::BLOB, 1.5, 'nan')""",
    "CREATE VIEW conti AS SELECT nome, saldo * 2 AS doppio FROM clienti",
    "CREATE VIEW fuori AS SELECT * FROM read_csv('{outside}')",
)  # fmt: skip
STRANI = (
    "170141183460469231731687303715884105727", "6b1e7c0a-0000-4000-8000-000000000001", "1 month 2 days", "[1, NULL]",
    "{'a': 'x, \\'y\\'', 'b': -1}", "{k=2024-02-29}", "così così", "0101", "10:00:00+02", "infinity", "-infinity",
    datetime(2024, 1, 1), "24:00:00", b"\xaa\0", Decimal("1.5000000000"), float("nan"),
)  # fmt: skip


def _fill(path: Path) -> None:
    outside = path.with_name("fuori.csv")
    outside.write_text("a\n1\n")
    with duckdb.connect(str(path)) as connection:
        for statement in STATEMENTS:
            connection.execute(statement.replace("{outside}", str(outside)))
    with duckdb.connect() as connection:
        connection.execute("SET force_mbedtls_unsafe = 'true'")
        connection.execute(f"ATTACH '{path.with_name('cifrato.duckdb')}' AS c (ENCRYPTION_KEY 'parola segreta')")
        connection.execute("CREATE TABLE c.t (a INTEGER)")


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        name: (hashlib.sha256((folder / name).read_bytes()).hexdigest(), (folder / name).stat().st_mtime_ns)
        for name in sorted(os.listdir(folder))
    }


@contextmanager
def made(folder: Path, server: str) -> Iterator[Made]:
    path = folder / "azienda.duckdb"
    _fill(path)
    whole = path.read_bytes()
    (folder / "tronco.duckdb").write_bytes(whole[:20_000])
    (folder / "rumore.duckdb").write_bytes(bytes(range(256)) * 64)

    def change() -> bool:
        try:
            with duckdb.connect(str(path)) as connection:
                connection.execute("UPDATE grande SET testo = 'altra' WHERE id = 7")
        except duckdb.Error:
            return False
        return True

    fields = ("h", "u", "i", "l", "s", "m", "e", "b", "tz", "d", "t", "n", "ti", "bl", "de", "f")
    yield Made(
        source=Source("magazzino", "duckdb:///azienda.duckdb", folder=folder),
        datasets={
            "clienti": Expected(
                ("id", "nome", "saldo", "visto"),
                [
                    (1, "Però 名前 🎬", Decimal("10.50"), datetime(2024, 1, 1, 9, tzinfo=UTC)),
                    (2, "", None, None),
                ],
                key=("id",),
                types={"saldo": "decimal128(12, 2)", "visto": "timestamp[us, tz=UTC]"},
            ),
            's 1.strano "nome"': Expected(("a b", "select"), [(1, 2**64 - 1)]),
            "righe": Expected(
                ("cliente", "n"), [], key=("cliente", "n"), references=((("cliente",), "clienti", ("id",)),)
            ),
            "vuota": Expected(("quando",), [], types={"quando": "date32[day]"}),
            "grande": Expected(("id", "testo"), [(i, f"riga {i}") for i in range(3000)]),
            "strani": Expected(fields, [STRANI]),
            "conti": Expected(("nome", "doppio"), [("Però 名前 🎬", Decimal("21.00")), ("", None)], kind="view"),
        },
        failing={"fuori": SourceError},
        notes=frozenset(
            (Reason.VALUE_AS_TEXT, "strani", name) for name in ("h", "i", "l", "s", "m", "b", "tz", "d", "ti")
        ),
        state=lambda: _state(folder),
        change=change,
        changed="grande",
        refused=(
            Refused(Source("magazzino", "duckdb:///manca.duckdb", folder=folder), FileUnreadable),
            Refused(Source("magazzino", "tronco.duckdb", folder=folder), FileUnreadable),
            Refused(Source("magazzino", "rumore.duckdb", folder=folder), FileUnreadable),
            Refused(Source("magazzino", "cifrato.duckdb", folder=folder), FileProtected),
        ),
    )


CASE = Case(kind="duckdb", make=made, drivers=("duckdb", "pyarrow"))
