"""PostgreSQL servers: everything at one moment, read-only, in bounded memory, each value as the server holds it."""

from collections.abc import Iterator
from contextlib import contextmanager

from regia.sources.connector import Capabilities, Report
from regia.sources.postgresql.faults import not_connected
from regia.sources.postgresql.link import Link, link_of, open_anchor
from regia.sources.postgresql.reader import Reader
from regia.sources.postgresql.server import meet
from regia.sources.postgresql.session import PostgresqlSession
from regia.workspace.company import Source


class PostgresqlConnector:
    """The PostgreSQL connector."""

    kind = "postgresql"
    example = "postgresql://reader@db.example.it/sales"
    capabilities = Capabilities(transaction=True, fingerprint=True, keys=True, references=True, server=True)

    def claims(self, source: Source) -> bool:
        """Whether the address says postgresql or postgres."""
        return source.url.lower().startswith(("postgresql:", "postgres:"))

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator[PostgresqlSession]:
        """Open a read-only session.

        Raises:
            SourceError: unreachable, refused, missing, not readable.
        """
        link = link_of(source)
        with _session(link, password, report) as session:
            yield session


@contextmanager
def _session(link: Link, password: str | None, report: Report) -> Iterator[PostgresqlSession]:
    import psycopg

    anchor = open_anchor(link, password)
    try:
        try:
            server = meet(anchor)
        except psycopg.Error as error:
            raise not_connected(link.source, dict(link.parameters), str(error), password) from None
        reader = Reader(link, password, server)
        try:
            yield PostgresqlSession(link, anchor, reader, server, report)
        finally:
            reader.close()
    finally:
        anchor.close()


CONNECTOR = PostgresqlConnector()
