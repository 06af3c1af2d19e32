import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from regia.demo import DemoOptions, make
from regia.demo.furniture.plan import plan
from regia.errors.demo import DemoServerFailed, DemoServerUnknown
from regia.model.progress import Silent

from .conftest import Folder

OPTIONS: dict[str, Any] = {"seed": 2, "scale": 0.05}


@pytest.fixture
def cleaned(postgresql: str, mariadb: str) -> Iterator[tuple[str, str]]:
    """Both servers; the names of a made-up company's databases are the same for all, so one test at a time."""
    with FileLock(Path(tempfile.gettempdir()) / "regia-tests-demo-servers.lock"):
        yield postgresql, mariadb
        _clean(postgresql)


def _clean(postgresql: str) -> None:
    import psycopg
    import pymysql

    names = [f"regia_demo_{system.system}" for system in plan(DemoOptions(**OPTIONS)).systems]
    with psycopg.connect(postgresql, autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
    with pymysql.connect(host="127.0.0.1", user="root") as other, other.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")


@pytest.mark.server
def test_servers_hold_what_the_files_would(
    cleaned: tuple[str, str], company: Callable[..., Folder], tmp_path: Path
) -> None:
    import psycopg
    import pymysql

    folder = tmp_path / "demo"
    make(folder, DemoOptions(**OPTIONS, servers=cleaned), Silent())
    embedded = company(seed=2)
    systems = [system for system in plan(DemoOptions(**OPTIONS)).systems if system.store == "sqlite"]
    assert not list(folder.rglob("*.sqlite"))
    for number, system in enumerate(systems):
        path = embedded.path / "systems" / system.system / f"{system.system}.sqlite"
        for dataset in system.datasets:
            with sqlite3.connect(path) as connection:
                expected = connection.execute(f'SELECT count(*) FROM "{dataset.name}"').fetchone()[0]
            if number % 2 == 0:
                with psycopg.connect(cleaned[0], dbname=f"regia_demo_{system.system}") as server:
                    found = server.execute(f'SELECT count(*) FROM "{dataset.name}"').fetchone()
            else:
                database = f"regia_demo_{system.system}"
                with pymysql.connect(host="127.0.0.1", user="root", database=database) as other:
                    cursor = other.cursor()
                    cursor.execute(f"SELECT count(*) FROM `{dataset.name}`")
                    found = cursor.fetchone()
            assert found == (expected,), dataset.name
    text = (folder / "regia.toml").read_text(encoding="utf-8")
    assert "postgresql://postgres@127.0.0.1:5432/regia_demo_gestionale" in text


def test_a_server_of_another_kind_is_refused_before_anything_moves(tmp_path: Path) -> None:
    with pytest.raises(DemoServerUnknown) as caught:
        make(tmp_path / "demo", DemoOptions(**OPTIONS, servers=("oracle://u:secret@db/x",)), Silent())
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(DemoServerFailed):
        make(tmp_path / "demo", DemoOptions(**OPTIONS, servers=("postgresql://u@127.0.0.1:9/x",)), Silent())
