"""Made-up companies that the tests share: small ones, made once."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from regia.demo import DemoOptions, make
from regia.model.progress import Silent

Rows = list[dict[str, object]]


class Folder:
    """A made-up company's folder, with its truth as rows."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def truth(self, table: str) -> Rows:
        return pq.read_table(self.path / "truth" / f"{table}.parquet").to_pylist()


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Folder]:
    made: dict[DemoOptions, Folder] = {}

    def get(**options: object) -> Folder:
        wanted = DemoOptions(**{"scale": 0.05, **options})  # type: ignore[arg-type]
        if wanted not in made:
            path = tmp_path_factory.mktemp("company") / "demo"
            make(path, wanted, Silent())
            made[wanted] = Folder(path)
        return made[wanted]

    return get
