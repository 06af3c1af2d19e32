"""The connection to a server: how it is asked for, and what it is bound to before its first query."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from regia.errors.sources import SourceBroken, TlsFailed
from regia.sources.address import Address, parse
from regia.sources.mysql.faults import DEFAULT_PORT, lock_seconds, not_connected
from regia.workspace.company import Source

if TYPE_CHECKING:
    import ssl

CONNECT_SECONDS = 10
# How long the server waits for us to take rows: the snapshot writes to disk meanwhile.
PATIENCE_SECONDS = 600
SslMode = Literal["disabled", "preferred", "required", "verify_ca", "verify_identity"]
SSL_MODES: tuple[SslMode, ...] = ("disabled", "preferred", "required", "verify_ca", "verify_identity")
OPTIONS = ("ssl-mode", "ssl-ca", "ssl-cert", "ssl-key", "connect-timeout", "socket")
_UNKNOWN_VARIABLE = frozenset({1193, 1231, 1232, 1227, 1238})


@dataclass(frozen=True)
class Link:
    """A server as a source names it."""

    source: Source
    address: Address

    @property
    def place(self) -> str:
        """`host:port`, as messages name it."""
        return self.address.option("socket") or self.address.place(DEFAULT_PORT)

    @property
    def ssl_mode(self) -> SslMode:
        """Whether the connection must be encrypted, and the server's certificate checked."""
        return cast("SslMode", self.address.option("ssl-mode", "preferred").lower().replace("-", "_"))

    @property
    def settings(self) -> tuple[str, ...]:
        """What the session is bound to; a server that does not know one of them does without."""
        source = self.source
        seconds, idle = source.limits.statement_seconds, source.limits.minutes * 60 + source.limits.statement_seconds
        return (
            "SESSION autocommit = 1",
            "SESSION sql_mode = ''",
            "SESSION time_zone = '+00:00'",
            "SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SESSION TRANSACTION READ ONLY",
            f"SESSION lock_wait_timeout = {lock_seconds(source)}",
            f"SESSION max_statement_time = {seconds}",  # MariaDB, in seconds
            f"SESSION max_execution_time = {seconds * 1000}",  # MySQL, in milliseconds
            f"SESSION net_write_timeout = {PATIENCE_SECONDS}",
            f"SESSION wait_timeout = {idle}",
            "SESSION sql_big_selects = 1",
            "SESSION query_cache_type = 0",
            "SESSION information_schema_stats_expiry = 0",
        )


def link_of(source: Source) -> Link:
    """Take a source's address apart.

    Raises:
        SourceBroken: an option that is not known.
    """
    link = Link(source, parse(source))
    for name, _ in link.address.options:
        if name not in OPTIONS:
            raise SourceBroken(system=source.system, detail=f"option '{name}'; known: {', '.join(OPTIONS)}")
    if link.ssl_mode not in SSL_MODES:
        known = ", ".join(SSL_MODES)
        raise SourceBroken(system=source.system, detail=f"ssl-mode '{link.ssl_mode}'; known: {known}")
    return link


@contextmanager
def connected(link: Link, password: str | None) -> Iterator[Any]:
    """Give a `pymysql.Connection` that is bound to the link's settings.

    Raises:
        SourceError: it cannot be made.
    """
    connection = connect(link, password)
    try:
        _bind(connection, link, password)
        yield connection
    finally:
        with suppress(Exception):
            connection.close()


def connect(link: Link, password: str | None) -> Any:
    """Return a new `pymysql.Connection`.

    Raises:
        SourceError: it cannot be made.
    """
    import pymysql

    address, seconds = link.address, link.source.limits.statement_seconds
    try:
        return pymysql.connect(
            host=address.host,
            port=address.port or DEFAULT_PORT,
            unix_socket=address.option("socket") or None,
            user=address.user,
            password=(password or "").encode(),
            database=address.database,
            charset="utf8mb4",
            conv={},
            use_unicode=False,
            autocommit=None,
            connect_timeout=int(address.option("connect-timeout") or CONNECT_SECONDS),
            read_timeout=seconds + CONNECT_SECONDS,
            program_name="regia",
            **_encryption(link),
        )
    except (pymysql.MySQLError, OSError, RuntimeError, ValueError) as error:
        raise not_connected(link.source, address, error, password) from None


def _encryption(link: Link) -> dict[str, Any]:
    if link.ssl_mode == "disabled":
        return {"ssl_disabled": True}
    if link.ssl_mode == "preferred":
        return {}
    try:
        return {"ssl": _context(link)}
    except OSError as error:
        named = link.address.option("ssl-ca") or link.address.option("ssl-cert")
        raise TlsFailed(system=link.source.system, host=link.place, detail=f"{named}: {error}") from error


def _context(link: Link) -> "ssl.SSLContext":
    import ssl

    context = ssl.create_default_context(cafile=link.address.option("ssl-ca") or None)
    context.check_hostname = link.ssl_mode == "verify_identity"
    context.verify_mode = ssl.CERT_NONE if link.ssl_mode == "required" else ssl.CERT_REQUIRED
    # The certificates that MySQL makes for itself do not pass the strict check of Python 3.13.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if certificate := link.address.option("ssl-cert"):
        context.load_cert_chain(certificate, link.address.option("ssl-key") or None)
    return context


def _bind(connection: Any, link: Link, password: str | None) -> None:
    import pymysql

    try:
        for setting in link.settings:
            _set(connection, setting)
    except (pymysql.MySQLError, OSError) as error:
        raise not_connected(link.source, link.address, error, password) from None


def _set(connection: Any, setting: str) -> None:
    import pymysql

    try:
        connection.query(f"SET {setting}")
    except pymysql.MySQLError as error:
        if error.args[0] not in _UNKNOWN_VARIABLE:
            raise
