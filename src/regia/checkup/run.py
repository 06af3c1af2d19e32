"""The main job: takes a snapshot, runs the stages on it, keeps what they found."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from regia import __version__
from regia.checkup.fingerprint import fingerprint
from regia.checkup.record import Checkup, Records, StageRun
from regia.checkup.retention import retain
from regia.checkup.stages import STAGES
from regia.errors import RegiaError
from regia.errors.snapshot import CheckupDamaged, DiskFull, FolderNotWritable
from regia.model.interruption import stop_if_asked
from regia.model.progress import Progress
from regia.model.table import ContractBroken, Table
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Manifest
from regia.snapshot.objects import disk_errors
from regia.snapshot.stage import Stage
from regia.snapshot.store import Store
from regia.sources.reading import ReadOptions, take_snapshot
from regia.workspace.company import Company
from regia.workspace.lock import company_lock

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Options:
    """What to read, and up to which stage to go (none is all)."""

    read: ReadOptions = field(default_factory=ReadOptions)
    until: str | None = None


@dataclass(frozen=True)
class Outcome:
    """A check-up with its snapshot, and the snapshot before it."""

    checkup: Checkup
    snapshot: Manifest
    before: Manifest | None

    @property
    def nothing_changed(self) -> bool:
        """Whether the sources were found as the last snapshot left them."""
        return self.before is not None and self.before.snapshot == self.snapshot.snapshot


def run_checkup(company: Company, options: Options, progress: Progress) -> Outcome:
    """Run a check-up under the company's lock; the last good snapshot and check-up stay until this one is whole.

    Raises:
        CompanyLocked: another check-up of this company is running.
        DiskFull, FolderNotWritable: nothing more can be kept; run again to resume.
    """
    store, records = Store(company.folder), Records(company.folder)
    with company_lock(company.folder):
        started = datetime.now(UTC)
        store.prepare()
        records.prepare()
        before = store.latest_whole()
        manifest = take_snapshot(company, store, options.read, progress)
        checkup = analyse(
            company,
            store,
            manifest,
            previous=previous_tables(records),
            started=started,
            looked=started,
            progress=progress,
            until=options.until,
        )
        stop_if_asked()
        records.commit(checkup)
        retain(company, store, records, tidy=before is None or before.snapshot != manifest.snapshot)
    return Outcome(checkup, manifest, before)


def analyse(
    company: Company,
    store: Store,
    manifest: Manifest,
    *,
    previous: "Recalled",
    started: datetime,
    progress: Progress,
    looked: datetime | None = None,
    until: str | None = None,
) -> Checkup:
    """Run the stages on a snapshot, up to the one named or all, and return the check-up, not yet committed.

    `looked` is when the systems were looked at; without it, when the snapshot's last check-up looked at them.

    Raises:
        DiskFull, FolderNotWritable: nothing more can be kept.
    """
    records = Records(company.folder)
    evidence = Evidence(company, manifest, store, previous=previous.tables, day=started.date())
    return Checkup(
        checkup=_new_id(records, started),
        snapshot=manifest.snapshot,
        company=company.name,
        regia_version=__version__,
        started_at=started,
        stages=_Runs(records, evidence, previous.made_by, progress).up_to(until),
        ended_at=datetime.now(UTC),
        looked_at=looked or _looked(records, manifest),
    )


def _looked(records: Records, snapshot: Manifest) -> datetime:
    """Return when the systems were last looked at and found as a snapshot has them."""
    known = (each.looked for each in records.all() if each.snapshot == snapshot.snapshot)
    return max(known, default=snapshot.taken_at)


def _new_id(records: Records, started: datetime) -> str:
    taken, stem, number = set(records.ids()), started.strftime("%Y%m%dT%H%M%SZ"), 1
    while (name := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return name


@dataclass(frozen=True)
class Recalled:
    """Tables of earlier check-ups that stages recall, and the fingerprint of the result that each comes from."""

    tables: "dict[str, pa.Table]" = field(default_factory=dict)
    made_by: dict[str, str] = field(default_factory=dict)


def previous_tables(records: Records) -> Recalled:
    """Return the tables that a stage recalls, of the newest check-up that has them."""
    wanted = {table.name: table for stage in STAGES for table in stage.recalls}
    found = Recalled()
    for checkup in reversed(list(records.all())):
        for table in wanted.values():
            run = checkup.stage_of(table.name)
            if table.name not in found.tables and run:
                with suppress(CheckupDamaged):
                    found.tables[table.name] = records.load(checkup, table)
                    found.made_by[table.name] = run.fingerprint
        if len(found.tables) == len(wanted):
            break
    return found


class _Runs:
    """Runs stages one after the other; one that fails is told, and those that read its tables are left out."""

    def __init__(self, records: Records, evidence: Evidence, made_by: Mapping[str, str], progress: Progress) -> None:
        self.records = records
        self.evidence = evidence
        self.made_by = made_by
        self.progress = progress
        self.tables: dict[str, pa.Table] = {}
        self.fingerprints: list[str] = []

    def up_to(self, last: str | None) -> tuple[StageRun, ...]:
        """Run the stages up to the one named, or all."""
        runs: list[StageRun] = []
        for stage in STAGES:
            runs.append(self._run(stage))
            if stage.name == last:
                break
        return tuple(runs)

    def _run(self, stage: Stage[Any]) -> StageRun:
        started = time.monotonic()
        missing = [table.name for table in stage.reads if table.name not in self.tables]
        if missing:
            return StageRun(stage.name, "", 0.0, cached=False, failure=f"missing: {', '.join(missing)}")
        evidence = self._sight(stage)
        name = fingerprint(stage, evidence, self.fingerprints, self.made_by)
        self.fingerprints.append(name)
        found = self._kept(stage, name)
        cached = found is not None
        try:
            with disk_errors(self.records.folder):
                tables = found if found is not None else self._compute(stage, evidence, name)
        except (DiskFull, FolderNotWritable):
            raise
        except Exception as error:  # noqa: BLE001 the edge of a stage: what others found is kept
            stop_if_asked()
            failure = error.what("en") if isinstance(error, RegiaError) else f"{type(error).__name__}: {error}"
            return StageRun(stage.name, name, time.monotonic() - started, cached=False, failure=failure)
        self.tables.update(tables)
        rows = {table: content.num_rows for table, content in tables.items()}
        return StageRun(stage.name, name, time.monotonic() - started, cached, rows)

    def _sight(self, stage: Stage[Any]) -> Evidence:
        names = {table.name for table in stage.reads}
        tables = {name: table for name, table in self.tables.items() if stage.reads_all or name in names}
        recalled = {table.name for table in stage.recalls}
        previous = {name: table for name, table in self.evidence.previous.items() if name in recalled}
        return self.evidence.seeing(tables, previous, self.records.cache_folder(stage.name))

    def _kept(self, stage: Stage[Any], name: str) -> "dict[str, pa.Table] | None":
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder = self.records.stage_folder(stage.name, name)
        paths = {table.name: folder / f"{table.name}.parquet" for table in stage.writes}
        if not all(path.exists() for path in paths.values()):
            return None
        try:
            tables = {table: pq.ParquetFile(path).read() for table, path in paths.items()}
        except (pa.ArrowException, OSError):
            return None  # cut by a power failure: computed again
        return tables if all(tables[each.name].schema.equals(each.schema) for each in stage.writes) else None

    def _compute(self, stage: Stage[Any], evidence: Evidence, name: str) -> "dict[str, pa.Table]":
        self.progress.step(stage.title)
        self.records.cache_folder(stage.name).mkdir(parents=True, exist_ok=True, mode=0o700)
        tables = _checked(stage.writes, stage.compute(evidence, stage.options, self.progress))
        self.records.write(stage.name, name, tables)
        return tables


def _checked(contracts: tuple[Table, ...], tables: "Mapping[str, pa.Table]") -> "dict[str, pa.Table]":
    wanted = {contract.name for contract in contracts}
    if tables.keys() != wanted:
        different = sorted(tables.keys() ^ wanted)
        raise ContractBroken(table=", ".join(different), detail="the stage writes other tables than it says")
    return {contract.name: contract.check(tables[contract.name]) for contract in contracts}
