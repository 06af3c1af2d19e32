"""The snapshots of one company, under `.regia/` in its folder.

.regia/objects/ab/ab12....parquet     what datasets hold, named by content, shared by snapshots
.regia/snapshots/<id>.json            one manifest a snapshot; it appears, whole, when all it names is on disk
.regia/journal.jsonl                  what the run under way, or killed, has read so far
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors.snapshot import SnapshotDamaged, SnapshotMissing
from regia.snapshot.journal import Journal
from regia.snapshot.manifest import Dataset, Document, Manifest, decode, encode
from regia.snapshot.objects import Objects, ObjectWriter, disk_errors, replace_file

if TYPE_CHECKING:
    import pyarrow as pa

_ID = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))?")


def in_order(names: Iterable[str]) -> list[str]:
    """Return ids of snapshots or check-ups by time: `...Z-10` comes after `...Z-2`; other names are left out."""
    found = (match for match in map(_ID.fullmatch, names) if match)
    return [match[0] for match in sorted(found, key=lambda match: (match[1], int(match[2] or 1)))]


class Store:
    """Where a company's snapshots are kept. Writing needs the company's lock; reading does not."""

    def __init__(self, company_folder: Path) -> None:
        self.folder = company_folder / ".regia"
        self.objects = Objects(self.folder / "objects")
        self.journal = Journal(self.folder / "journal.jsonl")

    def prepare(self) -> None:
        """Make the folders, readable by their owner alone, and clear what killed runs left in the making.

        Raises:
            FolderNotWritable: the company folder cannot be written.
        """
        with disk_errors(self.folder.parent):
            for folder in (self.folder, self.objects.folder, self.folder / "snapshots"):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                folder.chmod(0o700)
            self.objects.clean_scratch()
            for path in (self.folder / "snapshots").glob(".*"):
                path.unlink()

    def ids(self) -> list[str]:
        """Return the ids of all snapshots, oldest first."""
        return in_order(path.stem for path in (self.folder / "snapshots").glob("*.json"))

    def new_id(self, now: datetime) -> str:
        """Return an id for a snapshot started now; ids sort by time."""
        taken, number = set(self.ids()), 1
        stem = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        while (name := stem if number == 1 else f"{stem}-{number}") in taken:
            number += 1
        return name

    def manifest(self, snapshot: str) -> Manifest:
        """Return a snapshot's manifest.

        Raises:
            SnapshotMissing: there is none of that id.
            SnapshotNewer, SnapshotDamaged: it cannot be read.
        """
        path = self._path(snapshot)
        if not path.exists():
            raise SnapshotMissing(snapshot=snapshot, folder=self.folder.parent)
        return decode(path.read_bytes(), snapshot=snapshot)

    def manifests(self) -> Iterator[Manifest]:
        """Return all manifests, oldest first."""
        return (self.manifest(name) for name in self.ids())

    def readable(self) -> Iterator[Manifest]:
        """Return the manifests that can be read, oldest first; damaged ones are passed over.

        Raises:
            SnapshotNewer: a newer Regia works on this folder.
        """
        for name in self.ids():
            with suppress(SnapshotDamaged):
                yield self.manifest(name)

    def latest(self) -> Manifest | None:
        """Return the newest snapshot, or None where there is none."""
        names = self.ids()
        return self.manifest(names[-1]) if names else None

    def latest_whole(self) -> Manifest | None:
        """Return the newest snapshot whose manifest can be read, to build the next one on.

        Raises:
            SnapshotNewer: a newer Regia works on this folder.
        """
        for name in reversed(self.ids()):
            with suppress(SnapshotDamaged):
                return self.manifest(name)
        return None

    def damaged(self) -> list[str]:
        """Return the snapshots whose manifest cannot be read, oldest first."""
        return [name for name in self.ids() if self._is_damaged(name)]

    def writer(self, schema: "pa.Schema") -> ObjectWriter:
        """Start an object."""
        return ObjectWriter(self.objects, schema)

    def commit(self, manifest: Manifest) -> None:
        """Make a snapshot exist: in one step, after everything it names is on disk.

        Raises:
            DiskFull: no room; nothing changed.
        """
        before = self.latest_whole()
        self.objects.sync(sorted(manifest.objects - (before.objects if before else frozenset())))
        replace_file(self._path(manifest.snapshot), encode(manifest))
        self.journal.clear()

    def path(self, dataset: Dataset) -> Path:
        """Return the Parquet file of a dataset.

        Raises:
            SnapshotDamaged: it is not there.
        """
        path = self.objects.path(dataset.object or "none")
        if not path.exists():
            name = f"{dataset.system}.{dataset.dataset}"
            raise SnapshotDamaged(snapshot=dataset.read_at, detail=f"{name}: {path.name}")
        return path

    def lines(self, document: Document) -> list[str]:
        """Return the lines of a document that was kept.

        Raises:
            SnapshotDamaged: they are not there.
        """
        import pyarrow.parquet as pq

        path = self.objects.path(document.object or "none")
        if not path.exists():
            raise SnapshotDamaged(snapshot=document.name, detail=path.name)
        return list(pq.ParquetFile(path).read().column(0).to_pylist())

    def remove(self, snapshots: list[str]) -> int:
        """Remove snapshots, then the objects that no other one needs; return the bytes freed.

        While a manifest is damaged nobody knows what it needs: no object goes.
        """
        for name in snapshots:
            self._path(name).unlink(missing_ok=True)
        if self.damaged():
            return 0
        needed = {name for manifest in self.manifests() for name in manifest.objects}
        needed |= {entry.object for entry in self.journal.entries() if entry.object}
        return sum(self._drop(name) for name in list(self.objects.names()) if name not in needed)

    def strays(self) -> list[str]:
        """Return the objects that neither a readable manifest nor the journal names."""
        known = {name for manifest in self.readable() for name in manifest.objects}
        known |= {entry.object for entry in self.journal.entries() if entry.object}
        return sorted(name for name in self.objects.names() if name not in known)

    def drop(self, objects: Iterable[str]) -> None:
        """Remove objects, whoever needs them: only to forget a person."""
        for name in objects:
            self.objects.path(name).unlink(missing_ok=True)

    def replace(self, manifest: Manifest) -> None:
        """Write a manifest anew: only to forget a person."""
        self.objects.sync(sorted(manifest.objects))
        replace_file(self._path(manifest.snapshot), encode(manifest))

    def _is_damaged(self, name: str) -> bool:
        try:
            self.manifest(name)
        except SnapshotDamaged:
            return True
        return False

    def _drop(self, name: str) -> int:
        path = self.objects.path(name)
        size = path.stat().st_size
        path.unlink()
        return size

    def _path(self, snapshot: str) -> Path:
        return self.folder / "snapshots" / f"{snapshot}.json"
