"""Is the connection a safe and sufficient one? Grants, rights to write, encryption, limits, engines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.sources.connector import Diagnosis
from regia.sources.mysql import privileges
from regia.sources.mysql.catalogue import literal
from regia.sources.mysql.description import Described
from regia.sources.mysql.grants import grant_database, grant_table, reader
from regia.sources.mysql.link import Link
from regia.sources.mysql.server import Server

if TYPE_CHECKING:
    from regia.sources.mysql.reader import Reader

_LISTED = 5
_ASK = Text("Chiedi a chi amministra il database: {sql}", "Ask the database's administrator for: {sql}")


def diagnose(
    asked: "Reader",
    link: Link,
    server: Server,
    *,
    databases: Sequence[str],
    described: Iterable[Described],
    grants: Sequence[privileges.Grant],
) -> Iterator[Diagnosis]:
    """Say what is well and what is not, the gravest last.

    Raises:
        pymysql.MySQLError, OSError: the server refuses, or the connection broke.
    """
    datasets = tuple(described)
    yield _connected(link, server)
    yield _bound(link)
    yield from _about_replica(server)
    yield from _about_encryption(link, server)
    yield from _about_writing(server, databases, grants)
    yield from _about_engines(datasets)
    yield from _about_definitions(asked, server, databases, datasets)
    yield from _about_grants(server, link.address.database, datasets)


def _connected(link: Link, server: Server) -> Diagnosis:
    says = Text(
        "Collegato a {place} ({server}) come «{user}», {database}, connessione {how}.",
        "Connected to {place} ({server}) as '{user}', {database}, connection {how}.",
    )
    how = Text("cifrata", "encrypted") if server.encrypted else Text("non cifrata", "not encrypted")
    name = link.address.database
    database = Text(f"database «{name}»", f"database '{name}'") if name else Text("ogni database", "every database")
    return Diagnosis(
        "ok", says.fill(place=link.place, server=server.name, user=server.user, database=database, how=how)
    )


def _bound(link: Link) -> Diagnosis:
    says = Text(
        "Sola lettura, una transazione, una query per volta; ognuna si ferma dopo {seconds} secondi.",
        "Read-only, one transaction, one query at a time; each stops after {seconds} seconds.",
    )
    return Diagnosis("ok", says.fill(seconds=link.source.limits.statement_seconds))


def _about_replica(server: Server) -> Iterator[Diagnosis]:
    if server.read_only:
        says = Text(
            "Il server non accetta scritture (read_only): è una replica, e il sistema principale non sente la lettura.",
            "The server takes no writes (read_only): it is a replica, and the main system does not feel the reading.",
        )
        fix = Text(
            "Se la replica è in ritardo, la fotografia lo è con lei: controlla Seconds_Behind_Master.",
            "If the replica lags, so does the snapshot: look at Seconds_Behind_Master.",
        )
        yield Diagnosis("ok", says, fix)


def _about_encryption(link: Link, server: Server) -> Iterator[Diagnosis]:
    if link.address.is_local or link.address.option("socket"):
        return
    if not server.encrypted:
        yield Diagnosis(
            "warning",
            Text(
                "La connessione con {place} non è cifrata: i dati passano in chiaro sulla rete.",
                "The connection to {place} is not encrypted: data cross the network in clear.",
            ).fill(place=link.place),
            Text(
                "Attiva TLS sul server e aggiungi `?ssl-mode=verify_identity&ssl-ca=CA.pem` all'indirizzo.",
                "Set up TLS on the server and add `?ssl-mode=verify_identity&ssl-ca=CA.pem` to the address.",
            ),
        )
    elif not link.ssl_mode.startswith("verify"):
        yield Diagnosis(
            "ok",
            Text("Il certificato di {place} non viene controllato.", "The certificate of {place} is not checked.").fill(
                place=link.place
            ),
            Text(
                "Per controllarlo aggiungi `?ssl-mode=verify_identity&ssl-ca=CA.pem` all'indirizzo.",
                "To check it, add `?ssl-mode=verify_identity&ssl-ca=CA.pem` to the address.",
            ),
        )


def _about_writing(server: Server, databases: Sequence[str], grants: Sequence[privileges.Grant]) -> Iterator[Diagnosis]:
    fix = Text("Chiedi un utente di sola lettura: {sql}", "Ask for a read-only login: {sql}")
    ruling, writing = privileges.ruling(grants), privileges.writing(grants)
    if ruling:
        says = Text("«{user}» può amministrare il server ({rights}).", "'{user}' may administer the server ({rights}).")
    elif writing:
        says = Text("«{user}» può scrivere ({rights}).", "'{user}' may write ({rights}).")
    else:
        return
    rights = _some(sorted(ruling or writing))
    yield Diagnosis(
        "warning", says.fill(user=server.user, rights=rights), fix.fill(sql=reader(list(databases[:_LISTED])))
    )


def _about_engines(described: Sequence[Described]) -> Iterator[Diagnosis]:
    locking = Counter(
        it.table.engine for it in described if not it.table.simultaneous and not it.table.elsewhere and it.table.engine
    )
    if locking:
        count, engines = sum(locking.values()), ", ".join(sorted(locking))
        yield Diagnosis(
            "warning",
            Text(
                "{count} tabelle senza transazioni ({engines}): lette ognuna al suo momento; chi vi scrive aspetta.",
                "{count} tables without transactions ({engines}): each read at its own moment; its writers wait.",
            ).fill(count=count, engines=engines),
            Text(
                "Leggi quando il sistema è scarico, o chiedi di convertirle in InnoDB.",
                "Read when the system is quiet, or ask for them to be converted to InnoDB.",
            ),
        )
    elsewhere = [it.table.title for it in described if it.table.elsewhere and not it.table.is_view]
    if elsewhere:
        says = Text(
            "Tabelle le cui righe stanno altrove, descritte e non lette: {tables}.",
            "Tables whose rows are elsewhere, described and not read: {tables}.",
        )
        yield Diagnosis("ok", says.fill(tables=_some(elsewhere)))


def _about_definitions(
    asked: "Reader", server: Server, databases: Sequence[str], described: Sequence[Described]
) -> Iterator[Diagnosis]:
    if not any(it.table.kind == "VIEW" for it in described):
        return
    hidden = [
        name
        for name in databases
        if asked.rows(
            "SELECT 1 FROM information_schema.VIEWS "  # noqa: S608 - the name is quoted
            f"WHERE TABLE_SCHEMA = {literal(name)} AND VIEW_DEFINITION = '' LIMIT 1"
        )
    ]
    if hidden:
        says = Text(
            "«{user}» non vede il testo delle viste di: {databases}.",
            "'{user}' does not see the text of the views of: {databases}.",
        )
        sql = " ".join(grant_database(name, server.user) for name in hidden[:_LISTED])
        yield Diagnosis("warning", says.fill(user=server.user, databases=_some(hidden)), _ASK.fill(sql=sql))


def _about_grants(server: Server, default: str | None, described: Sequence[Described]) -> Iterator[Diagnosis]:
    if not described:
        says = Text("«{user}» non vede alcuna tabella.", "'{user}' sees no table.")
        sql = grant_database(default or "...", server.user)
        yield Diagnosis("problem" if default is None else "warning", says.fill(user=server.user), _ASK.fill(sql=sql))
    closed: defaultdict[str, list[Described]] = defaultdict(list)
    for it in described:
        if it.table.columns and not it.table.allowed:
            closed[it.table.database].append(it)
    for database, forbidden in closed.items():
        whole = all(it in forbidden for it in described if it.table.database == database)
        yield _closed(server, database, forbidden, whole=whole)
    for it in [it for it in described if it.table.allowed and (it.partial or len(it.columns) < len(it.table.columns))][
        :_LISTED
    ]:
        yield _partly(server, it)


def _closed(server: Server, database: str, forbidden: list[Described], *, whole: bool) -> Diagnosis:
    says = Text(
        "Tabelle di «{database}» che «{user}» non può leggere: {count} ({tables}).",
        "Tables of '{database}' that '{user}' may not read: {count} ({tables}).",
    )
    names = [it.table.name for it in forbidden]
    tables = [grant_table(database, name, server.user) for name in names[:_LISTED]]
    sql = grant_database(database, server.user) if whole else " ".join(tables)
    values = {"user": server.user, "count": len(names), "database": database, "tables": _some(names)}
    return Diagnosis("problem", says.fill(**values), _ASK.fill(sql=sql))


def _partly(server: Server, described: Described) -> Diagnosis:
    table = described.table
    says = Text(
        "Di {table} «{user}» può leggere soltanto: {fields}.", "Of {table}, '{user}' may read only: {fields}."
    ).fill(table=table.title, user=server.user, fields=_some([column.name for column in described.columns]))
    sql = grant_table(table.database, table.name, server.user)
    return Diagnosis("warning", says, Text("Se serve il resto: {sql}", "If the rest is needed: {sql}").fill(sql=sql))


def _some(names: list[str]) -> str:
    more = f" (+{len(names) - _LISTED})" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
