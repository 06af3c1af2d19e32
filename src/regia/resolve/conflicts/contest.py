"""What several sources say of one attribute of the same entities, as a contest between candidate values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from regia.resolve.conflicts.forms import TYPED, Kind, checker

if TYPE_CHECKING:
    import numpy as np

UNKNOWN, OLDER, NEWEST = 0, 1, 2
AGES = 3

MOST_CANDIDATES = 12
"""Candidates of one entity that are compared with one another; more are an entity gone wrong."""

_SAME_DAY = 86_400.0
_BROKEN = -4.0
"""Log odds against a value that breaks its check digit."""

_MOST_POPULAR = 3.0
_CUT = -5.0
_FEWEST_LETTERS = 15


@dataclass(frozen=True)
class Claims:
    """What records say: for each claim its entity, its source, the code of its value, and when it was last changed.

    `at` is in seconds since 1970, nan where unknown. Codes count from 0.
    """

    entity: "np.ndarray"
    source: "np.ndarray"
    value: "np.ndarray"
    at: "np.ndarray"

    def only(self, chosen: "np.ndarray") -> "Claims":
        """Return some of the claims."""
        return Claims(self.entity[chosen], self.source[chosen], self.value[chosen], self.at[chosen])


@dataclass(frozen=True)
class Level:
    """Rows that contend within groups, in order of group: who says each, and in a record of which age.

    `first` is the first row of each group, `bonus` the log odds of each row by what it says.
    """

    group: "np.ndarray"
    first: "np.ndarray"
    said: "np.ndarray"
    age: "np.ndarray"
    bonus: "np.ndarray"

    def contested(self) -> "Level":
        """Return the groups of two rows or more."""
        import numpy as np

        chosen = np.diff(self.first, append=len(self.group))[self.group] > 1 if len(self.group) else self.group > 0
        first, group = runs(self.group[chosen])
        return Level(group, first, self.said[chosen], self.age[chosen], self.bonus[chosen])


@dataclass(frozen=True)
class Contest:
    """Candidates (rows, in order of entity and cluster) and which source says them.

    `first` is the first candidate of each entity, `group` the entity's number in that order. A `cluster` holds the
    candidates of one entity that are slips of one another. `said` (candidates x sources) marks who says what, `age`
    whether the record was the newest of its entity. `near` are pairs of candidates that are a slip apart, `cut`
    those of which the first is the second cut short.
    """

    entity: "np.ndarray"
    value: "np.ndarray"
    first: "np.ndarray"
    group: "np.ndarray"
    cluster: "np.ndarray"
    said: "np.ndarray"
    age: "np.ndarray"
    valid: "np.ndarray"
    likely: "np.ndarray"
    near: "tuple[np.ndarray, np.ndarray]"
    cut: "tuple[np.ndarray, np.ndarray]"

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(self.entity)

    @cached_property
    def slips(self) -> Level:
        """The candidates, contending within their clusters: the age of a record tells nothing of a slip."""
        import numpy as np

        first, group = runs(self.cluster)
        return Level(group, first, self.said, np.zeros_like(self.age), self.likely + self.valid)

    @cached_property
    def changes(self) -> Level:
        """The clusters, contending within their entities."""
        import numpy as np

        start, _ = runs(self.cluster)
        if not self.size:
            return Level(self.group, self.first, self.said, self.age, self.valid)
        first, group = runs(self.group[start])
        said = np.logical_or.reduceat(self.said, start, axis=0)
        age = np.maximum.reduceat(self.age, start, axis=0)
        return Level(group, first, said, age, np.maximum.reduceat(self.valid, start))

    def compared(self) -> "np.ndarray":
        """Whether each candidate is of an entity that two sources or more speak of."""
        import numpy as np

        if not self.size:
            return np.zeros(0, dtype=bool)
        sources = np.logical_or.reduceat(self.said, self.first, axis=0).sum(axis=1)
        return np.asarray((sources > 1)[self.group])


def runs(label: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return where each run of equal labels starts, and the number of its run for each place."""
    import numpy as np

    first = np.flatnonzero(np.diff(label, prepend=-1) != 0)
    return first, np.repeat(np.arange(len(first)), np.diff(first, append=len(label)))


def contest(claims: Claims, sources: int, values: Sequence[str], kind: Kind) -> Contest:
    """Return the contest between the values of each entity; `values` are the texts of the codes."""
    import numpy as np

    width = np.int64(max(len(values), 1))
    pairs = np.unique(claims.entity.astype(np.int64) * width + claims.value)
    entity, value = pairs // width, pairs % width
    texts = np.array([*values, ""], dtype=object)
    left, right = _rivals(entity)
    near, cut = _alike(texts[value], left, right, kind)
    order, cluster = _clustered(entity, near)
    place = np.argsort(order)
    entity, value = entity[order], value[order]
    near, cut = (place[near[0]], place[near[1]]), (place[cut[0]], place[cut[1]])
    first, group = runs(entity)
    at = place[np.searchsorted(pairs, claims.entity.astype(np.int64) * width + claims.value)]
    said = np.zeros((len(pairs), sources), dtype=bool)
    said[at, claims.source] = True
    age = np.zeros((len(pairs), sources), dtype=np.int8)
    np.maximum.at(age, (at, claims.source), _ages(claims, group[at], len(first)))
    contested = np.diff(first, append=len(entity))[group] > 1 if len(entity) else np.zeros(0, dtype=bool)
    valid = np.where(contested, _validity(value, texts, kind, contested), 0.0)
    likely = _likely(value, near, cut)
    return Contest(entity, value, first, group, cluster, said, age, valid, likely, near, cut)


def _ages(claims: Claims, group: "np.ndarray", entities: int) -> "np.ndarray":
    """Return whether each claim is of the newest record of its entity, of an older one, or nobody knows."""
    import numpy as np

    known = ~np.isnan(claims.at)
    newest, oldest = np.full(entities, -np.inf), np.full(entities, np.inf)
    np.maximum.at(newest, group[known], claims.at[known])
    np.minimum.at(oldest, group[known], claims.at[known])
    told = known & (newest[group] - oldest[group] > _SAME_DAY)
    with np.errstate(invalid="ignore"):
        late = newest[group] - claims.at <= _SAME_DAY
    return np.where(told, np.where(late, NEWEST, OLDER), UNKNOWN).astype(np.int8)


def _rivals(entity: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return all pairs of candidates of one entity."""
    import numpy as np

    lefts, rights = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for step in range(1, MOST_CANDIDATES):
        left = np.flatnonzero(entity[:-step] == entity[step:]) if step < len(entity) else lefts[0]
        if not len(left):
            break
        lefts.append(left)
        rights.append(left + step)
    return np.concatenate(lefts), np.concatenate(rights)


def _alike(
    texts: "np.ndarray", left: "np.ndarray", right: "np.ndarray", kind: Kind
) -> "tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]":
    """Return the pairs that are a slip apart, and those of which the first is the second cut short (near, too)."""
    import numpy as np

    if kind not in TYPED or not len(left):
        none = np.zeros(0, dtype=np.int64)
        return (none, none), (none, none)
    lengths = np.array([len(text) for text in texts])
    swap = lengths[left] > lengths[right]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    cut = np.array([_begins(*pair) for pair in zip(texts[left], texts[right], strict=True)], dtype=bool)
    near = cut | _near(texts[left], texts[right], lengths[left])
    return (left[near], right[near]), (left[cut], right[cut])


def _near(left: "np.ndarray", right: "np.ndarray", shorter: "np.ndarray") -> "np.ndarray":
    """Whether two values are a slip of the fingers apart (Damerau-Levenshtein, one edit; two in long texts)."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    allowed = np.where(shorter < 3, 0, np.where(shorter < 9, 1, 2))
    return np.asarray(cpdist(left, right, scorer=OSA.distance, score_cutoff=2, dtype=np.int32) <= allowed)


def _begins(short: str, long: str) -> bool:
    return len(short) >= _FEWEST_LETTERS and 2 * len(short) >= len(long) and long.startswith(short)


def _clustered(entity: "np.ndarray", near: "tuple[np.ndarray, np.ndarray]") -> "tuple[np.ndarray, np.ndarray]":
    """Return the candidates in order of entity and cluster, and the clusters in that order."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = len(entity)
    if not len(near[0]):
        return np.arange(size), np.arange(size)
    links = coo_matrix((np.ones(len(near[0])), near), shape=(size, size))
    label = connected_components(links, directed=False)[1]
    order = np.lexsort((label, entity))
    return order, runs(label[order])[1]


def _validity(value: "np.ndarray", texts: "np.ndarray", kind: Kind, chosen: "np.ndarray") -> "np.ndarray":
    """Return the log odds of the chosen candidates by their check digit."""
    import numpy as np

    check = checker(kind)
    odds = np.zeros(len(value))
    if check is not None:
        broken = {code: not check(texts[code]) for code in np.unique(value[chosen])}
        odds[chosen] = [_BROKEN if broken[code] else 0.0 for code in value[chosen]]
    return odds


def _likely(
    value: "np.ndarray", near: "tuple[np.ndarray, np.ndarray]", cut: "tuple[np.ndarray, np.ndarray]"
) -> "np.ndarray":
    """Return log odds between slips: the spelling that more entities have, the text that was not cut short."""
    import numpy as np

    odds = np.zeros(len(value))
    held = np.bincount(value, minlength=1)
    more = np.clip(np.log(held[value[near[0]]] / held[value[near[1]]]), -_MOST_POPULAR, _MOST_POPULAR)
    np.add.at(odds, near[0], more / 2)
    np.add.at(odds, near[1], -more / 2)
    np.add.at(odds, cut[0], _CUT)
    return odds
