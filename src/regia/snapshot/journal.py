"""What the run under way has read so far, so that the next one resumes it after a kill, a crash or a full disk."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from regia.snapshot.manifest import Dataset, Skipped
from regia.snapshot.objects import disk_errors


class Entry(msgspec.Struct, frozen=True):
    """One dataset that was read to its end, with what was told about it."""

    dataset: Dataset
    skipped: tuple[Skipped, ...] = ()

    @property
    def object(self) -> str | None:
        """The object that holds it."""
        return self.dataset.object


class Journal:
    """A file of one JSON line a dataset; a last line cut by a kill is passed over."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: Entry) -> None:
        """Record a dataset that was read; a power cut may take the line, or the object it names.

        Raises:
            DiskFull: no room.
        """
        line = msgspec.json.encode(entry) + b"\n"
        with disk_errors(self.path.parent), open(self.path, "a+b", opener=_private) as file:
            file.write(line if self._ends_whole(file) else b"\n" + line)

    def entries(self) -> Iterator[Entry]:
        """Return what was read so far, oldest first."""
        if not self.path.exists():
            return
        for line in self.path.read_bytes().splitlines():
            try:
                yield msgspec.json.decode(line, type=Entry)
            except msgspec.DecodeError:
                continue  # cut by a kill

    def clear(self) -> None:
        """Forget the run: its snapshot exists now."""
        self.path.unlink(missing_ok=True)

    @staticmethod
    def _ends_whole(file: BinaryIO) -> bool:
        """Whether the last line is whole: a kill or a full disk may have cut it."""
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
