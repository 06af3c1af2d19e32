"""Has a table changed, and what do its numerics hold? One scan on the server answers both; no row leaves it.

The cumulative statistics (n_tup_ins, n_tup_upd, n_tup_del) would cost no scan, but they cannot be trusted to say
"unchanged": a backend hands its counts over up to 60 seconds after its commit (before PostgreSQL 15 not until its
next statement), a crash or pg_stat_reset starts them from zero, a standby does not count what it replays, and a
session may have track_counts off. Seen in this snapshot, the place (ctid) and writing transaction (xmin) of each row
version are exact: a version never changes, and its place is taken again only by a later transaction. They are hashed
together with what changes values without touching rows: the table's file (TRUNCATE, rewrites), its columns (a new
column with a default), the labels of enums. Where values print by other catalogues' leave there is no fingerprint.

Not seen: a server's files put back to an older copy by the machine below it, and then written by as many
transactions as before. Source: PostgreSQL's documentation, "System Columns" and "Database Page Layout".
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from regia.sources.postgresql.catalogue import MATERIALIZED, PARTITIONED, TABLE, Column, Relation
from regia.sources.postgresql.types import NumericShape, declared_size, is_numeric, quote

if TYPE_CHECKING:
    from decimal import Decimal

    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_FORMAT = 1
_HASHED_PLACES = 140000  # the version that brought hashtidextended
_VERSION = "(tableoid::int8 << 32) | xmin::text::int8"

_MADE_OF = """
SELECT (SELECT array_agg((oid, relfilenode, relkind)::text ORDER BY oid) FROM pg_class WHERE oid = ANY(%(oids)s)),
       (SELECT array_agg((attrelid, attnum, attname, atttypid, atttypmod, attisdropped, xmin)::text
                         ORDER BY attrelid, attnum)
        FROM pg_attribute WHERE attrelid = ANY(%(oids)s) AND attnum > 0),
       (SELECT md5(string_agg((oid, enumlabel)::text, ',' ORDER BY oid)) FROM pg_enum),
       (SELECT bool_and(relkind IN ('r', 'm', 'p')) FROM pg_class WHERE oid = ANY(%(oids)s))
"""


@dataclass(frozen=True)
class Survey:
    """What one scan found: the fingerprint, None where there can be none, and numerics' shapes by column number."""

    fingerprint: str | None
    shapes: dict[int, NumericShape]


def source_rows(relation: Relation) -> str:
    """Return what follows FROM: rows of inheriting tables belong to those, a partitioned table's to itself."""
    only = "ONLY " if relation.kind == TABLE else ""
    return f"{only}{quote(relation.schema)}.{quote(relation.name)}"


def can_survey(relation: Relation) -> bool:
    """Whether a scan costs this server alone, and no more than reading."""
    return relation.kind in (TABLE, PARTITIONED, MATERIALIZED) and relation.readable


def survey(connection: "Connection", relation: Relation, columns: tuple[Column, ...], place: str) -> Survey:
    """Scan a relation on the server, once.

    Raises:
        psycopg.Error: the server refuses, the time is up, or it is gone.
    """
    measured = to_measure(columns)
    made_of = connection.execute(_MADE_OF, {"oids": [relation.oid, *relation.leaves]}).fetchone()
    assert made_of is not None
    if not (made_of[3] and _exact(relation, columns)):
        return Survey(None, measure(connection, relation, columns, ""))
    row = _ask(connection, ["count(*)", f"sum({_hashed(connection)})", *_measures(measured)], source_rows(relation))
    names = [(column.name, column.declared) for column in columns]
    told = repr((_FORMAT, place, _server(connection), made_of[:3], names, row[:2]))
    return Survey(sha256(told.encode()).hexdigest(), _shapes(row[2:], measured))


def _exact(relation: Relation, columns: tuple[Column, ...]) -> bool:
    """Whether row versions tell all: system columns are closed to a login that may read some columns only."""
    return len(columns) == len(relation.columns) and all(column.kind.prints_the_same for column in columns)


def measure(
    connection: "Connection", relation: Relation, columns: tuple[Column, ...], clause: str
) -> dict[int, NumericShape]:
    """Return the shapes of the numerics among the rows that a clause lets through, without a fingerprint.

    Raises:
        psycopg.Error: the server refuses, the time is up, or it is gone.
    """
    measured = to_measure(columns)
    return _shapes(_ask(connection, _measures(measured), source_rows(relation) + clause), measured) if measured else {}


def to_measure(columns: tuple[Column, ...]) -> list[Column]:
    """Return the numerics whose size nobody declared."""
    return [column for column in columns if is_numeric(column.kind) and not declared_size(column.kind)]


def _ask(connection: "Connection", asked: list[str], source: str) -> tuple[Any, ...]:
    query = f"SELECT {', '.join(asked)} FROM {source}"  # noqa: S608 - every name is quoted
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row


def _hashed(connection: "Connection") -> str:
    if connection.info.server_version >= _HASHED_PLACES:
        return f"hashtidextended(ctid, {_VERSION})"
    return f"hashtextextended(ctid::text, {_VERSION})"


def _measures(columns: list[Column]) -> list[str]:
    return [f"max(scale({it})), max({it}), min({it})" for it in (quote(column.name) for column in columns)]


def _shapes(found: tuple[Any, ...], columns: list[Column]) -> dict[int, NumericShape]:
    return {it.number: _shape(*found[at : at + 3]) for at, it in zip(range(0, len(found), 3), columns, strict=True)}


def _shape(scale: int | None, largest: "Decimal | None", smallest: "Decimal | None") -> NumericShape:
    if largest is None or smallest is None:
        return NumericShape(1, 0, finite=True)
    if not (largest.is_finite() and smallest.is_finite()):
        return NumericShape(0, 0, finite=False)
    whole = max(largest.adjusted(), smallest.adjusted(), 0) + 1
    return NumericShape(whole, scale or 0, finite=True)


def _server(connection: "Connection") -> str:
    """Return what tells one server, and one history of it, from another."""
    import psycopg

    try:
        with connection.transaction(force_rollback=True):
            row = connection.execute(
                "SELECT system_identifier, timeline_id FROM pg_control_system(), pg_control_checkpoint()"
            ).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return ""
    return repr(row)
