"""Makes a snapshot of given tables, as the reading would have left it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Dataset, Field, Manifest, SystemRead
from regia.snapshot.store import Store
from regia.workspace.company import Company, System

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def keep(store: Store, table: pa.Table, *, rows_a_batch: int | None = None) -> str | None:
    """Write a table as an object; return its name."""
    store.prepare()
    writer = store.writer(table.schema)
    for batch in table.to_batches(max_chunksize=rows_a_batch):
        writer.write(batch)
    return writer.finish().object


def dataset(store: Store, name: str, table: pa.Table, **more: Any) -> Dataset:
    """Return the manifest's entry of a table, written as an object."""
    fields = tuple(Field(each.name, str(each.type)) for each in table.schema)
    system, _, short = name.partition(".")
    made = {
        "kind": "table",
        "fields": fields,
        "object": keep(store, table),
        "records": table.num_rows,
        "bytes": table.nbytes,
        "read_at": NOW,
    }
    return Dataset(system=system, dataset=short, **(made | more))


def evidence(folder: Path, tables: Mapping[str, pa.Table], *, cache: bool = False, **more: Any) -> Evidence:
    """Return the evidence of `tables`, named `system.dataset`; `more` goes to every dataset."""
    store = Store(folder)
    datasets = tuple(dataset(store, name, table, **more) for name, table in tables.items())
    return of_datasets(folder, datasets, cache=cache)


def of_datasets(folder: Path, datasets: tuple[Dataset, ...], *, cache: bool = False) -> Evidence:
    """Return the evidence of datasets already kept."""
    systems = tuple(dict.fromkeys(each.system for each in datasets))
    manifest = Manifest(
        snapshot="20260301T080000Z",
        company="Prova",
        regia_version="0",
        taken_at=NOW,
        ended_at=NOW,
        systems=tuple(SystemRead(each, "sqlite", "read", NOW, NOW) for each in systems),
        datasets=datasets,
    )
    company = Company(folder=folder, name="Prova", systems=tuple(System(each, each.upper()) for each in systems))
    return Evidence(company, manifest, Store(folder), cache=folder / ".regia" / "cache" if cache else None)
