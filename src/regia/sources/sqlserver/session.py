"""One open source: what a check-up asks of it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regia.errors.sources import GrantMissing, SourceBroken, SourceError, TypeTooNarrow
from regia.model.note import Note, Reason
from regia.sources.address import Address
from regia.sources.connector import Catalogue, DatasetInfo, Diagnosis, Reading, Report
from regia.sources.sqlserver import catalogue, description
from regia.sources.sqlserver.conversion import DoesNotFit, convert
from regia.sources.sqlserver.description import Described
from regia.sources.sqlserver.diagnosis import Server, diagnose
from regia.sources.sqlserver.faults import grant_table, not_read
from regia.sources.sqlserver.link import settings
from regia.sources.sqlserver.types import Plan, as_text, plan, quote
from regia.workspace.company import Source

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 4096
_CATALOGUE = ("sys", "*")
_SEED = 20250101
_WHO = """
SELECT CONVERT(varchar(40), SERVERPROPERTY('ProductVersion')), SUSER_SNAME(), DB_NAME(), d.snapshot_isolation_state,
       CONVERT(varchar(30), SYSUTCDATETIME(), 126), @@SPID, d.is_read_only, IS_SRVROLEMEMBER('sysadmin')
FROM sys.databases d WHERE d.database_id = DB_ID()
"""
_RIGHTS = "SELECT permission_name FROM fn_my_permissions(NULL, 'DATABASE')"


@dataclass(frozen=True)
class Asked:
    """What a session was asked to open."""

    source: Source
    address: Address
    password: str | None


class SqlServerSession:
    """An open SQL Server database; at one moment where it allows snapshot isolation."""

    def __init__(self, asked: Asked, connection: Any, report: Report) -> None:
        self._asked_for, self._connection, self._report = asked, connection, report
        self._described: dict[str, Described] = {}
        self._as_text: dict[str, set[str]] = {}
        self._open_cursor: Any = None
        self._server = self._meet()

    @property
    def moment(self) -> str | None:
        """The server's clock when the snapshot transaction began; None under READ COMMITTED."""
        return f"{self._server.started_at}Z session {self._server.session}" if self._server.snapshot else None

    def catalogue(self) -> Catalogue:
        """Describe tables, views and what the server itself computes."""
        described = self._load()
        for one in described.values():
            description.tell(one, self._report)
            if not self._server.snapshot and one.dataset.readable:
                self._report(Note(Reason.NOT_SIMULTANEOUS, one.dataset.name, detail="READ COMMITTED"))
        definitions = [
            (f"{kind} {name}", text or "")
            for query in catalogue.DEFINITIONS
            for kind, name, text in self._rows(query, _CATALOGUE)
        ]
        return Catalogue(tuple(one.dataset for one in described.values()), tuple(definitions))

    def diagnose(self) -> Iterator[Diagnosis]:
        """Check what the login may and may not do, and how it is connected."""
        yield from diagnose(self._server, self._asked_for.address, self._load().values())

    def fingerprint(self, dataset: DatasetInfo) -> str | None:  # noqa: ARG002 - the contract's
        """Return None: no catalogue view that a reader may see says when a table last changed."""
        return None

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a dataset, or about `rows` rows of it.

        Raises:
            SourceError: it cannot be read; also while its batches are drawn.
        """
        import pyarrow as pa

        described = self._find(dataset)
        plans = self._plans(described)
        top, clause, how = _sample(described, rows)
        listed = ", ".join(one.expression for one in plans)
        source = f"{quote(described.table.schema)}.{quote(described.table.name)}"
        query = f"SELECT {top}{listed} FROM {source}{clause}"  # noqa: S608 - every name is quoted
        fields = described.dataset.fields
        schema = pa.schema([pa.field(it.name, one.arrow_type()) for it, one in zip(fields, plans, strict=True)])
        return Reading(schema, self._batches(query, described, plans, schema), query, how)

    def _plans(self, described: Described) -> list[Plan]:
        kept = self._as_text.get(described.dataset.name, set())
        fields = described.dataset.fields
        decided = [(field.name, plan(column)) for column, field in zip(described.columns, fields, strict=True)]
        return [as_text(one) if name in kept else one for name, one in decided]

    def _batches(
        self, query: str, described: Described, plans: list[Plan], schema: "pa.Schema"
    ) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        broken = [0] * len(plans)
        for rows in self._portions(query, described):
            arrays = []
            for at, (values, one) in enumerate(zip(zip(*rows, strict=True), plans, strict=True)):
                try:
                    array, count = convert(values, one)
                except DoesNotFit as error:
                    raise self._too_narrow(described, at) from error
                broken[at] += count
                arrays.append(array)
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        self._tell(described, plans, broken)

    def _portions(self, query: str, described: Described) -> Iterator[list[tuple[Any, ...]]]:
        locator = (described.table.schema, described.table.name)
        self._end_reading()
        with self._asked(locator):
            cursor = self._open_cursor = self._connection.cursor()
            cursor.execute(query)
        try:
            while True:
                with self._asked(locator):
                    rows = cursor.fetchmany(BATCH_ROWS)
                if not rows:
                    return
                yield rows
        finally:
            if self._open_cursor is cursor:
                self._end_reading()

    def _end_reading(self) -> None:
        """Have the server stop what is being read, which a cursor's close alone would let run to its end."""
        cursor, self._open_cursor = self._open_cursor, None
        if cursor is not None:
            with self._asked(_CATALOGUE):
                cursor.cancel()
                cursor.close()

    def _tell(self, described: Described, plans: list[Plan], broken: list[int]) -> None:
        name = described.dataset.name
        for field, one, count in zip(described.dataset.fields, plans, broken, strict=True):
            if one.structured:
                self._report(Note(Reason.VALUE_AS_TEXT, name, field.name, field.source_type))
            if not one.exact:
                self._report(Note(Reason.VALUE_CHANGED, name, field.name, f"{field.source_type}: text may be shorter"))
            if count:
                self._report(Note(Reason.VALUE_CHANGED, name, field.name, "half a surrogate pair", count))

    def _too_narrow(self, described: Described, at: int) -> SourceError:
        dataset, field = described.dataset.name, described.dataset.fields[at].name
        self._as_text.setdefault(dataset, set()).add(field)
        return TypeTooNarrow(system=self._asked_for.source.system, target=dataset, field=field)

    def _meet(self) -> Server:
        version, user, database, snapshot, now, session, read_only, rules = self._rows(_WHO, _CATALOGUE)[0]
        server = Server(
            version=version or "",
            user=user or "",
            database=database or "",
            snapshot=snapshot == 1,
            started_at=now,
            session=int(session),
            read_only=bool(read_only),
            sysadmin=bool(rules),
            rights=tuple(name for (name,) in self._rows(_RIGHTS, _CATALOGUE)),
        )
        with self._asked(_CATALOGUE), closing(self._connection.cursor()) as cursor:
            for setting in settings(self._asked_for.source, snapshot=server.snapshot):
                cursor.execute(setting)
        return server

    def _load(self) -> dict[str, Described]:
        if not self._described:
            tables = list(catalogue.read_tables(lambda query: self._rows(query, _CATALOGUE)))
            self._described = description.describe(tables)
        return self._described

    def _find(self, dataset: DatasetInfo) -> Described:
        system, found = self._asked_for.source.system, self._load().get(dataset.name)
        if found is None or not found.table.columns:
            raise SourceBroken(system=system, detail=f"{dataset.name}: not there any more")
        if not found.table.allowed:
            table, user = found.table, self._server.user
            grant = grant_table(table.schema, table.name, user)
            raise GrantMissing(system=system, user=user, target=table.title, grant=grant)
        return found

    def _rows(self, query: str, locator: tuple[str, str]) -> list[tuple[Any, ...]]:
        self._end_reading()
        with self._asked(locator), closing(self._connection.cursor()) as cursor:
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]

    @contextmanager
    def _asked(self, locator: tuple[str, str]) -> Iterator[None]:
        """Say in our words what goes wrong with queries."""
        import pytds

        asked = self._asked_for
        server = getattr(self, "_server", None)
        user = server.user if server else asked.address.user or ""
        try:
            yield
        except (pytds.Error, OSError) as error:
            raise not_read(asked.source, locator, error, asked.password, user=user) from None


def _sample(described: Described, rows: int | None) -> tuple[str, str, Any]:
    """Return what goes before the columns and after the table, and how its rows are chosen."""
    records = described.table.records
    if rows is None:
        return "", "", "all"
    if described.table.is_view or records is None:
        return f"TOP ({rows}) ", "", "first"
    if records <= rows * 1.2:
        return "", "", "all"
    return "", f" TABLESAMPLE SYSTEM ({rows / records * 100:.6f} PERCENT) REPEATABLE ({_SEED})", "random"
