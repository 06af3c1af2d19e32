"""Connectors and formats are found where they stand; a broken package of somebody else stops nothing."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from regia.errors.sources import UnknownSourceKind
from regia.sources import registry
from regia.sources.connector import Capabilities
from regia.workspace.company import Source


class Outside:
    kind = "outside"
    example = "outside://"
    capabilities = Capabilities()

    def claims(self, source: Source) -> bool:
        return source.url.startswith("outside:")

    def open(self, source: Source, password: str | None, report: object) -> None: ...


class Taken(Outside):
    kind = "sqlite"


OUTSIDE, TAKEN, EMPTY = Outside(), Taken(), object()


@pytest.fixture
def with_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    here = __name__
    points = [
        EntryPoint("good", f"{here}:OUTSIDE", registry.GROUP),
        EntryPoint("gone", "no_such_module_anywhere:CONNECTOR", registry.GROUP),
        EntryPoint("odd", f"{here}:EMPTY", registry.GROUP),
        EntryPoint("taken", f"{here}:TAKEN", registry.GROUP),
    ]
    loaded = {"good": OUTSIDE, "odd": EMPTY, "taken": TAKEN}
    original = EntryPoint.load
    monkeypatch.setattr(EntryPoint, "load", lambda it: loaded[it.name] if it.name in loaded else original(it))
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    registry.found.cache_clear()


@pytest.fixture(autouse=True)
def _clean() -> object:
    yield
    registry.found.cache_clear()


@pytest.mark.usefixtures("with_packages")
def test_outside_packages() -> None:
    assert registry.connector_for(Source("s", "outside://x")) is OUTSIDE
    told = {note.detail.split(" ")[0]: note.detail for note in registry.found().notes}
    assert told.keys() == {"gone", "odd", "taken"}
    assert "ModuleNotFoundError" in told["gone"]
    assert "claims" in told["odd"]
    assert "taken" in told["taken"]
    assert [it.kind for it in registry.connectors()].count("sqlite") == 1


def test_own_connectors_and_formats(tmp_path: Path) -> None:
    kinds = [connector.kind for connector in registry.connectors()]
    assert kinds == sorted(kinds)
    assert {"sqlite", "duckdb", "files"} <= set(kinds)
    suffixes = [suffix for kind in registry.formats() for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///a.x", "sqlite"),
        ("a.db", "sqlite"),
        ("duck.db", "duckdb"),
        ("lite.any", "sqlite"),
        ("a.duckdb", "duckdb"),
        ("a.csv", "files"),
        (".", "files"),
        ("file:///tmp", "files"),
    ],
)
def test_what_an_address_is(url: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "duck.db").write_bytes(bytes(8) + b"DUCK" + bytes(50))
    (tmp_path / "lite.any").write_bytes(b"SQLite format 3\0")
    assert registry.connector_for(Source("s", url, folder=tmp_path)).kind == kind


def test_an_address_that_nobody_knows(tmp_path: Path) -> None:
    for source in (Source("crm", "gopher://x"), Source("crm", "manca", folder=tmp_path), Source("crm", ".", kind="x")):
        with pytest.raises(UnknownSourceKind, match="sqlite:///"):
            registry.connector_for(source)
