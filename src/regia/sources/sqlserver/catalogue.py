"""What a database holds, by a few queries on the sys views: nothing is asked table by table."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from regia.sources.sqlserver.types import Column

Rows = Callable[[str], list[tuple[Any, ...]]]

TABLES = """
SELECT o.object_id, s.name, o.name, o.type,
       (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)),
       (SELECT SUM(a.used_pages) * 8192 FROM sys.partitions p JOIN sys.allocation_units a
        ON a.container_id = p.partition_id WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)),
       CONVERT(nvarchar(4000), e.value)
FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
LEFT JOIN sys.extended_properties e
       ON e.class = 1 AND e.major_id = o.object_id AND e.minor_id = 0 AND e.name = 'MS_Description'
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY s.name, o.name
"""
COLUMNS = """
SELECT c.object_id, c.name, t.name, y.name, c.max_length, c.precision, c.scale, c.is_nullable,
       HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT', c.name, 'COLUMN'),
       CONVERT(nvarchar(4000), e.value)
FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id
JOIN sys.types t ON t.user_type_id = c.user_type_id
LEFT JOIN sys.types y ON y.user_type_id = c.system_type_id
LEFT JOIN sys.extended_properties e
       ON e.class = 1 AND e.major_id = c.object_id AND e.minor_id = c.column_id AND e.name = 'MS_Description'
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY c.object_id, c.column_id
"""
KEYS = """
SELECT i.object_id, i.index_id, c.name, c.is_nullable
FROM sys.indexes i
JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0
ORDER BY i.object_id, i.is_primary_key DESC, i.index_id, k.key_ordinal
"""
REFERENCES = """
SELECT f.parent_object_id, f.object_id, a.name, f.referenced_object_id, b.name
FROM sys.foreign_keys f JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
JOIN sys.columns a ON a.object_id = k.parent_object_id AND a.column_id = k.parent_column_id
JOIN sys.columns b ON b.object_id = k.referenced_object_id AND b.column_id = k.referenced_column_id
ORDER BY f.parent_object_id, f.object_id, k.constraint_column_id
"""
DEFINITIONS = (
    """SELECT LOWER(REPLACE(o.type_desc, '_', ' ')), s.name + '.' + o.name, m.definition
       FROM sys.sql_modules m JOIN sys.objects o ON o.object_id = m.object_id
       JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.is_ms_shipped = 0 ORDER BY 1, 2""",
    "SELECT 'synonym', s.name + '.' + y.name, y.base_object_name FROM sys.synonyms y "
    "JOIN sys.schemas s ON s.schema_id = y.schema_id ORDER BY 2",
    "SELECT 'linked server', name, CONCAT(product, ' ', provider, ' ', data_source, ' ', catalog) "
    "FROM sys.servers WHERE is_linked = 1 ORDER BY 2",
)
_SIZED = {"char": 1, "varchar": 1, "binary": 1, "varbinary": 1, "nchar": 2, "nvarchar": 2}
_SCALED = frozenset({"time", "datetime2", "datetimeoffset"})


@dataclass(frozen=True)
class Table:
    """A table or view; `references` are own columns, the other's object_id, and its columns."""

    number: int
    schema: str
    name: str
    is_view: bool
    records: int | None
    bytes: int | None
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[tuple[str, ...], int, tuple[str, ...]], ...]

    @property
    def title(self) -> str:
        """`schema.table`, as messages name it."""
        return f"{self.schema}.{self.name}"

    @property
    def allowed(self) -> tuple[Column, ...]:
        """The columns that the login may read."""
        return tuple(column for column in self.columns if column.readable)


def read_tables(rows: Rows) -> Iterator[Table]:
    """Describe the database; `rows` runs a query.

    Raises:
        pytds.Error, OSError: the server refuses, or the connection broke.
    """
    columns: defaultdict[int, list[Column]] = defaultdict(list)
    for number, *described in rows(COLUMNS):
        columns[number].append(_column(described))
    keys, references = _keys(rows(KEYS)), _references(rows(REFERENCES))
    for number, schema, name, kind, records, size, comment in rows(TABLES):
        own = tuple(columns[number]), keys.get(number, ()), tuple(references[number])
        yield Table(number, schema, name, kind.strip() == "V", records, size, comment or "", *own)


def declared(kind: str, length: int, precision: int, scale: int) -> str:
    """Return a type with its size, as it was declared."""
    if kind in _SIZED:
        return f"{kind}({'max' if length < 0 else length // _SIZED[kind]})"
    if kind in ("decimal", "numeric"):
        return f"{kind}({precision},{scale})"
    return f"{kind}({scale})" if kind in _SCALED else kind


def _column(described: list[Any]) -> Column:
    name, own, system, length, precision, scale, nullable, allowed, comment = described
    kind = system or own  # types of the CLR (hierarchyid, geometry) share one system type, and bear their own name
    return Column(
        name=name,
        kind=kind,
        declared=declared(kind, length, precision, scale),
        precision=precision,
        scale=scale,
        nullable=bool(nullable),
        comment=comment or "",
        readable=bool(allowed),
    )


def _keys(rows: list[tuple[Any, ...]]) -> dict[int, tuple[str, ...]]:
    """Return each table's primary key, else its first unique index on columns that are never null."""
    indexes: defaultdict[tuple[int, int], list[tuple[str, bool]]] = defaultdict(list)
    for number, index, column, nullable in rows:
        indexes[number, index].append((column, bool(nullable)))
    keys: dict[int, tuple[str, ...]] = {}
    for (number, _), parts in indexes.items():
        if not any(nullable for _, nullable in parts):
            keys.setdefault(number, tuple(column for column, _ in parts))
    return keys


def _references(rows: list[tuple[Any, ...]]) -> defaultdict[int, list[tuple[tuple[str, ...], int, tuple[str, ...]]]]:
    grouped: defaultdict[tuple[int, int, int], list[tuple[str, str]]] = defaultdict(list)
    for number, key, column, target, to_column in rows:
        grouped[number, key, target].append((column, to_column))
    found: defaultdict[int, list[tuple[tuple[str, ...], int, tuple[str, ...]]]] = defaultdict(list)
    for (number, _, target), pairs in grouped.items():
        found[number].append((tuple(own for own, _ in pairs), target, tuple(to for _, to in pairs)))
    return found
