"""How sure it is that two records that are tied are of the same work: by what ties them, and by when they happened.

A reference is as sure as whoever found it says. True ones join things that happen near each other in time: of those by
chance half would be further apart than the median pair joined in another order, so that twice the share that is tells
how many are by chance (the idea of Storey 2002 for p-values). What that shows to be surer is surer; what follows years
later, as the orders of a customer do, is left as it is.
"""

from regia.journeys.crossing import LEAST_MATCHES
from regia.journeys.gathering import Gathered


def weigh(gathered: Gathered) -> None:
    """Set `sure` of the engine's ties, and of the events whose record is tied to what they are about."""
    gathered.connection.execute(_WEIGHED.format(looked=_LOOKED), {"least": LEAST_MATCHES})
    gathered.connection.execute(_ABOUT)


_LOOKED = 20_000
"""Ties of a kind of which the times are looked at."""

# The order must have nothing to do with time: a digest, since numbers spread by a factor lie evenly apart.
_WEIGHED = """
WITH began AS (SELECT own AS thing, epoch(min(moment)) AS began FROM events GROUP BY 1),
dated AS (
  SELECT child_place, parent_place, c.began AS mine, p.began AS other, row_number() OVER (
    PARTITION BY child_place, parent_place ORDER BY md5(CAST(child AS VARCHAR)), child, parent) AS n
  FROM ties JOIN began c ON c.thing = child JOIN began p ON p.thing = parent WHERE child <> parent),
met AS (SELECT *, count(*) OVER (PARTITION BY child_place, parent_place) AS size FROM dated WHERE n <= {looked}),
shuffled AS (
  SELECT m.child_place, m.parent_place, m.size, abs(m.mine - m.other) AS apart, abs(m.mine - s.other) AS by_chance
  FROM met m JOIN met s ON s.child_place = m.child_place AND s.parent_place = m.parent_place AND s.n = m.n % m.size + 1
  WHERE m.size >= $least),
usual AS (SELECT child_place, parent_place, median(by_chance) AS far FROM shuffled GROUP BY 1, 2),
told AS (
  SELECT child_place, parent_place, greatest(1 - 2 * avg(CAST(apart > far AS INTEGER)), 0) AS sure
  FROM shuffled JOIN usual USING (child_place, parent_place) WHERE far > 0 GROUP BY 1, 2)
UPDATE ties SET sure = greatest(ties.sure, t.sure) FROM told t
WHERE t.child_place = ties.child_place AND t.parent_place = ties.parent_place
"""

_ABOUT = """
UPDATE events SET sure = least(events.sure, t.sure)
FROM (SELECT child, parent, max(sure) AS sure FROM ties GROUP BY 1, 2) t
WHERE events.own <> events.thing AND t.child = events.own AND t.parent = events.thing
"""
