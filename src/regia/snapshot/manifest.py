"""The manifest of a snapshot: what was read, from where, when, how, and what was not.

It is one JSON file; `FORMAT` grows when its meaning changes, and every older format stays readable.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec

from regia.errors import Text
from regia.errors.snapshot import SnapshotDamaged, SnapshotNewer
from regia.model.note import Reason

FORMAT = 1

ValueType = Literal[
    "integer", "decimal", "float", "text", "boolean", "date", "time", "timestamp", "timestamp_utc", "duration", "binary"
]

DatasetStatus = Literal["read", "sampled", "described", "failed"]
SystemStatus = Literal["read", "partial", "failed", "carried", "left_out", "no_source"]
SYSTEM_STATUSES: dict[SystemStatus, Text] = {
    "read": Text("letto", "read"),
    "partial": Text("letto in parte", "partly read"),
    "left_out": Text("non richiesto questa volta", "not asked for this time"),
    "carried": Text("non letto ora: vale l'ultima lettura", "not read now: the last reading stands"),
    "failed": Text("non letto", "not read"),
    "no_source": Text("senza sorgente", "no source"),
}
Origin = Literal["source", "unchanged", "resumed", "carried"]


@dataclass(frozen=True)
class Field:
    """A field: `source_type` in the source's words, `type` as kept."""

    name: str
    source_type: str
    type: ValueType | None = None
    nullable: bool = True
    comment: str = ""


@dataclass(frozen=True)
class Reference:
    """A reference declared by the source; fields pair up."""

    fields: tuple[str, ...]
    to_dataset: str
    to_fields: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """One dataset as it was read.

    `object` is the name (SHA-256) of its Parquet file, None where no row was kept. `records` is how many were
    read, `source_records` how many the source says it holds, `sampled_share` the first over the second (None
    is unknown).
    `origin` says when it was read: now from the source, earlier and found unchanged, by the interrupted run
    that this one resumed, or carried over from the last snapshot because the source did not answer.
    `moment` names the transaction it was read in. `asked` identifies source, query and limits.
    """

    system: str
    dataset: str
    kind: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    status: DatasetStatus = "read"
    origin: Origin = "source"
    reason: Reason | None = None
    object: str | None = None
    records: int | None = None
    source_records: int | None = None
    bytes: int | None = None
    sampled_share: float | None = 1.0
    query: str = ""
    comment: str = ""
    started_at: datetime | None = None
    read_at: datetime | None = None
    moment: str | None = None
    fingerprint: str | None = None
    asked: str = ""


@dataclass(frozen=True)
class SystemRead:
    """How reading one system went; `reason_it` and `reason_en` say why it failed.

    `interrupted`: the connection broke, and the next run may take over what was read before that.
    """

    system: str
    connector: str
    status: SystemStatus
    started_at: datetime
    ended_at: datetime
    reason_it: str = ""
    reason_en: str = ""
    interrupted: bool = False


@dataclass(frozen=True)
class Skipped:
    """One note of a reading (see `model.note`), with the system it was made in."""

    system: str
    reason: Reason
    dataset: str | None = None
    field: str | None = None
    detail: str = ""
    count: int | None = None
    share: float | None = None


@dataclass(frozen=True)
class Definition:
    """The text of a view, procedure, trigger or job found in a catalogue."""

    system: str
    name: str
    text: str


@dataclass(frozen=True)
class Document:
    """A file of evidence by its path in regia.toml: a script, a trace, a log.

    `object` holds its lines, None where it was not kept, with the reason; a reason beside an object says that a
    part is missing.
    """

    name: str
    object: str | None
    bytes: int | None = None
    reason: Reason | None = None
    detail: str = ""


@dataclass(frozen=True)
class Tombstone:
    """Records removed on request since they were read; says nothing of the person."""

    system: str
    dataset: str
    records: int
    forgotten_at: datetime
    why: str


@dataclass(frozen=True)
class Manifest:
    """A snapshot: an id (its start in UTC), and all that was read."""

    snapshot: str
    company: str
    regia_version: str
    taken_at: datetime
    ended_at: datetime
    systems: tuple[SystemRead, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    definitions: tuple[Definition, ...] = ()
    documents: tuple[Document, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    format: int = field(default=FORMAT)

    @property
    def objects(self) -> frozenset[str]:
        """The objects it needs."""
        held = [each.object for each in self.datasets] + [each.object for each in self.documents]
        return frozenset(name for name in held if name)

    def find(self, system: str, dataset: str) -> Dataset | None:
        """Return a dataset by name."""
        return next((each for each in self.datasets if (each.system, each.dataset) == (system, dataset)), None)


@dataclass(frozen=True)
class _Format:
    format: int = 0


def encode(manifest: Manifest) -> bytes:
    """Write a manifest as JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decode(data: bytes, *, snapshot: str) -> Manifest:
    """Read a manifest of this or an older format.

    Raises:
        SnapshotNewer: written by a newer Regia.
        SnapshotDamaged: not a manifest.
    """
    try:
        found = msgspec.json.decode(data, type=_Format).format
        if found > FORMAT:
            raise SnapshotNewer(snapshot=snapshot, found=found, known=FORMAT)
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise SnapshotDamaged(snapshot=snapshot, detail=f"manifest.json: {error}") from error
