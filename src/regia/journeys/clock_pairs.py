"""Finds fields that go by another clock than their system by what they tell of things that another field tells too.

Where two fields date the same moment of the same things, and one shows it exactly as far apart from the other as the
company's clock is from UTC, in winter and in summer, one of the two is written in the other clock.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from regia.engine.session import literal
from regia.journeys.activity import Activity
from regia.profile.clocks import seconds_ahead, shown_of_utc

if TYPE_CHECKING:
    import duckdb

Field = tuple[str, str, str]

LEAST, SHARE, SECONDS = 30, 0.8, 2
"""Things of which both tell, the share of the rarer's that are so far apart, and to how many seconds exactly."""


def move_shifted(
    connection: "duckdb.DuckDBPyConnection", activities: Sequence[Activity], in_utc: Collection[str], zone: str
) -> frozenset[Field]:
    """Set the events of such fields right, in the engine's `events`, and return the fields.

    `in_utc` are the systems that write UTC: of their fields the later one is wrong, of the others' the earlier one.
    """
    timed = {each.number: each for each in activities if each.time.form == "time"}
    listed = ", ".join(f"({number}, {literal(each.source.place[0])})" for number, each in timed.items())
    if not listed:
        return frozenset()
    rows = connection.execute(
        _APART.format(listed=listed, ahead=seconds_ahead("a.moment", zone)),
        {"seconds": SECONDS, "least": LEAST, "share": SHARE},
    ).fetchall()
    moved: set[Field] = set()
    for earlier, later in rows:
        utc = timed[earlier].source.place[0] in in_utc
        wrong = timed[later if utc else earlier]
        field = (*wrong.source.place, wrong.time.name)
        if field in moved:
            continue
        moved.add(field)
        numbers = ", ".join(
            str(number) for number, each in timed.items() if (*each.source.place, each.time.name) == field
        )
        right = f"timezone('UTC', timezone({literal(zone)}, moment))" if utc else shown_of_utc("moment", zone)
        connection.execute(f"UPDATE events SET moment = {right} WHERE activity IN ({numbers})")  # noqa: S608
    return frozenset(moved)


_APART = """
WITH timed AS (
  SELECT e.event, e.activity, e.thing, e.moment, t.system FROM events e
  JOIN (VALUES {listed}) t(activity, system) USING (activity)),
sizes AS (SELECT activity, count(*) AS n FROM timed GROUP BY 1)
SELECT a.activity, b.activity FROM timed a JOIN timed b ON a.thing = b.thing AND a.system = b.system
  AND a.activity <> b.activity AND abs(epoch(b.moment) - epoch(a.moment) - {ahead}) <= $seconds
JOIN sizes s ON s.activity = a.activity JOIN sizes o ON o.activity = b.activity
GROUP BY a.activity, b.activity, s.n, o.n
HAVING count(DISTINCT a.event) >= $least AND count(DISTINCT a.event) >= $share * least(s.n, o.n)
ORDER BY count(DISTINCT a.event) DESC, a.activity, b.activity
"""
