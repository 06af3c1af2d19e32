"""What a stage and its rules may see: one snapshot, the company's declarations, and the tables of earlier stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import locked
from regia.snapshot.manifest import Dataset, Manifest
from regia.snapshot.store import Store
from regia.workspace.company import Company

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True)
class Evidence:
    """One snapshot under analysis.

    `previous` holds tables of the check-up before this one, `cache` is a folder where a stage may keep what
    depends on content alone, `day` is the day of the check-up (by default the snapshot's).
    """

    company: Company
    snapshot: Manifest
    store: Store
    tables: Mapping[str, "pa.Table"] = field(default_factory=dict)
    cache: Path | None = None
    previous: Mapping[str, "pa.Table"] = field(default_factory=dict)
    day: date | None = None

    @property
    def today(self) -> date:
        """The day of the check-up: analyses know no other clock."""
        return self.day or self.snapshot.taken_at.date()

    def table(self, name: str) -> "pa.Table":
        """Return an evidence table of an earlier stage.

        Raises:
            KeyError: no earlier stage writes it.
        """
        return self.tables[name]

    def query(self, sql: str) -> list[dict[str, object]]:
        """Return the rows of a SELECT over the evidence tables; the engine is locked."""
        answer: pa.Table = self._engine.sql(sql).to_arrow_table()
        return list(answer.to_pylist())

    def path(self, dataset: Dataset) -> Path:
        """Return the Parquet file of a dataset of the snapshot."""
        return self.store.path(dataset)

    def seeing(self, tables: Mapping[str, "pa.Table"], previous: Mapping[str, "pa.Table"], cache: Path) -> "Evidence":
        """Return the same snapshot with these tables and this cache folder in sight."""
        return replace(self, tables=tables, previous=previous, cache=cache)

    @cached_property
    def _engine(self) -> "duckdb.DuckDBPyConnection":
        return locked(self.tables)
