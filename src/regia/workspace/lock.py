"""One lock a company: two check-ups never run at once on one folder.

The operating system holds the lock, so a killed holder frees it. Who holds it stands in a file beside it.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from regia.errors import RegiaError
from regia.errors.company import CompanyFileUnwritable, CompanyLocked
from regia.errors.snapshot import DiskFull

INSIDE = ".regia"


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: the process, and since when (UTC)."""

    pid: int
    since: datetime


@contextmanager
def company_lock(folder: Path, *, wait_seconds: float = 0, name: str = "lock") -> Iterator[None]:
    """Hold a company's lock while the block runs; another `name` is another, independent lock.

    Raises:
        CompanyLocked: another process, or another thread of this one, holds it and did not let go in time.
        CompanyFileUnwritable: the folder cannot be written.
        DiskFull: no room even for that.
    """
    from filelock import FileLock, Timeout

    path = _place(folder, name)
    lock = FileLock(path, timeout=wait_seconds, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise _locked(folder, path) from None
    except OSError as error:
        raise _refused(folder, path, error) from error
    try:
        _sign(folder, _beside(path))
        yield
    finally:
        _beside(path).unlink(missing_ok=True)
        lock.release()


def holder(folder: Path, *, name: str = "lock") -> Holder | None:
    """Return who wrote last that it holds the lock; None where nobody did, or the note is not complete yet."""
    return _read(folder / INSIDE / name)


def _place(folder: Path, name: str) -> Path:
    inside = folder / INSIDE
    try:
        inside.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _refused(folder, inside, error) from error
    return inside / name


def _sign(folder: Path, path: Path) -> None:
    line = f"{os.getpid()} {datetime.now(UTC).isoformat(timespec='seconds')}\n"
    try:
        path.unlink(missing_ok=True)  # of a holder that was killed
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(line)
    except OSError as error:
        raise _refused(folder, path, error) from error


def _refused(folder: Path, path: Path, error: OSError) -> RegiaError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(folder=folder)
    return CompanyFileUnwritable(path=path, detail=error.strerror)


def _locked(folder: Path, path: Path) -> CompanyLocked:
    found = _read(path)
    since = found.since.astimezone().strftime("%Y-%m-%d %H:%M:%S") if found else "?"
    return CompanyLocked(folder=folder, pid=found.pid if found else "?", since=since)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.holder")


def _read(path: Path) -> Holder | None:
    try:
        pid, since = _beside(path).read_text("ascii").split()
        return Holder(int(pid), datetime.fromisoformat(since))
    except (OSError, ValueError):
        return None
