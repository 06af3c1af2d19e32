"""One open source: what a check-up asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from regia.errors.sources import GrantMissing, SourceBroken, SourceError, TypeTooNarrow
from regia.model.note import Note, Reason
from regia.sources.connector import Catalogue, DatasetInfo, Diagnosis, FieldInfo, Reading, Report
from regia.sources.mysql import catalogue, description, privileges
from regia.sources.mysql.conversion import DoesNotFit, convert
from regia.sources.mysql.definitions import read_definitions
from regia.sources.mysql.description import SEQUENCE, Described
from regia.sources.mysql.diagnosis import diagnose
from regia.sources.mysql.faults import not_read
from regia.sources.mysql.fingerprint import fingerprint, known_since
from regia.sources.mysql.grants import grant_table
from regia.sources.mysql.link import Link
from regia.sources.mysql.packets import Overtaken, ProtocolBroken, Rows
from regia.sources.mysql.reader import Reader
from regia.sources.mysql.sampling import sample
from regia.sources.mysql.server import Server
from regia.sources.mysql.types import Plan, as_text, plan, quote
from regia.sources.mysql.values import Values, columns

if TYPE_CHECKING:
    import pyarrow as pa

_CATALOGUE = ("information_schema", "*")
# Reading a table without transactions makes its writers wait; up to this size the server copies it first.
COPIED_FIRST_BYTES = 64 << 20


@dataclass
class Counted:
    """What happened to a field's values: not UTF-8, and no value of the type that the field has by right."""

    guessed: int = 0
    unfit: int = 0


class MysqlSession:
    """An open MySQL or MariaDB source, all of its transactional tables at one moment."""

    def __init__(self, link: Link, reader: Reader, server: Server, password: str | None, report: Report) -> None:
        self._link, self._reader, self._server = link, reader, server
        self._password, self._report = password, report
        self._default = link.address.database
        self._described: dict[str, Described] | None = None
        self._databases: list[str] = []
        self._grants: tuple[privileges.Grant, ...] = ()
        self._as_text: dict[str, set[str]] = {}

    @property
    def moment(self) -> str:
        """The server's clock when the transaction began, and its thread."""
        return self._server.moment

    def catalogue(self) -> Catalogue:
        """Describe tables, views and what the server itself computes."""
        described = self._load()
        for one in described.values():
            description.tell(one, self._default, self._report)
        tables = [one.table for one in described.values()]
        with self._asked(_CATALOGUE):
            definitions = tuple(read_definitions(self._reader, self._databases, tables, self._report))
        return Catalogue(tuple(one.dataset for one in described.values()), definitions)

    def diagnose(self) -> Iterator[Diagnosis]:
        """Check what the login may and may not do, and how it is connected."""
        described = self._load()
        with self._asked(_CATALOGUE):
            remarks = list(
                diagnose(
                    self._reader,
                    self._link,
                    self._server,
                    databases=self._databases,
                    described=described.values(),
                    grants=self._grants,
                )
            )
        yield from remarks

    def fingerprint(self, dataset: DatasetInfo) -> str | None:
        """Return what changes with the table, or None where the server cannot say."""
        found = self._load().get(dataset.name)
        if found is None or not found.table.allowed or not known_since(found.table, self._server):
            return None
        table, source = found.table, f"{quote(found.table.database)}.{quote(found.table.name)}"
        try:
            with self._asked((table.database, table.name)):
                rows = self._reader.rows(f"SELECT 1 FROM {source} LIMIT 1", on_data=True)  # noqa: S608
        except SourceError:
            return None
        return fingerprint(table, self._server, empty=not rows)

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a dataset, or about `rows` rows of it; a reading still under way ends.

        Raises:
            SourceError: it cannot be read; also while its batches are drawn.
        """
        import pyarrow as pa

        described = self._find(dataset)
        table = described.table
        plans = self._plans(described)
        source = f"{quote(table.database)}.{quote(table.name)}"
        with self._asked((table.database, table.name)):
            drawn = sample(self._reader, table, source, rows)
        option = "SQL_BUFFER_RESULT " if self._copied_first(described) else ""
        listed = ", ".join(one.expression for one in plans)
        queries = [f"SELECT {option}{listed} FROM {source}{clause}" for clause in drawn.clauses]  # noqa: S608
        with self._asked((table.database, table.name)):
            portions = self._portions(self._reader.stream(queries[0]), queries[1:])
            head = next(portions, None)
        if head is not None:
            plans = self._widened(head, described, plans)
        schema = pa.schema(
            [pa.field(it.name, one.arrow_type()) for it, one in zip(described.dataset.fields, plans, strict=True)]
        )
        drawn_rows = chain([] if head is None else [head], portions)
        return Reading(schema, self._batches(drawn_rows, described, plans, schema), ";\n".join(queries), drawn.how)

    def _copied_first(self, described: Described) -> bool:
        table = described.table
        return not table.simultaneous and not table.elsewhere and (table.bytes or 0) <= COPIED_FIRST_BYTES

    def _plans(self, described: Described) -> list[Plan]:
        kept = self._as_text.get(described.dataset.name, set())
        plans = []
        for column, field in zip(described.columns, described.dataset.fields, strict=True):
            decided = plan(column)
            plans.append(as_text(decided) if field.name in kept else decided)
        return plans

    def _portions(self, begun: Iterator[Rows], queries: list[str]) -> Iterator[Rows]:
        """Give the rows of the query that has begun, then of the others."""
        yield from begun
        for query in queries:
            yield from self._reader.stream(query)

    def _widened(self, rows: Rows, described: Described, plans: list[Plan]) -> list[Plan]:
        """Return the plans with fields as text that the first rows show to be wider than their type."""
        widened = list(plans)
        with self._asked((described.table.database, described.table.name)):
            for at, values in enumerate(columns(rows, len(plans))):
                try:
                    convert(values, plans[at])
                except DoesNotFit:
                    self._remember(described, at)
                    widened[at] = as_text(plans[at])
        return widened

    def _batches(
        self, portions: Iterator[Rows], described: Described, plans: list[Plan], schema: "pa.Schema"
    ) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        counts = [Counted() for _ in plans]
        with self._asked((described.table.database, described.table.name)):
            for rows in portions:
                found = zip(columns(rows, len(plans)), plans, counts, strict=True)
                arrays = [self._converted(values, one, count) for values, one, count in found]
                if None in arrays:
                    raise self._too_narrow(described, [at for at, array in enumerate(arrays) if array is None])
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        for field, one, count in zip(described.dataset.fields, plans, counts, strict=True):
            self._tell(described.dataset.name, field, one, count)

    @staticmethod
    def _converted(values: Values, one: Plan, count: Counted) -> "pa.Array | None":
        try:
            array, not_utf8, unfit = convert(values, one)
        except DoesNotFit:
            return None
        count.guessed += not_utf8
        count.unfit += unfit
        return array

    def _tell(self, dataset: str, field: FieldInfo, one: Plan, count: Counted) -> None:
        if count.guessed:
            self._report(Note(Reason.GUESSED, dataset, field.name, "Windows-1252", count.guessed))
        if one.structured:
            unfit = count.unfit if one.instead_of else None
            self._report(Note(Reason.VALUE_AS_TEXT, dataset, field.name, field.source_type, unfit))

    def _too_narrow(self, described: Described, fields: list[int]) -> SourceError:
        for at in fields:
            self._remember(described, at)
        dataset, field = described.dataset.name, described.dataset.fields[fields[0]].name
        return TypeTooNarrow(system=self._link.source.system, target=dataset, field=field)

    def _remember(self, described: Described, at: int) -> None:
        self._as_text.setdefault(described.dataset.name, set()).add(described.dataset.fields[at].name)

    def _load(self) -> dict[str, Described]:
        if self._described is None:
            with self._asked(_CATALOGUE):
                self._databases = catalogue.databases(self._reader, self._default)
                lines = [row[0] or "" for row in self._reader.rows("SHOW GRANTS")]
                tables = [it for name in self._databases for it in catalogue.read_tables(self._reader, name)]
            self._grants = privileges.parse(lines)
            for table in tables:
                if table.kind == SEQUENCE:
                    self._report(Note(Reason.UNSUPPORTED, detail=f"sequence {table.title}"))
            partial = privileges.column_by_column(self._grants)
            self._described = description.describe(tables, self._default, partial)
        return self._described

    def _find(self, dataset: DatasetInfo) -> Described:
        system = self._link.source.system
        found = self._load().get(dataset.name)
        if found is None:
            raise SourceBroken(system=system, detail=f"{dataset.name}: not there any more")
        table = found.table
        if not table.columns:
            raise SourceBroken(system=system, detail=f"{table.title}: {table.comment or 'no columns'}")
        if not table.allowed:
            user = self._server.user
            grant = grant_table(table.database, table.name, user)
            raise GrantMissing(system=system, user=user, target=table.title, grant=grant)
        return found

    @contextmanager
    def _asked(self, locator: tuple[str, str]) -> Iterator[None]:
        """Say in our words what goes wrong with queries."""
        import pymysql

        try:
            yield
        except (pymysql.MySQLError, OSError, EOFError, ProtocolBroken, Overtaken) as error:
            raise not_read(self._link.source, locator, error, self._password, user=self._server.user) from None
