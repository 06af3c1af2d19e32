"""How often is each system right about each attribute? With an interval, and with the changes that nobody noticed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.golden import Judged
from regia.resolve.conflicts.settling import TELLING
from regia.resolve.conflicts.unseen import Unseen
from regia.resolve.conflicts.values import STAND_IN

if TYPE_CHECKING:
    import numpy as np

Row = dict[str, object]

_DAY = 86_400.0
_TAIL = 0.05
"""What lies outside the interval at each end."""

_MOST_UNSEEN = 0.5


@dataclass(frozen=True)
class Counted:
    """What an attribute's judgement counts (concepts x systems): values compared, right of them, and the doubt.

    `doubt` is the standard deviation of the number of right ones, all doubts being one: who is wrongly believed once
    is believed so every time. `entities` counts those that two sources or more tell of, `sources` how many do on
    average, `changed` those of which they tell really different things; `once` and `twice` the changes that one source
    of its own noticed, or two, where three or more speak.
    """

    attribute: str
    right: "np.ndarray"
    doubt: "np.ndarray"
    compared: "np.ndarray"
    records: "np.ndarray"
    filled: "np.ndarray"
    changed: int
    entities: int
    sources: int
    once: int
    twice: int


def counted(family: Family, found: Judged) -> Counted:
    """Return what the judgement of an attribute counts."""
    import numpy as np

    right, doubt, compared = _compared(family, found)
    records, filled = (_by_system(family, found, table) for table in (found.values.records, found.values.filled))
    several, noticed, telling = _noticed(found)
    speaking = _speaking(found)
    return Counted(
        found.values.attribute.name,
        right,
        doubt,
        compared,
        records,
        filled,
        changed=int(several.sum()),
        entities=len(speaking),
        sources=round(float(speaking.mean())) if len(speaking) else 2,
        once=int(np.sum(telling & (noticed < 1.5))),
        twice=int(np.sum(telling & (noticed >= 1.5) & (noticed < 2.5))),
    )


def accuracy_rows(family: Family, all_counted: Sequence[Counted], today: float) -> list[Row]:
    """Return how often each system is right, attribute by attribute; `today` in seconds since 1970."""
    import numpy as np

    known = Unseen(sum(each.once for each in all_counted), sum(each.twice for each in all_counted))
    rows: list[Row] = []
    for each in all_counted:
        seen = each.changed / max(each.entities, 1)
        likely, most = (min(ratio * seen, _MOST_UNSEEN) for ratio in known.ratio(each.sources))
        for concept, system in np.argwhere(each.records > 0):
            place = int(concept), int(system)
            share, low, high = interval(
                float(each.right[place]), float(each.doubt[place]), int(each.compared[place]), (likely, most)
            )
            rows.append(
                {
                    "concept": family.concepts[place[0]],
                    "attribute": each.attribute,
                    "system": family.systems[place[1]],
                    "accuracy": share,
                    "accuracy_low": low,
                    "accuracy_high": high,
                    "coverage": float(each.filled[place] / each.records[place]),
                    "freshness_days": freshness(family, *place, today),
                    "compared": int(each.compared[place]),
                    "records": int(each.records[place]),
                }
            )
    return rows


def interval(
    right: float, doubt: float, many: int, unseen: tuple[float, float]
) -> tuple[float | None, float | None, float | None]:
    """Return a share with its 90 % interval: that of the count, wider by the doubt about who is right.

    `unseen` is the share of values that changed without anybody noticing, likely and at most: the share is lower by
    it, and less sure. At least it is none, for what differs may be somebody's mistake, and nothing have changed at all.
    """
    from scipy.special import betaincinv

    if not many:
        return None, None, None
    mean = (right + 0.5) / (many + 1)
    spread = mean * (1 - mean) / many + (doubt / many) ** 2
    worth = max(mean * (1 - mean) / spread - 1, 1.0)
    low, high = (float(betaincinv(mean * worth, (1 - mean) * worth, tail)) for tail in (_TAIL, 1 - _TAIL))
    share = min(max(right / many, 0.0), 1.0)
    likely, most = unseen
    below = math.hypot(share - min(low, share), share * (most - likely))
    above = math.hypot(max(high, share) - share, share * likely)
    told = share * (1 - likely)
    return told, max(told - below, 0.0), min(told + above, 1.0)


def _speaking(found: Judged) -> "np.ndarray":
    """Return how many sources speak of each entity that two or more speak of."""
    import numpy as np

    given = found.contest
    if not given.size:
        return np.zeros(0, dtype=np.int64)
    sources = np.logical_or.reduceat(given.said, given.first, axis=0).sum(axis=1)
    speaking: np.ndarray = sources[sources > 1]
    return speaking


def _noticed(found: Judged) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    """Return, by entity, whether it changed, how many sources of their own notice, and whether enough of them speak."""
    import numpy as np

    given = found.contest
    if not given.size:
        return (np.zeros(0, dtype=bool),) * 3
    level = given.changes
    several = np.diff(level.first, append=len(level.group)) > 1
    mass = found.settled.weight.sum(axis=1)
    speaking = np.add.reduceat(mass, given.first)
    of_cluster = np.bincount(given.cluster, weights=mass)
    noticed = of_cluster[given.cluster[found.golden.candidate]]
    return several, noticed, several & (speaking > TELLING)


def _by_system(family: Family, found: Judged, table: "np.ndarray") -> "np.ndarray":
    """Return a table of concepts x sources as one of concepts x systems."""
    import numpy as np

    out = np.zeros((len(table), len(family.systems)))
    np.add.at(out.T, family.system_of[list(found.values.attribute.held)][: table.shape[1]], table.T)
    return out


def _compared(family: Family, found: Judged) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    """Return, by concept and system, the values expected right, the doubt about them, and the values compared.

    A stand-in (NN, 0000000) is a wrong value where another source knows the right one.
    """
    import numpy as np

    values, candidate = found.values, found.candidate
    if not found.contest.size:
        return (np.zeros((len(family.concepts), len(family.systems))),) * 3
    told = candidate >= 0
    counted = told & found.contest.compared()[candidate]
    chance = np.where(told, found.settled.probability[candidate], 0.0)
    known = np.isin(values.entity, found.contest.entity)
    counted |= (values.value == STAND_IN) & known
    system = family.system_of[list(values.attribute.held)][values.source[counted]]
    place = family.concept[values.entity[counted]] * len(family.systems) + system
    shape, size = (len(family.concepts), len(family.systems)), len(family.concepts) * len(family.systems)
    chance = chance[counted]
    tables = (chance, np.sqrt(chance * (1 - chance)), np.ones(len(chance)))
    right, doubt, many = (np.bincount(place, weights=each, minlength=size).reshape(shape) for each in tables)
    return right, doubt, many


def freshness(family: Family, concept: int, system: int, today: float) -> float | None:
    """Return the median age in days of the records that a system holds of a concept."""
    import numpy as np

    ages = []
    for each, place in zip(family.held, family.system_of, strict=True):
        if place == system:
            mine = (each.entity >= 0) & (family.concept[np.maximum(each.entity, 0)] == concept)
            ages.append(today - each.changed[mine & ~np.isnan(each.changed)])
    found = np.concatenate(ages) if ages else np.zeros(0)
    return float(np.median(found) / _DAY) if len(found) else None
