"""What a server says, in our words: which error it is, what to do, and never a password in it.

Numbers from MySQL's and MariaDB's error references.
"""

import ssl
from typing import Any

from regia.errors.servers import ClientNotAdmitted, DatasetLocked
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
from regia.sources.mysql.grants import admit, grant_database, grant_table
from regia.workspace.company import Source

DEFAULT_PORT = 3306
REFUSED = frozenset({1045, 1524, 1698, 1820, 1862, 1873, 3118, 3955, 4151, 2059, 2061})
NOT_ADMITTED = frozenset({1129, 1130})
NO_TLS = frozenset({2026, 3159})
LOST = frozenset({1053, 1080, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 2055, 4031})
TIME_LIMIT = frozenset({1969, 3024})
INTERRUPTED = 1317
_DATABASE_DENIED, _DATABASE_MISSING, _LOCKED = 1044, 1049, 1205
_TABLE_DENIED = frozenset({1142, 1143})


def not_connected(source: Source, address: Address, error: Exception, password: str | None) -> SourceError:
    """Return what a failed connection means."""
    system, host = source.system, address.place(DEFAULT_PORT)
    number, detail = told(error, password)
    cause = getattr(error, "original_exception", error)
    if isinstance(cause, ssl.SSLError) or number in NO_TLS or _needs_tls(error):
        return TlsFailed(system=system, host=host, detail=clean(str(cause), password))
    if refused := _refused(source, address, number, detail):
        return refused
    if number is None and not isinstance(error, OSError):
        return SourceBroken(system=system, detail=detail)
    return SourceUnreachable(system=system, host=host, detail=clean(str(cause), password))


def _refused(source: Source, address: Address, number: int | None, detail: str) -> SourceError | None:
    system, host = source.system, address.place(DEFAULT_PORT)
    user, database = address.user or "", address.database or ""
    if number in REFUSED:
        return LoginRefused(system=system, host=host, user=user)
    if number in NOT_ADMITTED:
        sql = admit(user, [database] if database else [])
        return ClientNotAdmitted(system=system, host=host, user=user, detail=detail, grant=sql)
    if number == _DATABASE_DENIED:
        grant = grant_database(database, user)
        return GrantMissing(system=system, user=user, target=f"`{database}`", grant=grant)
    if number == _DATABASE_MISSING:
        return DatabaseMissing(system=system, host=host, database=database)
    return None


def not_read(
    source: Source, locator: tuple[str, str], error: Exception, password: str | None, *, user: str
) -> SourceError:
    """Return what a failed query on a dataset means; `locator` is database and table."""
    number, detail = told(error, password)
    system, target = source.system, ".".join(locator)
    if is_lost(error):
        return ConnectionLost(system=system, target=target, detail=detail)
    if number in TIME_LIMIT:
        return SourceTimeLimit(system=system, target=target, seconds=source.limits.statement_seconds)
    if number == _LOCKED:
        return DatasetLocked(system=system, target=target, seconds=lock_seconds(source))
    if number in _TABLE_DENIED:
        return GrantMissing(system=system, user=user, target=target, grant=grant_table(*locator, user))
    return SourceBroken(system=system, detail=f"{target}: {detail}")


def is_lost(error: Exception) -> bool:
    """Whether the connection is gone with the error."""
    import pymysql

    number, _ = told(error, None)
    if isinstance(error, pymysql.err.InterfaceError) and not number:
        return True
    return number in LOST or isinstance(error, (OSError, EOFError))


def told(error: Exception, password: str | None) -> tuple[int | None, str]:
    """Return the server's number for an error, and its words without the password."""
    arguments: tuple[Any, ...] = error.args
    if len(arguments) >= 2 and isinstance(arguments[0], int) and not isinstance(error, OSError):
        return arguments[0], clean(f"{arguments[1]} ({arguments[0]})", password)
    return None, clean(str(error), password) or type(error).__name__


def lock_seconds(source: Source) -> int:
    """Return how long a query waits for somebody else's lock, in seconds."""
    return max(1, min(10, source.limits.statement_seconds))


def _needs_tls(error: Exception) -> bool:
    # PyMySQL cannot send some passwords without TLS, unless another package is there.
    return isinstance(error, RuntimeError) and "cryptography" in str(error)
