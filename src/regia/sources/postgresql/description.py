"""The catalogue as datasets: names that do not clash, fields that may be read, and what must be told of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, ReferenceInfo, Report
from regia.sources.field_names import unique_names
from regia.sources.postgresql.catalogue import FOREIGN, MATERIALIZED, VIEW, Column, Relation

DEFAULT_SCHEMA = "public"


@dataclass(frozen=True)
class Described:
    """A relation and the dataset it is to the rest of Regia; `columns` stand for the dataset's fields, in order."""

    relation: Relation
    dataset: DatasetInfo
    columns: tuple[Column, ...]


def describe(relations: Sequence[Relation]) -> dict[str, Described]:
    """Return the datasets by name."""
    names = dict(
        zip((it.oid for it in relations), unique_names([_name(it) for it in relations], what="table"), strict=True)
    )
    fields = {it.oid: _field_names(it) for it in relations}
    return {names[it.oid]: Described(it, _dataset(it, names, fields), _columns(it)) for it in relations}


def tell(described: Described, report: Report) -> None:
    """Report what of a relation cannot be read, is renamed, or comes from elsewhere."""
    relation, name = described.relation, described.dataset.name
    if _name(relation) != name:
        report(Note(Reason.NAME_CHANGED, name, detail=f"{relation.title} -> {name}"))
    if not relation.readable:
        report(Note(Reason.FORBIDDEN, name, detail=relation.title))
        return
    for column in relation.columns:
        if not column.readable:
            report(Note(Reason.FORBIDDEN, name, column.name, column.declared))
    for column, field in zip(described.columns, described.dataset.fields, strict=True):
        if column.name != field.name:
            report(Note(Reason.NAME_CHANGED, name, field.name, f"{column.name!r} -> {field.name!r}"))
    if relation.rows_hidden:
        report(Note(Reason.FORBIDDEN, name, detail="row-level security: rows may be hidden"))
    if relation.kind == FOREIGN:
        report(Note(Reason.NOT_SIMULTANEOUS, name, detail=f"foreign table on {relation.server}"))
    if not relation.columns:
        report(Note(Reason.UNSUPPORTED, name, detail="no columns"))


def _name(relation: Relation) -> str:
    return relation.name if relation.schema == DEFAULT_SCHEMA else relation.title


def _columns(relation: Relation) -> tuple[Column, ...]:
    return relation.allowed if relation.readable else relation.columns


def _field_names(relation: Relation) -> dict[int, str]:
    columns = _columns(relation)
    return dict(zip((it.number for it in columns), unique_names([it.name for it in columns]), strict=True))


def _dataset(relation: Relation, names: dict[int, str], fields: dict[int, dict[int, str]]) -> DatasetInfo:
    own = fields[relation.oid]
    return DatasetInfo(
        name=names[relation.oid],
        kind="view" if relation.kind in (VIEW, MATERIALIZED) else "table",
        fields=tuple(FieldInfo(own[it.number], it.declared, it.nullable, it.comment) for it in _columns(relation)),
        key=tuple(own[number] for number in relation.key if relation.readable),
        references=tuple(_references(relation, names, fields)),
        estimated_records=relation.rows,
        estimated_bytes=relation.bytes,
        comment=relation.comment,
        locator=(relation.schema, relation.name),
        readable=relation.readable,
    )


def _references(relation: Relation, names: dict[int, str], fields: dict[int, dict[int, str]]) -> list[ReferenceInfo]:
    own, found = fields[relation.oid], []
    for numbers, target, their_numbers in relation.references:
        theirs = fields.get(target, {})
        if own.keys() >= set(numbers) and theirs.keys() >= set(their_numbers):
            to = tuple(theirs[number] for number in their_numbers)
            found.append(ReferenceInfo(tuple(own[number] for number in numbers), names[target], to))
    return found
