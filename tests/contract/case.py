"""What a connector brings to the contract suite: one file in `tests/contract/cases/` with `CASE`.

A case makes one source with known content, tells what must be found in it, and how it may be changed:

    def made(folder: Path, server: str) -> Iterator[Made]:
        ...make the source in `folder` (files) or on `server` (the address of the fixture named in `Case.server`)...
        yield Made(source=..., datasets={...}, ...)
        ...drop what was made...

    CASE = Case(kind="postgresql", server="postgresql", make=contextmanager(made))

Nothing else is edited: `test_connectors.py` finds the file, runs every check on it, and skips it where its server
does not answer. `tests/contract/cases/sqlite.py` is the example to follow. A source should hold at least: several
datasets, the kind's odd types, an empty dataset, text beyond ASCII, names that need quotes, a view, references and
keys where declared, a dataset of 1,000 rows or more, and one that fails while the others can be read.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regia.errors.sources import SourceError
from regia.model.note import Reason
from regia.workspace.company import Source


@dataclass(frozen=True)
class Expected:
    """What must be found in one dataset; None is not checked.

    `rows` are tuples of Python values as Arrow's `to_pylist` gives them, in any order. `types` are Arrow types by
    field, as their text ("int64", "string", "decimal128(10, 2)").
    """

    fields: tuple[str, ...]
    rows: list[tuple[Any, ...]] | None = None
    kind: str = "table"
    key: tuple[str, ...] = ()
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    records: int | None = None


@dataclass(frozen=True)
class Refused:
    """A source that must not open: which error it raises, and texts that must never show in it."""

    source: Source
    error: type[SourceError]
    password: str | None = None
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """A source that was made.

    `failing` are datasets whose reading raises a SourceError, with that error; `notes` what a full reading must
    report: (reason, dataset, field). `change` changes the content of dataset `changed`, through another connection, and
    returns whether it could (a source may make writers wait while it is read).
    `state` returns anything that is equal before and after a reading unless something was written: hashes and times
    of files, a server's own counters of writes.
    """

    source: Source
    datasets: dict[str, Expected]
    state: Callable[[], object]
    password: str | None = None
    failing: dict[str, type[SourceError]] = field(default_factory=dict)
    notes: frozenset[tuple[Reason, str | None, str | None]] = frozenset()
    change: Callable[[], bool] | None = None
    changed: str = ""
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Case:
    """One connector's case. `server` names the fixture (`postgresql`, `mariadb`) that gives its address.

    `drivers` are the modules that must not be loaded before a source is opened.
    """

    kind: str
    make: Callable[[Path, str], AbstractContextManager[Made]]
    server: str | None = None
    drivers: tuple[str, ...] = ()
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.kind
