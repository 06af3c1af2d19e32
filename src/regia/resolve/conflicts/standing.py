"""How systems stand to the entities of a family: who has which, who had them first, which rule finds what is right."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from regia.resolve.conflicts.contest import NEWEST
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.golden import FORMAT, Judged

if TYPE_CHECKING:
    import numpy as np

SurvivorshipRule = Literal["master_first", "newest", "majority"]

_SAME_DAY = 86_400.0
_MONTH = 30 * _SAME_DAY
_BEGUN = 0.01
"""Share of a system's records that may be dated before it began: they brought their dates along, or have none."""


@dataclass(frozen=True)
class Standing:
    """By concept and system: the share of entities held, and of shared ones had or changed first (nan: times tell not).

    Only what came up after both systems had begun tells who has things first: of what is older, the older system does.
    Who changed a thing first is told where others changed it within a month: a copy follows.
    """

    entities: "np.ndarray"
    held: "np.ndarray"
    first: "np.ndarray"


@dataclass
class Contested:
    """Of one attribute and concept: contested entities, how many each rule gets right, what each system must change."""

    entities: int = 0
    right: Counter[tuple[str, int]] = field(default_factory=Counter)
    changes: Counter[int] = field(default_factory=Counter)


def standing(family: Family) -> Standing:
    """Return how the systems of a family stand to its entities."""
    import numpy as np

    entities, systems = len(family.entities), len(family.systems)
    has = np.zeros((entities, systems), dtype=bool)
    born, touched = np.full((entities, systems), np.inf), np.full((entities, systems), -np.inf)
    for each, system in zip(family.held, family.system_of, strict=True):
        known = np.flatnonzero(each.entity >= 0)
        has[each.entity[known], system] = True
        dated = known[~np.isnan(each.created[known])]
        np.minimum.at(born[:, system], each.entity[dated], each.created[dated])
        later = dated[each.changed[dated] > each.created[dated] + _SAME_DAY]
        np.maximum.at(touched[:, system], each.entity[later], each.changed[later])
    counts = np.bincount(family.concept, minlength=len(family.concepts))
    held, shared, first = (np.zeros((len(family.concepts), systems)) for _ in range(3))
    np.add.at(held, family.concept, has)
    begun = has & (born.min(axis=1, keepdims=True, initial=np.inf) > _began(born) + _SAME_DAY)
    for told, firsts in (_firsts(begun, born), _firsts(*_together(touched))):
        np.add.at(shared, family.concept, told)
        np.add.at(first, family.concept, firsts)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Standing(counts, held / np.maximum(counts, 1)[:, None], first / shared)


def _firsts(has: "np.ndarray", born: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return where a system's time can be compared with another's, and where it was clearly first."""
    import numpy as np

    told = has & np.isfinite(born)
    told &= (told.sum(axis=1) > 1)[:, None]
    earliest = np.sort(np.where(told, born, np.inf), axis=1)
    clear = np.zeros(len(born), dtype=bool)
    if born.shape[1] > 1:
        clear = earliest[:, 1] > earliest[:, 0] + _SAME_DAY
    told &= clear[:, None]
    return told, told & (born == earliest[:, :1])


def _together(touched: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return where systems (columns) changed an entity within a month of the last change, and when."""
    import numpy as np

    near = np.isfinite(touched) & (touched > touched.max(axis=1, keepdims=True, initial=-np.inf) - _MONTH)
    return near, np.where(near, touched, np.inf)


def _began(born: "np.ndarray") -> "np.ndarray":
    """Return when each system (columns) began to hold entities."""
    import numpy as np

    dated = [column[np.isfinite(column)] for column in born.T]
    return np.array([np.quantile(each, _BEGUN, method="lower") if len(each) else np.inf for each in dated])


def contested(family: Family, found: Judged) -> dict[int, Contested]:
    """Return, for each concept, how its contested entities fare under each rule; systems by their place."""
    import numpy as np

    known: dict[int, Contested] = {}
    given, places = found.contest, family.system_of[list(found.values.attribute.held)]
    for concept, system, count in _changes(family, found, places):
        known.setdefault(concept, Contested()).changes[system] += count
    if not given.size:
        return known
    several = np.diff(given.first, append=given.size) > 1
    concepts = family.concept[given.entity[given.first]]
    says = given.said.sum(axis=1).astype(np.float64)
    newest = (given.said & (given.age == NEWEST)).any(axis=1)
    rules = {("newest", -1): newest, ("majority", -1): np.zeros(given.size)}
    for system in np.unique(places):
        rules["master_first", int(system)] = given.said[:, places == system].any(axis=1)
    for (rule, system), first in rules.items():
        right = _first_of(given.group, first * 1000 + says) == found.golden.candidate
        for concept in np.unique(concepts[several]):
            mine = several & (concepts == concept)
            each = known.setdefault(int(concept), Contested())
            each.entities = int(mine.sum())
            each.right[rule, system] += int((right & mine).sum())
    return known


def _first_of(group: "np.ndarray", score: "np.ndarray") -> "np.ndarray":
    """Return the candidate of each group with the highest score."""
    import numpy as np

    order = np.lexsort((np.arange(len(score)), -score, group))
    return order[np.flatnonzero(np.diff(group[order], prepend=-1))]


def _changes(family: Family, found: Judged, places: "np.ndarray") -> "list[tuple[int, int, int]]":
    """Return concept, system and count of the values that are not right (written otherwise is right)."""
    import numpy as np

    chosen = found.departures.row[found.departures.kind != FORMAT]
    pairs = np.stack([family.concept[found.values.entity[chosen]], places[found.values.source[chosen]]])
    unique, counts = np.unique(pairs, axis=1, return_counts=True)
    return [(int(one), int(other), int(count)) for one, other, count in zip(*unique, counts, strict=True)]
