"""Is the login right: can it read all it should, and nothing more? Is the connection safe, and the server known?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from regia.errors import Text
from regia.sources.connector import Diagnosis
from regia.sources.postgresql.catalogue import FOREIGN, Relation
from regia.sources.postgresql.grants import future_tables, grant_schema, grant_select, reader_role
from regia.sources.postgresql.link import Link
from regia.sources.postgresql.server import Server

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

OLDEST = 120000
_LISTED = 5

_WRITABLE = """
SELECT count(*) FILTER (WHERE has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                           OR has_any_column_privilege(oid, 'INSERT, UPDATE')),
       (SELECT count(*) FROM pg_namespace n
        WHERE n.oid IN (SELECT relnamespace FROM pg_class WHERE oid = ANY(%(oids)s))
          AND has_schema_privilege(n.oid, 'CREATE'))
FROM pg_class WHERE oid = ANY(%(oids)s)
"""


def diagnose(
    connection: "Connection", link: Link, server: Server, relations: Sequence[Relation]
) -> Iterator[Diagnosis]:
    """Say what is well and what is not, the gravest last.

    Raises:
        psycopg.Error: the server refuses.
    """
    yield _connected(link, server)
    yield _bound(link)
    yield from _about_server(server)
    yield from _about_encryption(link, server)
    yield from _about_writing(connection, server, relations)
    yield from _about_rows(relations, server)
    yield from _about_grants(server, relations)


def _connected(link: Link, server: Server) -> Diagnosis:
    says = Text(
        "Collegato a {place} (PostgreSQL {version}) come «{user}», database «{database}», connessione {how_it}.",
        "Connected to {place} (PostgreSQL {version}) as '{user}', database '{database}', connection {how_en}.",
    )
    how = Text("cifrata", "encrypted") if server.encrypted else Text("non cifrata", "not encrypted")
    values = {"place": link.place, "version": server.version_name, "user": server.user, "database": server.database}
    return Diagnosis("ok", says.fill(**values, how_it=how.it, how_en=how.en))


def _bound(link: Link) -> Diagnosis:
    limits = link.source.limits
    says = Text(
        "Sola lettura, una transazione, un processo per volta; ogni archivio si ferma dopo {seconds} secondi.",
        "Read-only, one transaction, one process at a time; each dataset stops after {seconds} seconds.",
    )
    return Diagnosis("ok", says.fill(seconds=limits.statement_seconds))


def _about_server(server: Server) -> Iterator[Diagnosis]:
    if server.standby:
        yield Diagnosis(
            "ok",
            Text(
                "È una replica in attesa (hot standby): il sistema principale non sente la lettura.",
                "It is a hot standby: the main system does not feel the reading.",
            ),
            Text(
                "Se le letture lunghe vengono annullate, alza max_standby_streaming_delay sulla replica.",
                "If long readings are cancelled, raise max_standby_streaming_delay on the standby.",
            ),
        )
    if server.version < OLDEST:
        yield Diagnosis(
            "problem",
            Text(
                "PostgreSQL {version} è troppo vecchio: Regia legge dalla versione 12.",
                "PostgreSQL {version} is too old: Regia reads version 12 and later.",
            ).fill(version=server.version_name),
            Text(
                "Aggiorna il server, oppure esporta il database con pg_dump e leggi il file.",
                "Upgrade the server, or export the database with pg_dump and read the file.",
            ),
        )


def _about_encryption(link: Link, server: Server) -> Iterator[Diagnosis]:
    if server.encrypted or is_local(link.host):
        return
    yield Diagnosis(
        "warning",
        Text(
            "La connessione con {place} non è cifrata: password e dati passano in chiaro sulla rete.",
            "The connection to {place} is not encrypted: password and data cross the network in clear.",
        ).fill(place=link.place),
        Text(
            "Attiva `ssl = on` sul server e aggiungi `?sslmode=verify-full` all'indirizzo in regia.toml.",
            "Set `ssl = on` on the server and add `?sslmode=verify-full` to the address in regia.toml.",
        ),
    )


def is_local(host: str) -> bool:
    """Whether a host is this machine: a socket's folder, localhost, or a loopback address."""
    if host.startswith(("/", "@")) or host.lower() in ("", "localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _about_writing(connection: "Connection", server: Server, relations: Sequence[Relation]) -> Iterator[Diagnosis]:
    schemas = sorted({it.schema for it in relations}) or ["public"]
    fix = Text(
        "Chiedi un utente di sola lettura: {sql}",
        "Ask for a read-only login: {sql}",
    ).fill(sql=reader_role(server.database, schemas))
    if server.superuser:
        says = Text("«{user}» è superutente: può tutto.", "'{user}' is a superuser: it can do everything.")
        yield Diagnosis("warning", says.fill(user=server.user), fix)
        return
    row = connection.execute(_WRITABLE, {"oids": [it.oid for it in relations]}).fetchone()
    tables, makes = row or (0, 0)
    if tables:
        says = Text("«{user}» può scrivere in {count} tabelle.", "'{user}' can write to {count} tables.")
        yield Diagnosis("warning", says.fill(user=server.user, count=tables), fix)
    if makes:
        says = Text("«{user}» può creare tabelle in {count} schemi.", "'{user}' can make tables in {count} schemas.")
        yield Diagnosis("warning", says.fill(user=server.user, count=makes), fix)


def _about_rows(relations: Sequence[Relation], server: Server) -> Iterator[Diagnosis]:
    hidden = [it.title for it in relations if it.rows_hidden]
    if hidden:
        yield Diagnosis(
            "warning",
            Text(
                "La sicurezza per riga può nascondere righe a «{user}» in: {tables}.",
                "Row-level security may hide rows from '{user}' in: {tables}.",
            ).fill(user=server.user, tables=_some(hidden)),
            Text(
                "Per leggerle tutte: ALTER ROLE {user} BYPASSRLS;",
                "To read them all: ALTER ROLE {user} BYPASSRLS;",
            ).fill(user='"' + server.user.replace('"', '""') + '"'),
        )
    foreign = [f"{it.title} ({it.server})" for it in relations if it.kind == FOREIGN]
    if foreign:
        yield Diagnosis(
            "ok",
            Text(
                "Tabelle di altri server, lette attraverso questo: {tables}.",
                "Tables of other servers, read through this one: {tables}.",
            ).fill(tables=_some(foreign)),
        )


def _about_grants(server: Server, relations: Sequence[Relation]) -> Iterator[Diagnosis]:
    closed: dict[str, list[Relation]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for relation in relations:
        count[relation.schema] += 1
        if not relation.readable:
            closed[relation.schema].append(relation)
    if not relations:
        yield Diagnosis(
            "warning",
            Text("Il database non contiene tabelle.", "The database holds no tables."),
            Text("Controlla il nome del database.", "Check the database's name."),
        )
    for schema, forbidden in closed.items():
        yield _closed(server, schema, forbidden, whole=len(forbidden) == count[schema])
    partly = [it for it in relations if it.readable and len(it.allowed) < len(it.columns)]
    for relation in partly[:_LISTED]:
        yield _partly(server, relation)


def _closed(server: Server, schema: str, forbidden: list[Relation], *, whole: bool) -> Diagnosis:
    says = Text(
        "Tabelle dello schema «{schema}» che «{user}» non può leggere: {count} ({tables}).",
        "Tables of schema '{schema}' that '{user}' may not read: {count} ({tables}).",
    ).fill(user=server.user, count=len(forbidden), schema=schema, tables=_some([it.name for it in forbidden]))
    owners = sorted({it.owner for it in forbidden})
    if whole:
        later = [future_tables(schema, owner, server.user) for owner in owners]
        sql = " ".join([grant_schema(schema, server.user), *later])
    else:
        usage = not forbidden[0].schema_open
        sql = " ".join(grant_select(schema, it.name, server.user, usage=usage) for it in forbidden)
    fix = Text("Chiedi a chi amministra il database: {sql}", "Ask the database's administrator for: {sql}")
    return Diagnosis("problem", says, fix.fill(sql=sql))


def _partly(server: Server, relation: Relation) -> Diagnosis:
    fields = [it.name for it in relation.columns if not it.readable]
    says = Text(
        "Di {table} «{user}» non può leggere: {fields}.",
        "Of {table}, '{user}' may not read: {fields}.",
    ).fill(table=relation.title, user=server.user, fields=_some(fields))
    sql = grant_select(relation.schema, relation.name, server.user, usage=False)
    return Diagnosis("warning", says, Text("Se servono: {sql}", "If they are needed: {sql}").fill(sql=sql))


def _some(names: list[str]) -> str:
    more = f" (+{len(names) - _LISTED})" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
