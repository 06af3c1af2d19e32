"""A MariaDB database with what real ones have: odd types and names, dates that are none, grants that end half way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import pymysql

from regia.errors.sources import DatabaseMissing, GrantMissing, LoginRefused, SourceBroken, SourceUnreachable
from regia.model.note import Reason
from regia.workspace.company import Source
from tests.contract.case import Case, Expected, Made, Refused

SCRIPT = [
    "SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'",
    """CREATE TABLE clienti (id bigint unsigned PRIMARY KEY, nome varchar(80) NOT NULL, piva char(11), nato date,
       visto timestamp(6) NULL, creato datetime(3), ora time(6), saldo decimal(12,2), fido decimal(65,30),
       attivo tinyint(1), foto blob, stato enum('nuovo','chiuso'), giorni set('lun','mar'), dati json,
       peso float, misura double, maschera bit(10), anno year) COMMENT 'chi compra'""",
    """CREATE TABLE righe (ordine int, riga smallint unsigned, cliente bigint unsigned,
       totale decimal(8,3) AS (riga * 1.5), nascosta int INVISIBLE DEFAULT 7, PRIMARY KEY (ordine, riga),
       FOREIGN KEY (cliente) REFERENCES clienti (id))""",
    "CREATE TABLE `strano ``nome`` è` (`select` int, `a b` varchar(20) CHARACTER SET latin1, `perché` double)",
    "CREATE TABLE vuota (quando date, quanto float)",
    "CREATE TABLE scadenze (fino date, chiuso datetime, durata time, posto point)",
    "CREATE TABLE vendite (anno int, importo decimal(10,2)) PARTITION BY LIST (anno) "
    "(PARTITION p24 VALUES IN (2024), PARTITION altre VALUES IN (2022, 2023))",
    "CREATE TABLE vecchia (id int PRIMARY KEY, testo varchar(20)) ENGINE = MyISAM",
    "CREATE TABLE storia (id int PRIMARY KEY, x int) WITH SYSTEM VERSIONING",
    "CREATE TABLE STORIA (codice char(4) NOT NULL UNIQUE)",
    "CREATE TABLE vietata (id int, segreto text)",
    "CREATE TABLE a_meta (id int PRIMARY KEY, segreto text)",
    "CREATE TABLE base (id int)",
    "CREATE SEQUENCE contatore",
    "CREATE VIEW attivi AS SELECT nome, saldo FROM clienti WHERE attivo",
    "CREATE VIEW spezzata AS SELECT id FROM base",
    "DROP TABLE base",
    "INSERT INTO `strano ``nome`` è` VALUES (1, 'è€', 5e-324), (NULL, '', -1.7976931348623157e308)",
    """INSERT INTO scadenze VALUES ('2024-01-31', '2024-01-31 10:00', '08:30', ST_GeomFromText('POINT(0.1 -2)', 4326)),
       ('2024-00-10', '0000-00-00 00:00', '-838:59:59', NULL), (NULL, '2024-02-31 10:00', '24:00', NULL)""",
    "INSERT INTO vendite VALUES (2024, 10.50), (2023, -0.01), (2022, 0)",
    "INSERT INTO vecchia VALUES (1, 'uno'), (2, NULL)",
    "INSERT INTO storia VALUES (1, 1)",
    "UPDATE storia SET x = 2",
    "INSERT INTO a_meta VALUES (1, 'x'), (2, 'y')",
]
LAST = 2**64 - 1
FIELDS = (
    *("id", "nome", "piva", "nato", "visto", "creato", "ora", "saldo", "fido", "attivo", "foto", "stato", "giorni"),
    *("dati", "peso", "misura", "maschera", "anno"),
)
MOMENT = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=ZoneInfo("UTC"))
# A JSON column of MariaDB keeps the text as it was given.
CLIENTI: list[tuple[Any, ...]] = [
    (
        LAST,
        "Società Però S.r.l.",
        "01234567890",
        date(1980, 2, 29),
        MOMENT,
        datetime(9999, 12, 31, 23, 59, 59, 999000),
        time(23, 59, 59, 999999),
        Decimal("-1234567890.12"),
        "12345678901234567890123456789012345.000000000000000000000000000001",
        2,
        b"\x00\xff",
        "nuovo",
        "lun,mar",
        '{"a": [1, null]}',
        0.100000001490116119384765625,  # the binary32 nearest to 0.1
        0.1,
        0b1000000001,
        2155,
    ),
    (
        *(1, "名前 🎬\0x", "", date(1, 1, 1), None, None, time(0), Decimal("0.00"), None, 0, b"", "chiuso", "", "{}"),
        *(16777216.0, -(2.0**-1074), 0, 1901),
    ),
    (0, "", *[None] * (len(FIELDS) - 2)),
]


@contextmanager
def root(server: str, database: str | None = None) -> Iterator[Any]:
    parts = urlsplit(server)
    connection = pymysql.connect(
        host=parts.hostname, port=parts.port or 3306, user=parts.username, database=database, autocommit=True
    )
    with connection, connection.cursor() as cursor:
        yield cursor


@contextmanager
def made(folder: Path, server: str) -> Iterator[Made]:
    name = f"regia_my_{uuid4().hex[:12]}"
    password = f"p@ss:{name}'\\ %2F €"
    with root(server) as admin:
        admin.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    try:
        with root(server, name) as owner:
            owner.execute("CREATE TABLE grande (id int PRIMARY KEY, testo varchar(20))")
            owner.execute("INSERT INTO grande SELECT seq, CONCAT('riga ', seq) FROM seq_1_to_3000")
            for statement in SCRIPT:
                owner.execute(statement)
            owner.executemany(f"INSERT INTO clienti VALUES ({', '.join(['%s'] * len(FIELDS))})", _stored())
            owner.execute("INSERT INTO righe (ordine, riga, cliente) VALUES (1, 1, 0), (1, 2, NULL)")
            _let_in(owner, name, password)
            sleep(2.1)  # a change in the second of the snapshot, or the one before, has no fingerprint
            yield _made(server, name, password)
    finally:
        with root(server) as admin:
            admin.execute(f"DROP DATABASE {name}")
            admin.execute(f"DROP USER IF EXISTS {name}@'%'")


def _stored() -> list[tuple[Any, ...]]:
    return [tuple(it.replace(tzinfo=None) if isinstance(it, datetime) else it for it in row) for row in CLIENTI]


def _let_in(owner: Any, name: str, password: str) -> None:
    owner.execute(f"CREATE USER {name}@'%%' IDENTIFIED BY %s", (password,))
    owner.execute("SHOW FULL TABLES")
    tables = [table for table, kind in owner.fetchall() if kind != "SEQUENCE"]
    for table in tables:
        right = {"vietata": "INSERT", "a_meta": "SELECT (id)"}.get(table, "SELECT, SHOW VIEW")
        owner.execute(f"GRANT {right} ON `{table.replace('`', '``')}` TO {name}@'%'")


def _state(server: str, name: str) -> object:
    with root(server, name) as owner:
        owner.execute(f"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{name}'")
        tables = sorted(table for (table,) in owner.fetchall() if table not in ("attivi", "spezzata", "contatore"))
        owner.execute("CHECKSUM TABLE " + ", ".join("`" + table.replace("`", "``") + "`" for table in tables))
        sums = owner.fetchall()
        owner.execute(
            "SELECT TABLE_NAME, CREATE_TIME, UPDATE_TIME, AUTO_INCREMENT FROM information_schema.TABLES "
            f"WHERE TABLE_SCHEMA = '{name}'"
        )
        return sums, sorted(map(str, owner.fetchall()))


def _made(server: str, name: str, password: str) -> Made:
    def change() -> bool:
        with root(server, name) as owner:
            owner.execute("UPDATE grande SET testo = 'altra' WHERE id = 7")
        return True

    place = urlsplit(server)
    port = place.port or 3306

    def source(user: str = name, port: int = port, database: str = name) -> Source:
        return Source("crm", f"mysql://{user}@{place.hostname}:{port}/{database}")

    return Made(
        source=source(),
        password=password,
        datasets={
            "clienti": Expected(
                FIELDS,
                CLIENTI,
                key=("id",),
                types={
                    "id": "uint64",
                    "nato": "date32[day]",
                    "visto": "timestamp[us, tz=UTC]",
                    "creato": "timestamp[us]",
                    "ora": "time64[us]",
                    "saldo": "decimal128(12, 2)",
                    "fido": "string",
                    "attivo": "int8",
                    "foto": "binary",
                    "peso": "float",
                },
            ),
            "righe": Expected(
                ("ordine", "riga", "cliente", "totale", "nascosta"),
                [(1, 1, 0, Decimal("1.500"), 7), (1, 2, None, Decimal("3.000"), 7)],
                key=("ordine", "riga"),
                references=((("cliente",), "clienti", ("id",)),),
            ),
            "STORIA": Expected(("codice",), [], key=("codice",)),
            "strano `nome` è": Expected(
                ("select", "a b", "perché"), [(1, "è€", 5e-324), (None, "", -1.7976931348623157e308)]
            ),
            "vuota": Expected(("quando", "quanto"), [], types={"quando": "date32[day]", "quanto": "float"}),
            "grande": Expected(("id", "testo"), [(i, f"riga {i}") for i in range(1, 3001)], key=("id",)),
            "scadenze": Expected(
                ("fino", "chiuso", "durata", "posto"),
                [
                    ("2024-01-31", "2024-01-31 10:00:00", "08:30:00", "SRID=4326;POINT(0.1 -2)"),
                    ("2024-00-10", "0000-00-00 00:00:00", "-838:59:59", None),
                    (None, "2024-02-31 10:00:00", "24:00:00", None),
                ],
            ),
            "vendite": Expected(
                ("anno", "importo"), [(2024, Decimal("10.50")), (2023, Decimal("-0.01")), (2022, Decimal("0.00"))]
            ),
            "vecchia": Expected(("id", "testo"), [(1, "uno"), (2, None)], key=("id",)),
            "storia_2": Expected(("id", "x"), [(1, 2)], key=("id",)),
            "a_meta": Expected(("id",), [(1,), (2,)], key=("id",)),
            "attivi": Expected(("nome", "saldo"), [("Società Però S.r.l.", Decimal("-1234567890.12"))], kind="view"),
        },
        failing={"vietata": GrantMissing, "spezzata": SourceBroken},
        notes=frozenset(
            {
                (Reason.VALUE_AS_TEXT, "clienti", "fido"),
                (Reason.VALUE_AS_TEXT, "scadenze", "fino"),
                (Reason.VALUE_AS_TEXT, "scadenze", "posto"),
                (Reason.FORBIDDEN, "vietata", None),
                (Reason.FORBIDDEN, "a_meta", None),
                (Reason.NOT_SIMULTANEOUS, "vecchia", None),
                (Reason.NAME_CHANGED, "storia_2", None),
                (Reason.BROKEN, "spezzata", None),
            }
        ),
        state=lambda: _state(server, name),
        change=change,
        changed="grande",
        refused=(
            Refused(source(port=1), SourceUnreachable, password),
            Refused(source(database=f"{name}_no"), GrantMissing, password),
            Refused(source(user="regia_my_nobody"), LoginRefused, password),
            Refused(Source("crm", f"mysql://root@{place.hostname}:{port}/{name}_no"), DatabaseMissing),
        ),
    )


CASE = Case(kind="mysql", make=made, server="mariadb", drivers=("pymysql", "pyarrow", "numpy"))
