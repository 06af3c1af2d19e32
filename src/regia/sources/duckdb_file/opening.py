"""Opening a DuckDB file read-only, on a locked engine, and saying its errors in our words."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.errors.files import FileLocked, FileProtected, FileVersionUnknown
from regia.errors.sources import FileUnreadable, SourceBroken, SourceError

if TYPE_CHECKING:
    import duckdb

MAGIC_AT, MAGIC = 8, b"DUCK"
_HEADERS = 3 * 4096  # the main header and the two that take turns at each checkpoint
_VERSION_AT = 12
_OLDEST = 64  # the storage version that is readable ever since
_HOLDER = re.compile(r"PID (\d+)")
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",  # a view of the file may name other files
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",  # DuckDB would spill beside the file
    "memory_limit": "512MB",
    "threads": "2",
}


@contextmanager
def opened(path: Path, system: str) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Open a database file for reading; nothing can be written through it, nor another file be read.

    Raises:
        FileUnreadable: it is missing, damaged, in use (FileLocked), encrypted (FileProtected), or of a version that
            cannot be read (FileVersionUnknown).
    """
    import duckdb

    try:
        with path.open("rb") as file:
            header = file.read(_HEADERS)
    except OSError as error:
        raise FileUnreadable(system=system, path=path, detail=error.strerror or str(error)) from error
    if header[MAGIC_AT : MAGIC_AT + len(MAGIC)] != MAGIC:
        said = Text("non è un database DuckDB", "it is no DuckDB database")
        raise FileUnreadable(system=system, path=path, detail=said)
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_CONFIG)
    except duckdb.Error as error:
        raise _refusal(error, path, header, system) from error
    with connection:
        connection.execute("SET lock_configuration = true")
        yield connection


def identity(path: Path) -> str:
    """Return a text that changes whenever the database may have: size, time, headers, and those of its log.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    for each in (path, path.with_name(path.name + ".wal")):
        if each.exists():
            status = each.stat()
            digest.update(f"{status.st_size} {status.st_mtime_ns} ".encode())
            with each.open("rb") as file:
                digest.update(file.read(_HEADERS))
    return digest.hexdigest()


def told(error: Exception, path: Path, system: str) -> SourceError:
    """Return what to raise for an error while reading."""
    text = str(error)
    if "orrupt" in text or type(error).__name__ in ("IOException", "SerializationException", "FatalException"):
        return FileUnreadable(system=system, path=path, detail=text.splitlines()[0])
    return SourceBroken(system=system, detail=f"{path.name}: {text.splitlines()[0]}")


def _refusal(error: "duckdb.Error", path: Path, header: bytes, system: str) -> FileUnreadable:
    text = str(error)
    kind: type[FileUnreadable] = FileUnreadable
    detail: str | Text = text.splitlines()[0]
    version = int.from_bytes(header[_VERSION_AT : _VERSION_AT + 8], "little")
    if "lock" in text and (holder := _HOLDER.search(text)):
        kind, detail = FileLocked, Text(f"processo {holder[1]}", f"process {holder[1]}")
    elif "encrypted" in text:
        kind, detail = FileProtected, Text("cifrato", "encrypted")
    elif not _OLDEST <= version <= _newest():
        kind, detail = FileVersionUnknown, Text(f"versione {version} di DuckDB", f"DuckDB storage version {version}")
    return kind(system=system, path=path, detail=detail)


def _newest() -> int:
    """Return the storage version that the library at hand writes when it is asked for its latest."""
    import duckdb

    with TemporaryDirectory(prefix="regia-") as folder:
        path = Path(folder) / "newest"
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{path}' AS newest (STORAGE_VERSION 'latest')")
        with path.open("rb") as file:
            return int.from_bytes(file.read(_VERSION_AT + 8)[_VERSION_AT:], "little")
