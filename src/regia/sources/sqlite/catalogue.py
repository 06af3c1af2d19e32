"""Describing an SQLite database: tables, views, keys and references, by catalogue queries alone."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from regia.model.note import Note, Reason
from regia.sources.connector import Catalogue, DatasetInfo, FieldInfo, ReferenceInfo, Report
from regia.sources.field_names import tell_renamed, unique_names

_HIDDEN = 1  # a virtual table's own argument, which is no column of its rows


@dataclass(frozen=True)
class _Table:
    raw: str
    name: str
    kind: str
    rowid: bool


def catalogue(connection: sqlite3.Connection, report: Report) -> Catalogue:
    """Describe all that is in the main schema.

    A dataset's `locator` is its true name, "rowid" where rows have one, then the true names of its fields.
    """
    tables = _tables(connection, report)
    names = {table.raw.casefold(): table.name for table in tables}
    counts = _estimates(connection)
    described = [_describe(connection, table, counts.get(table.raw), report) for table in tables]
    keys = {dataset.name: dataset.key for dataset in described}
    datasets = tuple(_with_references(connection, dataset, names, keys) for dataset in described)
    return Catalogue(datasets, tuple(_definitions(connection)))


def quoted(name: str) -> str:
    """Return a name as SQL text."""
    return '"' + name.replace('"', '""') + '"'


def text(value: object) -> str:
    """Return a catalogue's text, which the connection hands over as bytes."""
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value or "")


def _tables(connection: sqlite3.Connection, report: Report) -> list[_Table]:
    rows = connection.execute("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
    listed = [(text(name), text(kind), bool(wr)) for name, kind, wr in rows]
    shadows = [name for name, kind, _ in listed if kind == "shadow"]
    if shadows:
        report(Note(Reason.UNSUPPORTED, detail=f"shadow tables: {', '.join(shadows[:5])}", count=len(shadows)))
    kept = [row for row in listed if row[1] != "shadow" and not row[0].startswith("sqlite_")]
    raw = [name for name, _, _ in kept]
    names = unique_names(raw, what="table")
    tell_renamed(raw, names, None, report)
    return [
        _Table(name, unique, kind, kind == "table" and not wr)
        for (name, kind, wr), unique in zip(kept, names, strict=True)
    ]


def _estimates(connection: sqlite3.Connection) -> dict[str, int]:
    try:
        rows = connection.execute("SELECT tbl, stat FROM sqlite_stat1").fetchall()
    except sqlite3.OperationalError:  # the table is there only once ANALYZE has run
        return {}
    counts = ((text(table), text(stat).split(" ")[0]) for table, stat in rows)
    return {table: int(count) for table, count in counts if count.isdigit()}


def _describe(connection: sqlite3.Connection, table: _Table, count: int | None, report: Report) -> DatasetInfo:
    kind: Literal["view", "table"] = "view" if table.kind == "view" else "table"
    try:
        columns = _columns(connection, table.raw)
    except sqlite3.Error as error:
        report(Note(Reason.BROKEN, table.name, detail=str(error)))
        return DatasetInfo(table.name, kind, (), locator=(table.raw, ""))
    raw = [name for name, _, _, _ in columns]
    names = unique_names(raw)
    tell_renamed(raw, names, table.name, report)
    fields = tuple(
        FieldInfo(name, declared, nullable=not required)
        for name, (_, declared, required, _) in zip(names, columns, strict=True)
    )
    ranked = sorted((rank, name) for name, (_, _, _, rank) in zip(names, columns, strict=True) if rank)
    return DatasetInfo(
        name=table.name,
        kind=kind,
        fields=fields,
        key=tuple(name for _, name in ranked),
        estimated_records=count,
        locator=(table.raw, "rowid" if table.rowid else "", *raw),
    )


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, bool, int]]:
    rows = connection.execute('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', (table,))
    return [
        (text(name), text(declared), bool(required), rank)
        for name, declared, required, rank, hidden in rows
        if hidden != _HIDDEN
    ]


def _with_references(
    connection: sqlite3.Connection, dataset: DatasetInfo, names: dict[str, str], keys: dict[str, tuple[str, ...]]
) -> DatasetInfo:
    if dataset.kind == "view" or not dataset.fields:
        return dataset
    true_names = dict(zip((name.casefold() for name in dataset.locator[2:]), dataset.fields, strict=True))
    rows = connection.execute(
        'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq', (dataset.locator[0],)
    ).fetchall()
    references = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        parts = list(group)
        target = names.get(text(parts[0][1]).casefold())
        fields = tuple(true_names[text(part[2]).casefold()].name for part in parts)
        if target is not None:
            references.append(ReferenceInfo(fields, target, _targets(parts, keys[target])))
    return replace(dataset, references=tuple(references))


def _targets(parts: Sequence[tuple[int, bytes, bytes, bytes | None]], key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text(part[3]) for part in parts) if all(part[3] is not None for part in parts) else key


def _definitions(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY name")
    for name, sql in rows:
        yield text(name), text(sql)
