"""The connections to a server: how they are asked for, and what each is bound to before its first query."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regia.errors.sources import SourceBroken
from regia.sources.address import parse
from regia.sources.postgresql.faults import lock_seconds, not_connected, unknown_option
from regia.workspace.company import Source

if TYPE_CHECKING:
    import psycopg

DEFAULT_PORT = 5432
CONNECT_SECONDS = 10
_OPTIONS = frozenset(
    {
        "host",
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "sslcrl",
        "sslnegotiation",
        "channel_binding",
        "connect_timeout",
        "gssencmode",
        "krbsrvname",
        "hostaddr",
        "target_session_attrs",
    }
)
# PostgreSQL prints the same value in many ways; these are the ones it can read back without loss.
_PRINTING = {
    "client_encoding": "UTF8",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "3",
    "bytea_output": "hex",
}
# One process of the customer's server at a time, and no compiling of queries that only copy.
_GENTLE = {"max_parallel_workers_per_gather": "0", "jit": "off"}


@dataclass(frozen=True)
class Link:
    """A server as a source names it; `parameters` are libpq's, without the password."""

    source: Source
    parameters: tuple[tuple[str, str], ...]

    @property
    def host(self) -> str:
        """The host's name, or the folder of its socket."""
        return dict(self.parameters)["host"]

    @property
    def place(self) -> str:
        """`host:port`, as messages name it."""
        return f"{self.host}:{dict(self.parameters)['port']}"

    @property
    def settings(self) -> dict[str, str]:
        """What every session is bound to: nothing written, limited times, one way to print values."""
        milliseconds = self.source.limits.statement_seconds * 1000
        idle = (self.source.limits.minutes * 60 + self.source.limits.statement_seconds) * 1000
        return {
            "default_transaction_read_only": "on",
            "statement_timeout": str(milliseconds),
            "lock_timeout": str(lock_seconds(self.source) * 1000),
            "idle_in_transaction_session_timeout": str(idle),
            **_GENTLE,
            **_PRINTING,
        }


def link_of(source: Source) -> Link:
    """Take a source's address apart into what libpq is asked.

    Raises:
        SourceBroken: a port that is no number, an option that is not known.
    """
    try:
        address = parse(source)
    except ValueError as error:
        raise SourceBroken(system=source.system, detail=f"{error}") from None
    for name, _ in address.options:
        if name not in _OPTIONS:
            raise unknown_option(source, name, sorted(_OPTIONS))
    asked = {
        "host": address.host,
        "port": str(address.port or DEFAULT_PORT),
        "user": address.user,
        "dbname": address.database,
        "application_name": "regia",
        "connect_timeout": str(CONNECT_SECONDS),
        "keepalives_idle": "60",
        **dict(address.options),
    }
    return Link(source, tuple((name, value) for name, value in asked.items() if value))


def open_anchor(link: Link, password: str | None) -> "psycopg.Connection[tuple[Any, ...]]":
    """Open the connection that holds the moment and asks the catalogue.

    Raises:
        SourceError: it cannot be made.
    """
    import psycopg

    try:
        connection = psycopg.connect(conninfo(link, password), autocommit=True, prepare_threshold=None)
    except psycopg.Error as error:
        raise not_connected(link.source, dict(link.parameters), str(error), password) from None
    try:
        _bind(connection, link)
    except psycopg.Error as error:
        connection.close()
        raise not_connected(link.source, dict(link.parameters), str(error), password) from None
    return connection


def _bind(connection: "psycopg.Connection[tuple[Any, ...]]", link: Link) -> None:
    import psycopg

    # Empty, so that nobody's function can stand in for one of the catalogue's.
    for name, value in {**link.settings, "search_path": ""}.items():
        connection.execute("SELECT pg_catalog.set_config(%s, %s, false)", (name, value))
    connection.autocommit = False
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True


def conninfo(link: Link, password: str | None) -> str:
    """Return what libpq is asked as one text; it holds the password, so it must never be shown."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo(**dict(link.parameters), password=password)
