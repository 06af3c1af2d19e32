"""What a check-up was: its snapshot, its stages, and where their tables are.

.regia/checkups/<id>.json                 appears, whole, when all its tables are on disk
.regia/evidence/<stage>-<fingerprint>/    the tables of one stage; check-ups share what did not change
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from regia.errors.snapshot import CheckupDamaged, CheckupMissing, TableNotComputed
from regia.model.table import Table
from regia.snapshot.objects import create_private, disk_errors, replace_file, sync_file, sync_folder
from regia.snapshot.store import in_order

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class StageRun:
    """One stage of a check-up. `rows` are how many each table has; `failure` says why there are none."""

    stage: str
    fingerprint: str
    seconds: float
    cached: bool
    rows: dict[str, int] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True)
class Checkup:
    """One check-up; its id is its start in UTC. `looked_at` is when the systems were last looked at for it."""

    checkup: str
    snapshot: str
    company: str
    regia_version: str
    started_at: datetime
    ended_at: datetime
    stages: tuple[StageRun, ...] = ()
    looked_at: datetime | None = None

    @property
    def looked(self) -> datetime:
        """When the systems were looked at; a check-up kept by an older Regia tells its own start."""
        return self.looked_at or self.started_at

    def stage_of(self, table: str) -> StageRun | None:
        """Return the stage that wrote a table."""
        return next((run for run in self.stages if table in run.rows), None)


class Records:
    """The check-ups of one company folder, and their tables."""

    def __init__(self, company_folder: Path) -> None:
        self.company_folder = company_folder
        self.folder = company_folder / ".regia"

    def prepare(self) -> None:
        """Make the folders, readable by their owner alone, and clear what killed runs left in the making.

        Raises:
            FolderNotWritable: the company folder cannot be written.
        """
        with disk_errors(self.folder):
            for name in ("checkups", "evidence", "cache"):
                folder = self.folder / name
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                folder.chmod(0o700)
            for pattern in ("checkups/.*", "evidence/.*", "cache/**/.*", "cache/*/spill"):
                for path in list(self.folder.glob(pattern)):
                    remove_tree(path)

    def ids(self) -> list[str]:
        """Return the ids of all check-ups, oldest first."""
        return in_order(path.stem for path in (self.folder / "checkups").glob("*.json"))

    def all(self) -> Iterator[Checkup]:
        """Return all check-ups whose record can be read, oldest first."""
        for name in self.ids():
            with suppress(CheckupDamaged):
                yield self.read(name)

    def read(self, checkup: str) -> Checkup:
        """Return a check-up.

        Raises:
            CheckupDamaged: its record cannot be read.
        """
        data = (self.folder / "checkups" / f"{checkup}.json").read_bytes()
        try:
            return msgspec.json.decode(data, type=Checkup)
        except msgspec.DecodeError as error:
            raise CheckupDamaged(checkup=checkup, detail=str(error)) from error

    def latest(self) -> Checkup:
        """Return the newest check-up.

        Raises:
            CheckupMissing: there is none.
        """
        names = self.ids()
        if not names:
            raise CheckupMissing(folder=self.company_folder)
        return self.read(names[-1])

    def commit(self, checkup: Checkup) -> None:
        """Make a check-up exist, in one step.

        Raises:
            DiskFull: no room; nothing changed.
        """
        replace_file(self.folder / "checkups" / f"{checkup.checkup}.json", msgspec.json.encode(checkup))

    def load(self, checkup: Checkup, table: Table) -> "pa.Table":
        """Return a table of a check-up.

        Raises:
            TableNotComputed: the check-up stopped before the stage that writes it, or that stage failed.
            CheckupDamaged: its file cannot be read.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        run = checkup.stage_of(table.name)
        if run is None:
            raise TableNotComputed(table=table.name, checkup=checkup.checkup)
        try:
            return pq.ParquetFile(self.path(run, table)).read()
        except (pa.ArrowException, OSError) as error:
            raise CheckupDamaged(checkup=checkup.checkup, detail=f"{table.name}: {error}") from error

    def path(self, run: StageRun, table: Table) -> Path:
        """Return where a stage's table is."""
        return self.stage_folder(run.stage, run.fingerprint) / f"{table.name}.parquet"

    def stage_folder(self, stage: str, fingerprint: str) -> Path:
        """Return the folder of a stage's tables."""
        return self.folder / "evidence" / f"{stage}-{fingerprint}"

    def cache_folder(self, stage: str) -> Path:
        """Return where a stage keeps what depends on content alone."""
        return self.folder / "cache" / stage

    def write(self, stage: str, fingerprint: str, tables: "dict[str, pa.Table]") -> None:
        """Keep the tables of a stage, all of them or none.

        Raises:
            DiskFull: no room; nothing changed.
        """
        import pyarrow.parquet as pq

        target = self.stage_folder(stage, fingerprint)
        scratch = target.with_name(f".{target.name}.{uuid4().hex}")
        with disk_errors(self.folder):
            try:
                scratch.mkdir(parents=True, mode=0o700)
                for name, table in tables.items():
                    path = scratch / f"{name}.parquet"
                    create_private(path)
                    pq.write_table(table, path, compression="zstd")
                    sync_file(path)
                shutil.rmtree(target, ignore_errors=True)
                scratch.replace(target)
                sync_folder(target.parent)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)

    def remove(self, snapshots: set[str]) -> None:
        """Remove the check-ups of these snapshots, and the tables that no other check-up needs."""
        for checkup in list(self.all()):
            if checkup.snapshot in snapshots:
                (self.folder / "checkups" / f"{checkup.checkup}.json").unlink()
        needed = {f"{run.stage}-{run.fingerprint}" for checkup in self.all() for run in checkup.stages}
        for path in list((self.folder / "evidence").glob("*")):
            if path.name not in needed:
                remove_tree(path)


def remove_tree(path: Path) -> None:
    """Remove a file, or a folder with all that is in it."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
