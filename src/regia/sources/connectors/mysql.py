"""MySQL and MariaDB servers: one moment, read-only, in bounded memory, each value as the server holds it."""

from collections.abc import Iterator
from contextlib import contextmanager

from regia.sources.connector import Capabilities, Report
from regia.sources.mysql.faults import not_connected
from regia.sources.mysql.link import Link, connected, link_of
from regia.sources.mysql.reader import Reader
from regia.sources.mysql.server import Server, meet
from regia.sources.mysql.session import MysqlSession
from regia.workspace.company import Source


class MysqlConnector:
    """The MySQL and MariaDB connector."""

    kind = "mysql"
    example = "mysql://reader@db.example.it/shop"
    capabilities = Capabilities(transaction=True, fingerprint=True, keys=True, references=True, server=True)

    def claims(self, source: Source) -> bool:
        """Whether the address says mysql or mariadb."""
        return source.url.lower().startswith(("mysql:", "mariadb:"))

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator[MysqlSession]:
        """Open a read-only session on one database, or on all that the login sees.

        Raises:
            SourceError: unreachable, refused, missing, not readable.
        """
        link = link_of(source)
        with connected(link, password) as connection:
            reader = Reader(connection, link, password)
            yield MysqlSession(link, reader, _met(reader, link, password), password, report)


def _met(reader: Reader, link: Link, password: str | None) -> Server:
    import pymysql

    try:
        return meet(reader)
    except (pymysql.MySQLError, OSError) as error:
        raise not_connected(link.source, link.address, error, password) from None


CONNECTOR = MysqlConnector()
