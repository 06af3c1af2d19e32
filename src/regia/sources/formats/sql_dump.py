"""Plain SQL dumps, as pg_dump, mysqldump and mariadb-dump write them; gzip and UTF-16 too.

One pass finds the tables, what they declare (keys, references, comments, partitions) and where their rows stand;
reading goes straight there. A view is described, not read. Values that do not fit their declared type (zero
dates, infinity, 838:59:59) make the field text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regia.errors import Text
from regia.errors.files import FileChanged, FileVersionUnknown
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, ReferenceInfo, Report
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable
from regia.sources.sql_dump.definitions import Definition, Name
from regia.sources.sql_dump.dialect import Dialect, find_dialect
from regia.sources.sql_dump.index import Index, TablePlan, index_of, plans
from regia.sources.sql_dump.reading import FieldsTooNarrow, TableReader
from regia.sources.sql_dump.stream import first_bytes
from regia.sources.sql_dump.width import with_width

if TYPE_CHECKING:
    import pyarrow as pa


class _Place(msgspec.Struct, frozen=True):
    """What a dataset's locator holds."""

    dialect: Dialect
    plan: TablePlan
    stamp: str


@dataclass
class SqlDump:
    """The format of SQL dumps. It remembers, of each dataset, the fields that proved wider than declared."""

    name = "sql_dump"
    suffixes = (".sql", ".sql.gz")
    _as_text: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe the tables and views of a dump.

        Raises:
            FileVersionUnknown: an archive of pg_dump's own, which only pg_restore reads.
            FileUnreadable: not an SQL dump, or it cannot be opened.
        """
        dialect = _dialect(path)
        index, stamp = index_of(path, dialect), _stamp(path)
        names = _Names(index)
        tables = [_table(with_width(path, dialect, plan), stamp, names, report) for plan in plans(index)]
        for note in _notes(index, names):
            report(note)
        if not (tables or index.definitions.views):
            raise unreadable(path, Text("nessuna tabella: non è un dump SQL", "no table in it: not an SQL dump"))
        return [*tables, *_views(index, names)]

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read one table.

        Raises:
            FileChanged: it is not the file that was described.
            TypeTooNarrow: while batches are taken; read again.
        """
        place = msgspec.json.decode(dataset.locator[0], type=_Place)
        if place.stamp != _stamp(path):
            raise unreadable(path, dataset.name, error=FileChanged)
        names = tuple(each.name for each in dataset.fields)
        key = (str(path), place.stamp, dataset.name)
        reader = TableReader(path, place.dialect, place.plan, dataset.name, names, self._as_text.get(key, frozenset()))
        batches = self._remembering(key, reader, report, rows)
        starts = ", ".join(f"{part.start}-{part.end}" for part in place.plan.parts)
        return Reading(reader.schema(), batches, f"{path.name}: bytes {starts}", "all" if rows is None else "first")

    def _remembering(
        self, key: tuple[str, str, str], reader: TableReader, report: Report, rows: int | None
    ) -> "Iterator[pa.RecordBatch]":
        try:
            yield from reader.batches(report, rows)
        except FieldsTooNarrow as error:
            self._as_text[key] = reader.as_text | error.fields
            raise


def _table(plan: TablePlan, stamp: str, names: "_Names", report: Report) -> DatasetInfo:
    name = names.of(plan.name)
    definition = names.index.definitions.tables.get(plan.name, Definition())
    written = tuple(column.name for column in plan.columns)
    unique = unique_names(written)
    tell_renamed(written, unique, name, report)
    for column in plan.missing:
        report(Note(Reason.UNSUPPORTED, name, column, detail="generated: not in the dump"))
    return DatasetInfo(
        name,
        "table",
        _fields(plan, unique, definition),
        key=definition.key,
        references=names.references(plan.name),
        estimated_records=plan.rows,
        estimated_bytes=sum(part.end - part.start for part in plan.parts),
        comment=definition.comment,
        locator=(msgspec.json.encode(_Place(names.index.definitions.dialect, plan, stamp)).decode(),),
    )


def _fields(plan: TablePlan, names: tuple[str, ...], definition: Definition) -> tuple[FieldInfo, ...]:
    return tuple(
        FieldInfo(
            name,
            column.type,
            nullable=column.nullable,
            comment=definition.comments.get(column.name, column.comment),
        )
        for name, column in zip(names, plan.columns, strict=True)
    )


class _Names:
    """What the tables of a dump are called: without their schema or database where there is but one."""

    def __init__(self, index: Index) -> None:
        self.index = index
        every = [*index.definitions.tables, *index.data, *index.definitions.views]
        schemas = {name[:-1] for name in every}
        self._default = {("public",), ()} if index.definitions.dialect.kind == "postgresql" else set(schemas)
        if index.definitions.dialect.kind == "mysql" and len(schemas) > 1:
            self._default = {()}

    def of(self, name: Name) -> str:
        """Return the name of a dataset."""
        return name[-1] if name[:-1] in self._default else ".".join(name)

    def references(self, name: Name) -> tuple[ReferenceInfo, ...]:
        """Return the declared references of a table; where they name no fields, they mean the key."""
        tables = self.index.definitions.tables
        declared = tables[name].references if name in tables else []
        return tuple(
            ReferenceInfo(each.columns, self.of(each.to), each.to_columns or tables[each.to].key)
            for each in declared
            if each.to_columns or each.to in tables
        )


def _dialect(path: Path) -> Dialect:
    start = first_bytes(path)
    if start.startswith(b"PGDMP"):
        detail = Text(
            "archivio di pg_dump: serve `pg_dump --format=plain`", "pg_dump archive: use `pg_dump --format=plain`"
        )
        raise unreadable(path, detail, error=FileVersionUnknown)
    dialect = find_dialect(start)
    if dialect is None:
        raise unreadable(path, Text("non è un dump SQL", "not an SQL dump"))
    return dialect


def _notes(index: Index, names: _Names) -> list[Note]:
    notes = [Note(Reason.VIEW, names.of(name)) for name in index.definitions.views]
    cut = index.cut is not None or index.damaged or not index.closed
    if cut:
        dataset = names.of(index.cut) if index.cut else None
        detail = index.damaged or "the dump is not whole: it ends too early"
        notes.append(Note(Reason.BROKEN, dataset, detail=detail))
    return notes


def _views(index: Index, names: _Names) -> list[DatasetInfo]:
    views = index.definitions.views.items()
    return [DatasetInfo(names.of(name), "view", (), locator=(text,), readable=False) for name, text in views]


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    return f"{status.st_size}-{status.st_mtime_ns}"


FORMAT = SqlDump()
