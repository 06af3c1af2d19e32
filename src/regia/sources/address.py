"""The address of a server source: `kind://user@host:port/database?option=value`, never with a password."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

from regia.workspace.company import Source


@dataclass(frozen=True)
class Address:
    """A server address in parts; what the address leaves out is None."""

    scheme: str
    host: str
    port: int | None
    user: str | None
    database: str | None
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str, default: str = "") -> str:
        """Return an option of the address by name."""
        return dict(self.options).get(name, default)

    def place(self, default_port: int) -> str:
        """Return `host:port`, as messages name it."""
        return f"{self.host}:{self.port or default_port}"

    @property
    def is_local(self) -> bool:
        """Whether the host is this machine, by its name or a loopback address."""
        try:
            return self.host.lower() == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse(source: Source) -> Address:
    """Take a source's address apart; options of regia.toml come after those of the URL and win."""
    parts = urlsplit(source.url)
    return Address(
        scheme=parts.scheme.lower(),
        host=parts.hostname or "localhost",
        port=parts.port,
        user=unquote(parts.username) if parts.username else None,
        database=unquote(parts.path.lstrip("/")) or None,
        options=(*parse_qsl(parts.query), *source.options.items()),
    )
