"""How sure it is that two records that are tied are of the same work: by what ties them, and by when they happened.

A reference is as sure as whoever found it says. True ones join things that happen near each other in time: of those by
chance half would be further apart than the median pair joined in another order, so that twice the share that is tells
how many are by chance (the idea of Storey 2002 for p-values). A tie is as sure as those that are as far apart: of what
lies a year before or after nearly all may be by chance, of what lies within days hardly any (the local false discovery
rate of Efron 2001). What is rather by chance is no tie. What that shows to be surer is surer; what follows years later,
as the orders of a customer do, is left as it is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from regia.journeys.crossing import LEAST_MATCHES, Crossed
from regia.journeys.gathering import Gathered

LEAST_SURE = 0.5
"""Probability below which a tie is rather by chance."""

_LOOKED = 20_000
"""Ties of a kind of which the times are looked at."""

_PARTS = 10
"""Parts in which ties are told apart, by how far apart those by chance are: each holds as many of these."""


def weigh(gathered: Gathered, crossed: Iterable[Crossed] = ()) -> tuple[Crossed, ...]:
    """Set `sure` of the engine's ties, and of the events whose record is tied to what they are about.

    Ties that are rather by chance are dropped. Returns the references found, with those among what they name wrong.
    """
    parameters = {"least": LEAST_MATCHES, "edges": [part / _PARTS for part in range(1, _PARTS)]}
    gathered.connection.execute(_WEIGHED, parameters)
    gathered.connection.execute(_SET)
    dropped = Counter(gathered.connection.execute(_DROPPED, {"least": LEAST_SURE}).fetchall())
    gathered.connection.execute(_ABOUT)
    places = {place: number for number, place in enumerate(gathered.places)}
    return tuple(
        replace(each, joined=each.joined - wrong, unknown=each.unknown + wrong)
        for each in crossed
        for wrong in [dropped[places[each.child.source.place], places[each.parent.source.place]]]
    )


_PART = " + ".join(f"CAST(apart > edges[{part}] AS INTEGER)" for part in range(1, _PARTS))

# The order must have nothing to do with time, nor with that of rows: numbers spread by a factor lie evenly apart.
_WEIGHED = f"""
CREATE TEMP TABLE weighed AS
WITH began AS (SELECT own AS thing, epoch(min(moment)) AS began FROM events GROUP BY 1),
dated AS (
  SELECT child, parent, child_place, parent_place, c.began AS mine, p.began AS other, row_number() OVER (
    PARTITION BY child_place, parent_place ORDER BY md5(t.record), mine, other, child, parent) AS n
  FROM ties JOIN began c ON c.thing = child JOIN began p ON p.thing = parent JOIN things t ON t.thing = child
  WHERE child <> parent),
met AS (SELECT *, count(*) OVER (PARTITION BY child_place, parent_place) AS size FROM dated WHERE n <= {_LOOKED}),
shuffled AS (
  SELECT m.child_place, m.parent_place, m.mine - m.other AS apart, m.mine - s.other AS by_chance
  FROM met m JOIN met s ON s.child_place = m.child_place AND s.parent_place = m.parent_place AND s.n = m.n % m.size + 1
  WHERE m.size >= $least),
usual AS (
  SELECT child_place, parent_place, median(abs(by_chance)) AS far, quantile_disc(by_chance, $edges) AS edges
  FROM shuffled GROUP BY 1, 2),
told AS (
  SELECT child_place, parent_place, least(2 * avg(CAST(abs(apart) > far AS INTEGER)), 1) AS wrong,
    any_value(edges) AS edges
  FROM shuffled JOIN usual USING (child_place, parent_place) WHERE far > 0 GROUP BY 1, 2),
counted AS (
  SELECT child_place, parent_place, part, count(*) FILTER (tied) AS found, count(*) FILTER (NOT tied) AS chance
  FROM (
    SELECT child_place, parent_place, {_PART} AS part, tied FROM (
      SELECT child_place, parent_place, apart, true AS tied FROM shuffled
      UNION ALL SELECT child_place, parent_place, by_chance, false FROM shuffled)
    JOIN told USING (child_place, parent_place)) GROUP BY 1, 2, 3)
SELECT child, parent, child_place, parent_place,
  greatest(1 - wrong * coalesce(chance, 0) / greatest(coalesce(found, 1), 1), 0) AS sure
FROM (
  SELECT child, parent, child_place, parent_place, wrong, {_PART} AS part
  FROM (SELECT *, mine - other AS apart FROM dated) JOIN told USING (child_place, parent_place))
LEFT JOIN counted USING (child_place, parent_place, part)
UNION ALL
SELECT child, parent, child_place, parent_place, 1 - wrong FROM ties t JOIN told USING (child_place, parent_place)
ANTI JOIN dated USING (child, parent, child_place, parent_place);
"""  # noqa: S608

_SET = """
UPDATE ties SET sure = greatest(ties.sure, w.sure) FROM weighed w
WHERE w.child = ties.child AND w.parent = ties.parent
  AND w.child_place = ties.child_place AND w.parent_place = ties.parent_place
"""

_DROPPED = """
DELETE FROM ties USING weighed w WHERE w.child = ties.child AND w.parent = ties.parent
  AND w.child_place = ties.child_place AND w.parent_place = ties.parent_place AND ties.sure < $least
RETURNING ties.child_place, ties.parent_place
"""

_ABOUT = """
UPDATE events SET sure = least(events.sure, t.sure)
FROM (SELECT child, parent, max(sure) AS sure FROM ties GROUP BY 1, 2) t
WHERE events.own <> events.thing AND t.child = events.own AND t.parent = events.thing
"""
