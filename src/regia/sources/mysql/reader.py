"""The one connection: catalogue queries as texts, data as packets of rows, and locks given back after each."""

from collections.abc import Iterator
from contextlib import closing, suppress
from secrets import token_hex
from typing import Any

from regia.errors.sources import SourceError
from regia.sources.decoding import decoded
from regia.sources.mysql.faults import INTERRUPTED
from regia.sources.mysql.link import Link, connect
from regia.sources.mysql.packets import ProtocolBroken, RowPackets, Rows

SAVEPOINT = "regia"
Row = tuple[str | None, ...]
_ATTEMPTS = 3


class Reader:
    """Runs queries on a connection; whatever was still being read ends when the next one begins."""

    def __init__(self, connection: Any, link: Link, password: str | None) -> None:
        self._connection, self._link, self._password = connection, link, password
        self._active: RowPackets | None = None
        self._holds_locks = False
        # Tells our queries from everybody else's in the server's list of processes.
        self.mark = f"/* regia {token_hex(4)} */"

    def rows(self, query: str, *, on_data: bool = False) -> list[Row]:
        """Return the rows of a small result as texts; `on_data` tells a query that locks a table's definition.

        Raises:
            pymysql.MySQLError, OSError: the server refuses, or the connection broke.
        """
        self.free()
        self._holds_locks = on_data
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(query)
            return [tuple(decoded(value)[0] for value in row) for row in cursor.fetchall()]

    def run(self, statement: str) -> None:
        """Run a statement without a result.

        Raises:
            pymysql.MySQLError, OSError: the server refuses, or the connection broke.
        """
        self.free()
        self._connection.query(statement)

    def stream(self, query: str) -> Iterator[Rows]:
        """Run a query on data and give its rows as they come.

        Raises:
            pymysql.MySQLError, OSError, EOFError, ProtocolBroken: also while rows are drawn.
        """
        self.free()
        self._holds_locks = True
        self._connection.query(query.replace("SELECT", f"SELECT {self.mark}", 1), unbuffered=True)
        self._active = RowPackets(self._connection)
        return self._drawn(self._active)

    def free(self) -> None:
        """End what is being read and give back its locks, which would keep the owner from altering the table.

        Raises:
            pymysql.MySQLError, OSError, EOFError: the connection broke.
        """
        packets, self._active = self._active, None
        if packets is not None and not packets.done:
            self._kill()
            try:
                packets.skip()
            except (OSError, EOFError, ProtocolBroken):
                self._abandon()
                raise
        if self._holds_locks:
            self._give_back()
            self._holds_locks = False

    def _drawn(self, packets: RowPackets) -> Iterator[Rows]:
        import pymysql

        try:
            yield from packets
        except (OSError, EOFError, ProtocolBroken):
            self._abandon()
            raise
        finally:
            if self._active is packets:
                with suppress(pymysql.MySQLError, OSError, EOFError, ProtocolBroken):  # it shows at the next query
                    self.free()

    def _abandon(self) -> None:
        """Close a connection on which nothing can be told apart any more."""
        import pymysql

        self._active = None
        with suppress(pymysql.MySQLError):
            self._connection.close()

    def _give_back(self) -> None:
        import pymysql

        for attempt in range(_ATTEMPTS):
            try:
                self._connection.query(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}")
            except pymysql.MySQLError as error:
                # A query that ended just before it was killed leaves the blow to the next one.
                if error.args[0] != INTERRUPTED or attempt == _ATTEMPTS - 1:
                    raise
            else:
                return

    def _kill(self) -> None:
        """Have the server stop our query, by a second login; without one the rest of the rows is let by."""
        import pymysql

        thread = self._connection.thread_id()
        listed = f"SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = {thread}"  # noqa: S608
        with (
            suppress(SourceError, pymysql.MySQLError, OSError),
            closing(connect(self._link, self._password)) as other,
            closing(other.cursor()) as cursor,
        ):
            cursor.execute(listed)
            # Behind a load balancer this may be another server, and the number somebody else's.
            if any(self.mark.encode() in (query or b"") for (query,) in cursor.fetchall()):
                other.query(f"KILL QUERY {thread}")
