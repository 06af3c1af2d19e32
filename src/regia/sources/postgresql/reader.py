"""The connection that streams data: at the anchor's moment, one dataset at a time, locks given back after each."""

from collections.abc import Iterator
from contextlib import closing, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from regia.errors.sources import SourceError
from regia.sources.postgresql.faults import lost, not_connected, not_read
from regia.sources.postgresql.link import Link, conninfo
from regia.sources.postgresql.server import Server

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_BYTES = str(4 * 1024 * 1024)
_TIMED_OUT = "57014"
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Reader:
    """Streams queries; opened when first needed, and again after a loss, always at the same exported snapshot."""

    def __init__(self, link: Link, password: str | None, server: Server) -> None:
        self._link, self._password, self._server = link, password, server
        self._connection: Any = None
        self._stream: Iterator[pa.RecordBatch] | None = None
        self.opened = 0

    def close(self) -> None:
        """End the stream under way and the connection."""
        self._end_stream()
        self._drop()

    def stream(
        self, query: str, locator: tuple[str, ...], *, user: str
    ) -> "tuple[pa.Schema, Iterator[pa.RecordBatch]]":
        """Ask a query and return its schema and batches; what was streaming before ends.

        Raises:
            SourceError: refused, or the connection is lost; drawing batches raises the same.
        """
        self._end_stream()
        batches = self._batches(query, locator, user)
        schema: pa.Schema = next(batches)
        self._stream = batches
        return schema, batches

    def _batches(self, query: str, locator: tuple[str, ...], user: str) -> Iterator[Any]:
        """Give the schema, then the batches."""
        import pyarrow as pa
        from adbc_driver_manager import Error

        connection = self._open()
        started = monotonic()
        cursor = connection.cursor()
        try:
            cursor.execute("SAVEPOINT dataset")
            cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": _BATCH_BYTES})
            cursor.execute(query)
            with closing(cursor.fetch_record_batch()) as batches:
                yield batches.schema
                yield from batches
        except (Error, pa.ArrowException, OSError) as error:
            raise self._failed(error, cursor, locator, started, user) from None
        except GeneratorExit:
            self._interrupt(cursor)
            raise
        else:
            self._release(cursor)

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = self._connect()
            self.opened += 1
        return self._connection

    def _connect(self) -> Any:
        from adbc_driver_manager import Error
        from adbc_driver_postgresql import dbapi

        try:
            connection = dbapi.connect(conninfo(self._link, self._password), autocommit=True)
        except Error as error:
            raise not_connected(self._link.source, dict(self._link.parameters), str(error), self._password) from None
        try:
            self._bind(connection)
        except Error as error:
            connection.close()
            raise lost(self._link.source, self._link.place, str(error), self._password) from None
        return connection

    def _bind(self, connection: Any) -> None:
        settings = self._link.settings
        if not self._server.checks_encoding:
            settings["client_encoding"] = (
                self._server.encoding
            )  # its bytes as they are: there is nothing to convert from
        for name, value in settings.items():
            _run(connection, f"SET {name} = '{value}'")
        _run(connection, _BEGIN)
        _run(connection, f"SET TRANSACTION SNAPSHOT '{self._server.snapshot}'")

    def _release(self, cursor: Any) -> None:
        """Go back to before the dataset, which gives its locks back: nobody waits for a table already read."""
        cursor.close()
        _run(self._connection, "ROLLBACK TO SAVEPOINT dataset")
        _run(self._connection, "RELEASE SAVEPOINT dataset")

    def _interrupt(self, cursor: Any) -> None:
        """Stop a stream that nobody will draw to its end; closing it alone would draw it all."""
        from adbc_driver_manager import Error

        try:
            cursor.adbc_cancel()
            self._release(cursor)
        except (Error, OSError):
            self._drop()

    def _failed(
        self, error: Exception, cursor: Any, locator: tuple[str, ...], started: float, user: str
    ) -> SourceError:
        from adbc_driver_manager import Error

        source, message = self._link.source, str(error)
        try:
            self._release(cursor)
        except (Error, OSError) as broken:
            self._drop()
            return lost(source, ".".join(locator), message or str(broken), self._password)
        state = getattr(error, "sqlstate", None)
        if state is None and monotonic() - started >= source.limits.statement_seconds * 0.95:
            state = _TIMED_OUT  # an error in the middle of a stream comes without its SQLSTATE
        return not_read(source, locator, state, _first_part(message), self._password, user=user)

    def _end_stream(self) -> None:
        if self._stream is not None:
            self._stream.close()  # type: ignore[attr-defined]
            self._stream = None

    def _drop(self) -> None:
        from adbc_driver_manager import Error

        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Error, OSError):
                connection.close()


def _run(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _first_part(message: str) -> str:
    """Return a driver's message without the query, which is long and kept elsewhere."""
    return " ".join(message.partition("Query was:")[0].split())
