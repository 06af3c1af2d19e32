"""What a column's values are like: the frequent ones, their shapes, a sketch of them all, quantiles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regia.profile import value_sql
from regia.profile.facts import FieldFacts
from regia.profile.sampling import Sample
from regia.profile.scan_sql import kind_of

if TYPE_CHECKING:
    import duckdb

TOP = 10
SKETCH = 128
"""Hashes kept of a column: two columns' overlap is then estimated within about .04."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_GROUPED_DISTINCT = 200_000
_LONG_TEXT = 64
_SKETCHED = frozenset({"text", "number", "boolean", "time", "other"})


@dataclass(frozen=True)
class Listed:
    """Values of one column: exact frequent ones, sampled distinct ones (with their count there), sketch."""

    top: tuple[tuple[str, int], ...] = ()
    sampled: tuple[tuple[str, int], ...] = ()
    sketch: tuple[str, ...] = ()


Columns = Mapping[int, FieldFacts]


def list_values(
    connection: "duckdb.DuckDBPyConnection", source: str, sample: Sample, columns: Columns, *, records: int
) -> dict[int, Listed]:
    """Return the values of some columns of a relation by their positions; binary ones have none."""
    told = {position: field for position, field in columns.items() if kind_of(field.engine_type) != "binary"}
    if not told or not records:
        return {}
    if not sample.whole:
        return {position: _of_large(connection, source, sample, position, field) for position, field in told.items()}
    few = {position: field for position, field in told.items() if (field.distinct or 0) <= value_sql.LISTED}
    rest = {position: field for position, field in told.items() if position not in few}
    many = {position: _grouped(connection, source, position, field, listed=True) for position, field in rest.items()}
    return (_all_at_once(connection, source, few) if few else {}) | many


def quantiles(connection: "duckdb.DuckDBPyConnection", sample: Sample, columns: Columns) -> dict[int, tuple[str, ...]]:
    """Return the values at `QUANTILES` of the sampled numbers and times, by position."""
    ordered = [
        position
        for position, field in columns.items()
        if kind_of(field.engine_type) in ("number", "float", "time") and field.held
    ]
    if not ordered:
        return {}
    wanted = "[" + ", ".join(map(str, QUANTILES)) + "]"
    asked = ", ".join(f"CAST(quantile_disc(c{position}, {wanted}) AS VARCHAR[])" for position in ordered)
    row = connection.execute(f"SELECT {asked} FROM {sample.relation}").fetchone() or ()  # noqa: S608
    return {position: tuple(found) for position, found in zip(ordered, row, strict=True) if found}


def _all_at_once(connection: "duckdb.DuckDBPyConnection", source: str, columns: Columns) -> dict[int, Listed]:
    queries = [value_sql.listing(position, field.engine_type, source) for position, field in columns.items()]
    by_column: dict[int, list[tuple[str, int, str]]] = {position: [] for position in columns}
    for position, value, records, hash_ in connection.execute(" UNION ALL ".join(queries)).fetchall():
        by_column[position].append((value, records, hash_))
    return {position: _listed(rows, columns[position]) for position, rows in by_column.items()}


def _listed(rows: Iterable[tuple[str, int, str]], field: FieldFacts) -> Listed:
    by_hash = sorted(rows, key=lambda row: (row[2], row[0]))
    top = sorted(((value, records) for value, records, _ in by_hash), key=lambda pair: (-pair[1], pair[0]))
    hashes = tuple(dict.fromkeys(hash_ for _, _, hash_ in by_hash))
    return Listed(
        top=tuple(top[:TOP]),
        sampled=tuple((value, records) for value, records, _ in by_hash),
        sketch=hashes[:SKETCH] if _is_sketched(field) else (),
    )


def _of_large(
    connection: "duckdb.DuckDBPyConnection", source: str, sample: Sample, position: int, field: FieldFacts
) -> Listed:
    if not field.held:
        return Listed()
    listed = Listed(sampled=_in_sample(connection, sample, position, field))
    if _few(field):
        grouped = _grouped(connection, source, position, field, listed=False)
        return replace(listed, top=grouped.top, sketch=grouped.sketch)
    top = _repeated(connection, source, sample, position, field)
    return replace(listed, top=tuple(top), sketch=_sketch(connection, source, position, field))


def _few(field: FieldFacts) -> bool:
    return (field.distinct or 0) <= _GROUPED_DISTINCT


def _grouped(
    connection: "duckdb.DuckDBPyConnection", source: str, position: int, field: FieldFacts, *, listed: bool
) -> Listed:
    """Group a column once; take from the groups the most frequent values, the sketch and, if `listed`, all values."""
    query = value_sql.grouped(
        position, field.engine_type, source, top=TOP, hashes=SKETCH if _is_sketched(field) else 0, listed=listed
    )
    parts: dict[str, list[tuple[str, int, str]]] = {"top": [], "value": [], "hash": []}
    for part, value, records, hash_ in connection.execute(query).fetchall():
        parts[part].append((value, records, hash_))
    return Listed(
        top=tuple((value, records) for value, records, _ in sorted(parts["top"], key=lambda row: (-row[1], row[0]))),
        sampled=tuple((value, records) for value, records, _ in sorted(parts["value"], key=lambda row: row[2])),
        sketch=tuple(sorted(hash_ for _, _, hash_ in parts["hash"])),
    )


def _in_sample(
    connection: "duckdb.DuckDBPyConnection", sample: Sample, position: int, field: FieldFacts
) -> tuple[tuple[str, int], ...]:
    return tuple(connection.execute(value_sql.sampled_values(position, field.engine_type, sample.relation)).fetchall())


def _repeated(
    connection: "duckdb.DuckDBPyConnection", source: str, sample: Sample, position: int, field: FieldFacts
) -> Iterator[tuple[str, int]]:
    """Yield the most frequent of very many values, counted over all records.

    Those that repeat in the sample are counted: a value in one record of a thousand is then missed less than once
    in 10^40.
    """
    query = value_sql.frequent_in_sample(position, field.engine_type, sample.relation, most=TOP)
    candidates = [value for value, _ in connection.execute(query).fetchall()]
    if candidates:
        counted = connection.execute(value_sql.counts_of(position, field.engine_type, source), [candidates]).fetchall()
        yield from sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def _sketch(connection: "duckdb.DuckDBPyConnection", source: str, position: int, field: FieldFacts) -> tuple[str, ...]:
    """Return the sketch of very many values; of amounts, moments and long texts none: nothing refers by them."""
    if not _is_sketched(field) or _measures(field.engine_type) or (field.length_mean or 0) > _LONG_TEXT:
        return ()
    # four times the hashes wanted fall below it, so that the estimate of distinct values may be far off
    share = min(1.0, 4 * SKETCH / max(field.distinct or 1, 1))
    below = f"{int(share * 16**value_sql.HASH_DIGITS):x}".rjust(value_sql.HASH_DIGITS, "0") if share < 1 else "g"
    query = value_sql.sketching(position, field.engine_type, source, most=SKETCH, below=below)
    return tuple(row[0] for row in connection.execute(query).fetchall())


def _is_sketched(field: FieldFacts) -> bool:
    return kind_of(field.engine_type) in _SKETCHED


def _measures(engine_type: str) -> bool:
    """Whether a type holds amounts or moments."""
    return engine_type.startswith("TIMESTAMP") or (
        engine_type.startswith("DECIMAL") and not engine_type.endswith(",0)")
    )
