"""Makes stores, objects and manifests by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from regia.snapshot.manifest import Dataset, Field, Manifest, SystemRead
from regia.snapshot.store import Store

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def store(folder: Path) -> Store:
    """Return a store with its folders."""
    found = Store(folder)
    found.prepare()
    return found


def kept(place: Store, table: pa.Table) -> str:
    """Write a table as an object and return its name."""
    writer = place.writer(table.schema)
    for batch in table.to_batches():
        writer.write(batch)
    name = writer.finish().object
    assert name is not None
    return name


def held(name: str, table: pa.Table | None = None, place: Store | None = None, **more: Any) -> Dataset:
    """Return a dataset, `system.dataset`, which holds a table where one is given."""
    system, _, dataset = name.partition(".")
    fields = tuple(Field(each.name, str(each.type)) for each in table.schema) if table is not None else ()
    made: dict[str, Any] = {"kind": "table", "fields": fields, "read_at": NOW}
    if table is not None and place is not None:
        made |= {"object": kept(place, table), "records": table.num_rows, "bytes": table.nbytes}
    return Dataset(system=system, dataset=dataset, **(made | more))


def manifest(*datasets: Dataset, number: int = 0, days: float = 0, **more: Any) -> Manifest:
    """Return a manifest; `days` after 1 March 2026."""
    at = NOW + timedelta(days=days)
    systems = tuple(dict.fromkeys(each.system for each in datasets))
    made: dict[str, Any] = {
        "snapshot": at.strftime("%Y%m%dT%H%M%SZ") + (f"-{number}" if number else ""),
        "company": "Prova",
        "regia_version": "0",
        "taken_at": at,
        "ended_at": at,
        "systems": tuple(SystemRead(each, "sqlite", "read", at, at) for each in systems),
        "datasets": datasets,
    }
    return Manifest(**(made | more))


def whole(place: Store) -> Iterator[str]:
    """Say what is wrong with the snapshots of a store: every object of every manifest by its hash."""
    for each in place.manifests():
        for name in each.objects:
            if problem := place.objects.damaged(name):
                yield f"{each.snapshot}: {problem}"


def readable(folder: Path) -> str:
    """Return all that can be read under a folder, in one text: bytes of files, and values of Parquet files."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            parts.append(path.read_bytes().decode("utf-8", "replace"))
            if path.suffix == ".parquet":
                with pq.ParquetFile(path) as file:
                    parts += [str(file.read().to_pylist()), str(file.metadata), str(file.schema_arrow.metadata)]
    return "\n".join(parts)
