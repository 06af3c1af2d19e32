"""Whether records were made after those they refer to, and how long after.

A record cannot refer to what was not there yet. The times are those that tell best when records were made; where one
side has none, nothing is told.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from regia.profile.changes import making_field
from regia.profile.facts import TimingFacts
from regia.profile.known import Known
from regia.profile.matching import values_of
from regia.profile.references import Reference
from regia.profile.value_sql import hashed
from regia.profile.written_sql import day_of

if TYPE_CHECKING:
    import duckdb

_LOOKED_AT = 50_000
"""About so many records are laid beside what they refer to, chosen by the hash of their value."""

_HASHES = 16**4


def timing(
    connection: "duckdb.DuckDBPyConnection", reference: Reference, path: Path, to_path: Path
) -> TimingFacts | None:
    """Return how much later records were made than what they refer to, None where their times do not tell.

    Raises:
        duckdb.Error: a file is damaged.
    """
    day, to_day = _day(reference.known), _day(reference.to)
    if day is None or to_day is None:
        return None
    child = values_of(reference.known, reference.fields, path, more=f", {day} AS day")
    parent = values_of(reference.to, reference.to_fields, to_path, more=f", {to_day} AS day")
    chosen = f"WHERE {hashed('value')} < '{_bound(reference.filled or 1)}'"
    row = connection.execute(
        f"WITH here AS (SELECT * FROM ({child}) {chosen}), "  # noqa: S608
        f"there AS (SELECT value, min(day) AS day FROM ({parent}) {chosen} GROUP BY value) "
        "SELECT median(here.day - there.day), avg(CASE WHEN here.day < there.day THEN 1.0 ELSE 0.0 END) "
        "FROM here JOIN there ON there.value = here.value WHERE here.day - there.day IS NOT NULL"
    ).fetchone() or (None, None)
    return None if row[0] is None else TimingFacts(lag_days=float(row[0]), before_share=float(row[1]))


def _day(known: Known) -> str | None:
    written = making_field(known.facts)
    return day_of(written, known.facts) if written else None


def _bound(records: int) -> str:
    return "g" if records <= _LOOKED_AT else f"{int(_HASHES * _LOOKED_AT / records):04x}"
