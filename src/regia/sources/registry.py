"""Which connectors and file formats there are: what stands in the rooms, plus what outside packages bring."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from regia.errors.sources import UnknownSourceKind
from regia.model.note import Note, Reason
from regia.sources import connectors as connectors_room
from regia.sources.connector import Connector
from regia.sources.discovery import members
from regia.sources.format_registry import formats
from regia.workspace.company import Source

__all__ = ["GROUP", "Found", "connector_for", "connectors", "formats", "found"]

GROUP = "regia.connectors"
_CONNECTOR_PARTS = ("kind", "example", "capabilities", "claims", "open")


@dataclass(frozen=True)
class Found:
    """The connectors at hand; `notes` tells which outside packages could not be taken, and why."""

    connectors: tuple[Connector, ...]
    notes: tuple[Note, ...]


def connectors() -> tuple[Connector, ...]:
    """Return every connector: Regia's own by name, then those of outside packages. No driver is loaded."""
    return found().connectors


@cache
def found() -> Found:
    """Return every connector, and what kept an outside package's from being one."""
    own = tuple(members(connectors_room, "CONNECTOR"))
    taken = {connector.kind for connector in own}
    outside: list[Connector] = []
    notes: list[Note] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        result = _from_outside(entry, taken)
        if isinstance(result, Note):
            notes.append(result)
        else:
            outside.append(result)
            taken.add(result.kind)
    return Found((*own, *outside), tuple(notes))


def connector_for(source: Source) -> Connector:
    """Return the connector of a source: the one of its `kind` if it names one, else the first that claims it.

    Raises:
        UnknownSourceKind: there is none.
    """
    for connector in connectors():
        if connector.kind == source.kind if source.kind else connector.claims(source):
            return connector
    known = ", ".join(connector.example for connector in connectors())
    raise UnknownSourceKind(system=source.system, url=source.kind or source.url, known=known)


def _from_outside(entry: EntryPoint, taken: set[str]) -> Connector | Note:
    package = f"{entry.name} ({entry.value})"
    try:
        connector = entry.load()
    except Exception as error:  # noqa: BLE001 - a stranger's package may raise anything; it is reported
        return Note(Reason.BROKEN, detail=f"{package}: {type(error).__name__}: {error}")
    missing = [part for part in _CONNECTOR_PARTS if not hasattr(connector, part)]
    if missing:
        return Note(Reason.BROKEN, detail=f"{package} lacks {', '.join(missing)}")
    if connector.kind in taken:
        return Note(Reason.BROKEN, detail=f"{package}: kind {connector.kind!r} is taken")
    return connector  # type: ignore[no-any-return]
