"""Describing a DuckDB database by its catalogue functions alone."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from regia.sources.connector import Catalogue, DatasetInfo, FieldInfo, ReferenceInfo, Report
from regia.sources.field_names import tell_renamed, unique_names

if TYPE_CHECKING:
    import duckdb

_OWN = "database_name = current_database() AND NOT internal"
_TABLES = f"""
    SELECT schema_name, table_name, 'table', estimated_size, comment FROM duckdb_tables() WHERE {_OWN} AND NOT temporary
    UNION ALL
    SELECT schema_name, view_name, 'view', NULL, comment FROM duckdb_views() WHERE {_OWN} AND NOT temporary
    ORDER BY 1, 2
"""  # noqa: S608 - nothing from outside
_COLUMNS = f"""
    SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE {_OWN}
    ORDER BY schema_name, table_name, column_index
"""  # noqa: S608 - nothing from outside
_CONSTRAINTS = """
    SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names
    FROM duckdb_constraints() WHERE database_name = current_database()
    AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY schema_name, table_name, constraint_index
"""
_VIEWS = f"SELECT schema_name, view_name, sql FROM duckdb_views() WHERE {_OWN} ORDER BY 1, 2"  # noqa: S608

Place = tuple[str, str]


def catalogue(connection: "duckdb.DuckDBPyConnection", report: Report) -> Catalogue:
    """Describe tables and views; `locator` is schema, table, then the true names of the fields."""
    found = connection.execute(_TABLES).fetchall()
    wanted = [_qualified((schema, name)) for schema, name, *_ in found]
    names = unique_names(wanted, what="table")
    tell_renamed(wanted, names, None, report)
    named = {(schema, table): name for (schema, table, *_), name in zip(found, names, strict=True)}
    columns, keys, references = _columns(connection), *_constraints(connection, named)
    datasets = []
    for schema, table, kind, count, comment in found:
        place, name = (schema, table), named[schema, table]
        raw = [column for column, *_ in columns[place]]
        fields = unique_names(raw)
        tell_renamed(raw, fields, name, report)
        datasets.append(
            DatasetInfo(
                name=name,
                kind=kind,
                fields=tuple(
                    FieldInfo(field, declared, nullable, said or "")
                    for field, (_, declared, nullable, said) in zip(fields, columns[place], strict=True)
                ),
                key=keys.get(place, ()),
                references=tuple(references[place]),
                estimated_records=count,
                comment=comment or "",
                locator=(*place, *raw),
            )
        )
    return Catalogue(tuple(datasets), tuple(_definitions(connection)))


def quoted(name: str) -> str:
    """Return a name as SQL text."""
    return '"' + name.replace('"', '""') + '"'


def _qualified(place: Place) -> str:
    schema, table = place
    return table if schema == "main" else f"{schema}.{table}"


def _columns(connection: "duckdb.DuckDBPyConnection") -> dict[Place, list[tuple[str, str, bool, str | None]]]:
    columns = defaultdict(list)
    for schema, table, name, declared, nullable, comment in connection.execute(_COLUMNS).fetchall():
        columns[schema, table].append((name, declared, nullable, comment))
    return columns


def _constraints(
    connection: "duckdb.DuckDBPyConnection", names: dict[Place, str]
) -> tuple[dict[Place, tuple[str, ...]], dict[Place, list[ReferenceInfo]]]:
    keys: dict[Place, tuple[str, ...]] = {}
    references: dict[Place, list[ReferenceInfo]] = defaultdict(list)
    rows: list[tuple[Any, ...]] = connection.execute(_CONSTRAINTS).fetchall()
    for schema, table, kind, fields, target, target_fields in rows:
        if kind == "PRIMARY KEY":
            keys[schema, table] = tuple(fields)
        elif (schema, target) in names:
            reference = ReferenceInfo(tuple(fields), names[schema, target], tuple(target_fields))
            references[schema, table].append(reference)
    return keys, references


def _definitions(connection: "duckdb.DuckDBPyConnection") -> Iterator[tuple[str, str]]:
    for schema, name, sql in connection.execute(_VIEWS).fetchall():
        yield _qualified((schema, name)), sql or ""
