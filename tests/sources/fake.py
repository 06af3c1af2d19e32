"""A source whose every answer the test chooses: what it holds, and what goes wrong at which batch."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regia.model.progress import Silent
from regia.snapshot.manifest import Dataset, Manifest, Skipped
from regia.snapshot.store import Store
from regia.sources import registry
from regia.sources.connector import Capabilities, Catalogue, DatasetInfo, Diagnosis, FieldInfo, Reading, Report
from regia.sources.reading import ReadOptions, take_snapshot
from regia.workspace.company import Company, Limits, Source, System

Batch = pa.RecordBatch | BaseException | Callable[[], None]


@dataclass
class FakeDataset:
    """A dataset; an exception among its batches is raised there, a function is called there."""

    batches: list[Batch]
    info: DatasetInfo
    schema: pa.Schema
    fingerprint: str | BaseException | None = None
    sampled: str = "all"
    query: str = "SELECT"
    notes: list[Any] = field(default_factory=list)


def dataset(name: str, *parts: list[int] | Batch, **more: Any) -> FakeDataset:
    """Return a dataset of one integer field, `id`, in batches of these numbers."""
    batches = [
        pa.record_batch({"id": pa.array(part, pa.int64())}) if isinstance(part, list) else part for part in parts
    ]
    own = {key: more.pop(key) for key in ("fingerprint", "sampled", "query", "notes") if key in more}
    fields = more.pop("fields", (FieldInfo("id", "INTEGER"),))
    schema = more.pop("schema", pa.schema([("id", pa.int64())]))
    info = DatasetInfo(name, more.pop("kind", "table"), fields, **more)
    return FakeDataset(batches, info, schema, **own)


@dataclass
class FakeSource:
    """One source. `reads` lists the datasets asked for, in order; `closed` counts sessions closed."""

    datasets: list[FakeDataset] = field(default_factory=list)
    opening: BaseException | None = None
    catalogue_error: BaseException | None = None
    closing: BaseException | None = None
    catalogue_notes: list[Any] = field(default_factory=list)
    definitions: tuple[tuple[str, str], ...] = ()
    reads: list[str] = field(default_factory=list)
    asked_rows: list[int | None] = field(default_factory=list)
    password: str | None = None
    closed: int = 0
    abandoned: int = 0


class FakeConnector:
    """Hands out the fake sources by the name in their address, `fake:NAME`."""

    kind = "fake"
    example = "fake:name"
    capabilities = Capabilities(fingerprint=True)

    def __init__(self) -> None:
        self.sources: dict[str, FakeSource] = {}

    def claims(self, source: Source) -> bool:
        return source.url.startswith("fake:")

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator["FakeSession"]:
        fake = self.sources[source.url.removeprefix("fake:")]
        fake.password = password
        if fake.opening:
            raise fake.opening
        try:
            yield FakeSession(fake, report)
        finally:
            fake.closed += 1
            if fake.closing:
                raise fake.closing


class FakeSession:
    """An open session on a fake source."""

    moment = "now"

    def __init__(self, fake: FakeSource, report: Report) -> None:
        self.fake = fake
        self.report = report

    def catalogue(self) -> Catalogue:
        for note in self.fake.catalogue_notes:
            self.report(note)
        if self.fake.catalogue_error:
            raise self.fake.catalogue_error
        return Catalogue(tuple(each.info for each in self.fake.datasets), self.fake.definitions)

    def diagnose(self) -> Iterator[Diagnosis]:
        return iter(())

    def fingerprint(self, info: DatasetInfo) -> str | None:
        found = self._find(info).fingerprint
        if isinstance(found, BaseException):
            raise found
        return found

    def read(self, info: DatasetInfo, *, rows: int | None = None) -> Reading:
        found = self._find(info)
        self.fake.reads.append(info.name)
        self.fake.asked_rows.append(rows)
        for note in found.notes:
            self.report(note)
        return Reading(found.schema, self._batches(found), found.query, found.sampled)  # type: ignore[arg-type]

    def _batches(self, found: FakeDataset) -> Iterator[pa.RecordBatch]:
        try:
            for batch in found.batches:
                if isinstance(batch, BaseException):
                    raise batch
                if isinstance(batch, pa.RecordBatch):
                    yield batch
                else:
                    batch()
        except GeneratorExit:
            self.fake.abandoned += 1
            raise

    def _find(self, info: DatasetInfo) -> FakeDataset:
        return next(
            each
            for each in self.fake.datasets
            if each.info.locator == info.locator and (info.locator or each.info.name == info.name)
        )


@dataclass
class World:
    """A company folder with fake systems, and the snapshots taken of it."""

    connector: FakeConnector
    company: Company

    @property
    def store(self) -> Store:
        return Store(self.company.folder)

    def system(self, name: str, *datasets: FakeDataset, **source: Any) -> FakeSource:
        """Add a system with a fake source, or replace it."""
        fake = FakeSource(list(datasets))
        self.connector.sources[name] = fake
        limits = source.pop("limits", Limits())
        declared = Source(name, f"fake:{name}", limits=limits, folder=self.company.folder, **source)
        others = tuple(each for each in self.company.systems if each.system != name)
        self.company = replace(self.company, systems=(*others, System(name, name.upper(), source=declared)))
        return fake

    def snapshot(self, *only: str, afresh: bool = False) -> Manifest:
        """Take a snapshot."""
        return take_snapshot(self.company, self.store, ReadOptions(only, afresh), Silent())

    def rows(self, found: Dataset) -> list[int]:
        """Return the numbers that a dataset of a snapshot holds."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.store.path(found)) as file:
            return list(file.read().column("id").to_pylist())


def world(folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a company folder whose systems are fakes."""
    connector = FakeConnector()
    own = registry.connectors()
    monkeypatch.setattr(registry, "connectors", lambda: (connector, *own))
    return World(connector, Company(folder, "Prova"))


def told(manifest: Manifest, reason: str) -> list[Skipped]:
    """Return what a snapshot tells for one reason."""
    return [note for note in manifest.skipped if note.reason == reason]


def names(found: Iterable[Dataset]) -> list[str]:
    """Return the names of datasets."""
    return [each.dataset for each in found]
