"""The Parquet files of all snapshots, named by their content, so that equal content is kept once."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from regia.errors.snapshot import DiskFull, FolderNotWritable

if TYPE_CHECKING:
    import pyarrow as pa

# Below this many bytes of Arrow data, batches are gathered so that a row group is worth its overhead.
ROW_GROUP_BYTES = 32 * 2**20
SYNCED_AT_ONCE = 8


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn the disk's errors into ours.

    Raises:
        DiskFull: no room, or over quota.
        FolderNotWritable: any other refusal to write.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(folder=folder) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise FolderNotWritable(folder=folder, detail=error.strerror) from error
        raise


@dataclass(frozen=True)
class Written:
    """What a writer kept: the object's name, and how much it holds."""

    object: str | None
    records: int
    bytes: int


class ObjectWriter:
    """Writes the batches of one dataset to one object, holding no more than a row group in memory."""

    def __init__(self, objects: "Objects", schema: "pa.Schema") -> None:
        import pyarrow.parquet as pq

        self.records = 0
        self.bytes = 0
        self._objects = objects
        self._schema = schema
        self._path = objects.scratch()
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0
        with disk_errors(objects.folder):
            create_private(self._path)
            self._writer = pq.ParquetWriter(self._path, schema, compression="zstd", compression_level=1)

    def write(self, batch: "pa.RecordBatch") -> None:
        """Add a batch.

        Raises:
            DiskFull: no room.
        """
        self.records += batch.num_rows
        self.bytes += batch.nbytes
        self._waiting.append(batch)
        self._waiting_bytes += batch.nbytes
        if self._waiting_bytes >= ROW_GROUP_BYTES:
            self._flush()

    def finish(self) -> Written:
        """Close the object and give it its name.

        Raises:
            DiskFull: no room.
        """
        with disk_errors(self._objects.folder):
            self._flush()
            self._writer.close()
            if not self._schema.names:
                self._path.unlink()
                return Written(None, self.records, 0)
            return Written(self._objects.adopt(self._path), self.records, self.bytes)

    def abandon(self) -> None:
        """Throw away what was written."""
        with suppress(OSError):  # closing flushes: on a full disk that fails again, and the file goes anyway
            self._writer.close()
        self._writer.is_open = False  # else its end would try once more, and complain on the terminal
        self._path.unlink(missing_ok=True)

    def _flush(self) -> None:
        import pyarrow as pa

        if self._waiting:
            with disk_errors(self._objects.folder):
                self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema))
            self._waiting, self._waiting_bytes = [], 0


class Objects:
    """The folder of objects; `scratch` files become objects by `adopt`, atomically."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Return where an object is."""
        return self.folder / name[:2] / f"{name}.parquet"

    def scratch(self) -> Path:
        """Return a new path for a file in the making."""
        folder = self.folder / "scratch"
        with disk_errors(self.folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / f"{uuid4().hex}.parquet"

    def adopt(self, path: Path) -> str:
        """Make a finished scratch file an object and return its name (SHA-256 of its bytes).

        A power cut may still take it: `sync` is called before a snapshot names it.
        """
        with path.open("rb") as file:
            name = hashlib.file_digest(file, "sha256").hexdigest()
        target = self.path(name)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        path.replace(target)
        target.chmod(0o400)
        return name

    def sync(self, names: Iterable[str]) -> None:
        """Make objects survive a power cut; many at once, for each waits for the disk.

        Raises:
            DiskFull: no room.
        """
        paths = [self.path(name) for name in names]
        with disk_errors(self.folder), ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
            list(pool.map(sync_file, paths))
            list(pool.map(sync_folder, {path.parent for path in paths}))
            sync_folder(self.folder)

    def damaged(self, name: str) -> str:
        """Say what is wrong with an object, or nothing."""
        path = self.path(name)
        if not path.exists():
            return f"{path.name} is missing"
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != name:
                return f"{path.name} was changed"
        return ""

    def names(self) -> Iterator[str]:
        """Return the names of all objects."""
        return (path.stem for path in self.folder.glob("??/*.parquet"))

    def clean_scratch(self) -> None:
        """Remove what killed runs left in the making; call it under the company's lock."""
        for path in (self.folder / "scratch").glob("*"):
            path.unlink()


def create_private(path: Path) -> None:
    """Create an empty file that only its owner may read, for a library that then writes to its path."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sync_file(path: Path) -> None:
    """Make what was written to a file survive a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Write a whole file atomically: readers see the old one or the new one, never a part.

    Raises:
        DiskFull: no room.
    """
    scratch = path.with_name(f".{path.name}.{uuid4().hex}")
    with disk_errors(path.parent):
        try:
            with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(path)
        except OSError:
            scratch.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
