"""Where the workspace keeps its own things: `REGIA_HOME`, readable by its owner alone."""

import os
import secrets
from functools import cache
from pathlib import Path

from regia.errors.web import HomeNotWritable

KEY_FILE = "secret-key"


def home() -> Path:
    """Return the folder of the database, the secret key and the gathered static files."""
    default = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "regia"
    return Path(os.environ.get("REGIA_HOME") or default)


@cache
def secret_key() -> str:
    """Return the key that signs sessions, made once; `REGIA_SECRET_KEY` overrides it.

    Raises:
        HomeNotWritable: the folder cannot be written.
    """
    if given := os.environ.get("REGIA_SECRET_KEY"):
        return given
    path = home() / KEY_FILE
    try:
        prepare()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        raise HomeNotWritable(folder=home(), detail=error.strerror) from error
    return path.read_text("ascii")


def prepare() -> None:
    """Make the folder, readable by its owner alone.

    Raises:
        HomeNotWritable: it cannot be made.
    """
    try:
        home().mkdir(parents=True, exist_ok=True, mode=0o700)
        home().chmod(0o700)
    except OSError as error:
        raise HomeNotWritable(folder=home(), detail=error.strerror) from error
