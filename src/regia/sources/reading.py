"""Takes a snapshot: every source in turn, every dataset in turn, nothing lost when one of them fails.

A dataset that its source says is unchanged, or that a killed run had already read, is not read again. What
could not be read, or not wholly, is in the manifest with its reason.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime

from regia import __version__
from regia.errors import LANGUAGES, RegiaError
from regia.errors.snapshot import DiskFull, FolderNotWritable
from regia.errors.sources import ConnectionLost, SourceBroken, SourceTimeLimit, SourceUnreachable
from regia.model.interruption import stop_if_asked
from regia.model.note import Note, Reason
from regia.model.progress import Progress
from regia.snapshot.journal import Entry
from regia.snapshot.manifest import Dataset, Definition, Manifest, Skipped, SystemRead, SystemStatus, Tombstone
from regia.snapshot.store import Store
from regia.sources.clock import now
from regia.sources.connector import Connector, DatasetInfo
from regia.sources.dataset_reading import Budget, DatasetReader, skipped
from regia.sources.documents import read_documents
from regia.sources.earlier import Earlier
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.registry import connector_for
from regia.sources.valid_text import valid, valid_text
from regia.workspace.company import Company, Source, System
from regia.workspace.secrets import redact, resolve

# After these, what the last snapshot holds of the system is carried over: the data is there, out of reach.
OUT_OF_REACH = (SourceUnreachable, ConnectionLost, SourceTimeLimit)
UNREACHED = (Reason.CONNECTION_LOST, Reason.TIME_LIMIT)


@dataclass(frozen=True)
class ReadOptions:
    """Which systems to read (none named is all), and whether to read what seems unchanged too."""

    only: tuple[str, ...] = ()
    afresh: bool = False


@dataclass(frozen=True)
class SystemOutcome:
    """What reading one system gave."""

    read: SystemRead
    datasets: tuple[Dataset, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    definitions: tuple[Definition, ...] = ()


def take_snapshot(company: Company, store: Store, options: ReadOptions, progress: Progress) -> Manifest:
    """Read the company's sources and return the snapshot's manifest; needs the company's lock.

    Where nothing had to be read, that is the last snapshot, as it is.

    Raises:
        DiskFull, FolderNotWritable: nothing more can be kept; the last snapshot is intact, what was read so
            far is taken over by the next run.
    """
    started = now()
    store.prepare()
    earlier = Earlier.of(store, started, afresh=options.afresh)
    outcomes = [_outcome(system, store, options, earlier, progress) for system in company.systems]
    documents = read_documents(company, store)
    manifest = Manifest(
        snapshot=store.new_id(started),
        company=company.name,
        regia_version=__version__,
        taken_at=started,
        ended_at=now(),
        systems=tuple(outcome.read for outcome in outcomes),
        datasets=tuple(dataset for outcome in outcomes for dataset in outcome.datasets),
        skipped=tuple(note for outcome in outcomes for note in outcome.skipped),
        definitions=tuple(definition for outcome in outcomes for definition in outcome.definitions),
        documents=documents,
    )
    manifest = replace(manifest, tombstones=_tombstones(manifest, earlier))
    if earlier.snapshot and same_content(earlier.snapshot, manifest):
        store.journal.clear()
        return earlier.snapshot
    store.commit(manifest)
    return manifest


def _tombstones(manifest: Manifest, earlier: Earlier) -> tuple[Tombstone, ...]:
    """Return the tombstones of what is taken over as it was: people forgotten there are still missing."""
    over = {(each.system, each.dataset) for each in manifest.datasets if each.origin != "source"}
    before = earlier.snapshot.tombstones if earlier.snapshot else ()
    return tuple(each for each in before if (each.system, each.dataset) in over)


def same_content(old: Manifest, new: Manifest) -> bool:
    """Whether nothing was read for the new snapshot and all else is as in the old one."""
    unread = all(dataset.origin in ("unchanged", "carried") or not dataset.object for dataset in new.datasets)
    return unread and _content(old) == _content(new)


def _content(manifest: Manifest) -> tuple[object, ...]:
    systems = {(system.system, system.status, system.connector, system.reason_en) for system in manifest.systems}
    told = {note for note in manifest.skipped if note.reason is not Reason.NOT_SIMULTANEOUS}
    datasets = {replace(dataset, origin="source") for dataset in manifest.datasets}
    beside = set(manifest.definitions), set(manifest.documents)
    return manifest.company, manifest.regia_version, systems, datasets, told, beside


def _outcome(system: System, store: Store, options: ReadOptions, earlier: Earlier, progress: Progress) -> SystemOutcome:
    started = now()
    if system.source is None:
        return SystemOutcome(SystemRead(system.system, "", "no_source", started, started))
    if options.only and system.system not in options.only:
        return _left_out(system.system, started, earlier)
    return _SystemReader(system.source, store, earlier, progress).read()


def _left_out(system: str, started: datetime, earlier: Earlier) -> SystemOutcome:
    """Return a system that this run was not asked to read, with what the last snapshot holds of it."""
    status: SystemStatus = "carried" if earlier.of_system(system) else "left_out"
    return _carried(SystemOutcome(SystemRead(system, "", status, started, started)), earlier)


def _carried(outcome: SystemOutcome, earlier: Earlier) -> SystemOutcome:
    """Add what the last snapshot holds of a system and this run did not read, and say that it is older."""
    system = outcome.read.system
    have = {each.dataset for each in outcome.datasets if each.reason not in UNREACHED}
    older = {each.dataset: replace(each, origin="carried") for each in earlier.of_system(system)}
    carried = {name: each for name, each in older.items() if name not in have}
    if not earlier.snapshot or not carried:
        return outcome
    told = [note for name in carried for note in earlier.told_of(system, name)]
    age = Skipped(system, Reason.NOT_SIMULTANEOUS, detail="carried", count=len(carried))
    before = tuple(each for each in earlier.snapshot.definitions if each.system == system)
    return replace(
        outcome,
        datasets=(*(each for each in outcome.datasets if each.dataset not in carried), *carried.values()),
        skipped=(*outcome.skipped, *told, age),
        definitions=outcome.definitions or before,
    )


class _SystemReader:
    """Reads one source; what it has read and told so far survives a failure."""

    def __init__(self, source: Source, store: Store, earlier: Earlier, progress: Progress) -> None:
        self.source = source
        self.store = store
        self.earlier = earlier
        self.progress = progress
        self.started = now()
        self.connector = ""
        self.notes: list[Note] = []
        self.datasets: list[Dataset] = []
        self.skipped: list[Skipped] = []
        self.definitions: tuple[Definition, ...] = ()
        self.lost: ConnectionLost | None = None

    def read(self) -> SystemOutcome:
        """Read all that the source holds; an error of the source becomes part of the outcome."""
        try:
            self._read_all()
        except (DiskFull, FolderNotWritable):
            raise
        except RegiaError as error:
            return self._failed(self.lost or error)
        except Exception as error:  # noqa: BLE001 the edge of a source: no driver's error may stop the others
            detail = redact(f"{type(error).__name__}: {error}")
            return self._failed(self.lost or SourceBroken(system=self.source.system, detail=detail))
        return self._failed(self.lost) if self.lost else self._done()

    def _read_all(self) -> None:
        self.progress.step(self.source.system)
        connector = connector_for(self.source)
        self.connector = connector.kind
        with ExitStack() as stack:
            reader = self._reader(connector, stack)
            catalogue = reader.session.catalogue()
            self.definitions = tuple(
                Definition(self.source.system, valid_text(name), valid_text(redact(text)))
                for name, text in catalogue.definitions
            )
            reader.unreadable.update((note.dataset, note.reason) for note in self.notes if note.dataset)
            self._tell_all()
            self._read_datasets(reader, self._named_once(catalogue.datasets))

    def _reader(self, connector: Connector, stack: ExitStack) -> DatasetReader:
        source = self.source
        password = resolve(source.password, source.folder) if source.password else None
        session = stack.enter_context(connector.open(source, password, self.notes.append))
        budget = Budget.of(source)
        return DatasetReader(
            session, source, connector.kind, self.store, self.earlier, self.progress, self.notes, budget
        )

    def _read_datasets(self, reader: DatasetReader, infos: Sequence[DatasetInfo]) -> None:
        for position, info in enumerate(infos):
            try:
                self._keep(reader.entry(info))
            except ConnectionLost as error:
                for rest in infos[position:]:
                    self._keep(reader.unread(rest, reader.reason_against(rest) or Reason.CONNECTION_LOST))
                self.lost = error  # told when the session is closed: closing what broke may fail again
                return

    def _named_once(self, infos: Sequence[DatasetInfo]) -> list[DatasetInfo]:
        """Return the datasets with names that can be kept: valid text, each one once."""
        infos = [valid(info) for info in infos]
        old = [info.name for info in infos]
        new = old if len(set(old)) == len(old) else unique_names(old, what="dataset")
        tell_renamed(old, new, None, self.notes.append)
        return [replace(info, name=name) for info, name in zip(infos, new, strict=True)]

    def _keep(self, entry: Entry) -> None:
        self.datasets.append(entry.dataset)
        self.skipped += entry.skipped

    def _tell_all(self) -> None:
        self.skipped += (skipped(self.source.system, note) for note in self.notes)
        self.notes.clear()

    def _done(self) -> SystemOutcome:
        stop_if_asked()
        self._tell_all()
        origins = Counter(dataset.origin for dataset in self.datasets)
        for origin in ("resumed", "unchanged"):
            if count := origins[origin]:
                self.skipped.append(self._age(origin, count))
        failed = any(dataset.status == "failed" for dataset in self.datasets)
        return self._gathered("partial" if failed else "read")

    def _failed(self, error: RegiaError) -> SystemOutcome:
        self._tell_all()
        it, en = (redact(f"{error.what(language)} {error.advice(language)}") for language in LANGUAGES)
        outcome = self._gathered("partial" if self.datasets else "failed", it, en)
        outcome = replace(outcome, read=replace(outcome.read, interrupted=isinstance(error, ConnectionLost)))
        return _carried(outcome, self.earlier) if isinstance(error, OUT_OF_REACH) else outcome

    def _gathered(self, status: SystemStatus, it: str = "", en: str = "") -> SystemOutcome:
        read = SystemRead(self.source.system, self.connector, status, self.started, now(), it, en)
        return SystemOutcome(read, tuple(self.datasets), tuple(dict.fromkeys(self.skipped)), self.definitions)

    def _age(self, origin: str, count: int) -> Skipped:
        return Skipped(self.source.system, Reason.NOT_SIMULTANEOUS, detail=origin, count=count)
