"""Puts the databases of a made-up company into servers: one database a system, named regia_demo_<system>.

No other database is touched. What is already there under those names is replaced.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from regia.demo.spec import DatasetSpec, SystemSpec
from regia.errors.demo import DemoServerFailed, DemoServerUnknown

PREFIX = "regia_demo_"
_BATCH = 5_000


def move_to_servers(folder: Path, systems: tuple[SystemSpec, ...], servers: tuple[str, ...]) -> dict[str, str]:
    """Move the SQLite databases in `folder` to the servers, in turn, and return the new addresses by system.

    Raises:
        DemoServerUnknown: a server is neither PostgreSQL nor MariaDB.
        DemoServerFailed: a server does not answer or refuses.
    """
    for server in servers:
        if _kind(server) is None:
            raise DemoServerUnknown(url=_without_secret(server))
    embedded = [system for system in systems if system.store == "sqlite"]
    sources = {}
    for number, system in enumerate(embedded):
        server = servers[number % len(servers)]
        path = folder / "systems" / system.system / f"{system.system}.sqlite"
        with closing(sqlite3.connect(path)) as source:
            sources[system.system] = _load(server, system, source)
        path.unlink()
        path.parent.rmdir()
    return sources


def _kind(server: str) -> str | None:
    scheme = urlsplit(server).scheme.lower().split("+")[0]
    return {"postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mariadb": "mysql"}.get(scheme)


def _without_secret(server: str) -> str:
    parts = urlsplit(server)
    place = f"{parts.username}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{place}{parts.hostname}{port}"


def _load(server: str, system: SystemSpec, source: sqlite3.Connection) -> str:
    name = PREFIX + system.system
    load = _into_postgresql if _kind(server) == "postgresql" else _into_mariadb
    try:
        load(server, name, system, source)
    except _driver_errors() as error:
        raise DemoServerFailed(host=urlsplit(server).hostname or "", detail=str(error).strip()) from error
    return f"{_without_secret(server)}/{name}"


def _driver_errors() -> tuple[type[Exception], ...]:
    import psycopg
    import pymysql

    return (psycopg.Error, pymysql.Error, OSError)


def _batches(source: sqlite3.Connection, dataset: DatasetSpec) -> Iterator[list[tuple[Any, ...]]]:
    cursor = source.execute(f'SELECT * FROM "{dataset.name}"')  # noqa: S608 - a name of ours
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def _into_postgresql(server: str, name: str, system: SystemSpec, source: sqlite3.Connection) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(server, dbname=name) as connection, connection.cursor() as cursor:
        for dataset in system.datasets:
            cursor.execute(sql.SQL(_table(dataset, quote='"', types=_POSTGRESQL)))
            names = sql.SQL(", ").join(sql.Identifier(field.name) for field in dataset.fields)
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(dataset.name), names)
            flags = [field.sql == "BOOLEAN" for field in dataset.fields]
            with cursor.copy(into) as copy:
                for rows in _batches(source, dataset):
                    for row in rows:
                        copy.write_row(_with_booleans(row, flags))


def _with_booleans(row: tuple[Any, ...], flags: list[bool]) -> tuple[Any, ...]:
    return tuple(bool(value) if flag and value is not None else value for value, flag in zip(row, flags, strict=True))


def _into_mariadb(server: str, name: str, system: SystemSpec, source: sqlite3.Connection) -> None:
    import pymysql

    parts = urlsplit(server)
    connection = pymysql.connect(
        host=parts.hostname, port=parts.port or 3306, user=unquote(parts.username or "root"),
        password=unquote(parts.password or ""), charset="utf8mb4",
    )  # fmt: skip
    with connection, connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")
        cursor.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        cursor.execute(f"USE `{name}`")
        for dataset in system.datasets:
            cursor.execute(_table(dataset, quote="`", types=_MARIADB))
            places = ", ".join(["%s"] * len(dataset.fields))
            for rows in _batches(source, dataset):
                cursor.executemany(f"INSERT INTO `{dataset.name}` VALUES ({places})", rows)  # noqa: S608
        connection.commit()


# what SQLite was told, as servers say it; the rest they say alike
_POSTGRESQL = {"INTEGER": "bigint", "TIMESTAMP": "timestamp"}
_MARIADB = {"INTEGER": "bigint", "TIMESTAMP": "datetime", "BOOLEAN": "tinyint(1)"}


def _table(dataset: DatasetSpec, *, quote: str, types: dict[str, str]) -> str:
    def quoted(name: str) -> str:
        return f"{quote}{name}{quote}"

    keyed = set(dataset.key) if dataset.declared_key else set()
    columns = []
    for field in dataset.fields:
        kind = types.get(field.sql, field.sql)
        if kind == "TEXT" and field.name in keyed and quote == "`":
            kind = "VARCHAR(191)"
        columns.append(f"{quoted(field.name)} {kind}")
    if keyed:
        columns.append(f"PRIMARY KEY ({', '.join(quoted(name) for name in dataset.key)})")
    return f"CREATE TABLE {quoted(dataset.name)} ({', '.join(columns)})"
