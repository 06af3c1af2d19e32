"""About how many rows a dataset has now, and the clause that takes about so many of them at random."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from regia.sources.postgresql.catalogue import MATERIALIZED, PARTITIONED, TABLE, Relation

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_SEED = 20250101
_ENOUGH_BLOCKS = 500
_BLOCK = 8192


@dataclass(frozen=True)
class Sample:
    """What follows the table's name in the query, and how the rows it lets through were chosen."""

    clause: str = ""
    how: Literal["all", "random", "first"] = "all"


def sample(connection: "Connection", relation: Relation, source: str, rows: int | None) -> Sample:
    """Choose how about `rows` rows are taken; all are where the planner expects few more.

    Whole blocks are drawn where there are many, which reads only those; rows one by one where blocks are few.
    """
    if rows is None:
        return Sample()
    if relation.kind not in (TABLE, PARTITIONED, MATERIALIZED):
        return Sample(f" LIMIT {rows}", "first")
    expected = planned_rows(connection, source)
    if expected <= rows * 1.2:
        return Sample()
    share = rows / expected
    blocks = (relation.bytes or 0) / _BLOCK * share
    method = "SYSTEM" if blocks >= _ENOUGH_BLOCKS else "BERNOULLI"
    return Sample(f" TABLESAMPLE {method} ({share * 100:.6f}) REPEATABLE ({_SEED})", "random")


def planned_rows(connection: "Connection", source: str) -> int:
    """Return the rows the planner expects: density when last analysed times the size the table has now."""
    row = connection.execute(f"EXPLAIN (FORMAT JSON) SELECT FROM {source}".encode()).fetchone()
    assert row is not None
    return int(row[0][0]["Plan"]["Plan Rows"])
