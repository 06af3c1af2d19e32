"""Which rows stand for a large table: drawn one by one, in blocks of keys, or the first where nothing else is cheap.

The server has no TABLESAMPLE. `RAND() < share` draws every row alike but reads the whole table, so it is for tables
up to `WHOLE_SCAN_BYTES`. Beyond, where the key is one integer, its range is cut in strata and in each a block of
neighbours is read from a random place: that reads only the sample, but rows of one block are alike, so that it
tells less than as many drawn one by one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from regia.sources.mysql.catalogue import Table
from regia.sources.mysql.types import quote

if TYPE_CHECKING:
    from regia.sources.mysql.reader import Reader

WHOLE_SCAN_BYTES = 2 << 30
BLOCKS = 200
_SEED = 20250101
_INTEGERS = frozenset({"tinyint", "smallint", "mediumint", "int", "integer", "bigint"})


@dataclass(frozen=True)
class Sample:
    """Clauses that follow the table's name, one query each, and how the rows they let through were chosen."""

    clauses: tuple[str, ...] = ("",)
    how: Literal["all", "random", "first"] = "all"


def sample(reader: "Reader", table: Table, source: str, rows: int | None) -> Sample:
    """Choose how about `rows` rows of a table are taken; all are where it holds no more.

    Raises:
        pymysql.MySQLError, OSError: the server refuses, or the connection broke.
    """
    if rows is None:
        return Sample()
    if table.is_view or table.elsewhere:
        return Sample((f" LIMIT {rows}",), "first")
    if not reader.rows(f"SELECT 1 FROM {source} LIMIT {rows}, 1", on_data=True):  # noqa: S608 - the name is quoted
        return Sample()
    if (table.bytes or 0) <= WHOLE_SCAN_BYTES:
        share = min(1.0, rows / max(table.records or 0, rows + 1))
        return Sample((f" WHERE RAND({_SEED}) < {share:.9f}",), "random")
    key = _integer_key(table)
    if key is None:
        return Sample((f" LIMIT {rows}",), "first")
    low, high = reader.rows(f"SELECT MIN({quote(key)}), MAX({quote(key)}) FROM {source}", on_data=True)[0]  # noqa: S608
    return Sample(tuple(_blocks(quote(key), int(low or 0), int(high or 0), rows)), "random")


def _integer_key(table: Table) -> str | None:
    kinds = {column.name: column.kind for column in table.allowed}
    return table.key[0] if len(table.key) == 1 and kinds.get(table.key[0]) in _INTEGERS else None


def _blocks(key: str, low: int, high: int, rows: int) -> Iterator[str]:
    draw, size = random.Random(_SEED), -(-rows // BLOCKS)
    edges = [low + (high + 1 - low) * block // BLOCKS for block in range(BLOCKS + 1)]
    for start, end in pairwise(edges):
        if start < end:
            yield f" WHERE {key} >= {draw.randrange(start, end)} AND {key} < {end} ORDER BY {key} LIMIT {size}"
