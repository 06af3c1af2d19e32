"""One open source: what a check-up asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from regia.errors.sources import SourceBroken, SourceError, SourceTimeLimit, TypeTooNarrow
from regia.model.note import Note, Reason
from regia.sources.connector import Catalogue, DatasetInfo, Diagnosis, FieldInfo, Reading, Report
from regia.sources.postgresql import description, survey
from regia.sources.postgresql.catalogue import Relation, read_catalogue
from regia.sources.postgresql.conversion import DoesNotFit, convert, decode
from regia.sources.postgresql.definitions import read_definitions
from regia.sources.postgresql.description import Described
from regia.sources.postgresql.diagnosis import diagnose
from regia.sources.postgresql.faults import lost, not_read
from regia.sources.postgresql.link import Link
from regia.sources.postgresql.reader import Reader
from regia.sources.postgresql.sampling import Sample, sample
from regia.sources.postgresql.server import Server
from regia.sources.postgresql.types import Form, NumericShape, Plan, plan, quote

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa

    Connection = psycopg.Connection[tuple[Any, ...]]

_NOTHING = survey.Survey(None, {})


class PostgresqlSession:
    """An open PostgreSQL source, all of it at one moment."""

    def __init__(self, link: Link, anchor: "Connection", reader: Reader, server: Server, report: Report) -> None:
        self._link, self._anchor, self._reader = link, anchor, reader
        self._server, self._report = server, report
        self._described: dict[str, Described] = {}
        self._surveys: dict[str, survey.Survey] = {}
        self._as_text: dict[str, set[str]] = {}
        self._told: set[tuple[str, str]] = set()

    @property
    def moment(self) -> str:
        """The server's transaction snapshot, and its clock."""
        return self._server.moment

    def catalogue(self) -> Catalogue:
        """Describe tables, views and what the database itself computes."""
        described = self._load()
        for one in described.values():
            description.tell(one, self._report)
        with self._asked("catalogue"):
            definitions = read_definitions(self._anchor, self._report)
        return Catalogue(tuple(one.dataset for one in described.values()), definitions)

    def diagnose(self) -> Iterator[Diagnosis]:
        """Check what the login may and may not do, and how it is connected."""
        described = self._load()
        with self._asked("catalogue"):
            remarks = list(diagnose(self._anchor, self._link, self._server, [it.relation for it in described.values()]))
        yield from remarks

    def fingerprint(self, dataset: DatasetInfo) -> str | None:
        """Return what changes with every row version of the dataset, or None where the server cannot say."""
        try:
            return self._survey(self._find(dataset)).fingerprint
        except SourceError:
            return None

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a dataset, or about `rows` rows of it; a reading still under way ends.

        Raises:
            SourceError: it cannot be read; also while its batches are drawn.
        """
        described = self._find(dataset)
        relation, name = described.relation, described.dataset.name
        source = survey.source_rows(relation)
        with self._asked(name, relation):
            drawn = sample(self._anchor, relation, source, rows)
        plans = self._plans(described, drawn)
        listed = ", ".join(one.expression for one in plans)
        query = f"SELECT {listed} FROM {source}{drawn.clause}"  # noqa: S608 - every name is quoted
        locator = (relation.schema, relation.name)
        schema = _schema(described, plans)
        if not plans:
            return Reading(schema, iter(()), query, drawn.how)
        _, batches = self._reader.stream(query, locator, user=self._server.user)
        return Reading(schema, self._converted(batches, described, plans, schema), query, drawn.how)

    def _plans(self, described: Described, drawn: Sample) -> list[Plan]:
        """Decide how each field is read, and tell which are kept as text that stands for something else."""
        as_text = self._as_text.get(described.dataset.name, set())
        shapes = self._shapes(described, drawn)
        plans = []
        for column, field in zip(described.columns, described.dataset.fields, strict=True):
            kept = Plan(column.name, f"{quote(column.name)}::text", Form.TEXT, structured=True)
            shape = shapes.get(column.number)
            decided = plan(column.name, column.kind, money_scale=self._server.money_scale, shape=shape)
            plans.append(kept if field.name in as_text else decided)
            if plans[-1].structured:
                self._tell_text(described.dataset.name, field)
        return plans

    def _tell_text(self, dataset: str, field: FieldInfo) -> None:
        if (dataset, field.name) not in self._told:
            self._told.add((dataset, field.name))
            self._report(Note(Reason.VALUE_AS_TEXT, dataset, field.name, field.source_type))

    def _shapes(self, described: Described, drawn: Sample) -> dict[int, NumericShape]:
        """Measure numerics of no declared size in the rows that will be read; unmeasured ones stay text."""
        relation, columns = described.relation, described.columns
        if not survey.to_measure(columns) or not survey.can_survey(relation):
            return {}
        try:
            if drawn.how == "all":
                return self._survey(described).shapes
            with self._asked(described.dataset.name, relation):
                return survey.measure(self._anchor, relation, columns, drawn.clause)
        except SourceTimeLimit:
            return {}

    def _survey(self, described: Described) -> survey.Survey:
        name, relation = described.dataset.name, described.relation
        if name not in self._surveys:
            self._surveys[name] = _NOTHING
            if survey.can_survey(relation):
                with self._asked(name, relation):
                    self._surveys[name] = survey.survey(self._anchor, relation, described.columns, self._link.place)
        return self._surveys[name]

    def _converted(
        self, batches: "Iterator[pa.RecordBatch]", described: Described, plans: list[Plan], schema: "pa.Schema"
    ) -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        guessed = [0] * len(plans)
        for batch in batches:
            columns = []
            for at, (column, one) in enumerate(zip(batch.columns, plans, strict=True)):
                converted = self._fitted(column, one, described, at)
                if one.form is Form.TEXT and not self._server.checks_encoding:
                    converted, count = decode(converted)
                    guessed[at] += count
                columns.append(converted)
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
        for field, count in zip(described.dataset.fields, guessed, strict=True):
            if count:
                self._report(Note(Reason.GUESSED, described.dataset.name, field.name, "Windows-1252", count))

    def _fitted(self, column: "pa.Array", one: Plan, described: Described, at: int) -> "pa.Array":
        try:
            return convert(column, one)
        except DoesNotFit as error:
            dataset, field = described.dataset.name, described.dataset.fields[at].name
            self._as_text.setdefault(dataset, set()).add(field)
            raise TypeTooNarrow(system=self._link.source.system, target=dataset, field=field) from error

    def _load(self) -> dict[str, Described]:
        if not self._described:
            with self._asked("catalogue"):
                self._described = description.describe(read_catalogue(self._anchor))
        return self._described

    def _find(self, dataset: DatasetInfo) -> Described:
        found = self._load().get(dataset.name)
        if found is None:
            raise SourceBroken(system=self._link.source.system, detail=f"{dataset.name}: not there any more")
        return found

    @contextmanager
    def _asked(self, target: str, relation: Relation | None = None) -> Iterator[None]:
        """Run queries of the anchor so that a failing one costs nothing but itself, and give their locks back."""
        import psycopg

        try:
            with self._anchor.transaction(force_rollback=True):
                yield
        except psycopg.Error as error:
            source, locator = self._link.source, (relation.schema, relation.name) if relation else (target,)
            if self._anchor.closed or self._anchor.broken:
                raise lost(source, target, str(error), None) from None
            raise not_read(source, locator, error.sqlstate, str(error), None, user=self._server.user) from None


def _schema(described: Described, plans: list[Plan]) -> "pa.Schema":
    import pyarrow as pa

    fields = described.dataset.fields
    return pa.schema([pa.field(it.name, one.arrow_type()) for it, one in zip(fields, plans, strict=True)])
