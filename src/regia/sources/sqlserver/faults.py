"""What a server says, in our words: which error it is, what to do, and never a password in it.

Numbers from Microsoft's "Database engine events and errors".
"""

from regia.errors.servers import DatasetLocked
from regia.errors.sources import (
    ConnectionLost,
    DatabaseMissing,
    GrantMissing,
    LoginRefused,
    SourceBroken,
    SourceError,
    SourceTimeLimit,
    SourceUnreachable,
    TlsFailed,
)
from regia.sources.address import Address
from regia.sources.driver_message import clean
from regia.sources.sqlserver.types import quote
from regia.workspace.company import Source

DEFAULT_PORT = 1433
REFUSED = frozenset({18452, 18456, 18461, 18470, 18486, 18487, 18488})
_DATABASE_CLOSED = frozenset({4060, 911})
_NO_ACCESS, _LOCKED = 916, 1222
_DENIED = frozenset({229, 230, 300, 371})


def grant_database(user: str) -> str:
    """Return the SQL that lets a login read a whole database."""
    return f"CREATE USER {quote(user)} FOR LOGIN {quote(user)}; ALTER ROLE db_datareader ADD MEMBER {quote(user)};"


def grant_table(schema: str, table: str, user: str) -> str:
    """Return the grant that lets a user read one table."""
    return f"GRANT SELECT ON {quote(schema)}.{quote(table)} TO {quote(user)};"


def not_connected(source: Source, address: Address, error: Exception, password: str | None) -> SourceError:
    """Return what a failed connection means."""
    system, host = source.system, address.place(DEFAULT_PORT)
    number, detail = getattr(error, "msg_no", 0), clean(str(error), password)
    user, database = address.user or "", address.database or ""
    if number in REFUSED:
        return LoginRefused(system=system, host=host, user=user)
    if number == _NO_ACCESS:
        return GrantMissing(system=system, user=user, target=quote(database), grant=grant_database(user))
    if number in _DATABASE_CLOSED:
        return DatabaseMissing(system=system, host=host, database=database)
    if any(word in detail.lower() for word in ("encrypt", "tls", "ssl", "certificate")):
        return TlsFailed(system=system, host=host, detail=detail)
    if isinstance(error, OSError):
        return SourceUnreachable(system=system, host=host, detail=detail)
    return SourceBroken(system=system, detail=detail)


def not_read(
    source: Source, locator: tuple[str, str], error: Exception, password: str | None, *, user: str
) -> SourceError:
    """Return what a failed query on a dataset means; `locator` is schema and table."""
    number, detail = getattr(error, "msg_no", 0), clean(str(error), password)
    system, target = source.system, ".".join(locator)
    if isinstance(error, TimeoutError):
        return SourceTimeLimit(system=system, target=target, seconds=source.limits.statement_seconds)
    if isinstance(error, OSError) or type(error).__name__ in ("ClosedConnectionError", "InterfaceError"):
        return ConnectionLost(system=system, target=target, detail=detail)
    if number == _LOCKED:
        return DatasetLocked(system=system, target=target, seconds=lock_seconds(source))
    if number in _DENIED:
        return GrantMissing(system=system, user=user, target=target, grant=grant_table(*locator, user))
    return SourceBroken(system=system, detail=f"{target}: {detail}")


def lock_seconds(source: Source) -> int:
    """Return how long a query waits for somebody else's lock, in seconds."""
    return max(1, min(10, source.limits.statement_seconds))
