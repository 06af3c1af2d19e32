"""What all tests share: where the servers are, and what happens without them."""

import atexit
import gc
import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from regia.checkup import run as running
from regia.checkup.stages import STAGES
from regia.web.starting import start
from tests.servers.mariadb_server import mariadb_database, mariadb_server, mariadb_statements
from tests.servers.postgresql_cluster import (
    postgresql_cluster,
    postgresql_database,
    postgresql_statements,
    reused_database,
)

__all__ = [  # fixtures
    "mariadb_database",
    "mariadb_server",
    "mariadb_statements",
    "postgresql_cluster",
    "postgresql_database",
    "postgresql_statements",
    "reused_database",
]

# The workspace of the tests keeps its things in a folder of its own, gone when they end.
os.environ["REGIA_HOME"] = tempfile.mkdtemp(prefix="regia-home-")
atexit.register(shutil.rmtree, os.environ["REGIA_HOME"], ignore_errors=True)
(Path(os.environ["REGIA_HOME"]) / "static").mkdir()  # a workspace that starts without it warns
start()
os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # else a worker would read the settings before it has its own folder

# Work is counted, not timed: how long an example takes says more of the machine than of the code.
settings.register_profile("regia", deadline=None)
settings.load_profile("regia")

SERVERS = {"postgresql": 5432, "mariadb": 3306}


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _need(server: str) -> None:
    if _answers(SERVERS[server]):
        return
    if os.environ.get("REGIA_REQUIRE_SERVERS"):
        pytest.fail(f"{server} must answer on 127.0.0.1:{SERVERS[server]}")
    pytest.skip(f"no {server} on 127.0.0.1:{SERVERS[server]}: `bash .ci/servers` installs and starts it")


@pytest.fixture(scope="session")
def postgresql() -> str:
    """The address of a PostgreSQL where the tests may make databases, as superuser."""
    _need("postgresql")
    return "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture(scope="session")
def mariadb() -> str:
    """The address of a MariaDB where the tests may make databases, as root."""
    _need("mariadb")
    return "mysql://root@127.0.0.1:3306/"


@pytest.fixture
def few_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let check-ups of this process run the first and the last stage alone: what keeps results is the same for all."""
    monkeypatch.setattr(running, "STAGES", (STAGES[0], STAGES[-1]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave slow tests out unless they are asked for with -m."""
    if config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


def pytest_collection_finish() -> None:
    """Leave what all tests share, modules and the tests themselves, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let everything be cleared away at the end, as it would have been."""
    gc.unfreeze()
