"""The connection to a server: how it is asked for, and what it is bound to before its first query."""

from typing import Any

from regia.errors.sources import SourceBroken
from regia.sources.address import Address
from regia.sources.sqlserver.faults import DEFAULT_PORT, lock_seconds, not_connected
from regia.workspace.company import Source

CONNECT_SECONDS = 10
OPTIONS = ("cafile", "validate-host")


def connect(source: Source, address: Address, password: str | None) -> Any:
    """Return a new `pytds.Connection` without a transaction.

    Raises:
        SourceError: it cannot be made.
    """
    import pytds

    for name, _ in address.options:
        if name not in OPTIONS:
            raise SourceBroken(system=source.system, detail=f"option '{name}'; known: {', '.join(OPTIONS)}")
    try:
        return pytds.connect(
            dsn=address.host,
            port=address.port or DEFAULT_PORT,
            database=address.database,
            user=address.user,
            password=password,
            timeout=source.limits.statement_seconds,
            login_timeout=CONNECT_SECONDS,
            appname="regia",
            autocommit=True,
            readonly=True,
            cafile=address.option("cafile") or None,
            validate_host=address.option("validate-host", "yes") != "no",
        )
    except (pytds.Error, OSError, ValueError) as error:
        raise not_connected(source, address, error, password) from None


def settings(source: Source, *, snapshot: bool) -> tuple[str, ...]:
    """Return what the session is bound to; SQL Server has no read-only transaction, so that grants must do it."""
    level = "SNAPSHOT" if snapshot else "READ COMMITTED"
    return (
        "SET LANGUAGE us_english",
        "SET ANSI_DEFAULTS ON",
        "SET IMPLICIT_TRANSACTIONS OFF",
        f"SET LOCK_TIMEOUT {lock_seconds(source) * 1000}",
        "SET DEADLOCK_PRIORITY LOW",
        f"SET TRANSACTION ISOLATION LEVEL {level}",
        *(("BEGIN TRANSACTION",) if snapshot else ()),
    )
