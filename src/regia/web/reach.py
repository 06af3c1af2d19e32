"""What an administrator may connect from the browser: the hosts and folders that whoever runs the server names.

Nothing is allowed that is not named, but the folder `data` of the company itself: else a person of one company could
have the server look at whatever the server reaches, other companies' folders among it.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from regia.errors.web import SourceFolderWrong, SourceHostWrong
from regia.web.home import home

HOSTS, FOLDERS, COMPANIES = "REGIA_SOURCE_HOSTS", "REGIA_SOURCE_FOLDERS", "REGIA_COMPANIES"
DATA = "data"

_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*"
)
_WILD = "*."


@dataclass(frozen=True)
class Reach:
    """Names of hosts (`*.example.com` is any below), networks, and folders, as resolved paths."""

    names: tuple[str, ...] = ()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    folders: tuple[Path, ...] = ()

    def admits_host(self, host: str) -> bool:
        """Whether a database on this host may be read; an address is looked for in the networks alone."""
        try:
            address = ip_address(host)
        except ValueError:
            return any(_is_named(host.lower(), name) for name in self.names)
        return any(address in network for network in self.networks)

    def admits_path(self, path: Path, company: Path, closed: Iterable[Path]) -> bool:
        """Whether a file or folder may be read for a company.

        `closed` are the folders of the workspace and of companies: neither they, nor what is inside or around them.
        """
        real = path.resolve()
        if real.is_relative_to((company / DATA).resolve()):
            return True
        if not any(real.is_relative_to(folder) for folder in self.folders):
            return False
        others = [folder.resolve() for folder in (company, *closed)]
        return not any(real.is_relative_to(other) or other.is_relative_to(real) for other in others)

    @property
    def named(self) -> tuple[str, ...]:
        """Every host and network, as written."""
        return (*self.names, *map(str, self.networks))


def reach() -> Reach:
    """Return what the environment allows.

    Raises:
        SourceHostWrong, SourceFolderWrong: an entry is no host, network or absolute folder.
    """
    names, networks = [], []
    for entry in _entries(os.environ.get(HOSTS, ""), ","):
        network = _network(entry)
        if network is not None:
            networks.append(network)
        elif is_host(entry.removeprefix(_WILD)):
            names.append(entry.lower())
        else:
            raise SourceHostWrong(given=entry)
    return Reach(tuple(names), tuple(networks), tuple(map(_folder, _entries(os.environ.get(FOLDERS, ""), os.pathsep))))


def companies_folder() -> Path:
    """Return the folder under which the folders of new companies are made."""
    given = os.environ.get(COMPANIES)
    return _folder(given) if given else home() / "companies"


def is_host(text: str) -> bool:
    """Whether a text is the name or the address of one host, and nothing more."""
    return _HOST.fullmatch(text) is not None or _is_address(text)


def _is_address(text: str) -> bool:
    try:
        return not getattr(ip_address(text), "scope_id", None)
    except ValueError:
        return False


def _is_named(host: str, name: str) -> bool:
    return host.endswith(name[1:]) if name.startswith(_WILD) else host == name


def _network(entry: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(entry)
    except ValueError:
        return None


def _folder(entry: str) -> Path:
    path = Path(entry).expanduser()
    if not path.is_absolute():
        raise SourceFolderWrong(given=entry)
    return path.resolve()


def _entries(text: str, separator: str) -> list[str]:
    return [entry.strip() for entry in text.split(separator) if entry.strip()]
