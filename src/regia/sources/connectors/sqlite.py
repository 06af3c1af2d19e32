"""SQLite files: one read transaction, nothing written, each value as it is stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal

from regia.errors import Text
from regia.errors.sources import SourceTimeLimit
from regia.model.note import Note, Reason
from regia.sources.connector import Capabilities, Catalogue, DatasetInfo, Diagnosis, Reading, Report
from regia.sources.local_path import local_path
from regia.sources.sqlite import reading, storage
from regia.sources.sqlite.catalogue import catalogue
from regia.sources.sqlite.opening import MAGIC, Opened, opened, told
from regia.workspace.company import Source

if TYPE_CHECKING:
    import pyarrow as pa

_SUFFIXES = (".sqlite", ".sqlite3", ".db", ".db3", ".s3db")
_OTHER_MAGIC = (8, b"DUCK")
_STEPS = 100_000  # virtual machine steps between two looks at the clock

_SAID = {
    "shared": Text(
        "Finché la lettura dura, i programmi che scrivono nel file aspettano: usa il giornale WAL o una copia.",
        "While the reading lasts, programs that write to the file wait: use WAL mode or a copy.",
    ),
    "immutable": Text("Nessun programma usa il file: letto senza blocchi.", "No program uses the file: no locks."),
    "wal": Text("Letto mentre un programma lo usa, senza fermarlo.", "Read while a program uses it, without a stop."),
    "copy": Text(
        "Il file era rimasto a metà di una scrittura: letta una copia privata, ripristinata.",
        "The file was left in the middle of a write: a private copy was recovered and read.",
    ),
}


class SqliteConnector:
    """The SQLite connector."""

    kind = "sqlite"
    example = "sqlite:///path/to/file.sqlite"
    capabilities = Capabilities(transaction=True, fingerprint=True, keys=True, references=True)

    def claims(self, source: Source) -> bool:
        """Whether the address says sqlite, or is a file that begins like one or is named like one."""
        if source.url.lower().startswith("sqlite:"):
            return True
        path = local_path(source)
        if path is None or path.is_dir():
            return False
        start = _first_bytes(path)
        offset, other = _OTHER_MAGIC
        if start.startswith(MAGIC):
            return True
        return path.suffix.lower() in _SUFFIXES and start[offset : offset + len(other)] != other

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator["SqliteSession"]:  # noqa: ARG002
        """Open the file in one read transaction.

        Raises:
            SourceError: it is missing, damaged, encrypted, in use, or not SQLite.
        """
        path = local_path(source, self.kind) or Path(source.url)
        with opened(path, source.system) as file:
            yield SqliteSession(file, source.limits.statement_seconds, report)


@dataclass(frozen=True)
class SqliteSession:
    """One open SQLite file."""

    file: Opened
    seconds: int
    report: Report

    @property
    def moment(self) -> str:
        """The state of the file when the transaction began."""
        return self.file.identity

    def catalogue(self) -> Catalogue:
        """Describe tables and views."""
        with self._limited("catalogue"):
            return catalogue(self.file.connection, self.report)

    def diagnose(self) -> Iterator[Diagnosis]:
        """Say how the file is opened, and whom that makes wait."""
        level: Literal["ok", "warning"] = "warning" if self.file.manner == "shared" else "ok"
        yield Diagnosis(level, _SAID[self.file.manner])

    def fingerprint(self, dataset: DatasetInfo) -> str:  # noqa: ARG002
        """Return the state of the whole file: SQLite does not say which table a change touched."""
        return self.file.identity

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a table or view, or about `rows` rows of it.

        Raises:
            SourceError: it is damaged, or a view is broken; also while its batches are taken.
        """
        with self._limited(dataset.name):
            source, how = reading.rows_from(self.file.connection, dataset, rows)
            declared = list(zip(dataset.locator[2:], (field.source_type for field in dataset.fields), strict=True))
            columns = storage.columns_of(self.file.connection, source, declared)
            asked = reading.query(columns, source)
            cursor = self.file.connection.execute(asked)
        self._tell_text(dataset, columns)
        schema = reading.schema(columns, dataset)
        found = reading.batches(cursor, columns, schema, dataset.name, self.report)
        return Reading(schema, self._watched(found, dataset), asked, how)

    def _watched(self, found: Iterator["pa.RecordBatch"], dataset: DatasetInfo) -> Iterator["pa.RecordBatch"]:
        while True:
            with self._limited(dataset.name):
                batch = next(found, None)
            if batch is None:
                break
            yield batch
        self.file.check_unchanged()

    def _tell_text(self, dataset: DatasetInfo, columns: list[storage.Column]) -> None:
        for field, column in zip(dataset.fields, columns, strict=True):
            if column.kind == "mixed":
                detail = f"{field.source_type or 'no type'}: values of several types"
                self.report(Note(Reason.VALUE_AS_TEXT, dataset.name, field.name, detail, column.as_text))

    @contextmanager
    def _limited(self, target: str) -> Iterator[None]:
        """Stop what SQLite computes at the source's limit, and say its errors in our words."""
        connection, end = self.file.connection, monotonic() + self.seconds
        connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
                raise SourceTimeLimit(system=self.file.system, target=target, seconds=self.seconds) from error
            raise told(error, self.file.path, self.file.system) from error


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError:
        return b""


CONNECTOR = SqliteConnector()
