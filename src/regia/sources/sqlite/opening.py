"""Opening an SQLite file so that nothing beside or inside it changes.

SQLite writes even for a reader in three cases: it makes `-wal` and `-shm` for a write-ahead database that nobody has
open, rolls back a journal that a crash left, and marks readers in `-shm`. Each case is opened its own way here:

- nothing pending: `mode=ro`; a write-ahead database without its `-wal` also `immutable=1`, and watched for changes;
- a write-ahead database in use: `readonly_shm=1`, which reads the index of the running program and marks nothing;
- a journal or `-wal` left behind: a private copy is opened, where SQLite may recover.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from regia.errors import Text
from regia.errors.files import FileChanged, FileLocked
from regia.errors.sources import FileUnreadable, SourceBroken, SourceError

MAGIC = b"SQLite format 3\0"
_ATTEMPTS = 3
_BUSY_SECONDS = 5
_DAMAGED = Text("è danneggiato, cifrato o non è SQLite", "it is damaged, encrypted or not SQLite")
_WRITTEN = Text("un altro programma vi scrive", "another program writes to it")

Manner = Literal["shared", "immutable", "wal", "copy"]


@dataclass(frozen=True)
class Opened:
    """An open connection in its read transaction; `identity` was taken before the transaction began."""

    connection: sqlite3.Connection
    path: Path
    system: str
    manner: Manner
    identity: str

    def check_unchanged(self) -> None:
        """Make sure that what was read without locks stayed as it was.

        Raises:
            FileChanged: it did not.
        """
        if self.manner == "immutable" and identity(self.path) != self.identity:
            raise FileChanged(system=self.system, path=self.path, detail=_WRITTEN)


def identity(path: Path) -> str:
    """Return a text that changes whenever the database may have: sizes, times, change counter, log header.

    Raises:
        OSError: the file cannot be read.
    """
    status = path.stat()
    with path.open("rb") as file:
        header = file.read(100)
    parts = [str(status.st_size), str(status.st_mtime_ns), header[24:28].hex()]
    log = _beside(path, "-wal")
    if log.exists():
        with log.open("rb") as file:
            parts += [str(log.stat().st_size), str(log.stat().st_mtime_ns), file.read(32).hex()]
    return "-".join(parts)


@contextmanager
def opened(path: Path, system: str) -> Iterator[Opened]:
    """Open a database for reading, in one transaction that lasts until the end.

    Raises:
        FileUnreadable: missing, damaged, encrypted, or not SQLite; FileLocked: in use; SourceBroken: else.
    """
    with tempfile.TemporaryDirectory(prefix="regia-", ignore_cleanup_errors=True) as private:
        try:
            connection, manner, before = _open(path, Path(private), system)
        except OSError as error:
            raise FileUnreadable(system=system, path=path, detail=error.strerror or str(error)) from error
        except sqlite3.Error as error:
            raise told(error, path, system) from error
        with closing(connection):
            yield Opened(connection, path, system, manner, before)


def told(error: sqlite3.Error, path: Path, system: str) -> SourceError:
    """Return what to raise for a driver's error."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith("SQLITE_NOTADB"):
        return FileUnreadable(system=system, path=path, detail=_DAMAGED)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return FileUnreadable(system=system, path=path, detail=str(error))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return FileLocked(system=system, path=path, detail=str(error))
    return SourceBroken(system=system, detail=f"{path.name}: {error}")


def _open(path: Path, private: Path, system: str) -> tuple[sqlite3.Connection, Manner, str]:
    before = identity(path)
    manner = _manner(path)
    if manner != "copy":
        try:
            return _begin(path, _QUERIES[manner]), manner, before
        except sqlite3.OperationalError as error:
            if not _needs_recovery(error):
                raise
    copy, before = _copied(path, private, system)
    return _begin(copy, "mode=rw"), "copy", before


_QUERIES: dict[Manner, str] = {
    "shared": "mode=ro",
    "immutable": "mode=ro&immutable=1",
    "wal": "mode=ro&readonly_shm=1",
}


def _manner(path: Path) -> Manner:
    with path.open("rb") as file:
        header = file.read(20)
    log = _beside(path, "-wal")
    if header[18:20] != b"\x02\x02":
        return "shared"
    if log.exists() and _beside(path, "-shm").exists():
        return "wal"
    return "copy" if log.exists() and log.stat().st_size else "immutable"


def _needs_recovery(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_PROTOCOL"))


def _begin(path: Path, query: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )
    try:
        connection.text_factory = bytes  # broken encodings are decoded, and told, where values are built
        for pragma in ("query_only=1", "trusted_schema=0", "cell_size_check=1"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a transaction starts with its first read
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(path: Path, private: Path, system: str) -> tuple[Path, str]:
    for _ in range(_ATTEMPTS):
        before = identity(path)
        for suffix in ("", "-wal", "-journal"):
            if _beside(path, suffix).exists():
                shutil.copyfile(_beside(path, suffix), private / f"copy{suffix}")
        if identity(path) == before:
            return private / "copy", before
    raise FileLocked(system=system, path=path, detail=_WRITTEN)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
