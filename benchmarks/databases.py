"""The same made-up tables on a real PostgreSQL and a real MariaDB, and what it takes to read them.

    uv run --group benchmark python benchmarks/databases.py [--json] [--rows N ...] [--tables N] [--server NAME]

Every value is made inside the server from the md5 of seed and row number, so both servers hold the same rows and a
second run makes the same ones. Other benchmarks import `SERVERS` and take
`Server.table` and `Server.catalogue`, which drop what they made.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from measuring import ServerClock, measure, print_line, verdict

SEED = 20250101
TABLE = "ordini"
PEAK_MB = 400
CITIES = ("Milano", "Roma", "Torino", "Forlì", "L'Aquila", "Cantù", "Reggio nell'Emilia", "Bolzano/Bozen")
STATES = ("nuovo", "pagato", "spedito", "consegnato", "consegnato", "consegnato", "annullato", "reso")

# {n1} to {n4} are whole numbers under 2^32, {hash} is their text. Types are spelled for each server below.
COLUMNS = (
    ("id", "bigint", "{g}"),
    ("cliente_id", "int", "{n1} % 100000"),
    ("prodotto_id", "int", "{n2} % 5000"),
    ("quantita", "smallint", "1 + {n3} % 50"),
    ("importo", "decimal(12,2)", "{n1} / 1000.0"),
    ("sconto", "decimal(5,4)", "CASE WHEN {n2} % 10 < 3 THEN NULL ELSE ({n3} % 5000) / 10000.0 END"),
    ("peso_kg", "double", "{n4} / 65537.0e0"),
    ("ordinato_il", "date", "{day:{n1} % 3650}"),
    ("consegnato_il", "date", "CASE WHEN {n4} % 5 = 0 THEN NULL ELSE {day:{n1} % 3650 + {n4} % 30} END"),
    ("creato", "timestamp", "{second:{n2} % 315360000}"),
    ("aggiornato", "timestamp", "{second:{n2} % 315360000 + {n3} % 8640000}"),
    ("pagato", "boolean", "{n3} % 3 > 0"),
    ("stato", "varchar(12)", "{one_of:STATES:{n4}}"),
    ("email", "varchar(80)", "concat('cliente', {n1} % 100000, '@esempio', {n1} % 7, '.it')"),
    ("telefono", "varchar(20)", "CASE WHEN {n1} % 4 = 0 THEN NULL ELSE concat('+39 3', {n2} % 100000000) END"),
    ("partita_iva", "varchar(11)", "lpad({text:{n1} % 100000 * 31 + 7}, 11, '0')"),
    ("citta", "varchar(40)", "{one_of:CITIES:{n2}}"),
    ("codice", "char(32)", "{hash}"),
    ("nota", "text", "CASE WHEN {n3} % 5 < 3 THEN NULL ELSE concat('Richiamare il cliente ', {n1} % 1000) END"),
    ("descrizione", "text", "concat('Articolo ', {n2} % 5000, ' ', repeat({hash}, 5), ' però è già stato spedito')"),
)


@dataclass(frozen=True)
class Server:
    """One real server: where it is, and how it spells what `COLUMNS` say."""

    name: str
    url: str
    port: int
    types: Mapping[str, str]
    forms: Mapping[str, str]

    @contextmanager
    def table(self, *, rows: int, seed: int = SEED) -> Iterator[str]:
        """Give the address of a database with the table `ordini` of so many rows and 20 fields, then drop it."""
        with self._database(f"regia_bench_{rows}_rows") as database, self.connected(database) as run:
            listed = ", ".join(f"{name} {self.types.get(kind, kind)}" for name, kind, _ in COLUMNS)
            run(f"CREATE {self.forms['quick']} TABLE {TABLE} ({listed}, PRIMARY KEY (id))")
            values = ", ".join(self._value(form) for _, _, form in COLUMNS)
            run(f"INSERT INTO {TABLE} SELECT {values} FROM ({self._hashes(rows, seed)}) made")
            run(self.forms["settle"].format(table=TABLE))
            yield self.url + database

    @contextmanager
    def catalogue(self, *, tables: int) -> Iterator[str]:
        """Give the address of a database of so many small tables, each referring to the one before, then drop it."""
        fields = ", ".join(f"campo_{number} varchar(40)" for number in range(8))
        with self._database(f"regia_bench_{tables}_tables") as database, self.connected(database) as run:
            for number in range(tables):
                refers = f", FOREIGN KEY (padre) REFERENCES tabella_{number - 1} (id)" if number else ""
                run(f"CREATE TABLE tabella_{number} (id int PRIMARY KEY, padre int, {fields}{refers})")
            yield self.url + database

    @contextmanager
    def _database(self, name: str) -> Iterator[str]:
        with self.connected(None) as run:
            run(f"DROP DATABASE IF EXISTS {name}")
            run(f"CREATE DATABASE {name} {self.forms['encoding']}")
        try:
            yield name
        finally:
            with self.connected(None) as run:
                run(f"DROP DATABASE {name}")

    @contextmanager
    def connected(self, database: str | None) -> Iterator[Any]:
        """Give a function that runs one statement."""
        with CONNECTED[self.name](self, database) as run:
            yield run

    def _hashes(self, rows: int, seed: int) -> str:
        made = f"SELECT g, md5(concat('{seed}:', g)) AS hash FROM {self.forms['series'].format(rows=rows)}"
        numbers = ", ".join(f"{self.forms['number'].format(at=1 + 8 * at)} AS n{at + 1}" for at in range(4))
        return f"SELECT g, hash, {numbers} FROM ({made}) hashed"

    def _value(self, form: str) -> str:
        for name in ("n1", "n2", "n3", "n4", "g", "hash"):
            form = form.replace("{" + name + "}", name)
        for name in ("day", "second", "text"):
            form = _replaced(form, name, self.forms[name])
        for name, texts in (("STATES", STATES), ("CITIES", CITIES)):
            quoted = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
            form = _replaced(
                form, f"one_of:{name}", self.forms["one_of"].replace("LIST", quoted).replace("LENGTH", str(len(texts)))
            )
        return form


def _replaced(form: str, name: str, spelled: str) -> str:
    """Replace `{name:X}` by the server's spelling of it for X."""
    start = form.find("{" + name + ":")
    if start < 0:
        return form
    end = form.index("}", start)
    return form[:start] + spelled.replace("X", form[start + len(name) + 2 : end]) + form[end + 1 :]


@contextmanager
def _postgresql(server: Server, database: str | None) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(server.url + (database or "postgres"), autocommit=True) as connection:
        yield lambda statement: connection.execute(statement.encode())


@contextmanager
def _mariadb(server: Server, database: str | None) -> Iterator[Any]:
    import pymysql

    connection = pymysql.connect(host="127.0.0.1", port=server.port, user="root", database=database, autocommit=True)
    try:
        with connection.cursor() as cursor:
            yield cursor.execute
    finally:
        connection.close()


CONNECTED = {"postgresql": _postgresql, "mariadb": _mariadb}
SERVERS = {
    "postgresql": Server(
        "postgresql",
        "postgresql://postgres@127.0.0.1:5432/",
        5432,
        {"double": "double precision"},
        {
            "encoding": "ENCODING 'UTF8' TEMPLATE template0",
            "series": "generate_series(1, {rows}) AS g",
            "number": "('x' || substr(hash, {at}, 8))::bit(32)::bigint & 4294967295",
            "day": "date '2015-01-01' + (X)::int",
            "second": "timestamp '2015-01-01 00:00:00' + (X) * interval '1 second'",
            "text": "(X)::text",
            "one_of": "(ARRAY[LIST])[1 + X % LENGTH]",
            "settle": "VACUUM (ANALYZE) {table}",
            "quick": "UNLOGGED",
        },
    ),
    "mariadb": Server(
        "mariadb",
        "mysql://root@127.0.0.1:3306/",
        3306,
        {"timestamp": "datetime", "smallint": "smallint"},
        {
            "encoding": "CHARACTER SET utf8mb4",
            "series": "(SELECT seq AS g FROM seq_1_to_{rows}) numbers",
            "number": "CAST(CONV(substr(hash, {at}, 8), 16, 10) AS UNSIGNED)",
            "day": "date '2015-01-01' + INTERVAL (X) DAY",
            "second": "timestamp '2015-01-01 00:00:00' + INTERVAL (X) SECOND",
            "text": "X",
            "one_of": "ELT(1 + X % LENGTH, LIST)",
            "settle": "ANALYZE TABLE {table}",
            "quick": "",
        },
    ),
}

READ = """
import sys
from regia.sources.registry import connector_for
from regia.workspace.company import Source
source = Source("bench", sys.argv[1])
with connector_for(source).open(source, None, lambda note: None) as session:
    datasets = {it.name: it for it in session.catalogue().datasets}
    if len(sys.argv) > 2:
        if sys.argv[3] == "fingerprint":
            assert session.fingerprint(datasets[sys.argv[2]])
        else:
            print(sum(batch.num_rows for batch in session.read(datasets[sys.argv[2]]).batches))
"""


def measured(server: Server, url: str, *asked: str) -> dict[str, float]:
    """Run our reading in a process of its own; return its figures and the server's."""
    clock = ServerClock(server.port)
    taken = measure([sys.executable, "-c", READ, url, *asked])
    if taken.code:
        raise SystemExit(taken.output)
    return {
        "seconds": taken.seconds,
        "cpu_seconds": taken.cpu_seconds,
        "server_cpu_seconds": clock.seconds(),
        "peak_mb": taken.peak_mb,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--tables", type=int, default=2000)
    parser.add_argument("--server", choices=SERVERS, nargs="+", default=list(SERVERS))
    options = parser.parse_args()
    for name in options.server:
        for rows in options.rows:
            _bench_table(SERVERS[name], rows, as_json=options.json)
        _bench_catalogue(SERVERS[name], options.tables, as_json=options.json)


def _bench_table(server: Server, rows: int, *, as_json: bool) -> None:
    started = perf_counter()
    with server.table(rows=rows) as url:
        made = perf_counter() - started
        read = measured(server, url, TABLE, "read")
        again = measured(server, url, TABLE, "fingerprint")
    line = {
        "set": f"{server.name}-{rows}x{len(COLUMNS)}",
        "rows": rows,
        "rows_per_second": rows / read["seconds"],
        **read,
        **{f"unchanged_{name}": figure for name, figure in again.items()},
        "made_seconds": made,
        "memory_target": verdict(reached=read["peak_mb"] <= PEAK_MB),
    }
    print_line(line, as_json=as_json)


def _bench_catalogue(server: Server, tables: int, *, as_json: bool) -> None:
    with server.catalogue(tables=tables) as url:
        print_line({"set": f"{server.name}-catalogue-{tables}", **measured(server, url)}, as_json=as_json)


if __name__ == "__main__":
    main()
