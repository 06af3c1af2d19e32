"""The first pass over a dump: which tables it holds, what they declare, and from where to where their data stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from regia.sources.sql_dump.definitions import Column, Definition, Definitions, Name
from regia.sources.sql_dump.dialect import Dialect
from regia.sources.sql_dump.statements import Statement, Statements
from regia.sources.sql_dump.stream import opened


@dataclass
class Data:
    """Where the data of a table stand: from the first statement's offset to the last one's end; `rows` about."""

    start: int
    end: int
    rows: int = 0
    columns: tuple[str, ...] = ()
    copied: bool = False


@dataclass
class Index:
    """What a dump holds. `cut` names the table within which it ends, '' elsewhere, None where it is whole."""

    definitions: Definitions
    data: dict[Name, Data] = field(default_factory=dict)
    cut: Name | None = None
    damaged: str = ""
    closed: bool = True


def index_of(path: Path, dialect: Dialect) -> Index:
    """Read a dump once and return what it holds."""
    index = Index(Definitions(dialect))
    tail = b""
    with opened(path) as window:
        statements = Statements(window, dialect)
        while statement := statements.next():
            _take(index, statements, statement)
            tail = window.data[-4096:]
            if statements.cut:
                index.cut = index.definitions.named(statement.target) if statement.target else ()
        index.damaged = window.damaged
        tail = tail + window.data[-4096:]
    index.closed = not dialect.closing or dialect.closing in tail
    return index


def _take(index: Index, statements: Statements, statement: Statement) -> None:
    if statement.kind == "other":
        index.definitions.take(statement)
        return
    name = index.definitions.named(statement.target)
    rows = statements.skip_copy() if statement.kind == "copy" else statements.skip()
    data = index.data.setdefault(name, Data(statement.offset, 0, columns=statement.columns))
    data.end = statements.window.offset
    data.rows += rows
    data.copied = statement.kind == "copy"


@dataclass(frozen=True)
class Part:
    """A stretch of a dump that holds rows of one table, and the columns these have in their order."""

    target: Name
    start: int
    end: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class TablePlan:
    """All that is needed to read a table: its columns with their declared types, and where its rows stand."""

    name: Name
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    rows: int | None
    missing: tuple[str, ...] = ()


def plans(index: Index) -> Iterator[TablePlan]:
    """Give the tables to read, in the dump's order; partitions are read with the table they belong to."""
    defined = index.definitions
    for name, definition in defined.tables.items():
        if name not in defined.partitions:
            yield _plan(index, name, definition)
    for name, data in index.data.items():
        if name not in defined.tables and name not in defined.partitions and name not in defined.views:
            yield _undeclared(name, data)


def _plan(index: Index, name: Name, definition: Definition) -> TablePlan:
    wanted = [name, *index.definitions.children(name)]
    parts, rows = [], 0
    for target in wanted:
        if data := index.data.get(target):
            own = index.definitions.tables.get(target, definition)
            declared = tuple(column.name for column in own.columns)
            parts.append(Part(target, data.start, data.end, data.columns or declared))
            rows += data.rows
    given = {column for part in parts for column in part.columns}
    left = tuple(
        c.name for c in definition.columns if c.generated and (c.name not in given or not _copied(index, wanted))
    )
    columns = tuple(column for column in definition.columns if column.name not in left)
    return TablePlan(name, columns, tuple(parts), rows, left)


def _copied(index: Index, names: list[Name]) -> bool:
    return any(index.data[name].copied for name in names if name in index.data)


def _undeclared(name: Name, data: Data) -> TablePlan:
    """Plan a table that the dump fills without creating it: all its columns are text."""
    columns = tuple(Column(column, "") for column in data.columns)
    return TablePlan(name, columns, (Part(name, data.start, data.end, data.columns),), data.rows)
