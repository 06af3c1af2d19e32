"""Forgets a person: removes the records that hold a value from every snapshot, and leaves a tombstone.

It is the one operation that changes a snapshot. The tombstone says how many records of which dataset went, when
and why; it says nothing of the person.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from regia.snapshot.forgetting_lines import count_lines, rewrite_lines
from regia.snapshot.manifest import Dataset, Manifest, Tombstone
from regia.snapshot.objects import Written
from regia.snapshot.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

EVIDENCE = "evidence"
"""Stands for the system where a file of evidence is told."""
DAMAGED = "damaged"
"""Stands for the system where an object is told that only a damaged snapshot may name."""

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


@dataclass(frozen=True)
class Match:
    """Records of one dataset, or lines of one file of evidence, in any snapshot, that hold the value.

    `objects` are the files they are in.
    """

    system: str
    dataset: str
    records: int
    objects: frozenset[str]


def find_value(store: Store, value: str) -> list[Match]:
    """Return where a value stands, alone in a field, whatever its case and outer spaces; one row group in memory.

    Looks at all snapshots and at what a killed run had read. What only a damaged snapshot may name is looked at too:
    whose it was is not known, so it is told as of the system `DAMAGED`, by the snapshots that are damaged.

    Raises:
        SnapshotNewer: a newer Regia works on this folder.
    """
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    seen: dict[str, int] = {}
    for each in _held(store):
        if each.object and each.object not in seen:
            seen[each.object] = _count(store.objects.path(each.object), value)
        if each.object and seen[each.object]:
            counts[each.system, each.dataset][each.object] = seen[each.object]
    for name, document in _documents(store).items():
        if lines := count_lines(store.objects.path(name), value):
            counts[EVIDENCE, document][name] = lines
    if damaged := store.damaged():
        counts[DAMAGED, ", ".join(damaged)] = _strays(store, value)
    return [
        Match(system, dataset, max(objects.values()), frozenset(objects))
        for (system, dataset), objects in sorted(counts.items())
        if objects
    ]


def _strays(store: Store, value: str) -> dict[str, int]:
    """Return the objects of damaged snapshots alone that hold the value, or name it in a line, or cannot be read."""
    from pyarrow import ArrowException

    found = {}
    for name in store.strays():
        path = store.objects.path(name)
        try:
            found[name] = _count(path, value) or (count_lines(path, value) if _is_document(path) else 0)
        except (ArrowException, OSError):
            found[name] = 1
    return {name: records for name, records in found.items() if records}


def _is_document(path: Path) -> bool:
    import pyarrow.parquet as pq

    return bool(pq.read_schema(path).names == ["line"])


@dataclass(frozen=True)
class Forgetting:
    """New files without the value, by the names of those that hold it; nothing has changed yet.

    `snapshots` are those that will change, `objects` the files that go.
    """

    rewritten: Mapping[str, Written]
    snapshots: frozenset[str]
    objects: frozenset[str]


def prepare_forgetting(store: Store, matches: Iterable[Match], value: str) -> Forgetting:
    """Write the new files; needs the company's lock.

    Raises:
        DiskFull: no room; nothing changed.
    """
    told = list(matches)
    names = frozenset(name for match in told for name in match.objects)
    strays = {name for match in told if match.system == DAMAGED for name in match.objects}
    documents = _documents(store)
    rewritten = {
        name: rewrite_lines(store, name, value) if name in documents else _rewrite(store, name, value)
        for name in sorted(names - strays)
    }
    return Forgetting(rewritten, frozenset(each.snapshot for each in store.readable() if each.objects & names), names)


def forget_prepared(store: Store, forgetting: Forgetting, *, why: str, at: datetime) -> None:
    """Change the manifests one by one, then drop the old files; needs the company's lock.

    A kill in between leaves every snapshot whole; what it left undone, a second call finishes. A damaged snapshot keeps
    its other files: should its manifest come back from a backup, those of the person are missing there.
    """
    for name in sorted(forgetting.snapshots):
        store.replace(_without(store.manifest(name), forgetting.rewritten, why, at))
    if forgetting.rewritten:
        store.journal.clear()
    store.remove([])
    store.drop(forgetting.objects)


def _held(store: Store) -> Iterator[Dataset]:
    for manifest in store.readable():
        yield from manifest.datasets
    for entry in store.journal.entries():
        if entry.object and store.objects.path(entry.object).exists():
            yield entry.dataset


def _documents(store: Store) -> dict[str, str]:
    """Return the names of the kept files of evidence, by object."""
    found = (each for manifest in store.readable() for each in manifest.documents)
    return {each.object: each.name for each in found if each.object and store.objects.path(each.object).exists()}


def _without(manifest: Manifest, rewritten: Mapping[str, Written], why: str, at: datetime) -> Manifest:
    datasets, tombstones = [], list(manifest.tombstones)
    for each in manifest.datasets:
        datasets.append(_shrunk(each, rewritten))
        if gone := (each.records or 0) - (datasets[-1].records or 0):
            tombstones.append(Tombstone(each.system, each.dataset, gone, at, why))
    documents = tuple(
        replace(each, object=rewritten[each.object].object) if each.object and each.object in rewritten else each
        for each in manifest.documents
    )
    return replace(manifest, datasets=tuple(datasets), documents=documents, tombstones=tuple(tombstones))


def _shrunk(dataset: Dataset, rewritten: Mapping[str, Written]) -> Dataset:
    written = rewritten.get(dataset.object or "")
    if written is None:
        return dataset
    return replace(dataset, object=written.object, records=written.records, bytes=written.bytes)


def _count(path: Path, value: str) -> int:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return sum(pc.sum(_holding(batch, value)).as_py() or 0 for batch in file.iter_batches())


def _rewrite(store: Store, name: str, value: str) -> Written:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(store.objects.path(name)) as file:
        writer = store.writer(file.schema_arrow)
        try:
            for batch in file.iter_batches():
                writer.write(batch.filter(pc.invert(_holding(batch, value))))
            return writer.finish()
        except BaseException:
            writer.abandon()
            raise


def _holding(batch: "pa.RecordBatch", value: str) -> "pa.BooleanArray":
    """Return which rows hold the value in some field."""
    import pyarrow as pa
    import pyarrow.compute as pc

    answer = pa.array([False] * batch.num_rows, pa.bool_())
    for column in batch.columns:
        found = _equal(column, value.strip())
        if found is not None:
            answer = pc.or_(answer, pc.fill_null(found, False))
    return answer


def _equal(column: "pa.Array", value: str) -> "pa.BooleanArray | None":
    """Return where a column holds the value; None where its type cannot hold one that names a person."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as pt

    kind = column.type
    if pt.is_integer(kind) or pt.is_floating(kind) or pt.is_decimal(kind):
        wanted = _as_number(value, kind)
        return None if wanted is None else pc.equal(column, wanted)
    if pt.is_binary(kind) or pt.is_large_binary(kind) or pt.is_fixed_size_binary(kind) or pt.is_boolean(kind):
        return None
    return pc.equal(_folded(column.cast(pa.string())), _folded(pa.array([value]))[0])


def _folded(texts: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return pc.utf8_lower(pc.utf8_trim_whitespace(pc.utf8_normalize(texts, "NFC")))


def _as_number(value: str, kind: "pa.DataType") -> "pa.Scalar | None":
    """Return the value as a number of a type, None where it is none: 00123 is a code, not 123."""
    import pyarrow as pa
    import pyarrow.types as pt

    if not _NUMBER.fullmatch(value):
        return None
    exact = Decimal(value)
    try:
        if pt.is_integer(kind):
            return pa.scalar(int(exact), kind) if exact == exact.to_integral_value() else None
        return pa.scalar(float(exact) if pt.is_floating(kind) else exact, kind)
    except (pa.ArrowException, OverflowError, TypeError):
        return None
