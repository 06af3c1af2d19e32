"""Finds, for each event, the one that handed the work over to it: the last before it on things tied to its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import timedelta
from typing import TYPE_CHECKING

from regia.engine.session import listed
from regia.journeys.activity import LeftOut
from regia.journeys.gathering import Gathered
from regia.journeys.logs import KIND
from regia.journeys.sources import Place
from regia.profile.names import word_list

if TYPE_CHECKING:
    import duckdb

SAME_SHARE = 0.8
SAME_DAYS = 0.98
SAME_SECONDS = 120
"""Two activities are one, told twice, where so large a share of the rarer one's events lies so near the other's.

What is known by its day alone is told by what is known to the second, where they are as many.
"""

REPEATED = 1.5
"""Events for each thing from which a log tells of repeated contacts, not of a step of the work."""

SEVERAL = 1.2
"""Things of a kind for each of another from which the latter has several."""

MOST = 0.5
"""Share of the things of a kind that have one of another from which the latter is part of them."""

LEAST_HELD, ALONE, SOON = 20, 0.8, 0.25
"""Things for which the rest of their work waits: how many at least, the share during which nothing else happens, and
how soon after them the rest goes on, as a share of the time that they took.
"""

PAST = timedelta(days=365)
"""How long before the last of all events an activity's last lies if it is none of today's work."""

_EITHER, _EITHER_LEAST = 0.1, 20
"""Share of the times that two activities come in the rarer order, of so many, from which they go on side by side."""

SHARED = 2.0
"""Things of one kind for each of another from which the latter stands for many at once."""

_LEARNED_FROM = 200_000
_NEARNESS_TO_WORK = {"status_history": 1, "log": 0}


def succession(
    gathered: Gathered, said: Mapping[int, LeftOut] | None = None, confirmed: Set[int] = frozenset()
) -> dict[int, LeftOut]:
    """Write the engine's table `pairs`: from_event, to_event, of events that follow one another.

    `sure` is the probability that they are of the same work: of the links between them, as little as the least sure.
    Writes also `steps`, the events that take part, and returns why the other activities do not; `said` is why people
    want some left out, and `confirmed` are those that they say are steps.
    """
    connection = gathered.connection
    numbers = [each.number for each in gathered.activities]
    left_out: dict[int, LeftOut] = dict(said or {})
    past = set(_past(gathered)) - left_out.keys() - confirmed
    left_out |= dict.fromkeys(past, "past")
    repeated = set(_repeated(gathered)) - left_out.keys() - confirmed
    _keep(connection, numbers, repeated | left_out.keys())
    twice = (_told_twice(gathered) | set(_changes(gathered))) - confirmed - left_out.keys() - repeated
    _keep(connection, numbers, twice)
    connection.execute(_CASES.format(several=SEVERAL, most=MOST, least=LEAST_HELD, alone=ALONE, soon=SOON))
    connection.execute(_ORDER)
    connection.execute(_PAIRS)
    left_out |= dict.fromkeys(repeated, "repeated")
    return left_out | dict.fromkeys(twice, "told_twice")


def _keep(connection: "duckdb.DuckDBPyConnection", numbers: Iterable[int], left_out: set[int]) -> None:
    kept = listed(sorted(set(numbers) - left_out))
    source = (
        "steps" if connection.sql("SELECT 1 FROM duckdb_tables() WHERE table_name = 'steps'").fetchall() else "events"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE steps AS SELECT * FROM {source} WHERE activity IN ({kept})")  # noqa: S608


def _changes(gathered: Gathered) -> Iterator[int]:
    """Yield the activities of logs that say no more than that a record was made or changed: its own times say what."""
    states: dict[Place, set[str]] = defaultdict(set)
    for each in gathered.activities:
        if each.source.kind == "log" and each.state is not None:
            states[each.source.place].add(each.state.strip().lower())
    of_changes = {place for place, told in states.items() if told <= word_list("kinds")["change"]}
    yield from (each.number for each in gathered.activities if each.source.place in of_changes)


def _past(gathered: Gathered) -> Iterable[int]:
    """Return the activities that ended a year before the others: a system that nobody works with any more."""
    last = dict(gathered.connection.sql("SELECT activity, max(moment) FROM events GROUP BY 1").fetchall())
    ours = {
        each.number: last[each.number]
        for each in gathered.activities
        if each.source.kind != KIND and each.number in last
    }
    now = max(ours.values(), default=None)
    return (number for number, moment in ours.items() if now is not None and now - moment > PAST)


def _told_twice(gathered: Gathered) -> set[int]:
    """Return the activities that another one tells of as well: of two, the one nearer to the work is kept.

    One with far fewer events cannot tell all that the other does; it is told by it if it stands for many at once, as
    the start of a batch does.
    What a history of states tells to the second may be told by a day alone, where all of it is of that day.
    Of one log kept by another tool none is: who kept it named each.
    """
    parameters = {"seconds": SAME_SECONDS, "share": SAME_SHARE, "share_of_days": SAME_DAYS, "several": SEVERAL}
    tracking = {each.number for each in gathered.activities if each.state is not None and each.source.kind != KIND}
    rows = gathered.connection.execute(_ALIKE.format(tracking=listed(sorted(tracking))), parameters).fetchall()
    logged = {each.number: each.source.place[0] if each.source.kind == KIND else "" for each in gathered.activities}
    sizes = dict(gathered.connection.sql("SELECT activity, count(*) FROM steps GROUP BY 1").fetchall())
    covered = {
        (int(one), int(other))
        for one, other in rows
        if (not logged[one] or logged[one] != logged[other]) and sizes[other] >= SAME_SHARE * sizes[one]
    }
    referred = {reference.to for each in gathered.activities for reference in each.source.references}

    def worth(number: int) -> tuple[bool, int, bool, bool, int, int]:
        source, time = gathered.activities[number].source, gathered.activities[number].time
        nearness = _NEARNESS_TO_WORK.get(source.kind, 2)
        return time.precision == "second", nearness, source.place in referred, not time.made, sizes[number], -number

    batches = {(parent, child) for child, parent in _many_to_one(gathered)}
    return {
        one
        for one, other in covered
        if (_subject(gathered, one), _subject(gathered, other)) in batches
        or worth(other) > worth(one)
        or (one in tracking and (other, one) not in covered and gathered.activities[other].time.precision == "day")
    }


def _subject(gathered: Gathered, activity: int) -> int:
    return gathered.places.index(gathered.activities[activity].source.subject(gathered.places))


def _many_to_one(gathered: Gathered) -> Iterable[tuple[int, int]]:
    """Return the places whose things share those of another: child, parent."""
    return gathered.connection.execute(_SHARED, {"shared": SHARED}).fetchall()


def _repeated(gathered: Gathered) -> Iterable[int]:
    """Return the activities of logs that tell many events of each thing their records are tied to.

    What the records of other work refer to is work itself, whatever else it is tied to; what people agreed to be sent
    is none.
    """
    yield from (each.number for each in gathered.activities if each.source.is_permission)
    work = {int(parent) for (parent,) in gathered.connection.sql(_REFERRED_TO).fetchall()}
    of_logs = [
        each.number
        for each in gathered.activities
        if each.source.kind == "log" and gathered.places.index(each.source.place) not in work
    ]
    if not of_logs:
        return
    yield from (
        int(activity)
        for (activity,) in gathered.connection.sql(
            "SELECT activity FROM events e JOIN ties t ON t.child = e.own "  # noqa: S608
            f"WHERE activity IN ({listed(of_logs)}) GROUP BY activity, t.parent_place "
            f"HAVING count(*) >= {REPEATED} * count(DISTINCT t.parent)"
        ).fetchall()
    )


_ALIKE = """
WITH parts AS (
  SELECT child_place, parent_place FROM ties WHERE child_place <> parent_place GROUP BY ALL
  HAVING count(DISTINCT child) < $several * count(DISTINCT parent)),
sizes AS (SELECT activity, count(*) AS n, bool_and(exact) AS exact FROM steps GROUP BY 1),
together AS (
  SELECT thing AS one, thing AS other FROM (SELECT DISTINCT thing FROM steps)
  UNION SELECT child, parent FROM ties UNION SELECT parent, child FROM ties
  UNION SELECT a.child, b.child FROM (FROM ties SEMI JOIN parts USING (child_place, parent_place)) a
    JOIN (FROM ties SEMI JOIN parts USING (child_place, parent_place)) b ON b.parent = a.parent),
near AS (
  SELECT a.activity AS one, b.activity AS other, count(DISTINCT a.event) AS n
  FROM steps a JOIN together t ON t.one = a.thing JOIN steps b ON b.thing = t.other
  WHERE a.activity <> b.activity AND (b.exact OR NOT a.exact OR a.activity IN ({tracking})) AND CASE
    WHEN a.exact AND b.exact THEN abs(epoch(a.moment) - epoch(b.moment)) <= $seconds
    ELSE CAST(a.moment AS DATE) = CAST(b.moment AS DATE) END
  GROUP BY 1, 2)
SELECT one, other FROM near JOIN sizes s ON s.activity = one JOIN sizes o ON o.activity = other
WHERE near.n >= CASE WHEN s.exact AND o.exact THEN $share ELSE $share_of_days END * s.n
  AND (s.exact >= o.exact OR s.n >= $share * o.n)
"""

_SHARED = """
SELECT child_place, parent_place FROM ties WHERE child_place <> parent_place GROUP BY 1, 2
HAVING count(DISTINCT child) >= $shared * count(DISTINCT parent)
"""

_REFERRED_TO = """
SELECT DISTINCT parent_place FROM ties WHERE child <> parent AND child IN (SELECT thing FROM events)
"""

# What most things of a kind have, and one each (the delivery, the invoice of an order), is part of them to all that
# refers to them. So is what only some have, but for which all else waits: nothing happens while it is under way, and
# the next comes soon after it, beside how long it took.
_CASES = """
CREATE TEMP TABLE active AS SELECT DISTINCT thing FROM steps;
CREATE TEMP TABLE bonds AS
  SELECT child, parent, child_place, parent_place, max(sure) AS sure FROM ties WHERE child <> parent
    AND child IN (SELECT thing FROM active) AND parent IN (SELECT thing FROM active) GROUP BY ALL;
CREATE TEMP TABLE extensions AS
  WITH sizes AS (SELECT place, count(*) AS n FROM things JOIN active USING (thing) GROUP BY 1)
  SELECT child_place, parent_place FROM bonds JOIN sizes s ON s.place = parent_place
  WHERE child_place <> parent_place GROUP BY ALL
  HAVING count(DISTINCT child) < {several} * count(DISTINCT parent)
    AND count(DISTINCT parent) >= {most} * any_value(s.n);
INSERT INTO extensions
WITH moments AS (
  SELECT b.parent, b.child, b.child_place, b.parent_place, min(s.moment) AS begun, max(s.moment) AS done
  FROM bonds b JOIN steps s ON s.thing = b.child
  WHERE (b.child_place, b.parent_place) NOT IN (SELECT (child_place, parent_place) FROM extensions) GROUP BY ALL),
others AS (
  SELECT parent AS thing, s.moment, t.place FROM (SELECT DISTINCT parent FROM moments) JOIN steps s ON s.thing = parent
    JOIN things t ON t.thing = s.thing
  UNION ALL SELECT b.parent, s.moment, b.child_place FROM bonds b JOIN steps s ON s.thing = b.child
    WHERE b.parent IN (SELECT parent FROM moments)),
held AS (
  SELECT m.child_place, m.parent_place, epoch(min(o.moment) FILTER (o.moment >= m.done) - m.done)
      / greatest(epoch(m.done - max(o.moment) FILTER (o.moment <= m.begun)), 1) AS after,
    count(*) FILTER (o.moment > m.begun AND o.moment < m.done) AS between
  FROM moments m JOIN others o ON o.thing = m.parent AND o.place <> m.child_place
  GROUP BY m.child, m.child_place, m.parent_place, m.begun, m.done)
SELECT child_place, parent_place FROM held WHERE child_place <> parent_place GROUP BY 1, 2
HAVING count(*) >= {least} AND avg(CAST(between = 0 AS INTEGER)) >= {alone} AND median(after) <= {soon}
  AND count(after) >= {alone} * count(*);
CREATE TEMP TABLE cases AS
WITH tied AS (
  SELECT thing AS line, event, true AS own, sure FROM steps
  UNION ALL SELECT b.child, s.event, false, least(b.sure, s.sure) FROM bonds b JOIN steps s ON s.thing = b.parent
  UNION ALL SELECT b.parent, s.event, false, least(b.sure, s.sure) FROM bonds b JOIN steps s ON s.thing = b.child
  UNION ALL SELECT b.child, s.event, false, least(b.sure * c.sure, s.sure)
    FROM bonds b JOIN bonds c ON c.child = b.parent JOIN steps s ON s.thing = c.parent AND c.parent <> b.child
  UNION ALL SELECT c.parent, s.event, false, least(b.sure * c.sure, s.sure)
    FROM bonds b JOIN bonds c ON c.child = b.parent JOIN steps s ON s.thing = b.child AND c.parent <> b.child
  UNION ALL SELECT b.child, s.event, false, least(b.sure * c.sure, s.sure)
    FROM bonds b JOIN bonds c ON c.parent = b.parent AND c.child <> b.child
    JOIN extensions e ON e.child_place = c.child_place AND e.parent_place = c.parent_place
    JOIN steps s ON s.thing = c.child)
SELECT line, event, own, max(sure) AS sure FROM tied GROUP BY line, event, own;
"""

# Where days tell nothing, what refers to another thing comes after it. Half of the links that are wrong turn the order
# of two activities round.
_ORDER = f"""
CREATE TEMP TABLE homes AS SELECT DISTINCT s.activity, t.place FROM steps s JOIN things t USING (thing);
CREATE TEMP TABLE order_told AS
WITH looked AS (
  SELECT c.line, s.activity, CAST(min(s.moment) AS DATE) AS day, avg(c.sure) AS sure
  FROM cases c JOIN steps s USING (event)
  GROUP BY c.line, s.activity ORDER BY md5(CAST(c.line AS VARCHAR)), c.line LIMIT {_LEARNED_FROM}),
won AS (
  SELECT a.activity AS one, b.activity AS other,
    count(*) FILTER (a.day < b.day) AS before, count(*) FILTER (a.day > b.day) AS after,
    sum(1 - least(a.sure, b.sure)) / 2 AS wrong
  FROM looked a JOIN looked b ON a.line = b.line AND a.activity <> b.activity GROUP BY 1, 2),
referring AS (
  SELECT c.activity AS child, p.activity AS parent FROM (SELECT DISTINCT child_place, parent_place FROM ties) t
  JOIN homes c ON c.place = t.child_place JOIN homes p ON p.place = t.parent_place),
later AS (
  SELECT w.*, CAST(EXISTS (SELECT 1 FROM referring r WHERE r.child = w.one AND r.parent = w.other) AS INTEGER)
    - CAST(EXISTS (SELECT 1 FROM referring r WHERE r.parent = w.one AND r.child = w.other) AS INTEGER) AS later
  FROM won w)
SELECT one, other, (after - before + later) / greatest(after + before + abs(later), 1) AS after,
  least(before, after) - wrong >= {_EITHER} * (before + after) AND before + after >= {_EITHER_LEAST} AS either
FROM later;
CREATE TEMP TABLE ranks AS SELECT one AS activity, avg(after) AS rank FROM order_told GROUP BY 1;
"""  # noqa: S608

# What is known by its day alone stands after the last of that day that it follows on other days.
PLACED = """
known AS (
  SELECT c.line, c.event, c.own, c.sure, s.activity, s.moment, s.exact, CAST(s.moment AS DATE) AS day,
    coalesce(r.rank, 0) AS rank
  FROM {lines} c JOIN steps s USING (event) LEFT JOIN ranks r USING (activity)),
followed_on_day AS (
  SELECT k.line, k.event, max(x.moment) AS moment FROM known k
  JOIN known x ON x.line = k.line AND x.day = k.day AND x.exact AND NOT k.exact
  JOIN order_told o ON o.one = k.activity AND o.other = x.activity AND o.after > 0 GROUP BY 1, 2),
ordered AS (
  SELECT k.*, CASE WHEN k.exact THEN k.moment ELSE coalesce(f.moment, k.day) END AS placed
  FROM known k LEFT JOIN followed_on_day f ON f.line = k.line AND f.event = k.event),
numbered AS (
  SELECT line, event, own, sure, activity, row_number() OVER (
    PARTITION BY line ORDER BY day, placed, NOT exact, rank, event) AS number FROM ordered)
"""
"""The events of each line, numbered in the order in which they are taken to have happened: part of a WITH.

`lines` is what has them: line, event, own, sure. It reads what `succession` writes: `steps`, `ranks`, `order_told`.
"""

# Of two kinds of things, what happens in either order goes on side by side: neither hands over to the other.
_PAIRS = f"""
CREATE TEMP TABLE pairs AS
WITH {PLACED.format(lines="cases")},
beside AS (
  SELECT o.one, o.other FROM order_told o JOIN homes h ON h.activity = o.one JOIN homes g ON g.activity = o.other
  WHERE o.either GROUP BY 1, 2 HAVING NOT bool_or(h.place = g.place))
SELECT arg_max(x.event, x.number) AS from_event, k.event AS to_event, least(arg_max(x.sure, x.number), k.sure) AS sure
FROM numbered k
JOIN numbered x ON x.line = k.line AND x.number < k.number
ANTI JOIN beside b ON b.one = x.activity AND b.other = k.activity
WHERE k.own GROUP BY k.line, k.event, k.sure;
"""  # noqa: S608
