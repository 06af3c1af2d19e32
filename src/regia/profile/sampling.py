"""A seeded sample of a dataset's records, chosen by their content: neither row order nor file layout changes it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.profile.facts import FieldFacts
from regia.profile.scan_sql import kind_of

if TYPE_CHECKING:
    import duckdb

SAMPLE_RECORDS = 100_000
_HASHED_FIELDS = 3
_NEARLY_ALL = 0.9
_SEED = "regia"


@dataclass(frozen=True)
class Sample:
    """A relation with columns c0, c1 ...; `whole` where it holds every record."""

    relation: str
    whole: bool


@contextmanager
def loaded(
    connection: "duckdb.DuckDBPyConnection", source: str, columns: Iterable[int], *, chosen: str | None = None
) -> Iterator[Sample]:
    """Load some columns of a relation into the engine: all records, or those whose places `chosen` holds."""
    wanted = ", ".join(f"c{column}" for column in columns)
    condition = f"WHERE place IN (SELECT place FROM {chosen})" if chosen else ""  # noqa: S608
    with _table(connection, "sampled", f"SELECT {wanted} FROM {source} {condition}"):  # noqa: S608
        yield Sample("sampled", whole=chosen is None)


@contextmanager
def choosing(
    connection: "duckdb.DuckDBPyConnection", source: str, fields: Sequence[FieldFacts], records: int
) -> Iterator[str]:
    """Give the name of a table with the places of about `SAMPLE_RECORDS` of the records."""
    with _table(connection, "chosen", f"SELECT place FROM {source} WHERE {_chooses(fields, records)}"):  # noqa: S608
        yield "chosen"


@contextmanager
def _table(connection: "duckdb.DuckDBPyConnection", name: str, query: str) -> Iterator[None]:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    try:
        yield
    finally:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _chooses(fields: Sequence[FieldFacts], records: int) -> str:
    """Return the condition that chooses the records.

    It looks at a field with a value of its own in nearly every record, else at those with most distinct values:
    their md5, the same on any engine, is below a bound.
    """
    by_distinct = sorted(range(len(fields)), key=lambda each: -(fields[each].distinct or 0))
    own = (each for each in by_distinct if (fields[each].distinct or 0) >= _NEARLY_ALL * records)
    quickest = min(own, key=lambda each: (kind_of(fields[each].engine_type) != "number", each), default=None)
    chosen = by_distinct[:_HASHED_FIELDS] if quickest is None else [quickest]
    told = ", ".join(f"CAST(c{each} AS VARCHAR)" for each in sorted(chosen))
    bound = f"{int(16**8 * SAMPLE_RECORDS / records):08x}"
    return f"substr(md5(concat_ws('|', '{_SEED}', {told})), 1, 8) < '{bound}'"
