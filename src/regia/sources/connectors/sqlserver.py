"""SQL Server databases. Written from Microsoft's documentation and not yet tried on a real server."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from regia.sources.address import parse
from regia.sources.connector import Capabilities, Report
from regia.sources.sqlserver.link import connect
from regia.sources.sqlserver.session import Asked, SqlServerSession
from regia.workspace.company import Source


class SqlServerConnector:
    """The SQL Server connector."""

    kind = "sqlserver"
    example = "sqlserver://reader@db.example.it/erp"
    # One moment for all depends on the database, which may not allow snapshot isolation: it is not promised.
    capabilities = Capabilities(keys=True, references=True, server=True, proven=False)

    def claims(self, source: Source) -> bool:
        """Whether the address says sqlserver or mssql."""
        return source.url.lower().startswith(("sqlserver:", "mssql:"))

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator[SqlServerSession]:
        """Open a session on one database.

        Raises:
            SourceError: unreachable, refused, missing, not readable.
        """
        import pytds

        asked = Asked(source, parse(source), password)
        connection = connect(source, asked.address, password)
        try:
            yield SqlServerSession(asked, connection, report)
        finally:
            with suppress(pytds.Error, OSError):
                connection.close()


CONNECTOR = SqlServerConnector()
