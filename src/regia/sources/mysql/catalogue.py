"""What databases hold, by four queries each on information_schema: nothing is asked table by table."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regia.sources.mysql.types import Column

if TYPE_CHECKING:
    from regia.sources.mysql.reader import Reader, Row

SYSTEM_DATABASES = ("information_schema", "mysql", "performance_schema", "sys")
# Engines that show one moment's rows to a whole transaction.
SNAPSHOT_ENGINES = frozenset({"innodb", "rocksdb", "tokudb"})
# Engines whose rows are elsewhere: on another server, in a file, or nowhere.
ELSEWHERE = frozenset({"federated", "spider", "connect", "mrg_myisam", "sphinx", "oqgraph", "sequence"})

_TABLES = """
SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS, DATA_LENGTH, AUTO_INCREMENT, CREATE_TIME, UPDATE_TIME, CHECKSUM,
       CREATE_OPTIONS, TABLE_COMMENT
FROM information_schema.TABLES WHERE TABLE_SCHEMA = {database}
"""
_COLUMNS = """
SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME, NUMERIC_PRECISION,
       NUMERIC_SCALE, IS_NULLABLE, COLUMN_COMMENT, EXTRA, PRIVILEGES
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = {database} ORDER BY TABLE_NAME, ORDINAL_POSITION
"""
_KEYS = """
SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, NULLABLE
FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = {database} AND NON_UNIQUE = 0
ORDER BY TABLE_NAME, INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX
"""
_REFERENCES = """
SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA = {database} AND REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION
"""


@dataclass(frozen=True)
class Reference:
    """A foreign key: own columns, and those of the other table."""

    columns: tuple[str, ...]
    database: str
    table: str
    to_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table or view as information_schema has it; times as the server writes them, in UTC.

    `kind` is TABLE_TYPE: BASE TABLE, VIEW, SYSTEM VERSIONED, SEQUENCE.
    """

    database: str
    name: str
    kind: str
    engine: str
    records: int | None
    bytes: int | None
    auto_increment: str | None
    created: str | None
    updated: str | None
    checksum: str | None
    options: str
    comment: str
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = field(default=())

    @property
    def title(self) -> str:
        """`database.table`, as messages name it."""
        return f"{self.database}.{self.name}"

    @property
    def allowed(self) -> tuple[Column, ...]:
        """The columns that the login may read."""
        return tuple(column for column in self.columns if column.readable)

    @property
    def is_view(self) -> bool:
        """Whether it holds no rows of its own."""
        return "VIEW" in self.kind

    @property
    def elsewhere(self) -> bool:
        """Whether its rows are on another server, in a file, or in other tables."""
        return self.engine in ELSEWHERE

    @property
    def simultaneous(self) -> bool:
        """Whether its rows are read as they were when the transaction began."""
        return self.is_view or self.engine in SNAPSHOT_ENGINES


def literal(text: str) -> str:
    """Return a text as SQL writes it under the empty sql_mode."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def databases(reader: "Reader", named: str | None) -> list[str]:
    """Return the database that the address names, or all that are not the server's own.

    Raises:
        pymysql.MySQLError, OSError: the server refuses, or the connection broke.
    """
    if named:
        return [named]
    rows = reader.rows("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY 1")
    return [name for (name,) in rows if name and name.lower() not in SYSTEM_DATABASES]


def read_tables(reader: "Reader", database: str) -> Iterator[Table]:
    """Describe a database.

    Raises:
        pymysql.MySQLError, OSError: the server refuses, or the connection broke.
    """
    within = literal(database)
    tables = reader.rows(_TABLES.format(database=within))
    columns = _columns(reader.rows(_COLUMNS.format(database=within)))
    keys = _keys(reader.rows(_KEYS.format(database=within)))
    references = _references(reader.rows(_REFERENCES.format(database=within)))
    for row in sorted(tables, key=lambda row: row[0] or ""):  # the server's own order leaves `a` and `A` to chance
        name = row[0] or ""
        yield _table(database, row, tuple(columns[name]), keys.get(name, ()), tuple(references[name]))


def _table(
    database: str, row: "Row", columns: tuple[Column, ...], key: tuple[str, ...], references: tuple[Reference, ...]
) -> Table:
    name, kind, engine, records, size, increment, created, updated, checksum, options, comment = row
    return Table(
        database=database,
        name=name or "",
        kind=kind or "",
        engine=(engine or "").lower(),
        records=_number(records),
        bytes=_number(size),
        auto_increment=increment,
        created=created,
        updated=updated,
        checksum=checksum,
        options=options or "",
        comment=comment or "",
        columns=columns,
        key=key,
        references=references,
    )


def _columns(rows: "list[Row]") -> defaultdict[str, list[Column]]:
    found: defaultdict[str, list[Column]] = defaultdict(list)
    for table, name, position, kind, declared, charset, precision, scale, nullable, comment, extra, privileges in rows:
        found[table or ""].append(
            Column(
                name=name or "",
                position=int(position or 0),
                kind=(kind or "").lower(),
                declared=declared or "",
                charset=charset,
                precision=_number(precision),
                scale=_number(scale),
                nullable=nullable != "NO",
                comment=comment or "",
                extra=extra or "",
                readable="select" in (privileges or "").lower(),
            )
        )
    return found


def _keys(rows: "list[Row]") -> dict[str, tuple[str, ...]]:
    """Return each table's primary key, else its first unique index on whole columns that are never null."""
    indexes: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        indexes[row[0] or "", row[1] or ""].append(row)
    keys: dict[str, tuple[str, ...]] = {}
    for (table, _), parts in indexes.items():
        whole = all(column and not part and nullable != "YES" for _, _, column, part, nullable in parts)
        if whole and table not in keys:
            keys[table] = tuple(column or "" for _, _, column, _, _ in parts)
    return keys


def _references(rows: "list[Row]") -> defaultdict[str, list[Reference]]:
    grouped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[0] or "", row[1] or ""].append(row)
    found: defaultdict[str, list[Reference]] = defaultdict(list)
    for (table, _), parts in grouped.items():
        columns, to_columns = tuple(part[2] or "" for part in parts), tuple(part[5] or "" for part in parts)
        found[table].append(Reference(columns, parts[0][3] or "", parts[0][4] or "", to_columns))
    return found


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
