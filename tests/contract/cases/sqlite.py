"""An SQLite file with what SQLite allows: any type in any column, broken text, odd names, a damaged page."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from regia.errors.sources import FileUnreadable, SourceBroken
from regia.model.note import Reason
from regia.workspace.company import Source
from tests.contract.case import Case, Expected, Made, Refused

SCRIPT = """
PRAGMA page_size = 1024;
CREATE TABLE clienti (id INTEGER PRIMARY KEY, nome TEXT NOT NULL, nato DATE, visto DATETIME, saldo NUMERIC);
CREATE TABLE righe (ordine INTEGER, riga INTEGER, cliente REFERENCES Clienti, note,
                    PRIMARY KEY (ordine, riga)) WITHOUT ROWID;
CREATE TABLE "strano ""nome"" è" ("" TEXT, "select" INTEGER, "a b" BLOB);
CREATE TABLE vuota (quando DATE, quanto REAL);
CREATE TABLE grande (id INTEGER PRIMARY KEY, testo TEXT);
CREATE TABLE rotta (id INTEGER PRIMARY KEY, testo TEXT);
CREATE VIEW attivi AS SELECT nome, saldo * 2 AS doppio FROM clienti WHERE saldo IS NOT NULL;
CREATE VIEW spezzata AS SELECT * FROM non_c_e;
"""
CLIENTI = [
    (1, "Società Però S.r.l.", date(1980, 2, 29), datetime(2024, 1, 2, 3, 4, 5), 10.0),
    (2, "名前 🎬", None, datetime(2024, 1, 2, 3, 4, 5, 120000), 10.25),
    (-(2**63), "con\0nullo", date(1, 1, 1), None, None),
]
CLIENTI_STORED = [
    (1, "Società Però S.r.l.", "1980-02-29", "2024-01-02 03:04:05", 10),
    (2, "名前 🎬", None, "2024-01-02 03:04:05.12", 10.25),
    (-(2**63), "con\0nullo", "0001-01-01", None, None),
]
GRANDE = [(i, f"riga {i}") for i in range(1, 3001)]


def _fill(connection: sqlite3.Connection) -> None:
    connection.executescript(SCRIPT)
    connection.executemany("INSERT INTO clienti VALUES (?, ?, ?, ?, ?)", CLIENTI_STORED)
    connection.executemany(
        "INSERT INTO righe VALUES (?, ?, ?, ?)",
        [(1, 1, 1, 7), (1, 2, 1, "sette"), (2, 1, 2, 7.5), (2, 2, 2, b"\x07\xff"), (3, 1, None, None)],
    )
    connection.execute("""INSERT INTO "strano ""nome"" è" VALUES (CAST(x'E8' AS TEXT), 0, x'00ff')""")
    connection.executemany("INSERT INTO grande VALUES (?, ?)", GRANDE)
    connection.executemany("INSERT INTO rotta VALUES (?, ?)", [(i, "parola " * 20) for i in range(500)])
    connection.execute("ANALYZE")
    connection.commit()


def _damage(path: Path, root_page: int) -> None:
    with path.open("r+b") as file:
        file.seek((root_page - 1) * 1024)
        file.write(b"\xff" * 1024)


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        name: (hashlib.sha256((folder / name).read_bytes()).hexdigest(), (folder / name).stat().st_mtime_ns)
        for name in sorted(os.listdir(folder))
    }


@contextmanager
def made(folder: Path, server: str) -> Iterator[Made]:
    path = folder / "azienda #1.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        _fill(connection)
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rotta'").fetchone()[0]
    _damage(path, root)
    (folder / "rumore.db").write_bytes(bytes(range(256)) * 64)

    def change() -> bool:
        with closing(sqlite3.connect(path, timeout=0.1)) as connection:
            try:
                connection.execute("UPDATE grande SET testo = 'altra' WHERE id = 7")
                connection.commit()
            except sqlite3.OperationalError:
                return False
        return True

    yield Made(
        source=Source("gestionale", "sqlite:///azienda #1.sqlite", folder=folder),
        datasets={
            "clienti": Expected(
                ("id", "nome", "nato", "visto", "saldo"),
                CLIENTI,
                key=("id",),
                types={"id": "int64", "nato": "date32[day]", "visto": "timestamp[us]", "saldo": "double"},
            ),
            "righe": Expected(
                ("ordine", "riga", "cliente", "note"),
                [(1, 1, 1, "7"), (1, 2, 1, "sette"), (2, 1, 2, "7.5"), (2, 2, 2, "X'07FF'"), (3, 1, None, None)],
                key=("ordine", "riga"),
                references=((("cliente",), "clienti", ("id",)),),
            ),
            'strano "nome" è': Expected(("column_1", "select", "a b"), [("è", 0, b"\x00\xff")]),
            "vuota": Expected(("quando", "quanto"), [], types={"quando": "date32[day]", "quanto": "double"}),
            "grande": Expected(("id", "testo"), GRANDE, key=("id",)),
            "attivi": Expected(("nome", "doppio"), [("Società Però S.r.l.", 20.0), ("名前 🎬", 20.5)], kind="view"),
        },
        failing={"rotta": FileUnreadable, "spezzata": SourceBroken},
        notes=frozenset(
            {
                (Reason.VALUE_AS_TEXT, "righe", "note"),
                (Reason.NAME_CHANGED, 'strano "nome" è', "column_1"),
                (Reason.GUESSED, 'strano "nome" è', "column_1"),
                (Reason.BROKEN, "spezzata", None),
            }
        ),
        state=lambda: _state(folder),
        change=change,
        changed="grande",
        refused=(
            Refused(Source("gestionale", "sqlite:///manca.sqlite", folder=folder), FileUnreadable),
            Refused(Source("gestionale", "rumore.db", folder=folder), FileUnreadable),
        ),
    )


CASE = Case(kind="sqlite", make=made, drivers=("pyarrow",))
