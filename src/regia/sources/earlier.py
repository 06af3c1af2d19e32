"""What earlier runs read: the last snapshot, and what a killed run had read before it was killed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from regia.model.note import Reason
from regia.snapshot.journal import Entry
from regia.snapshot.manifest import Dataset, Manifest, Origin, Skipped
from regia.snapshot.store import Store

# What a killed run had read is taken over by the next one only within this time.
RESUME_WITHIN = timedelta(hours=12)


@dataclass(frozen=True)
class Earlier:
    """The last snapshot, and what may be taken over of a run that was killed or cut off.

    `resumable` holds it by system and dataset; `afresh` takes nothing over.
    """

    store: Store
    snapshot: Manifest | None
    resumable: Mapping[tuple[str, str], Entry]
    afresh: bool = False

    @classmethod
    def of(cls, store: Store, started: datetime, *, afresh: bool) -> "Earlier":
        """Look at what is there."""
        snapshot = store.latest_whole()
        return cls(store, snapshot, {} if afresh else _resumable(store, snapshot, started), afresh)

    def same(self, system: str, dataset: str, asked: str, fingerprint: str | None) -> tuple[Entry, Origin] | None:
        """Return what was read of a dataset by the run cut off, or is unchanged since the last snapshot."""
        resumed = self.resumable.get((system, dataset))
        if resumed and self._stands(resumed.dataset, asked, fingerprint) and self._is_whole(resumed.object):
            return resumed, "resumed"
        kept = None if self.afresh else self._datasets.get((system, dataset))
        if kept and fingerprint is not None and self._stands(kept, asked, fingerprint):
            return Entry(kept, self.told_of(system, dataset)), "unchanged"
        return None

    def of_system(self, system: str) -> tuple[Dataset, ...]:
        """Return the datasets that the last snapshot holds of a system."""
        return tuple(each for each in self._datasets.values() if each.system == system)

    def told_of(self, system: str, dataset: str) -> tuple[Skipped, ...]:
        """Return what the last snapshot tells of a dataset, but for its age."""
        return self._told.get((system, dataset), ())

    def _stands(self, dataset: Dataset, asked: str, fingerprint: str | None) -> bool:
        """Whether a dataset was read to its end, by the same question, in the same state, and is still there."""
        read = dataset.asked == asked and dataset.status in ("read", "sampled") and dataset.reason is None
        there = dataset.object is None or self.store.objects.path(dataset.object).exists()
        return read and there and dataset.fingerprint == fingerprint

    def _is_whole(self, name: str | None) -> bool:
        """Whether an object that no snapshot names yet survived: a power cut may have emptied it."""
        return name is None or not self.store.objects.damaged(name)

    @cached_property
    def _datasets(self) -> dict[tuple[str, str], Dataset]:
        return {(each.system, each.dataset): each for each in self.snapshot.datasets} if self.snapshot else {}

    @cached_property
    def _told(self) -> dict[tuple[str, str], tuple[Skipped, ...]]:
        return _told(self.snapshot) if self.snapshot else {}


def _resumable(store: Store, snapshot: Manifest | None, started: datetime) -> dict[tuple[str, str], Entry]:
    """Return what a cut run read lately: all of a killed one, and of the last one the systems that broke off."""
    told = _told(snapshot) if snapshot else {}
    broken = {each.system for each in snapshot.systems if each.interrupted} if snapshot else set()
    entries = [
        Entry(each, told.get((each.system, each.dataset), ()))
        for each in (snapshot.datasets if snapshot else ())
        if each.system in broken and each.origin in ("source", "resumed")
    ]
    entries += (entry for entry in store.journal.entries() if _is_newer(entry.dataset, snapshot))
    return {(entry.dataset.system, entry.dataset.dataset): entry for entry in entries if _is_recent(entry, started)}


def _is_newer(dataset: Dataset, snapshot: Manifest | None) -> bool:
    """Whether it was read after the last snapshot: a kill may leave the journal of a run that had just ended."""
    return snapshot is None or (dataset.read_at is not None and dataset.read_at > snapshot.ended_at)


def _is_recent(entry: Entry, started: datetime) -> bool:
    return entry.dataset.read_at is not None and started - entry.dataset.read_at < RESUME_WITHIN


def _told(snapshot: Manifest) -> dict[tuple[str, str], tuple[Skipped, ...]]:
    found: dict[tuple[str, str], list[Skipped]] = defaultdict(list)
    for note in snapshot.skipped:
        if note.dataset and note.reason is not Reason.NOT_SIMULTANEOUS:
            found[note.system, note.dataset].append(note)
    return {name: tuple(notes) for name, notes in found.items()}
