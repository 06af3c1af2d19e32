"""What a check-up would read, how much, how long, and what load that puts on each source: asks catalogues only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regia.errors import RegiaError
from regia.errors.sources import SourceBroken
from regia.model.note import Note, Reason
from regia.model.progress import Progress
from regia.snapshot.manifest import Manifest
from regia.snapshot.store import Store
from regia.sources.clock import now
from regia.sources.connector import DatasetInfo
from regia.sources.dataset_reading import Budget, DatasetReader
from regia.sources.earlier import Earlier
from regia.sources.registry import connector_for
from regia.sources.valid_text import valid
from regia.workspace.company import Company, Source
from regia.workspace.secrets import redact, resolve

# How fast a source is read where no earlier snapshot tells: a cautious figure for one connection.
GUESSED_BYTES_PER_SECOND = 15_000_000


@dataclass(frozen=True)
class PlannedDataset:
    """One dataset: what would be done with it, and how much that is (None where the catalogue does not say)."""

    system: str
    dataset: str
    action: Literal["read", "sample", "reuse", "skip"]
    reason: Reason | None
    records: int | None
    bytes: int | None
    seconds: float | None


@dataclass(frozen=True)
class PlannedSystem:
    """One system: its datasets and the load on it, or the error that stops it.

    `statements` is how many queries would run, one after the other, on one connection; `limit_seconds` when
    each of them, and `limit_minutes` when the whole, is stopped.
    """

    system: str
    connector: str
    datasets: tuple[PlannedDataset, ...]
    statements: int
    limit_seconds: int
    limit_minutes: int
    error: RegiaError | None = None


def plan(company: Company, store: Store, *, only: tuple[str, ...], progress: Progress) -> Iterator[PlannedSystem]:
    """Ask every source's catalogue what a check-up would read now."""
    earlier = Earlier.of(store, now(), afresh=False)
    for source in company.sources:
        if not only or source.system in only:
            progress.step(source.system)
            yield _plan_source(source, store, earlier, progress)


def _plan_source(source: Source, store: Store, earlier: Earlier, progress: Progress) -> PlannedSystem:
    seconds, minutes = source.limits.statement_seconds, source.limits.minutes
    kind = ""
    try:
        connector = connector_for(source)
        kind = connector.kind
        password = resolve(source.password, source.folder) if source.password else None
        notes: list[Note] = []
        with connector.open(source, password, notes.append) as session:
            reader = DatasetReader(session, source, kind, store, earlier, progress, notes, Budget.of(source))
            rate = _bytes_per_second(source.system, earlier.snapshot)
            datasets = tuple(_planned(reader, info, rate) for info in map(valid, session.catalogue().datasets))
    except RegiaError as error:
        return PlannedSystem(source.system, kind, (), 0, seconds, minutes, error)
    except Exception as error:  # noqa: BLE001 the edge of a source: the others are planned all the same
        broken = SourceBroken(system=source.system, detail=redact(f"{type(error).__name__}: {error}"))
        return PlannedSystem(source.system, kind, (), 0, seconds, minutes, broken)
    statements = sum(each.action in ("read", "sample") for each in datasets)
    return PlannedSystem(source.system, kind, datasets, statements, seconds, minutes)


def _planned(reader: DatasetReader, info: DatasetInfo, rate: float) -> PlannedDataset:
    system, limit = reader.source.system, reader.source.limits.rows_per_dataset
    if reason := reader.reason_against(info):
        return PlannedDataset(system, info.name, "skip", reason, info.estimated_records, info.estimated_bytes, None)
    if known := reader.known(info, reader.session.fingerprint(info)):
        kept = known[0].dataset
        return PlannedDataset(system, info.name, "reuse", None, kept.records, kept.bytes, 0.0)
    records, size = info.estimated_records, info.estimated_bytes
    if limit and records and records > limit:
        part = limit / records
        size = round(size * part) if size is not None else None
        return PlannedDataset(system, info.name, "sample", None, limit, size, _seconds(size, rate))
    return PlannedDataset(system, info.name, "read", None, records, size, _seconds(size, rate))


def _seconds(size: int | None, rate: float) -> float | None:
    return None if size is None else size / rate


def _bytes_per_second(system: str, snapshot: Manifest | None) -> float:
    """Return how fast a system was read last time, over datasets large enough to tell."""
    size, seconds = 0, 0.0
    for each in snapshot.datasets if snapshot else ():
        if each.system == system and each.started_at and each.read_at and (each.bytes or 0) > 10**6:
            size += each.bytes or 0
            seconds += (each.read_at - each.started_at).total_seconds()
    return size / seconds if seconds > 0 else GUESSED_BYTES_PER_SECOND
