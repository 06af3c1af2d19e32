"""A check-up's events as one log, read a batch at a time: what is exported to other tools."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from regia.engine.session import connect, literal, parquet
from regia.errors import Language
from regia.journeys.cases import write_cases
from regia.journeys.choosing import chosen

if TYPE_CHECKING:
    import duckdb

BATCH = 20_000


@dataclass(frozen=True)
class LogEvent:
    """One event, `at` by the company's clock: `objects` are the things it touches, each with its qualifier.

    `role` is that of its activity: a step of the work, or why it is none.
    """

    event: int
    activity: str
    name: str
    at: datetime
    precision: str
    system: str
    dataset: str
    record: str
    department: str | None
    group: str | None
    role: str
    objects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LogObject:
    """One thing: `tied` are the things that it refers to."""

    object: str
    type: str
    tied: tuple[str, ...]


@dataclass(frozen=True)
class LoggedJourney:
    """A journey that can be exported as cases."""

    journey: str
    name: str
    activities: tuple[str, ...]


class EventLog:
    """The events of a check-up, their objects, and the cases of its journeys."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", language: Language, zone: str) -> None:
        self._connection = connection
        self._zone = ZoneInfo(zone)
        named = connection.sql(f"SELECT activity, name_{language} FROM activities ORDER BY 1").fetchall()  # noqa: S608
        times = Counter(str(name) for _, name in named)
        self._language = language
        self._roles = dict(connection.sql("SELECT activity, role FROM activities").fetchall())
        self.names: Mapping[str, str] = {
            str(code): str(name) if times[str(name)] == 1 else f"{name} ({code})" for code, name in named
        }

    @property
    def object_types(self) -> tuple[str, ...]:
        """The types of things, in order."""
        return tuple(
            str(name)
            for (name,) in self._connection.sql("SELECT DISTINCT object_type FROM objects ORDER BY 1").fetchall()
        )

    @property
    def event_types(self) -> tuple[str, ...]:
        """The names of the activities that have events, each its own."""
        rows = self._connection.sql("SELECT DISTINCT activity FROM events ORDER BY 1").fetchall()
        return tuple(self.names[str(code)] for (code,) in rows)

    def events(self) -> Iterator[LogEvent]:
        """Yield every event with what it touches, in order of time."""
        rows = self._rows(
            "SELECT e.*, o.objects FROM events e LEFT JOIN (SELECT event, list((object, qualifier) "
            "ORDER BY qualifier, object) AS objects FROM event_objects GROUP BY event) o USING (event) "
            "ORDER BY e.happened_at, e.event"
        )
        for row in rows:
            yield self._event(row[:-1], tuple((str(each[0]), str(each[1])) for each in row[-1] or ()))

    def objects(self) -> Iterator[LogObject]:
        """Yield every thing that an event touches, by name."""
        rows = self._rows(
            "SELECT o.object, o.object_type, l.tied FROM objects o LEFT JOIN "
            "(SELECT child, list(parent ORDER BY parent) AS tied FROM links GROUP BY child) l ON l.child = o.object "
            "ORDER BY o.object"
        )
        for name, kind, tied in rows:
            yield LogObject(str(name), str(kind), tuple(map(str, tied or ())))

    def journeys(self) -> tuple[LoggedJourney, ...]:
        """Return the journeys, the most travelled first."""
        rows = self._connection.sql(
            f"SELECT journey, name_{self._language}, activities FROM journeys ORDER BY cases DESC, journey"  # noqa: S608
        ).fetchall()
        return tuple(LoggedJourney(str(code), str(name), tuple(str(way).split("|"))) for code, name, way in rows)

    def journey(self, written: str | None) -> LoggedJourney:
        """Return a journey by its code, or the most travelled one.

        Raises:
            NoEvents: the check-up found no journey.
            JourneyUnknown: no journey has that code.
        """
        return chosen({each.journey: each for each in self.journeys()}, written)

    def cases(self, journey: LoggedJourney) -> Iterator[tuple[str, LogEvent]]:
        """Yield the events of a journey's cases, case by case and in order of time.

        An event that is part of two cases (an invoice of two orders) comes in both.
        """
        members = _MEMBERS.format(journey=literal(journey.journey))
        write_cases(self._connection, members=members, links="SELECT child, parent FROM links")
        rows = self._rows(
            "SELECT e.*, c.root FROM case_events c JOIN events e USING (event) ORDER BY c.root, e.happened_at, e.event"
        )
        for row in rows:
            yield str(row[-1]), self._event(row[:-1], ())

    def _event(self, row: tuple[Any, ...], objects: tuple[tuple[str, str], ...]) -> LogEvent:
        event, activity, at, precision, system, dataset, record, department, group = row
        return LogEvent(
            int(event),
            str(activity),
            self.names[str(activity)],
            at.replace(tzinfo=UTC).astimezone(self._zone),
            str(precision),
            str(system),
            str(dataset),
            str(record),
            str(department) if department else None,
            str(group) if group else None,
            str(self._roles[activity]),
            objects,
        )

    def _rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        cursor.execute(sql)
        while rows := cursor.fetchmany(BATCH):
            yield from rows


@contextmanager
def event_log(paths: Mapping[str, Path], language: Language, *, zone: str, in_clear: bool) -> Iterator[EventLog]:
    """Open the log of a check-up; `paths` are the files of its tables by name, `zone` is the company's.

    A dataset whose key tells of a person (an e-mail address, a tax number) has its records numbered instead,
    unless they are asked for `in_clear`.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="regia-log-") as spill, connect(spill=Path(spill)) as connection:
        for name, path in paths.items():
            connection.execute(f"CREATE VIEW given_{name} AS SELECT * FROM {parquet(path)}")  # noqa: S608
        connection.execute(_TABLES.format(personal="false" if in_clear else _PERSONAL))
        yield EventLog(connection, language, zone)


NEEDED = ("activities", "events", "event_objects", "handoffs", "journeys", "fields")
"""The tables that a log is read from."""

_PERSONAL = "in_key AND personal_data IS NOT NULL AND personal_data <> 'none'"

# Every record of a dataset whose key tells of a person gets a number, in an order that tells nothing.
_TABLES = """
CREATE TABLE hidden AS SELECT DISTINCT system, dataset, system || '.' || dataset || '.' AS place
  FROM given_fields WHERE {personal};
CREATE TABLE numbered AS
  SELECT object, place || 'n' || row_number() OVER (PARTITION BY place ORDER BY md5(object || 'regia'), object) AS shown
  FROM (SELECT DISTINCT object, place FROM (
    SELECT object FROM given_event_objects UNION
    SELECT system || '.' || dataset || '.' || record FROM given_events WHERE record IS NOT NULL
  ) o JOIN hidden h ON starts_with(o.object, h.place));
CREATE VIEW activities AS SELECT * FROM given_activities;
CREATE VIEW journeys AS SELECT * FROM given_journeys;
CREATE VIEW handoffs AS SELECT * FROM given_handoffs;
CREATE VIEW events AS
  SELECT e.event, e.activity, timezone('UTC', e.happened_at) AS happened_at, e.precision, e.system, e.dataset,
    coalesce(substr(n.shown, length(e.system || e.dataset) + 3), e.record) AS record, e.department, e.actor_group
  FROM given_events e LEFT JOIN numbered n ON n.object = e.system || '.' || e.dataset || '.' || e.record;
CREATE VIEW event_objects AS
  SELECT o.event, o.object_type, coalesce(n.shown, o.object) AS object, o.qualifier
  FROM given_event_objects o LEFT JOIN numbered n USING (object);
CREATE TABLE objects AS SELECT object, min(object_type) AS object_type FROM event_objects GROUP BY object;
CREATE TABLE links AS
  SELECT DISTINCT a.object AS child, b.object AS parent FROM event_objects a JOIN event_objects b USING (event)
  WHERE a.qualifier = 'own' AND b.qualifier = 'tied' AND a.object <> b.object;
"""

_MEMBERS = """
WITH ways AS (
  SELECT from_activity AS activity FROM handoffs WHERE journey = {journey}
  UNION SELECT to_activity FROM handoffs WHERE journey = {journey})
SELECT o.event, o.object FROM event_objects o JOIN events e USING (event) JOIN ways USING (activity)
WHERE o.qualifier = 'own'
"""
