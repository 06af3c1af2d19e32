"""What changed between two snapshots: systems, datasets and fields that came, went or changed, and how many records."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regia.errors import Text
from regia.snapshot.manifest import Dataset, Manifest

ChangeKind = Literal[
    "system_added",
    "system_dropped",
    "system_unread",
    "dataset_added",
    "dataset_dropped",
    "dataset_unread",
    "field_added",
    "field_dropped",
    "field_retyped",
    "key_changed",
    "records_changed",
]

SENTENCES: dict[ChangeKind, Text] = {
    "system_added": Text("{place}: sistema nuovo", "{place}: new system"),
    "system_dropped": Text("{place}: il sistema non c'è più", "{place}: the system is gone"),
    "system_unread": Text("{place}: questa volta non è stato letto", "{place}: was not read this time"),
    "dataset_added": Text("{place}: archivio nuovo", "{place}: new dataset"),
    "dataset_dropped": Text("{place}: l'archivio non c'è più", "{place}: the dataset is gone"),
    "dataset_unread": Text("{place}: questa volta non è stato letto", "{place}: was not read this time"),
    "field_added": Text("{place}: campo nuovo ({after})", "{place}: new field ({after})"),
    "field_dropped": Text("{place}: il campo non c'è più", "{place}: the field is gone"),
    "field_retyped": Text(
        "{place}: tipo cambiato da {before} a {after}", "{place}: type changed from {before} to {after}"
    ),
    "key_changed": Text(
        "{place}: chiave cambiata da ({before}) a ({after})", "{place}: key changed from ({before}) to ({after})"
    ),
    "records_changed": Text("{place}: da {before} a {after} record", "{place}: from {before} to {after} records"),
}


@dataclass(frozen=True)
class Change:
    """One thing that changed; `before` and `after` in the source's words, or as a number of records or datasets."""

    kind: ChangeKind
    system: str
    dataset: str | None = None
    field: str | None = None
    before: str | int | None = None
    after: str | int | None = None

    @property
    def structural(self) -> bool:
        """Whether the form of the data changed, not only their number."""
        return self.kind != "records_changed"

    @property
    def place(self) -> str:
        """Where it changed, as `system.dataset.field`."""
        return ".".join(filter(None, (self.system, self.dataset, self.field)))


def compare(old: Manifest, new: Manifest) -> list[Change]:
    """Return what changed from one snapshot to another; what could not be read this time did not go away."""
    unread = [each.system for each in new.systems if each.status in ("failed", "carried")]
    changes = [Change("system_unread", system) for system in unread]
    before, after = _systems(old), _systems(new)
    for system in sorted((before | after) - set(unread)):
        if system not in before:
            changes.append(Change("system_added", system, after=_datasets(system, new)))
        elif system not in after:
            changes.append(Change("system_dropped", system, before=_datasets(system, old)))
        else:
            changes += _system(system, old, new)
    return changes


def _systems(manifest: Manifest) -> set[str]:
    return {each.system for each in manifest.systems} | {each.system for each in manifest.datasets}


def _datasets(system: str, manifest: Manifest) -> int:
    return sum(each.system == system for each in manifest.datasets)


def _system(system: str, old: Manifest, new: Manifest) -> Iterator[Change]:
    before = {each.dataset: each for each in old.datasets if each.system == system}
    after = {each.dataset: each for each in new.datasets if each.system == system}
    for name in sorted(before | after):
        if name not in before:
            yield Change("dataset_added", system, name)
        elif name not in after:
            yield Change("dataset_dropped", system, name)
        else:
            yield from _dataset(before[name], after[name])


def _dataset(old: Dataset, new: Dataset) -> Iterator[Change]:
    system, name = new.system, new.dataset
    if new.status == "failed":
        if old.status != "failed":
            yield Change("dataset_unread", system, name)
        return
    yield from _fields(old, new)
    if old.key != new.key:
        yield Change("key_changed", system, name, None, ", ".join(old.key), ", ".join(new.key))
    if old.records is not None and new.records is not None and old.records != new.records:
        yield Change("records_changed", system, name, None, old.records, new.records)


def _fields(old: Dataset, new: Dataset) -> Iterator[Change]:
    before, after = ({field.name: field.source_type for field in each.fields} for each in (old, new))
    for name, kind in after.items():
        if name not in before:
            yield Change("field_added", new.system, new.dataset, name, None, kind)
        elif before[name] != kind:
            yield Change("field_retyped", new.system, new.dataset, name, before[name], kind)
    for name, kind in before.items():
        if name not in after:
            yield Change("field_dropped", new.system, new.dataset, name, kind)
