"""Tables as datasets: names that do not clash, fields that may be read, references between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, ReferenceInfo, Report
from regia.sources.field_names import unique_names
from regia.sources.sqlserver.catalogue import Table
from regia.sources.sqlserver.types import Column

DEFAULT_SCHEMA = "dbo"


@dataclass(frozen=True)
class Described:
    """A table and the dataset it is to the rest of Regia; `columns` stand for the dataset's fields, in order."""

    table: Table
    dataset: DatasetInfo
    columns: tuple[Column, ...]


def describe(tables: Sequence[Table]) -> dict[str, Described]:
    """Return the datasets by name."""
    names = unique_names([_name(table) for table in tables], what="table")
    fields = {table.number: _field_names(table) for table in tables}
    known = {table.number: name for table, name in zip(tables, names, strict=True)}
    return {
        name: Described(table, _dataset(table, name, known, fields), _columns(table))
        for table, name in zip(tables, names, strict=True)
    }


def tell(described: Described, report: Report) -> None:
    """Report what of a table cannot be read or is renamed."""
    table, name = described.table, described.dataset.name
    if name != _name(table):
        report(Note(Reason.NAME_CHANGED, name, detail=f"{table.title} -> {name}"))
    if not table.allowed:
        report(Note(Reason.FORBIDDEN, name, detail=table.title))
        return
    for column in table.columns:
        if not column.readable:
            report(Note(Reason.FORBIDDEN, name, column.name, column.declared))
    for column, field in zip(described.columns, described.dataset.fields, strict=True):
        if column.name != field.name:
            report(Note(Reason.NAME_CHANGED, name, field.name, f"{column.name!r} -> {field.name!r}"))


def _name(table: Table) -> str:
    return table.name if table.schema == DEFAULT_SCHEMA else table.title


def _columns(table: Table) -> tuple[Column, ...]:
    return table.allowed or table.columns


def _field_names(table: Table) -> dict[str, str]:
    columns = [column.name for column in _columns(table)]
    return dict(zip(columns, unique_names(columns), strict=True))


def _dataset(table: Table, name: str, names: dict[int, str], fields: dict[int, dict[str, str]]) -> DatasetInfo:
    own = fields[table.number]
    return DatasetInfo(
        name=name,
        kind="view" if table.is_view else "table",
        fields=tuple(FieldInfo(own[it.name], it.declared, it.nullable, it.comment) for it in _columns(table)),
        key=tuple(own[it] for it in table.key) if own.keys() >= set(table.key) else (),
        references=tuple(_references(table, names, fields)),
        estimated_records=table.records,
        estimated_bytes=table.bytes,
        comment=table.comment,
        locator=(table.schema, table.name),
        readable=bool(table.allowed),
    )


def _references(table: Table, names: dict[int, str], fields: dict[int, dict[str, str]]) -> list[ReferenceInfo]:
    own, found = fields[table.number], []
    for columns, target, to_columns in table.references:
        theirs = fields.get(target, {})
        if own.keys() >= set(columns) and theirs.keys() >= set(to_columns):
            to = tuple(theirs[column] for column in to_columns)
            found.append(ReferenceInfo(tuple(own[column] for column in columns), names[target], to))
    return found
