"""Reads one dataset into the store, within the source's limits, or takes over what was read before."""

import hashlib
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from regia.errors.snapshot import DiskFull, FolderNotWritable
from regia.errors.sources import ConnectionLost, GrantMissing, SourceBroken, SourceError, SourceTimeLimit, TypeTooNarrow
from regia.model.interruption import stop_if_asked
from regia.model.note import Note, Reason
from regia.model.progress import Progress
from regia.snapshot.journal import Entry
from regia.snapshot.manifest import Dataset, Field, Origin, Reference, Skipped
from regia.snapshot.objects import ObjectWriter
from regia.snapshot.store import Store
from regia.sources.clock import now
from regia.sources.connector import DatasetInfo, Reading, Session
from regia.sources.earlier import Earlier
from regia.sources.valid_text import valid_text
from regia.sources.value_type import value_type
from regia.workspace.company import Source
from regia.workspace.secrets import redact

if TYPE_CHECKING:
    import pyarrow as pa

GIGABYTE = 10**9


@dataclass
class Budget:
    """What may still be read from one source; `until` is a moment of the monotonic clock."""

    rows: float
    bytes: float
    until: float

    @classmethod
    def of(cls, source: Source) -> "Budget":
        """Return the whole budget of a source, starting now."""
        limits = source.limits
        return cls(
            rows=limits.rows if limits.rows is not None else float("inf"),
            bytes=limits.gigabytes * GIGABYTE if limits.gigabytes is not None else float("inf"),
            until=time.monotonic() + limits.minutes * 60,
        )

    @property
    def spent(self) -> Reason | None:
        """Which limit is reached, if any."""
        if time.monotonic() >= self.until:
            return Reason.TIME_LIMIT
        if self.rows <= 0:
            return Reason.ROW_LIMIT
        return Reason.BYTE_LIMIT if self.bytes <= 0 else None

    @property
    def rows_left(self) -> int | None:
        """How many rows may still be kept; None is no limit."""
        return None if self.rows == float("inf") else int(self.rows)

    def take(self, batch: "pa.RecordBatch") -> None:
        """Count a batch."""
        self.rows -= batch.num_rows
        self.bytes -= batch.nbytes


@dataclass
class DatasetReader:
    """Reads the datasets of one open session.

    `notes` is where the connector reports; `unreadable` says why, of datasets that the catalogue gave as such.
    """

    session: Session
    source: Source
    connector: str
    store: Store
    earlier: Earlier
    progress: Progress
    notes: list[Note]
    budget: Budget
    unreadable: dict[str, Reason] = field(default_factory=dict)

    def entry(self, info: DatasetInfo) -> Entry:
        """Read a dataset, take it over, or say why not; what was told of it stands beside it.

        Raises:
            ConnectionLost: and with it the session.
            DiskFull: nothing more can be kept.
        """
        if reason := self.reason_against(info):
            return self.unread(info, reason)
        try:
            fingerprint = self.session.fingerprint(info)
            if known := self.known(info, fingerprint):
                return self._taken_over(info, *known)
            return self._read_until_it_fits(info, fingerprint)
        except (ConnectionLost, DiskFull, FolderNotWritable):
            raise
        except SourceError as error:
            return self._failed(info, error)
        except Exception as error:  # noqa: BLE001 the edge of a dataset: no driver's error may stop the others
            detail = f"{type(error).__name__}: {error}"
            return self._failed(info, SourceBroken(system=self.source.system, detail=detail))

    def unread(self, info: DatasetInfo, reason: Reason) -> Entry:
        """Return a dataset that was not read, with the reason, which the connector may have told already."""
        told = self.unreadable.get(info.name) is reason
        return Entry(self._described(info, reason), self._told(info, *([] if told else [Note(reason)])))

    def reason_against(self, info: DatasetInfo) -> Reason | None:
        """Return why a dataset is not to be read, if there is a reason."""
        source = self.source
        included = not source.include or any(fnmatchcase(info.name, pattern) for pattern in source.include)
        if not included or any(fnmatchcase(info.name, pattern) for pattern in source.exclude):
            return Reason.EXCLUDED
        if info.kind == "view" and not source.read_views:
            return Reason.VIEW
        if not info.readable:
            return self.unreadable.get(info.name, Reason.FORBIDDEN)
        return self.budget.spent

    def known(self, info: DatasetInfo, fingerprint: str | None) -> tuple[Entry, Origin] | None:
        """Return what an earlier run read of a dataset, where that still stands."""
        return self.earlier.same(self.source.system, info.name, self._asked(info), fingerprint)

    def _asked(self, info: DatasetInfo) -> str:
        source = self.source
        places = [valid_text(place) for place in info.locator]
        asked = (source.url, dict(source.options), source.limits.rows_per_dataset, self.connector, places)
        return hashlib.sha256(msgspec.json.encode((asked, info.fields))).hexdigest()[:16]

    def _described(self, info: DatasetInfo, reason: Reason) -> Dataset:
        failed = reason not in (Reason.EXCLUDED, Reason.VIEW)
        return replace(self._bare(info), status="failed" if failed else "described", reason=reason, sampled_share=0.0)

    def _bare(self, info: DatasetInfo) -> Dataset:
        return Dataset(
            system=self.source.system,
            dataset=info.name,
            kind=info.kind,
            fields=tuple(
                Field(each.name, each.source_type, nullable=each.nullable, comment=each.comment) for each in info.fields
            ),
            key=info.key,
            references=tuple(Reference(each.fields, each.to_dataset, each.to_fields) for each in info.references),
            source_records=info.estimated_records,
            comment=info.comment,
            asked=self._asked(info),
        )

    def _taken_over(self, info: DatasetInfo, entry: Entry, origin: Origin) -> Entry:
        kept = entry.dataset
        described = replace(
            kept,
            kind=info.kind,
            key=info.key,
            references=self._bare(info).references,
            comment=info.comment,
            origin=origin,
        )
        return Entry(described, tuple(dict.fromkeys((*entry.skipped, *self._told(info)))))

    def _read_until_it_fits(self, info: DatasetInfo, fingerprint: str | None) -> Entry:
        for _ in info.fields:
            try:
                return self._read(info, fingerprint)
            except TypeTooNarrow:
                self.notes.clear()  # what was told of the rows drawn so far is told again
                # The session knows now, and announces that field as text.
        return self._read(info, fingerprint)

    def _read(self, info: DatasetInfo, fingerprint: str | None) -> Entry:
        started, limit = now(), self.source.limits.rows_per_dataset
        reading = self.session.read(info, rows=limit)
        _check_names(info, reading)
        writer = self.store.writer(reading.schema)
        with closing_of(reading.batches):
            try:
                stopped = self._copy(info, reading, writer, limit)
                dataset = self._kept(info, reading, writer, stopped)
            except BaseException:
                writer.abandon()
                raise
        dataset = replace(dataset, started_at=started, read_at=now(), fingerprint=fingerprint)
        notes = [Note(stopped or Reason.SAMPLED, share=dataset.sampled_share)] if dataset.status == "sampled" else []
        entry = Entry(dataset, self._told(info, *notes))
        self.store.journal.add(entry)
        return entry

    def _copy(self, info: DatasetInfo, reading: Reading, writer: ObjectWriter, limit: int | None) -> Reason | None:
        """Copy batches until the end or a limit; return the limit that was reached."""
        what = f"{self.source.system}.{info.name}"
        total = min(filter(None, (info.estimated_records, limit)), default=None)
        self.progress.step(what, total=total)
        for drawn in self._within(reading.batches, limit):
            batch = drawn.slice(0, self.budget.rows_left)
            writer.write(batch)
            self.budget.take(batch)
            self.progress.step(what, done=writer.records, total=total)
            if spent := self.budget.spent:
                return spent
        return None

    @staticmethod
    def _within(batches: "Iterator[pa.RecordBatch]", limit: int | None) -> "Iterator[pa.RecordBatch]":
        left = limit
        for batch in batches:
            yield batch if left is None else batch.slice(0, left)
            if left is not None:
                left -= batch.num_rows
                if left <= 0:
                    return

    def _kept(self, info: DatasetInfo, reading: Reading, writer: ObjectWriter, stopped: Reason | None) -> Dataset:
        written = writer.finish()
        limit = self.source.limits.rows_per_dataset
        whole = not stopped and reading.sampled == "all" and (limit is None or written.records < limit)
        there = written.records if whole else info.estimated_records
        share = written.records / there if there and there >= written.records else None
        types = {field.name: value_type(field.type) for field in reading.schema}
        bare = self._bare(info)
        return replace(
            bare,
            fields=tuple(replace(field, type=types.get(field.name)) for field in bare.fields),
            status="read" if whole else "sampled",
            reason=stopped,
            object=written.object,
            records=written.records,
            source_records=there,
            bytes=written.bytes,
            sampled_share=1.0 if whole else share,
            query=valid_text(redact(reading.query)),
            moment=self.session.moment,
        )

    def _failed(self, info: DatasetInfo, error: SourceError) -> Entry:
        stop_if_asked()
        reasons = {GrantMissing: Reason.FORBIDDEN, SourceTimeLimit: Reason.TIME_LIMIT}
        reason = reasons.get(type(error), Reason.BROKEN)
        return Entry(self._described(info, reason), self._told(info, Note(reason, detail=redact(error.what("en")))))

    def _told(self, info: DatasetInfo, *more: Note) -> tuple[Skipped, ...]:
        """Return what the connector told since the last call, and more, as notes of this dataset."""
        notes = [*self.notes, *more]
        self.notes.clear()
        return tuple(dict.fromkeys(skipped(self.source.system, note, info.name) for note in notes))


def skipped(system: str, note: Note, dataset: str | None = None) -> Skipped:
    """Return a connector's note as the manifest keeps it."""
    where, field = (valid_text(name) if name else None for name in (note.dataset or dataset, note.field))
    return Skipped(system, note.reason, where, field, valid_text(redact(note.detail)), note.count, note.share)


def _check_names(info: DatasetInfo, reading: Reading) -> None:
    """Refuse what no table of evidence can hold; a field may be described and not given (a column grant).

    Raises:
        ValueError: a field given that was not described, or two of one name.
    """
    described, announced = [field.name for field in info.fields], reading.schema.names
    if not set(announced) <= set(described) or len(set(announced)) != len(announced):
        raise ValueError(f"the connector describes the fields {described} and gives {announced}")


@contextmanager
def closing_of(batches: "Iterator[pa.RecordBatch]") -> Iterator[None]:
    """Give back what a reading holds, also one that was stopped at a limit."""
    try:
        yield
    finally:
        if isinstance(batches, Generator):
            batches.close()
