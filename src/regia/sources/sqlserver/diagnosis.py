"""Is the connection a safe and sufficient one? Grants, rights to write, encryption, isolation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regia.errors import Text
from regia.sources.address import Address
from regia.sources.connector import Diagnosis
from regia.sources.sqlserver.description import Described
from regia.sources.sqlserver.faults import DEFAULT_PORT, grant_database, grant_table
from regia.sources.sqlserver.types import quote

_LISTED = 5
_WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "ALTER", "CONTROL", "CREATE TABLE"})
_ASK = Text("Chiedi a chi amministra il database: {sql}", "Ask the database's administrator for: {sql}")


@dataclass(frozen=True)
class Server:
    """A server as it was met; `rights` are the login's on the database as a whole."""

    version: str
    user: str
    database: str
    snapshot: bool
    started_at: str
    session: int
    read_only: bool
    sysadmin: bool
    rights: tuple[str, ...]


def diagnose(server: Server, address: Address, described: Iterable[Described]) -> Iterator[Diagnosis]:
    """Say what is well and what is not, the gravest last."""
    says = Text(
        "Collegato a {place} (SQL Server {version}) come «{user}», database «{database}».",
        "Connected to {place} (SQL Server {version}) as '{user}', database '{database}'.",
    )
    place, values = address.place(DEFAULT_PORT), {"version": server.version, "user": server.user}
    yield Diagnosis("ok", says.fill(place=place, database=server.database, **values))
    yield from _about_isolation(server)
    yield from _about_encryption(address)
    yield from _about_writing(server)
    yield from _about_grants(server, tuple(described))


def _about_isolation(server: Server) -> Iterator[Diagnosis]:
    if not server.snapshot:
        yield Diagnosis(
            "warning",
            Text(
                "Il database non ammette l'isolamento snapshot: ogni tabella è letta al suo momento, e può bloccare.",
                "The database does not allow snapshot isolation: each table is read at its own moment, and may lock.",
            ),
            _ASK.fill(sql=f"ALTER DATABASE {quote(server.database)} SET ALLOW_SNAPSHOT_ISOLATION ON;"),
        )


def _about_encryption(address: Address) -> Iterator[Diagnosis]:
    if not address.is_local and not address.option("cafile"):
        yield Diagnosis(
            "warning",
            Text(
                "La connessione con {place} non è cifrata: password e dati passano in chiaro sulla rete.",
                "The connection to {place} is not encrypted: password and data cross the network in clear.",
            ).fill(place=address.place(DEFAULT_PORT)),
            Text(
                "Installa il pacchetto pyOpenSSL e aggiungi `?cafile=CA.pem` all'indirizzo.",
                "Install the package pyOpenSSL and add `?cafile=CA.pem` to the address.",
            ),
        )


def _about_writing(server: Server) -> Iterator[Diagnosis]:
    rights = ["sysadmin"] if server.sysadmin else sorted(_WRITING & set(server.rights))
    if rights and not server.read_only:
        says = Text("«{user}» può scrivere ({rights}).", "'{user}' may write ({rights}).")
        sql = f"CREATE LOGIN [regia_reader] WITH PASSWORD = '...'; {grant_database('regia_reader')}"
        fix = Text("Chiedi un utente di sola lettura: {sql}", "Ask for a read-only login: {sql}")
        yield Diagnosis("warning", says.fill(user=server.user, rights=", ".join(rights)), fix.fill(sql=sql))


def _about_grants(server: Server, described: tuple[Described, ...]) -> Iterator[Diagnosis]:
    if not described:
        says = Text("«{user}» non vede alcuna tabella.", "'{user}' sees no table.").fill(user=server.user)
        yield Diagnosis("problem", says, _ASK.fill(sql=grant_database(server.user)))
    closed = [it.table for it in described if not it.table.allowed]
    if closed:
        names = ", ".join(table.title for table in closed[:_LISTED])
        says = Text(
            "Tabelle che «{user}» non può leggere: {count} ({names}).",
            "Tables that '{user}' may not read: {count} ({names}).",
        )
        sql = " ".join(grant_table(table.schema, table.name, server.user) for table in closed[:_LISTED])
        yield Diagnosis("problem", says.fill(user=server.user, count=len(closed), names=names), _ASK.fill(sql=sql))
