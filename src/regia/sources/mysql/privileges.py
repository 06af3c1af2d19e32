"""What a login may do, as SHOW GRANTS says it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAME = r"(?:`(?:[^`]|``)*`|\*)"
_GRANT = re.compile(
    rf"GRANT (?P<privileges>.+) ON (?:(?:TABLE|FUNCTION|PROCEDURE|PACKAGE|PACKAGE BODY) )?"
    rf"(?P<database>{_NAME})\.(?P<table>{_NAME}) TO .*?(?P<option>WITH GRANT OPTION)?\Z",
    re.DOTALL,
)
_PRIVILEGE = re.compile(r"\s*(?P<name>[A-Z_ ]+?)\s*(?P<columns>\((?:`(?:[^`]|``)*`|[^)`])*\))?(?:,|\Z)")
EVERYTHING = "ALL PRIVILEGES"
WRITING = frozenset(
    {
        EVERYTHING,
        "INSERT",
        "UPDATE",
        "DELETE",
        "DELETE HISTORY",
        "CREATE",
        "DROP",
        "ALTER",
        "INDEX",
        "TRIGGER",
        "EVENT",
        "CREATE VIEW",
        "CREATE ROUTINE",
        "ALTER ROUTINE",
    }
)
RULING = frozenset(
    {EVERYTHING, "SUPER", "FILE", "CREATE USER", "SHUTDOWN", "RELOAD", "SYSTEM_USER", "SYSTEM_VARIABLES_ADMIN"}
)


@dataclass(frozen=True)
class Grant:
    """One line: privileges on whole tables, and those given on single columns; "*" is any database or table."""

    database: str
    table: str
    privileges: frozenset[str]
    on_columns: frozenset[str]


def parse(lines: Iterable[str]) -> tuple[Grant, ...]:
    """Return the grants; lines on roles and proxies are left out."""
    matches = (_GRANT.match(line) for line in lines)
    return tuple(_grant(match) for match in matches if match)


def writing(grants: Iterable[Grant]) -> frozenset[str]:
    """Return the privileges that could change data."""
    return frozenset(name for grant in grants for name in grant.privileges | grant.on_columns if name in WRITING)


def ruling(grants: Iterable[Grant]) -> frozenset[str]:
    """Return the privileges that reach beyond data: files, logins, the server itself."""
    return frozenset(
        name for grant in grants if (grant.database, grant.table) == ("*", "*") for name in grant.privileges & RULING
    )


def column_by_column(grants: Iterable[Grant]) -> frozenset[tuple[str, str]]:
    """Return the tables (database, table) of which only single columns may be read."""
    listed = tuple(grants)
    wide = [grant for grant in listed if grant.privileges & {"SELECT", EVERYTHING}]
    single = {(grant.database, grant.table) for grant in listed if "SELECT" in grant.on_columns}
    return frozenset(it for it in single if not any(_covers(grant, *it) for grant in wide))


def _covers(grant: Grant, database: str, table: str) -> bool:
    if grant.database == "*":
        return True
    if grant.table == "*":
        return _pattern(grant.database).fullmatch(database) is not None
    return (grant.database, grant.table) == (database, table)


def _pattern(database: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|.", database, re.DOTALL)
    signs = {"_": ".", "%": ".*"}
    return re.compile("".join(signs.get(part) or re.escape(part[-1]) for part in parts), re.DOTALL)


def _grant(match: re.Match[str]) -> Grant:
    found = [it for it in _PRIVILEGE.finditer(match["privileges"]) if it["name"]]
    whole = {it["name"] for it in found if not it["columns"]}
    return Grant(
        _unquoted(match["database"]),
        _unquoted(match["table"]),
        frozenset(whole | ({"GRANT OPTION"} if match["option"] else set())),
        frozenset(it["name"] for it in found if it["columns"]),
    )


def _unquoted(name: str) -> str:
    return name if name == "*" else name[1:-1].replace("``", "`")
