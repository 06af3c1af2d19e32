"""A folder as people leave them: exports of several programs, a lock file, a link, an archive, a torn file."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from regia.errors.sources import FileUnreadable
from regia.model.note import Reason
from regia.workspace.company import Source
from tests.contract.case import Case, Expected, Made, Refused

ORDERS = [(i, date(2024, 1 + i % 12, 1 + i % 28), i * 1000.25, i % 3 == 0) for i in range(1, 3001)]


def _italian(number: float) -> str:
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def _fill(folder: Path) -> None:
    lines = [f"{i};{day:%d/%m/%Y};{_italian(total)};{'sì' if paid else 'no'}" for i, day, total, paid in ORDERS]
    text = "\r\n".join(["numero;data;importo;pagato", *lines]) + "\r\n"
    (folder / "ordini_2024.csv").write_bytes(text.encode("windows-1252"))
    (folder / "ordini_2023.csv").write_bytes(b"numero;data;importo;pagato\r\n")
    (folder / "sedi" / "nord").mkdir(parents=True)
    (folder / "sedi" / "nord" / "clienti.tsv").write_text(
        'codice\tnome\tNome\t\t"a;b"\n007\t"Però\nS.r.l."\tx\t\t1\n012\t名前 🎬\t\t2.5\t2\n', encoding="utf-8-sig"
    )
    (folder / "clienti.csv").write_text('Report;;\nid,visto,note\n1,2024-01-02 03:04:05,\n2,,"x, ""y"""\n')
    (folder / "clienti.txt").write_text("id|nome\n1|a\n2|b\n", encoding="utf-16")
    (folder / "vuoto.csv").write_bytes(b"")
    (folder / "finto.csv").write_bytes(b"PK\x03\x04" + bytes(200))
    (folder / "leggimi.txt").write_text("Questa cartella contiene esportazioni.\nNon toccare.\n")
    (folder / "~$ordini.xlsx").write_bytes(b"x")
    (folder / "archivio.zip").write_bytes(b"x")
    (folder / "fuori.csv").symlink_to("/etc/hostname")


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    files = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    return {str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files}


@contextmanager
def made(folder: Path, server: str) -> Iterator[Made]:
    _fill(folder)

    def change() -> bool:
        path = folder / "ordini_2024.csv"
        before = path.stat()
        path.write_bytes(path.read_bytes().replace(b"\r\n1;", b"\r\n9;", 1))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the hour of a copy says nothing
        return True

    orders = ("numero", "data", "importo", "pagato")
    yield Made(
        source=Source("esportazioni", str(folder)),
        datasets={
            "ordini_2024": Expected(
                orders, ORDERS, kind="file", types={"data": "date32[day]", "importo": "double", "pagato": "bool"}
            ),
            "ordini_2023": Expected(orders, [], kind="file"),
            "sedi/nord/clienti": Expected(
                ("codice", "nome", "Nome_2", "column_4", "a;b"),
                [("007", "Però\nS.r.l.", "x", None, 1), ("012", "名前 🎬", None, 2.5, 2)],
                kind="file",
            ),
            "clienti.csv": Expected(
                ("id", "visto", "note"),
                [(1, datetime(2024, 1, 2, 3, 4, 5), None), (2, None, 'x, "y"')],
                kind="file",
                types={"visto": "timestamp[us]"},
            ),
            "clienti.txt": Expected(("id", "nome"), [(1, "a"), (2, "b")], kind="file"),
        },
        failing={"finto": FileUnreadable},
        notes=frozenset(
            {
                (Reason.GUESSED, "ordini_2024", None),
                (Reason.NAME_CHANGED, "sedi/nord/clienti", "Nome_2"),
                (Reason.NAME_CHANGED, "sedi/nord/clienti", "column_4"),
                (Reason.ROWS_LEFT_OUT, "clienti.csv", None),
                (Reason.UNSUPPORTED, None, None),
                (Reason.BROKEN, "finto", None),
            }
        ),
        state=lambda: _state(folder),
        change=change,
        changed="ordini_2024",
        refused=(
            Refused(Source("esportazioni", "manca.csv", folder=folder), FileUnreadable),
            Refused(Source("esportazioni", "archivio.zip", kind="files", folder=folder), FileUnreadable),
        ),
    )


CASE = Case(kind="files", make=made, drivers=("pyarrow", "numpy", "python_calamine", "duckdb"))
