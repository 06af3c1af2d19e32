"""A password in a file of its own under `secrets/`, which regia.toml refers to."""

from pathlib import Path

from regia.errors.company import CompanyFileUnwritable
from regia.workspace.draft import SECRETS
from regia.workspace.writer import write_whole


def reference(system: str) -> str:
    """Return how regia.toml refers to a system's secret file."""
    return f"file:{SECRETS}/{system}"


def keep_secret(folder: Path, system: str, secret: str) -> str:
    """Write a system's password, in place of the one there was, and return the reference to it.

    Raises:
        CompanyFileUnwritable: no permission, or no space.
    """
    drop_secret(folder, system)  # with the permissions it had, which may have been too wide
    path = _path(folder, system)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CompanyFileUnwritable(path=path.parent, detail=error.strerror) from error
    write_whole(path, f"{secret}\n".encode())
    return reference(system)


def drop_secret(folder: Path, system: str) -> None:
    """Remove a system's password, where there is one.

    Raises:
        CompanyFileUnwritable: no permission.
    """
    path = _path(folder, system)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CompanyFileUnwritable(path=path, detail=error.strerror) from error


def _path(folder: Path, system: str) -> Path:
    return folder / SECRETS / system
