"""What the server itself computes or exchanges: texts of views, routines, triggers and events, and links elsewhere.

No password is among them: of a link only where it leads is kept.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from regia.model.note import Note, Reason
from regia.sources.connector import Report
from regia.sources.mysql.catalogue import Table, literal
from regia.sources.mysql.types import quote
from regia.workspace.secrets import redact

if TYPE_CHECKING:
    from regia.sources.mysql.reader import Reader

Definition = tuple[str, str]

_VIEWS = """
SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS
WHERE TABLE_SCHEMA = {database} AND VIEW_DEFINITION <> '' ORDER BY 1
"""
_ROUTINES = """
SELECT ROUTINE_TYPE, ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES
WHERE ROUTINE_SCHEMA = {database} AND ROUTINE_DEFINITION IS NOT NULL ORDER BY 1, 2
"""
_TRIGGERS = """
SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT
FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = {database} ORDER BY 1, 2
"""
_EVENTS = """
SELECT EVENT_NAME, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD, STARTS, ENDS, STATUS, EVENT_DEFINITION
FROM information_schema.EVENTS WHERE EVENT_SCHEMA = {database} ORDER BY 1
"""
_SERVERS = "SELECT Server_name, Wrapper, Host, Port, Db FROM mysql.servers ORDER BY 1"
_REPLICATION = {"SHOW ALL SLAVES STATUS": (0, 3, 5), "SHOW REPLICA STATUS": (None, 1, 3)}
"""How MariaDB and MySQL say whom they replicate; the columns of the name, the host and the port."""
_DENIED = frozenset({1142, 1143, 1146, 1044})
_UNKNOWN_OR_DENIED = frozenset({1064, 1227})
_USER_IN_URL = re.compile(r"://[^/'\s]*@")
_LOGIN = re.compile(r"\b(user(?:name)?|uid|pwd|password)\s*[= ]\s*[^;,\s]*", re.IGNORECASE)


def read_definitions(
    reader: "Reader", databases: Sequence[str], tables: Sequence[Table], report: Report
) -> Iterator[Definition]:
    """Return each definition's kind and name, with its text; a link that cannot be read is told.

    Raises:
        pymysql.MySQLError, OSError: the server refuses, or the connection broke.
    """
    for database in databases:
        within = literal(database)
        for name, text in reader.rows(_VIEWS.format(database=within)):
            yield f"view {database}.{name}", text or ""
        for kind, name, text in reader.rows(_ROUTINES.format(database=within)):
            yield f"{(kind or '').lower()} {database}.{name}", text or ""
        yield from _triggers(reader, database)
        yield from _events(reader, database)
    yield from _servers(reader)
    yield from _replication(reader)
    for table in tables:
        if table.elsewhere and not table.is_view:
            yield from _link(reader, table, report)


def _triggers(reader: "Reader", database: str) -> Iterator[Definition]:
    for table, name, timing, event, statement in reader.rows(_TRIGGERS.format(database=literal(database))):
        head = f"CREATE TRIGGER {quote(name or '')} {timing} {event} ON {quote(table or '')} FOR EACH ROW"
        yield f"trigger {database}.{table}.{name}", f"{head} {statement}"


def _events(reader: "Reader", database: str) -> Iterator[Definition]:
    for name, once, every, unit, starts, ends, status, text in reader.rows(_EVENTS.format(database=literal(database))):
        schedule = f"AT '{once}'" if once else f"EVERY '{every}' {unit}"
        limits = "".join(f" {word} '{value}'" for word, value in (("STARTS", starts), ("ENDS", ends)) if value)
        active = "ENABLE" if status == "ENABLED" else "DISABLE"
        yield (
            f"event {database}.{name}",
            f"CREATE EVENT {quote(name or '')} ON SCHEDULE {schedule}{limits} {active} DO {text}",
        )


def _servers(reader: "Reader") -> Iterator[Definition]:
    import pymysql

    try:
        rows = reader.rows(_SERVERS)
    except pymysql.MySQLError as error:
        if error.args[0] not in _DENIED:
            raise
        return  # a reader of data has no right to this list, and needs none
    for name, wrapper, host, port, database in rows:
        yield f"foreign server {name}", f"{wrapper} host={host} port={port} database={database}"


def _replication(reader: "Reader") -> Iterator[Definition]:
    import pymysql

    for statement, (name, host, port) in _REPLICATION.items():
        try:
            rows = reader.rows(statement)
        except pymysql.MySQLError as error:
            if error.args[0] not in _UNKNOWN_OR_DENIED:
                raise
            continue  # the other product's word, or a reader of data, who has no right to it
        for row in rows:
            yield f"replica from {row[name] if name is not None else ''}".strip(), f"host={row[host]} port={row[port]}"
        return


def _link(reader: "Reader", table: Table, report: Report) -> Iterator[Definition]:
    import pymysql

    try:
        text = reader.rows(f"SHOW CREATE TABLE {quote(table.database)}.{quote(table.name)}")[0][1] or ""
    except pymysql.MySQLError as error:
        report(Note(Reason.BROKEN, table.title, detail=f"{table.engine}: {error.args[0]}"))
        return
    tail = text[text.rfind("\n)") + 1 :]
    yield f"foreign table {table.title}", without_login(tail)


def without_login(text: str) -> str:
    """Return a text that says where a link leads, without the login it uses."""
    return redact(_LOGIN.sub(r"\1=***", _USER_IN_URL.sub("://", text)))
