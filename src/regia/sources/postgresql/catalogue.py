"""What the server's catalogue says, in a few queries whatever the number of tables, and without locking any.

Sizes come from pg_class: pg_relation_size would open, and so lock, each table.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from regia.sources.postgresql.types import SourceType

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

TABLE, PARTITIONED, VIEW, MATERIALIZED, FOREIGN = "r", "p", "v", "m", "f"
_BLOCK = 8192
_ROWS_UNKNOWN = -1

# What an extension brought (PostGIS's spatial_ref_sys, pg_stat_statements) is not the company's.
_RELATIONS = """
SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples::int8, c.relpages + coalesce(t.relpages, 0),
       pg_stat_get_live_tuples(c.oid), coalesce(d.description, ''), coalesce(s.srvname, ''),
       has_schema_privilege(n.oid, 'USAGE'), has_table_privilege(c.oid, 'SELECT'),
       c.relrowsecurity AND row_security_active(c.oid), pg_get_userbyid(c.relowner)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend e
                  WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY n.nspname <> 'public', n.nspname, c.relname
"""

_PARTITIONS = """
WITH RECURSIVE tree(root, leaf) AS (
    SELECT i.inhparent, i.inhrelid FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relkind = 'p' AND NOT p.relispartition
    UNION ALL
    SELECT tree.root, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.leaf
)
SELECT tree.root, tree.leaf, c.relkind, c.reltuples::int8, c.relpages + coalesce(t.relpages, 0),
       pg_stat_get_live_tuples(c.oid)
FROM tree JOIN pg_class c ON c.oid = tree.leaf LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
"""

_COLUMNS = """
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
       format_type(a.atttypid, a.atttypmod), coalesce(d.description, '')
FROM pg_attribute a
LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
"""

_ALLOWED_COLUMNS = """
SELECT attrelid, attnum FROM pg_attribute
WHERE attrelid = ANY(%s) AND attnum > 0 AND NOT attisdropped AND has_column_privilege(attrelid, attnum, 'SELECT')
"""

_TYPES = """
SELECT oid, typname, typtype, typnamespace = 'pg_catalog'::regnamespace, typbasetype, typtypmod, typelem
FROM pg_type WHERE oid = ANY(%s)
"""

_KEYS = """
SELECT indrelid, (indkey::int2[])[0:indnkeyatts - 1] FROM pg_index
WHERE indrelid = ANY(%s) AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL
  AND (indimmediate OR indisprimary)
ORDER BY indrelid, NOT indisprimary, indnkeyatts, indexrelid
"""

_REFERENCES = """
SELECT conrelid, conkey, confrelid, confkey FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY(%s)
ORDER BY conrelid, conname
"""


@dataclass(frozen=True)
class Column:
    """A column: its number in the table, its type with domains taken off, and whether the login may read it."""

    number: int
    name: str
    declared: str
    kind: SourceType
    nullable: bool
    comment: str
    readable: bool


@dataclass(frozen=True)
class Relation:
    """A table, view, materialized or foreign table; `leaves` are the tables that hold a partitioned one's rows."""

    oid: int
    schema: str
    name: str
    kind: str
    columns: tuple[Column, ...]
    rows: int | None
    bytes: int | None
    comment: str = ""
    server: str = ""
    owner: str = ""
    schema_open: bool = True
    readable: bool = True
    rows_hidden: bool = False
    key: tuple[int, ...] = ()
    references: tuple[tuple[tuple[int, ...], int, tuple[int, ...]], ...] = ()
    leaves: tuple[int, ...] = ()

    @property
    def allowed(self) -> tuple[Column, ...]:
        """The columns that the login may read."""
        return tuple(column for column in self.columns if column.readable)

    @property
    def title(self) -> str:
        """Schema and name, as messages name it."""
        return f"{self.schema}.{self.name}"


@dataclass
class _Tree:
    """The partitions below each partitioned table, and whose partition a table is."""

    leaves: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[int, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    root: dict[int, int] = field(default_factory=dict)


def read_catalogue(connection: "Connection") -> tuple[Relation, ...]:
    """Return every relation of the database that is not the system's own, public ones first.

    Raises:
        psycopg.Error: the server refuses or is gone.
    """
    found = connection.execute(_RELATIONS).fetchall()
    oids = [row[0] for row in found]
    tree = _partitions(connection)
    columns = _columns(connection, found)
    keys = _keys(connection, oids, columns)
    references = _references(connection, oids, tree)
    return tuple(_relation(row, columns[row[0]], keys, references, tree) for row in found)


def _relation(
    row: Sequence[Any],
    columns: list[Column],
    keys: dict[int, tuple[int, ...]],
    references: dict[int, list[tuple[tuple[int, ...], int, tuple[int, ...]]]],
    tree: _Tree,
) -> Relation:
    oid, schema, name, kind, rows, pages, live, comment, server, schema_open, _, hidden, owner = row
    counted, size = _rows(rows, live), pages * _BLOCK or None
    if kind == PARTITIONED:
        known = tree.rows[oid]
        counted = None if None in known else sum(part or 0 for part in known)
        size = tree.pages[oid] * _BLOCK or None
    return Relation(
        oid=oid,
        schema=schema,
        name=name,
        kind=kind,
        columns=tuple(columns),
        rows=None if kind in (VIEW, FOREIGN) else counted,
        bytes=None if kind in (VIEW, FOREIGN) else size,
        comment=comment,
        server=server,
        owner=owner,
        schema_open=schema_open,
        readable=schema_open and (any(column.readable for column in columns) or (not columns and row[10])),
        rows_hidden=bool(hidden),
        key=keys.get(oid, ()),
        references=tuple(references[oid]),
        leaves=tuple(tree.leaves[oid]) if kind == PARTITIONED else (oid,),
    )


def _rows(estimate: int, live: int) -> int | None:
    """Return the rows ANALYZE last counted, else those counted since; 0 from both says nothing."""
    if estimate > 0:
        return estimate
    return live or (0 if estimate == 0 else None)


def _partitions(connection: "Connection") -> _Tree:
    tree = _Tree()
    for root, leaf, kind, rows, pages, live in connection.execute(_PARTITIONS).fetchall():
        tree.root[leaf] = root
        if kind == PARTITIONED:
            continue
        tree.leaves[root].append(leaf)
        tree.rows[root].append(None if kind == FOREIGN else _rows(rows, live))
        tree.pages[root] += pages
    return tree


def _columns(connection: "Connection", relations: Sequence[Sequence[Any]]) -> dict[int, list[Column]]:
    open_to_us = {row[0]: row[9] and row[10] for row in relations}
    partly = [row[0] for row in relations if row[9] and not row[10]]
    allowed = set(connection.execute(_ALLOWED_COLUMNS, (partly,)).fetchall()) if partly else set()
    found = connection.execute(_COLUMNS, (list(open_to_us),)).fetchall()
    kinds = _types(connection, {(row[3], row[4]) for row in found})
    columns: dict[int, list[Column]] = defaultdict(list)
    for oid, number, name, kind, modifier, filled, declared, comment in found:
        readable = open_to_us[oid] or (oid, number) in allowed
        columns[oid].append(Column(number, name, declared, kinds[kind, modifier], not filled, comment, readable))
    return columns


def _types(connection: "Connection", used: set[tuple[int, int]]) -> dict[tuple[int, int], SourceType]:
    known: dict[int, Sequence[Any]] = {}
    missing = {oid for oid, _ in used}
    while missing:
        known |= {row[0]: row for row in connection.execute(_TYPES, (list(missing),)).fetchall()}
        missing = _related(known.values()) - known.keys()
    return {(oid, modifier): _resolved(oid, modifier, known) for oid, modifier in used}


def _related(types: Iterable[Sequence[Any]]) -> set[int]:
    return {oid for row in types for oid in (row[4], row[6]) if oid}


def _resolved(oid: int, modifier: int, known: dict[int, Sequence[Any]]) -> SourceType:
    _, name, kind, built_in, base, own_modifier, element = known[oid]
    if kind == "d":
        return _resolved(base, own_modifier if modifier == -1 else modifier, known)
    inner = _resolved(element, -1, known) if element and name.startswith("_") else None
    return SourceType(name, modifier, kind, built_in, inner)


def _keys(connection: "Connection", oids: list[int], columns: dict[int, list[Column]]) -> dict[int, tuple[int, ...]]:
    """Return each relation's primary key, else its shortest unique key without nulls."""
    keys: dict[int, tuple[int, ...]] = {}
    for oid, numbers in connection.execute(_KEYS, (oids,)).fetchall():
        sure = {column.number for column in columns[oid] if not column.nullable and column.readable}
        if oid not in keys and numbers and sure.issuperset(numbers):
            keys[oid] = tuple(numbers)
    return keys


def _references(
    connection: "Connection", oids: list[int], tree: _Tree
) -> dict[int, list[tuple[tuple[int, ...], int, tuple[int, ...]]]]:
    references: dict[int, list[tuple[tuple[int, ...], int, tuple[int, ...]]]] = defaultdict(list)
    for oid, own, target, theirs in connection.execute(_REFERENCES, (oids,)).fetchall():
        references[oid].append((tuple(own), tree.root.get(target) or target, tuple(theirs)))
    return references
