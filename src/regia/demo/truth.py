"""Writes down what is true, while it happens: one Parquet file a table, row by row, in bounded memory."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regia.demo.truth_tables import TABLES, schema

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_BATCH = 50_000


class Truth:
    """The truth of one company."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "truth"
        self._folder.mkdir(parents=True)
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._planted: Counter[tuple[str, str, str, str, str]] = Counter()
        self._trapped: Counter[tuple[str, str, str, str, str]] = Counter()

    def add(self, table: str, *row: Any) -> None:
        """Add one row, in the order of the table's columns; times as seconds since 1970."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= _BATCH:
            self._write(table)

    def plant(
        self, rule: str, system: str, dataset: str = "", field: str = "", *, subject: str = "", records: int = 1
    ) -> None:
        """Note that something a rule should find has been planted; the same place counts once, with its records."""
        self._planted[rule, system, dataset, field, subject] += records

    def trap(
        self, trap: str, system: str, dataset: str = "", field: str = "", *, detail: str = "", records: int = 0
    ) -> None:
        """Note that a trap lies in wait."""
        self._trapped[trap, system, dataset, field, detail] += records

    def close(self) -> None:
        """Write what is left: after this all files are complete."""
        for (rule, system, dataset, field, subject), records in sorted(self._planted.items()):
            self.add("findings", rule, system or None, dataset or None, field or None, subject or None, records)
        for (trap, system, dataset, field, detail), records in sorted(self._trapped.items()):
            self.add("traps", trap, system or None, dataset or None, field or None, detail or None, records)
        for table in TABLES:
            self._write(table)
        for writer in self._writers.values():
            writer.close()

    def _write(self, table: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        form = schema(table)
        if table not in self._writers:
            self._writers[table] = pq.ParquetWriter(self._folder / f"{table}.parquet", form, compression="zstd")
        rows, self._rows[table] = self._rows[table], []
        if not rows:
            return
        columns = [_column(values, field.type) for values, field in zip(zip(*rows, strict=True), form, strict=True)]
        self._writers[table].write_table(pa.Table.from_arrays(columns, schema=form))


def _column(values: tuple[Any, ...], kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return pa.array([None if value is None else value * 1_000_000 for value in values], pa.int64()).cast(kind)
    return pa.array(values, kind)
