"""Counts, over all records, how many values of some fields are found in the key of another dataset."""

from pathlib import Path
from typing import TYPE_CHECKING

from regia.profile import value_sql
from regia.profile.facts import MatchFacts
from regia.profile.known import Known
from regia.profile.references import Reference
from regia.profile.scan import relation

if TYPE_CHECKING:
    import duckdb


def count_matched(
    connection: "duckdb.DuckDBPyConnection", reference: Reference, path: Path, to_path: Path
) -> MatchFacts:
    """Return how many records have a value, have it there, or have one that comes before all values there.

    Values are compared once normalised, so that 12 and '12' match.

    Raises:
        duckdb.Error: a file is damaged.
    """
    child = values_of(reference.known, reference.fields, path)
    parent = values_of(reference.to, reference.to_fields, to_path)
    told = (
        f"WITH there AS MATERIALIZED (SELECT DISTINCT value FROM ({parent})), "  # noqa: S608
        f"here AS (SELECT value, count(*) AS records FROM ({child}) GROUP BY value) "
    )
    filled, matched = _counted(
        connection,
        told + "SELECT sum(here.records), sum(here.records) FILTER (WHERE there.value IS NOT NULL) "
        "FROM here LEFT JOIN there ON there.value = here.value",
    )
    (earlier,) = _counted(connection, told + _EARLIER) if 0 < matched < filled else (0,)
    return MatchFacts(filled=filled, matched=matched, earlier=earlier)


# Codes of one form (the same signs around the digits) are in order as numbers are: a shorter one comes first.
_EARLIER = (
    "SELECT sum(here.records) FROM here JOIN (SELECT translate(value, '0123456789', '') AS form, "
    "min({'size': length(value), 'value': value}) AS first FROM there GROUP BY form) AS least "
    "ON least.form = translate(here.value, '0123456789', '') "
    "WHERE {'size': length(here.value), 'value': here.value} < least.first"
)


def _counted(connection: "duckdb.DuckDBPyConnection", query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone() or ()
    return tuple(int(each or 0) for each in row)


def values_of(known: Known, fields: tuple[str, ...], path: Path, *, more: str = "") -> str:
    """Return a query of the normalised value of some fields, with what `more` asks of each record that has one."""
    columns = {field.name: (f"c{at}", field.engine_type) for at, field in enumerate(known.facts.fields)}
    chosen = [columns[name] for name in fields]
    value = " || '|' || ".join(value_sql.normalised(*each) for each in chosen)
    filled = " AND ".join(value_sql.filled(*each) for each in chosen)
    return f"SELECT {value} AS value{more} FROM {relation(path, len(known.facts.fields))} WHERE {filled}"  # noqa: S608
