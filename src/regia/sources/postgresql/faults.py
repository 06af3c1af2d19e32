"""What a driver says, in our words: which error it is, what to do, and never a password in it."""

import re
from urllib.parse import quote, quote_plus

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
from regia.sources.postgresql.grants import grant_connect, grant_select
from regia.workspace.company import Source
from regia.workspace.secrets import HIDDEN, redact

# libpq speaks English; the server speaks its own language, so its words are weighed with the names it quotes.
_TLS = re.compile(r"SSL|certificate|\btls\b", re.IGNORECASE)
_SILENT = re.compile(
    r"refused|timeout|timed out|translate host name|no route|unreachable|name or service|temporary failure"
    r"|could not resolve|reset by peer|no such file|closed the connection|shutting down|starting up",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"password|passwort|mot de passe|contraseña|senha|authenti|autenti|SCRAM"
    r"|\b(?:role|ruolo|rolle|rôle|rol)\b",
    re.IGNORECASE,
)
_NOISE = ("connection failed: ", "Is the server running on that host and accepting TCP/IP connections?")
LOST_STATES = ("08", "57P")
_TIMED_OUT, _LOCKED, _DENIED = "57014", "55P03", "42501"


def clean(message: str, password: str | None) -> str:
    """Return a driver's message on one line, without the password in any of its spellings."""
    text = " ".join(message.split())
    for spelling in _spellings(password or ""):
        text = text.replace(spelling, HIDDEN)
    return redact(text)


def _spellings(password: str) -> list[str]:
    escaped = password.replace("\\", "\\\\").replace("'", "\\'")
    urls = (quote(password, safe=""), quote(password), quote_plus(password))
    found = {password, " ".join(password.split()), escaped, repr(password)[1:-1], *urls}
    return sorted((spelling for spelling in found if spelling), key=len, reverse=True)


def unknown_option(source: Source, name: str, known: list[str]) -> SourceError:
    """Return the error for an option that libpq does not get from us."""
    return SourceBroken(system=source.system, detail=f"option '{name}'; known: {', '.join(known)}")


def not_connected(source: Source, asked: dict[str, str], message: str, password: str | None) -> SourceError:
    """Return what a failed connection means; `asked` are libpq's parameters, without the password."""
    detail = clean(message, password)
    for noise in _NOISE:
        detail = detail.replace(noise, "").strip()
    host, user = f"{asked['host']}:{asked['port']}", asked.get("user", "")
    database = asked.get("dbname", user)
    said = detail.rpartition("failed: ")[2]
    if "pg_hba.conf" in said:
        line = f"hostssl {database} {user} <IP>/32 scram-sha-256  # pg_hba.conf"
        return ClientNotAdmitted(system=source.system, host=host, user=user, detail=detail, grant=line)
    if "FATAL" not in said and _SILENT.search(said):
        return SourceUnreachable(system=source.system, host=host, detail=detail)
    words = _without(said, user, database)
    if _TLS.search(words) and not _LOGIN.search(words):
        return TlsFailed(system=source.system, host=host, detail=detail)
    return _refused(source, host, user, database, said)


def _refused(source: Source, host: str, user: str, database: str, said: str) -> SourceError:
    words, named = _without(said, user, database), _quoted(said)
    if "CONNECT" in words and database in named:
        grant = grant_connect(database, user)
        return GrantMissing(system=source.system, user=user, target=f'"{database}"', grant=grant)
    if _LOGIN.search(words) or (user in named and user != database):
        return LoginRefused(system=source.system, host=host, user=user)
    if database in named:
        return DatabaseMissing(system=source.system, host=host, database=database)
    return SourceBroken(system=source.system, detail=said)


def _quoted(said: str) -> set[str]:
    """Return the names that a message quotes, in whatever marks its language uses."""
    return {name.strip() for name in re.findall(r'["«»„“”](.+?)["«»„“”]', said)}


def _without(said: str, *names: str) -> str:
    """Return a message's own words: a database may be called anything, `role` and `ssl` too."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        said = said.replace(name, "")
    return said


def lost(source: Source, target: str, message: str, password: str | None) -> SourceError:
    """Return the error of a connection that broke."""
    detail = clean(message, password) or "no answer"
    return ConnectionLost(system=source.system, target=target, detail=detail)


def not_read(
    source: Source, locator: tuple[str, ...], state: str | None, message: str, password: str | None, *, user: str
) -> SourceError:
    """Return what a failed query on a dataset means, by its SQLSTATE; `locator` begins with schema and table."""
    target = ".".join(locator[:2])
    if state == _TIMED_OUT:
        return SourceTimeLimit(system=source.system, target=target, seconds=source.limits.statement_seconds)
    if state == _LOCKED:
        return DatasetLocked(system=source.system, target=target, seconds=lock_seconds(source))
    if state == _DENIED:
        grant = grant_select(locator[0], locator[1], user, usage=False)
        return GrantMissing(system=source.system, user=user, target=target, grant=grant)
    if state and state.startswith(LOST_STATES):
        return lost(source, target, message, password)
    return SourceBroken(system=source.system, detail=f"{target}: {clean(message, password)}")


def lock_seconds(source: Source) -> int:
    """Return how long a query waits for somebody else's lock, in seconds."""
    return min(10, source.limits.statement_seconds)
