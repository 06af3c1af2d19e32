"""The kinds of database server that a form can connect, with their port."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ServerKind:
    """A kind of server: its connector, its name, the port it listens on."""

    kind: str
    name: str
    port: int


SERVERS = (
    ServerKind("postgresql", "PostgreSQL", 5432),
    ServerKind("mysql", "MySQL, MariaDB", 3306),
    ServerKind("sqlserver", "SQL Server", 1433),
)
PORTS = {each.kind: each.port for each in SERVERS}
