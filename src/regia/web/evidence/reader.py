"""The tables of one check-up, as a page reads them: masked unless a person asked, once, and was heard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from regia.checkup.record import Checkup, Records
from regia.checkup.stages import tables
from regia.engine.session import parquet, quoted
from regia.errors.snapshot import CheckupDamaged, TableNotComputed
from regia.model.masking import masked
from regia.model.table import Table
from regia.web.evidence import engines
from regia.web.evidence.answers import answers
from regia.web.evidence.where import ALL, Where

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Row = Mapping[str, object]

_NAMED = re.compile(r"\{(\w+)\}")


class Evidence:
    """The evidence of a company: the tables of its newest check-up, the same for the whole request.

    Files are never rewritten and a new check-up appears whole, so a page never mixes two.
    """

    def __init__(
        self, folder: Path, checkup: Checkup, *, in_clear: bool = False, views: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.checkup = checkup
        self.in_clear = in_clear
        self._records = Records(folder)
        self._views = dict(views or {})

    @classmethod
    def current(cls, folder: Path, *, in_clear: bool = False) -> "Evidence":
        """Return the evidence of the newest check-up.

        Raises:
            CheckupMissing: there is none yet.
        """
        return cls(folder, Records(folder).latest(), in_clear=in_clear)

    def has(self, *contracts: Table) -> bool:
        """Whether the check-up computed these tables."""
        return all(self.checkup.stage_of(table.name) for table in contracts)

    def with_view(self, table: Table, sql: str) -> "Evidence":
        """Return the same evidence, with a table read by a SELECT of ours that has its columns and may have more."""
        views = {**self._views, table.name: f"({sql})"}
        return Evidence(self.folder, self.checkup, in_clear=self.in_clear, views=views)

    def relation(self, table: Table) -> str:
        """Return a table as SQL reads it.

        Raises:
            TableNotComputed: the check-up did not compute it.
        """
        return self._views.get(table.name) or self._file(table)

    def rows(
        self,
        table: Table,
        where: Where = ALL,
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Row]:
        """Return rows of a table; `-name` in `order` is downwards, rows without a value come last."""
        return list(self.arrow(table, where, order=order, limit=limit, offset=offset).to_pylist())

    def one(self, table: Table, where: Where) -> Row | None:
        """Return the first row that holds a condition."""
        return next(iter(self.rows(table, where, limit=1)), None)

    def count(self, table: Table, where: Where = ALL) -> int:
        """Return how many rows hold a condition."""
        sql = f"SELECT count(*) FROM {self.relation(table)} WHERE {where.sql}"  # noqa: S608 our own text, values apart
        return int(self._known(sql, where.values, table).column(0)[0].as_py())

    def values(self, table: Table, column: str, where: Where = ALL, *, limit: int) -> list[str]:
        """Return the different values of a column, as text, in order; of one that holds the company's data, none."""
        if table[column].values and not self.in_clear:
            return []
        sql = f"SELECT DISTINCT CAST({quoted(column)} AS VARCHAR) AS v FROM {self.relation(table)} "  # noqa: S608 as above
        sql += f"WHERE ({where.sql}) AND v IS NOT NULL ORDER BY v LIMIT {limit:d}"
        in_clear = table[column].values  # shown for a while, and kept nowhere
        found = self._arrow(sql, where.values) if in_clear else self._known(sql, where.values, table)
        return [str(value) for value in found.column(0).to_pylist()]

    def figures(self, sql: str, *values: object) -> list[Row]:
        """Return the rows of a SELECT of ours over evidence tables, each named in braces: `FROM {systems}`.

        For figures and names only: what may hold a value of the company's data is read by `rows`, which masks.
        """
        named = [tables()[name] for name in sorted(set(_NAMED.findall(sql)))]
        return list(self._known(_NAMED.sub(self._relation, sql), values, *named).to_pylist())

    def arrow(
        self,
        table: Table,
        where: Where = ALL,
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> "pa.Table":
        """Return rows of a table as Arrow, masked."""
        sql = f"SELECT * FROM {self.relation(table)} WHERE {where.sql}{_ordered(table, order)}"  # noqa: S608 columns of a contract
        sql += "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
        found = self._arrow(sql, where.values)
        if lost := [column.name for column in table.columns if column.name not in found.column_names]:
            raise CheckupDamaged(checkup=self.checkup.checkup, detail=f"{table.name}: {', '.join(lost)}")
        return found if self.in_clear else masked(found, table)

    def batches(
        self, table: Table, where: Where, *, order: Sequence[str] = (), rows: int = 5_000
    ) -> Iterator[list[Row]]:
        """Return all rows that hold a condition, so many at a time."""
        offset = 0
        while found := self.rows(table, where, order=(*order, *table.key), limit=rows, offset=offset):
            yield found
            offset += rows

    def _relation(self, match: "re.Match[str]") -> str:
        return self.relation(tables()[match[1]])

    def _file(self, table: Table) -> str:
        run = self.checkup.stage_of(table.name)
        if run is None:
            raise TableNotComputed(table=table.name, checkup=self.checkup.checkup)
        return parquet(self._records.path(run, table))

    def _known(self, sql: str, values: tuple[object, ...], *tables_: Table) -> "pa.Table":
        """Return the answer to a question of figures and names; of the same files it is asked once."""
        written = tuple(map(self._written, tables_))
        asked = tuple(tuple(value) if isinstance(value, list) else value for value in values)
        question = (self.folder, self.checkup.checkup, written, sql, asked)
        return answers.get(question, lambda: self._arrow(sql, values))

    def _written(self, table: Table) -> tuple[int, int]:
        """Return what tells a file from another of its name: a person who is forgotten changes it."""
        run = self.checkup.stage_of(table.name)
        try:
            state = self._records.path(run, table).stat() if run else None
        except OSError:  # which the question itself will tell
            state = None
        return (state.st_mtime_ns, state.st_ino) if state else (0, 0)

    def _arrow(self, sql: str, values: Sequence[object]) -> "pa.Table":
        import duckdb

        with engines.cursor(self.folder) as cursor:
            try:
                return _answer(cursor, sql, values)
            except duckdb.OutOfMemoryException:
                raise
            except duckdb.Error as error:  # the text is ours: what fails is a file, damaged or of an older Regia
                raise CheckupDamaged(checkup=self.checkup.checkup, detail=str(error).splitlines()[0]) from error


def _answer(cursor: "duckdb.DuckDBPyConnection", sql: str, values: Sequence[object]) -> "pa.Table":
    found: pa.Table = cursor.sql(sql, params=list(values)).to_arrow_table()
    return found


def _ordered(table: Table, order: Sequence[str]) -> str:
    known = {column.name for column in table.columns}
    parts = [
        f"{quoted(name.removeprefix('-'))} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST"
        for name in order
        if name.removeprefix("-") in known
    ]
    return f" ORDER BY {', '.join(parts)}" if parts else ""
