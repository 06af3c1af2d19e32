"""What the pages of connections show."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404

from regia.errors import RegiaError
from regia.errors.web import ConnectionByHand
from regia.sources.checking import CheckedSource, check_sources
from regia.sources.registry import connector_for
from regia.web.connections.kinds import PORTS
from regia.web.home import home
from regia.web.people.models import Company
from regia.web.reach import Reach
from regia.web.visit import Visit
from regia.workspace import load
from regia.workspace.company import Company as Declared
from regia.workspace.company import Source, System
from regia.workspace.secret_file import reference
from regia.workspace.secrets import redact


@dataclass(frozen=True)
class Connection:
    """A system with its source, as a page names it; `ours` where these pages can change it."""

    system: System
    source: Source
    department: str
    kind: str
    address: str
    ours: bool


@dataclass(frozen=True)
class ConnectionsPage:
    """The connections there are, the systems still without one, and what may be connected from here."""

    connections: list[Connection]
    unconnected: list[System]
    hosts: tuple[str, ...]
    folders: tuple[Path, ...]


def connections_page(visit: Visit) -> ConnectionsPage:
    """Return the page of connections.

    Raises:
        CompanyError: regia.toml has mistakes.
    """
    declared = load(visit.company.path)
    return ConnectionsPage(
        connections=[_connection(visit, declared, each) for each in declared.systems if each.source],
        unconnected=[each for each in declared.systems if not each.source],
        hosts=settings.SOURCE_REACH.named,
        folders=settings.SOURCE_REACH.folders,
    )


def connection_of(visit: Visit, system: str) -> Connection:
    """Return one connection.

    Raises:
        Http404: there is none of this name.
        CompanyError: regia.toml has mistakes.
    """
    declared = load(visit.company.path)
    found = next((each for each in declared.systems if each.system == system and each.source), None)
    if found is None:
        raise Http404
    return _connection(visit, declared, found)


def own_connection_of(visit: Visit, system: str) -> Connection:
    """Return one connection that these pages can change.

    Raises:
        Http404: there is none of this name.
        ConnectionByHand: it says more than a form can, or leads where nothing may be connected.
        CompanyError: regia.toml has mistakes.
    """
    found = connection_of(visit, system)
    if not found.ours:
        raise ConnectionByHand(system=system)
    return found


def tried(visit: Visit, system: str) -> CheckedSource:
    """Try a connection now: connect, look at the catalogue, read no data."""
    [checked] = check_sources(load(visit.company.path), only=(system,))
    return checked


def closed_folders(company: Company) -> tuple[Path, ...]:
    """Return the folders that no source may lie in: the workspace's own and every other company's."""
    others = Company.objects.exclude(pk=company.pk).values_list("folder", flat=True)
    return (home(), *map(Path, others))


def typed(connection: Connection) -> dict[str, object]:
    """Return what a form would have to hold for this connection to come out; never its password."""
    given = {"name": connection.system.name, "department": connection.system.department or ""}
    if connection.kind not in PORTS:
        return {**given, "path": connection.source.url}
    parts = urlsplit(connection.source.url)
    return {
        **given,
        "kind": connection.kind,
        "host": parts.hostname or "",
        "port": parts.port,
        "database": unquote(parts.path.lstrip("/")),
        "user": unquote(parts.username or ""),
    }


def _connection(visit: Visit, declared: Declared, system: System) -> Connection:
    assert system.source is not None
    names = {each.department: each.name for each in declared.departments}
    kind = _kind(system.source)
    ours = _is_plain(system.source, kind) and _is_admitted(visit, system.source, kind)
    department = names.get(system.department or "", "")
    return Connection(system, system.source, department, kind, redact(system.source.url), ours)


def _kind(source: Source) -> str:
    try:
        return connector_for(source).kind
    except (RegiaError, OSError):
        return ""


def _is_plain(source: Source, kind: str) -> bool:
    """Whether a form can say all that regia.toml says of a source."""
    if source.password not in (None, reference(source.system)):
        return False
    plain = source.options or source.include or source.exclude or source.kind or source.read_views
    scheme = urlsplit(source.url).scheme
    return not plain and (scheme == kind if kind in PORTS else "://" not in source.url and ":" not in source.url)


def _is_admitted(visit: Visit, source: Source, kind: str) -> bool:
    """Whether a form would be let connect what this source does."""
    reach: Reach = settings.SOURCE_REACH
    if kind in PORTS:
        return reach.admits_host(urlsplit(source.url).hostname or "")
    folder = visit.company.path.resolve()
    return reach.admits_path(folder / source.url, folder, closed_folders(visit.company))
