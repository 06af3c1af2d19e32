"""DuckDB database files: opened read-only on a locked engine, every value as it is or as its own text."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Literal

from regia.errors import Text
from regia.errors.sources import SourceTimeLimit
from regia.model.note import Note, Reason
from regia.sources.connector import Capabilities, Catalogue, DatasetInfo, Diagnosis, Reading, Report
from regia.sources.duckdb_file.catalogue import catalogue, quoted
from regia.sources.duckdb_file.columns import Column, columns_of
from regia.sources.duckdb_file.opening import MAGIC, MAGIC_AT, identity, opened, told
from regia.sources.local_path import local_path
from regia.workspace.company import Source

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SUFFIXES = (".duckdb", ".ddb")
_BATCH_ROWS = 50_000
_SPREAD = 2**32
_HELD = Text(
    "Finché la lettura dura, nessun programma può aprire il file per scrivere: se serve, leggi una copia.",
    "While the reading lasts, no program can open the file to write: read a copy if that matters.",
)


class DuckdbConnector:
    """The DuckDB connector."""

    kind = "duckdb"
    example = "duckdb:///path/to/file.duckdb"
    capabilities = Capabilities(transaction=True, fingerprint=True, keys=True, references=True)

    def claims(self, source: Source) -> bool:
        """Whether the address says duckdb, or is a file that begins like one or is named like one."""
        if source.url.lower().startswith("duckdb:"):
            return True
        path = local_path(source)
        if path is None or path.is_dir():
            return False
        return path.suffix.lower() in _SUFFIXES or _begins_like_one(path)

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator["DuckdbSession"]:  # noqa: ARG002
        """Open the file; while it is open nobody can write to it.

        Raises:
            SourceError: it is missing, damaged, encrypted, in use, or of a version that cannot be read.
        """
        path = local_path(source, self.kind) or Path(source.url)
        with opened(path, source.system) as connection:
            session = DuckdbSession(connection, path, identity(path), source, report)
            try:
                yield session
            finally:
                session.stop()


@dataclass
class DuckdbSession:
    """One open DuckDB file."""

    connection: "duckdb.DuckDBPyConnection"
    path: Path
    moment: str
    source: Source
    report: Report
    _cursor: "duckdb.DuckDBPyConnection | None" = field(default=None, init=False)

    def catalogue(self) -> Catalogue:
        """Describe tables and views."""
        with self._limited("catalogue", self.connection):
            return catalogue(self.connection, self.report)

    def diagnose(self) -> Iterator[Diagnosis]:
        """Say whom the reading keeps out."""
        yield Diagnosis("warning", _HELD)

    def fingerprint(self, dataset: DatasetInfo) -> str:  # noqa: ARG002
        """Return the state of the whole file: DuckDB does not say which table a change touched."""
        return self.moment

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a table or view, or about `rows` rows of it.

        Raises:
            SourceError: it is damaged, or a view is broken; also while its batches are taken.
        """
        self.stop()
        cursor = self._cursor = self.connection.cursor()
        with self._limited(dataset.name, cursor):
            source, how = self._rows_from(cursor, dataset, rows)
            declared = list(zip(dataset.locator[2:], (it.source_type for it in dataset.fields), strict=True))
            columns = columns_of(cursor, source, declared)
            asked = ", ".join(column.sql for column in columns)
            query = f"SELECT {asked} FROM {source}"  # noqa: S608 - names are quoted
            reader = cursor.sql(query).to_arrow_reader(_BATCH_ROWS)
        self._tell_text(dataset, columns)
        schema = reader.schema.empty_table().rename_columns([it.name for it in dataset.fields]).schema
        schema = _as_kept(schema)
        return Reading(schema, self._batches(reader, schema, dataset.name, cursor), query, how)

    def stop(self) -> None:
        """End a reading that was left half way, which would block the next."""
        if self._cursor is not None:
            self._cursor.close()
            self._cursor = None

    def _rows_from(
        self, cursor: "duckdb.DuckDBPyConnection", dataset: DatasetInfo, rows: int | None
    ) -> tuple[str, Literal["all", "random", "first"]]:
        table = f"{quoted(dataset.locator[0])}.{quoted(dataset.locator[1])}"
        if rows is None:
            return table, "all"
        if dataset.kind == "view" or "rowid" in map(str.lower, dataset.locator[2:]):
            return f"(SELECT * FROM {table} LIMIT {rows})", "first"  # noqa: S608 - names are quoted
        ((held,),) = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - names are quoted
        if held <= rows:
            return table, "all"
        spread = f"hash(rowid) % {_SPREAD} < {rows * _SPREAD // held}"
        return f"(SELECT * FROM {table} WHERE {spread})", "random"  # noqa: S608 - names are quoted

    def _batches(
        self, reader: "pa.RecordBatchReader", schema: "pa.Schema", target: str, cursor: "duckdb.DuckDBPyConnection"
    ) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        while True:
            with self._limited(target, cursor):
                batch = next(reader, None)
            if batch is None:
                return
            arrays = [values.cast(it.type) for values, it in zip(batch.columns, schema, strict=True)]
            yield pa.record_batch(arrays, schema=schema)

    def _tell_text(self, dataset: DatasetInfo, columns: list[Column]) -> None:
        for it, column in zip(dataset.fields, columns, strict=True):
            if column.as_text:
                self.report(Note(Reason.VALUE_AS_TEXT, dataset.name, it.name, column.as_text))

    @contextmanager
    def _limited(self, target: str, connection: "duckdb.DuckDBPyConnection") -> Iterator[None]:
        """Stop what DuckDB computes at the source's limit, and say its errors in our words."""
        import duckdb

        seconds = self.source.limits.statement_seconds
        timer = Timer(seconds, connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (duckdb.Error, OSError) as error:
            if "nterrupt" in str(error):
                raise SourceTimeLimit(system=self.source.system, target=target, seconds=seconds) from error
            raise told(error, self.path, self.source.system) from error
        finally:
            timer.cancel()


def _as_kept(schema: "pa.Schema") -> "pa.Schema":
    """Return the schema with every zone called UTC, which is what DuckDB's times with zone are kept in."""
    import pyarrow as pa

    kinds = [
        pa.timestamp(it.type.unit, tz="UTC") if pa.types.is_timestamp(it.type) and it.type.tz else it.type
        for it in schema
    ]
    return pa.schema([(it.name, kind) for it, kind in zip(schema, kinds, strict=True)])


def _begins_like_one(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(MAGIC_AT + len(MAGIC)).endswith(MAGIC)
    except OSError:
        return False


CONNECTOR = DuckdbConnector()
