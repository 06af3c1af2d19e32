"""Where the workspace keeps what people do: SQLite under `REGIA_HOME`, or PostgreSQL by `DATABASE_URL`."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from regia.errors.web import DatabaseUrlWrong

FILE = "workspace.sqlite3"

Settings = dict[str, object]


def database(folder: Path) -> Settings:
    """Return Django's settings for the database.

    Raises:
        DatabaseUrlWrong: the address is of no kind that the workspace can use.
    """
    url = os.environ.get("DATABASE_URL")
    if not url:
        return _sqlite(folder / FILE)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    if parts.scheme not in ("postgres", "postgresql"):
        raise DatabaseUrlWrong(scheme=parts.scheme)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> Settings:
    """A writer waits for another instead of failing, and readers never wait for a writer (WAL)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
