"""Reads all evidence there is: what the company declares, its files, and the texts found in catalogues."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import regia.interfaces.evidence
from regia.interfaces.clue import File, Found, Kind
from regia.interfaces.evidence.asyncapi import met
from regia.interfaces.evidence.catalogue import DIALECTS, Links, is_text, paced
from regia.interfaces.landscape import Landscape
from regia.model.interruption import stop_if_asked
from regia.model.note import Reason
from regia.snapshot.manifest import Document, Manifest
from regia.snapshot.store import Store

Row = dict[str, object]


@dataclass(frozen=True)
class Reading:
    """What the files and catalogues say, and how reading each file went."""

    found: tuple[Found, ...]
    files: tuple[Row, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of evidence: each module of `evidence` that has a `KIND`."""
    package = regia.interfaces.evidence
    modules = (import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__))
    return tuple(module.KIND for module in modules if hasattr(module, "KIND"))


def read_evidence(manifest: Manifest, store: Store, landscape: Landscape) -> Reading:
    """Read every document and definition of a snapshot; one that fails is told and stops nothing."""
    found: list[Found] = []
    rows: list[Row] = []
    for document in manifest.documents:
        said, row = _document(document, store, landscape)
        found.append(said)
        rows.append(row)
    found += _definitions(manifest, landscape)
    found.append(Found(tuple(met(post for each in found for post in each.posts))))
    return Reading(tuple(found), tuple(rows))


def _document(document: Document, store: Store, landscape: Landscape) -> tuple[Found, Row]:
    row: Row = {"file": document.name, "bytes": document.bytes, "clues": 0, "detail": document.detail or None}
    if document.object is None:
        left = document.reason in (Reason.UNSUPPORTED, Reason.ROW_LIMIT)
        return Found(), row | {"status": "left_out" if left else "broken"}
    file = File(document.name, tuple(store.lines(document)))
    kind = next((each for each in kinds() if each.is_it(file)), None)
    if kind is None:
        return Found(), row | {"status": "unknown"}
    try:
        said = kind.read(file, landscape)
    except Exception as error:  # noqa: BLE001 the edge of a file: one that cannot be read must not stop the others
        stop_if_asked()
        return Found(), row | {"kind": kind.name, "status": "broken", "detail": f"{type(error).__name__}: {error}"}
    trouble = "; ".join(filter(None, (document.detail, said.trouble)))
    status = "part" if trouble else "read"
    clues = len(said.clues) + len(said.schedules)
    return said, row | {"kind": kind.name, "status": status, "clues": clues, "detail": trouble or None}


def _definitions(manifest: Manifest, landscape: Landscape) -> Iterator[Found]:
    dialects = {read.system: DIALECTS.get(read.connector) for read in manifest.systems}
    sql = next(each for each in kinds() if each.name == "sql")
    links = Links(manifest.definitions, landscape)
    yield from links.found()
    for each in manifest.definitions:
        if is_text(each):
            file = File(each.name, tuple(_whole(each.name, each.text).splitlines()), each.system,
                        dialects.get(each.system) or "postgres")  # fmt: skip
            try:
                yield paced(each, sql.read(file, links.landscape))
            except Exception:  # noqa: BLE001 the edge of a definition: the others go on
                stop_if_asked()


def _whole(name: str, text: str) -> str:
    """Return a view's text as the statement that makes it: catalogues keep only its query."""
    kind, _, view = name.partition(" ")
    if kind != "view" or text.lstrip()[:6].upper() == "CREATE":
        return text
    return f"CREATE VIEW {'.'.join(_quoted(part) for part in view.split('.'))} AS {text}"


def _quoted(part: str) -> str:
    return part if part.replace("_", "a").isalnum() else f'"{part}"'
