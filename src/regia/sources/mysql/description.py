"""Tables as datasets: names that do not clash, fields that may be read, and what must be told of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, ReferenceInfo, Report
from regia.sources.field_names import unique_names
from regia.sources.mysql.catalogue import Table
from regia.sources.mysql.types import Column

SEQUENCE = "SEQUENCE"


@dataclass(frozen=True)
class Described:
    """A table and the dataset it is to the rest of Regia; `columns` stand for the dataset's fields, in order.

    `partial` says that the login was granted single columns, so that there may be others.
    """

    table: Table
    dataset: DatasetInfo
    columns: tuple[Column, ...]
    partial: bool = False


def describe(tables: Sequence[Table], default: str | None, partial: frozenset[tuple[str, str]]) -> dict[str, Described]:
    """Return the datasets by name; those of the `default` database go without its name."""
    kept = [table for table in tables if table.kind != SEQUENCE]
    names = unique_names([table.name if table.database == default else table.title for table in kept], what="table")
    known = dict(zip(((table.database, table.name) for table in kept), names, strict=True))
    fields = {(table.database, table.name): _field_names(table) for table in kept}
    return {
        name: Described(
            table,
            _dataset(table, name, known, fields),
            _columns(table),
            partial=(table.database, table.name) in partial,
        )
        for table, name in zip(kept, names, strict=True)
    }


def tell(described: Described, default: str | None, report: Report) -> None:
    """Report what of a table cannot be read, is renamed, or is not of the same moment."""
    table, name = described.table, described.dataset.name
    if name != (table.name if table.database == default else table.title):
        report(Note(Reason.NAME_CHANGED, name, detail=f"{table.title} -> {name}"))
    if not table.columns:
        report(Note(Reason.BROKEN, name, detail=table.comment or "no columns"))
        return
    if not described.dataset.readable:
        report(Note(Reason.FORBIDDEN, name, detail=table.title))
        return
    _tell_fields(described, report)
    if not table.simultaneous:
        report(Note(Reason.NOT_SIMULTANEOUS, name, detail=table.engine))


def _tell_fields(described: Described, report: Report) -> None:
    name = described.dataset.name
    for column in described.table.columns:
        if not column.readable:
            report(Note(Reason.FORBIDDEN, name, column.name, column.declared))
    if described.partial:
        report(Note(Reason.FORBIDDEN, name, detail="granted column by column: others may be hidden"))
    for column, field in zip(described.columns, described.dataset.fields, strict=True):
        if column.name != field.name:
            report(Note(Reason.NAME_CHANGED, name, field.name, f"{column.name!r} -> {field.name!r}"))


def _columns(table: Table) -> tuple[Column, ...]:
    return table.allowed or table.columns


def _field_names(table: Table) -> dict[str, str]:
    columns = [column.name for column in _columns(table)]
    return dict(zip(columns, unique_names(columns), strict=True))


def _dataset(
    table: Table, name: str, names: dict[tuple[str, str], str], fields: dict[tuple[str, str], dict[str, str]]
) -> DatasetInfo:
    own = fields[table.database, table.name]
    return DatasetInfo(
        name=name,
        kind="view" if table.is_view or table.elsewhere else "table",
        fields=tuple(FieldInfo(own[it.name], _declared(it), it.nullable, it.comment) for it in _columns(table)),
        key=tuple(own[it] for it in table.key) if own.keys() >= set(table.key) else (),
        references=tuple(_references(table, names, fields)),
        estimated_records=None if table.is_view else table.records,
        estimated_bytes=None if table.is_view else table.bytes,
        comment="" if table.is_view else table.comment,
        locator=(table.database, table.name),
        readable=bool(table.allowed),
    )


def _declared(column: Column) -> str:
    """Return the type in the server's words, with what else it says of the column's making."""
    extra = column.extra.lower()
    marks = [mark for mark in ("virtual generated", "stored generated", "invisible") if mark in extra]
    return " ".join([column.declared, *marks])


def _references(
    table: Table, names: dict[tuple[str, str], str], fields: dict[tuple[str, str], dict[str, str]]
) -> list[ReferenceInfo]:
    own, found = fields[table.database, table.name], []
    for reference in table.references:
        target = (reference.database, reference.table)
        theirs = fields.get(target, {})
        if own.keys() >= set(reference.columns) and theirs.keys() >= set(reference.to_columns):
            to = tuple(theirs[column] for column in reference.to_columns)
            found.append(ReferenceInfo(tuple(own[column] for column in reference.columns), names[target], to))
    return found
