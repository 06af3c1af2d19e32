"""Where the path of a source leads."""

from pathlib import Path

import pytest

from regia.sources.local_path import local_path
from regia.workspace.company import Source


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("a.db", "/company/a.db"),
        ("dati/a b.db", "/company/dati/a b.db"),
        ("/dati/a.db", "/dati/a.db"),
        ("sqlite:////dati/a.db", "/dati/a.db"),
        ("sqlite:///dati/a.db", "/dati/a.db"),
        ("sqlite:a.db", "/company/a.db"),
        ("file:///dati/a%20b.db", "/dati/a b.db"),
        ("file://localhost/dati/a.db", "/dati/a.db"),
        ("SQLITE:///C:/dati/a.db", "/company/C:/dati/a.db"),
    ],
)
def test_paths(url: str, path: str) -> None:
    found = local_path(Source("s", url, folder=Path("/company")), "sqlite")
    assert found is not None
    assert (Path("/company") / found) == Path(path)


def test_a_path_of_three_slashes_is_relative_where_there_is_such_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    assert local_path(Source("s", "sqlite:///a.db", folder=tmp_path), "sqlite") == tmp_path / "a.db"


def test_other_schemes_are_no_paths() -> None:
    assert local_path(Source("s", "postgresql://host/db")) is None
