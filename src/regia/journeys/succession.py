"""Finds, for each event, the one that handed the work over to it: the last before it on things tied to its own."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from regia.journeys.activity import LeftOut
from regia.journeys.gathering import Gathered
from regia.journeys.logs import KIND

if TYPE_CHECKING:
    import duckdb

SAME_SHARE = 0.8
SAME_DAYS = 0.98
SAME_SECONDS = 120
"""Two activities are one, told twice, where so large a share of the rarer one's events lies so near the other's."""

REPEATED = 1.5
"""Events for each thing from which a log tells of repeated contacts, not of a step of the work."""

_LEARNED_FROM = 200_000
_NEARNESS_TO_WORK = {"status_history": 1, "log": 0}


def succession(gathered: Gathered, said: Mapping[int, LeftOut] | None = None) -> dict[int, LeftOut]:
    """Write the engine's table `pairs`: from_event, to_event, of events that follow one another.

    Writes also `steps`, the events that take part, and returns why the other activities do not; `said` is why people
    want some left out.
    """
    connection = gathered.connection
    numbers = [each.number for each in gathered.activities]
    left_out: dict[int, LeftOut] = dict(said or {})
    repeated = set(_repeated(gathered)) - left_out.keys()
    _keep(connection, numbers, repeated | left_out.keys())
    twice = _told_twice(gathered)
    _keep(connection, numbers, twice)
    connection.execute(_CASES)
    connection.execute(_ORDER)
    connection.execute(_PAIRS)
    left_out |= dict.fromkeys(repeated, "repeated")
    return left_out | dict.fromkeys(twice, "told_twice")


def _keep(connection: "duckdb.DuckDBPyConnection", numbers: Iterable[int], left_out: set[int]) -> None:
    listed = ", ".join(map(str, sorted(set(numbers) - left_out))) or "-1"
    source = (
        "steps" if connection.sql("SELECT 1 FROM duckdb_tables() WHERE table_name = 'steps'").fetchall() else "events"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE steps AS SELECT * FROM {source} WHERE activity IN ({listed})")  # noqa: S608


def _told_twice(gathered: Gathered) -> set[int]:
    """Return the activities that another one tells of as well: of two, the one nearer to the work is kept.

    Of one log kept by another tool none is: who kept it named each.
    """
    parameters = {"seconds": SAME_SECONDS, "share": SAME_SHARE, "share_of_days": SAME_DAYS}
    rows = gathered.connection.execute(_ALIKE, parameters).fetchall()
    logged = {each.number: each.source.place[0] if each.source.kind == KIND else "" for each in gathered.activities}
    covered = {(int(one), int(other)) for one, other in rows if not logged[one] or logged[one] != logged[other]}
    sizes = dict(gathered.connection.sql("SELECT activity, count(*) FROM steps GROUP BY 1").fetchall())
    referred = {reference.to for each in gathered.activities for reference in each.source.references}

    def worth(number: int) -> tuple[int, bool, bool, int, int]:
        source, time = gathered.activities[number].source, gathered.activities[number].time
        nearness = _NEARNESS_TO_WORK.get(source.kind, 2)
        return nearness, source.place in referred, not time.made, sizes[number], -number

    return {one for one, other in covered if worth(other) > worth(one)}


def _repeated(gathered: Gathered) -> Iterable[int]:
    """Return the activities of logs that tell many events of each thing their records are tied to."""
    of_logs = [each.number for each in gathered.activities if each.source.kind == "log"]
    if not of_logs:
        return
    numbers = ", ".join(map(str, of_logs))
    yield from (
        int(activity)
        for (activity,) in gathered.connection.sql(
            "SELECT activity FROM events e JOIN ties t ON t.child = e.thing "  # noqa: S608
            f"WHERE activity IN ({numbers}) GROUP BY activity, t.parent_place "
            f"HAVING count(*) >= {REPEATED} * count(DISTINCT t.parent)"
        ).fetchall()
    )


_ALIKE = """
WITH sizes AS (SELECT activity, count(*) AS n, bool_and(exact) AS exact FROM steps GROUP BY 1),
together AS (
  SELECT thing AS one, thing AS other FROM (SELECT DISTINCT thing FROM steps)
  UNION SELECT child, parent FROM ties UNION SELECT parent, child FROM ties),
near AS (
  SELECT a.activity AS one, b.activity AS other, count(DISTINCT a.event) AS n
  FROM steps a JOIN together t ON t.one = a.thing JOIN steps b ON b.thing = t.other
  WHERE a.activity <> b.activity AND a.exact = b.exact
    AND abs(epoch(a.moment) - epoch(b.moment)) <= CASE WHEN a.exact THEN $seconds ELSE 0 END
  GROUP BY 1, 2)
SELECT one, other FROM near JOIN sizes s ON s.activity = one
WHERE near.n >= CASE WHEN s.exact THEN $share ELSE $share_of_days END * s.n
"""

_CASES = """
CREATE TEMP TABLE active AS SELECT DISTINCT thing FROM steps;
CREATE TEMP TABLE bonds AS
  SELECT DISTINCT child, parent FROM ties WHERE child <> parent
    AND child IN (SELECT thing FROM active) AND parent IN (SELECT thing FROM active);
CREATE TEMP TABLE cases AS
  SELECT thing AS line, event, true AS own FROM steps
  UNION SELECT b.child, s.event, false FROM bonds b JOIN steps s ON s.thing = b.parent
  UNION SELECT b.parent, s.event, false FROM bonds b JOIN steps s ON s.thing = b.child
  UNION SELECT b.child, s.event, false
    FROM bonds b JOIN bonds c ON c.child = b.parent JOIN steps s ON s.thing = c.parent AND c.parent <> b.child
  UNION SELECT c.parent, s.event, false
    FROM bonds b JOIN bonds c ON c.child = b.parent JOIN steps s ON s.thing = b.child AND c.parent <> b.child;
"""

_ORDER = f"""
CREATE TEMP TABLE ranks AS
WITH looked AS (
  SELECT c.line, s.activity, CAST(min(s.moment) AS DATE) AS day FROM cases c JOIN steps s USING (event)
  GROUP BY c.line, s.activity ORDER BY md5(CAST(c.line AS VARCHAR)), c.line LIMIT {_LEARNED_FROM}),
won AS (
  SELECT a.activity AS one, b.activity AS other,
    count(*) FILTER (a.day < b.day) AS before, count(*) FILTER (a.day > b.day) AS after
  FROM looked a JOIN looked b ON a.line = b.line AND a.activity <> b.activity GROUP BY 1, 2)
SELECT one AS activity, avg((after - before) / greatest(after + before, 1)) AS rank FROM won GROUP BY 1;
"""  # noqa: S608

_PAIRS = """
CREATE TEMP TABLE pairs AS
WITH ordered AS (
  SELECT c.line, c.event, c.own, s.activity, s.moment, CAST(s.moment AS DATE) AS day, coalesce(r.rank, 0) AS rank,
    bool_and(s.exact) OVER (PARTITION BY c.line, CAST(s.moment AS DATE)) AS all_exact
  FROM cases c JOIN steps s USING (event) LEFT JOIN ranks r USING (activity)),
followed AS (
  SELECT event, own, lag(event) OVER before AS earlier FROM ordered
  WINDOW before AS (
    PARTITION BY line ORDER BY day, CASE WHEN all_exact THEN epoch(moment) ELSE rank END, moment, rank, event))
SELECT earlier AS from_event, event AS to_event FROM followed WHERE own AND earlier IS NOT NULL;
"""
