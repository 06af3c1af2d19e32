"""What each agreement is worth: the Fellegi-Sunter model, learned by expectation maximisation without examples.

m (how often a level is seen among matches) and how common matches are between each two sources are learned from the
candidates; u (how often among others) from random pairs, from which the matches that chance puts there are taken out.
Pairs that are no candidates count as no matches, so the share of matches is of all pairs, not of those looked at.
(Fellegi and Sunter 1969; Winkler 1988; frequency of the agreeing value as in Winkler 1989.)
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.comparing import Pairs, highest, levels, others
from regia.resolve.pool import Column, Pool

if TYPE_CHECKING:
    import numpy as np

_RANDOM_PAIRS = 60_000
_ROUNDS = 60
_SETTLED = 1e-5
_LEAST_LEFT = 0.02  # of equal pairs, however many are matches
_AT_ONCE = 500_000
_SPEAKS = 0.5
_TO_ASK = -0.5
_FLOOR = 0.1  # a value that one other has is still rarer than values are on the whole


@dataclass(frozen=True)
class Weights:
    """For each column the probability of each level among matches (`m`) and others (`u`)."""

    m: "tuple[np.ndarray, ...]"
    u: "tuple[np.ndarray, ...]"
    prevalence: "np.ndarray"


def learn(pool: Pool, seen: "np.ndarray", group: "np.ndarray", all_pairs: "np.ndarray") -> Weights:
    """Learn the weights; `seen` are the levels of candidates, `group` their pair of sources (0, 1 ...).

    `all_pairs` is how many pairs each group has, candidates or not.
    """
    import numpy as np

    patterns, counts = _patterns(seen, group)
    chance_levels = _by_chance(pool)
    tops = [highest(column) for column in pool.columns]
    rare = [float(counts[patterns[:, at] == top].sum()) for at, top in enumerate(tops)]
    m = [_start(top + 1) for top in tops]
    prevalence = np.minimum(0.5, 1 / np.sqrt(all_pairs))
    likely = np.zeros(len(patterns))
    for _ in range(_ROUNDS):
        u = [
            each.without(rare[at], *(float(likely[patterns[:, at] == top - less].sum()) for less in (0, 1)))
            for at, (each, top) in enumerate(zip(chance_levels, tops, strict=True))
        ]
        likely = _posterior(patterns, m, u, prevalence) * counts
        m = [_share_of_levels(patterns[:, at], likely, len(each)) for at, each in enumerate(m)]
        before = prevalence
        prevalence = np.bincount(patterns[:, -1], weights=likely, minlength=len(all_pairs)) / all_pairs
        prevalence = np.clip(prevalence, 1e-12, 0.5)
        if np.abs(np.log(prevalence / before)).max() < _SETTLED:
            break
    return Weights(tuple(m), tuple(u), prevalence)


@dataclass(frozen=True)
class _ByChance:
    """How often each level is seen in any two records: equal values counted, the `rest` in random pairs.

    `pairs` is how many pairs have a value on both sides, `equal` in how many it is the same. What `one_thing` alone
    bears in the world is never shared by chance, however few matches are believed in so far.
    """

    pairs: float
    equal: float
    rest: "np.ndarray"
    one_thing: bool = False

    def without(self, rare: float, rare_matches: float, common_matches: float) -> "np.ndarray":
        """Return the chance of each level among pairs that are no match; the last two are of equal values.

        `rare` is how many pairs share a value that nobody else has; of those and of the others so many are matches.
        """
        import numpy as np

        common = self.equal - rare
        left = (
            max(common - common_matches, _LEAST_LEFT * common, 0.5) / self.pairs,
            (0.1 if self.one_thing else max(rare - rare_matches, _LEAST_LEFT * rare, 0.1)) / self.pairs,
        )
        return np.append(self.rest * (1 - sum(left)), left)


def total_evidence(weights: Weights, pool: Pool, pairs: Pairs, prior: "np.ndarray") -> "np.ndarray":
    """Return the log odds of each pair, some pairs at a time; `prior` is what each has before anything is compared.

    A text alone that agrees (a street, a name) leaves a pair to be asked about: nobody is known by it.
    """
    import numpy as np

    coded = np.array([column.kind == "code" for column in pool.columns])
    parts = []
    for start in range(0, len(pairs), _AT_ONCE):
        told = evidence(weights, pool, pairs[start : start + _AT_ONCE])
        odds = told.sum(axis=1) + prior[start : start + _AT_ONCE]
        for_it = told > _SPEAKS
        alone = (for_it.sum(axis=1) < 2) & ~for_it[:, coded].any(axis=1) & (len(pool.columns) > 1)
        parts.append(np.where(alone, np.minimum(odds, _TO_ASK), odds))
    return np.concatenate(parts) if parts else np.empty(0)


def evidence(weights: Weights, pool: Pool, pairs: Pairs) -> "np.ndarray":
    """Return the log odds that each column (columns) adds to each pair (rows); 0 where a side has no value.

    An agreement counts by how common the value is: two Esposito are less than two Brambilla.
    """
    import numpy as np

    seen = pairs.seen
    found = np.zeros(seen.shape)
    for at, column in enumerate(pool.columns):
        told = np.log(weights.m[at] / weights.u[at])
        known = seen[:, at] >= 0
        found[known, at] = told[seen[known, at]]
        top = highest(column)
        common = np.flatnonzero(seen[:, at] == top - 1)
        held = others(column, pool.source, pairs.left[common], pairs.right[common])
        equal = weights.m[at][top - 1 :].sum()
        found[common, at] = np.log(equal / (held + weights.u[at][top - 1 :].sum() * _FLOOR))
    return found


def _patterns(seen: "np.ndarray", group: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    rows = np.column_stack([seen.astype(np.int32), group.astype(np.int32)])
    packed = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        packed = packed * (int(column.max(initial=0)) + 2) + column + 1
    _, first, counts = np.unique(packed, return_index=True, return_counts=True)
    return rows[first], counts


def _by_chance(pool: Pool) -> list[_ByChance]:
    import numpy as np

    draw = np.random.default_rng(1)
    left, right = draw.integers(0, pool.size, (2, _RANDOM_PAIRS))
    apart = left != right
    seen = levels(pool, left[apart], right[apart])
    return [_of_column(column, seen[:, at]) for at, column in enumerate(pool.columns)]


def _of_column(column: Column, seen: "np.ndarray") -> _ByChance:
    import numpy as np

    top, total = highest(column), max(2.0, float(column.counts.sum()))
    known = seen[(seen >= 0) & (seen < top - 1)]
    rest = (np.bincount(known, minlength=top - 1) + 0.5) / (len(known) + 0.5 * (top - 1))
    equal = float((column.counts * (column.counts - 1.0)).sum() / 2)
    return _ByChance(total * (total - 1) / 2, equal, rest, column.one_thing)


def _start(size: int) -> "np.ndarray":
    import numpy as np

    between = 0.5 ** np.arange(size - 3, 0, -1)
    first = np.array([0.03, *(0.2 * between / between.sum()), 0.38, 0.38])
    share: np.ndarray = first / first.sum()
    return share


def _posterior(
    patterns: "np.ndarray", m: "list[np.ndarray]", u: "list[np.ndarray]", prevalence: "np.ndarray"
) -> "np.ndarray":
    import numpy as np

    odds = np.log(prevalence / (1 - prevalence))[patterns[:, -1]]
    for at, (mine, other) in enumerate(zip(m, u, strict=True)):
        told = np.append(np.log(mine / other), 0.0)  # the last is for a missing value, level -1
        odds += told[patterns[:, at]]
    chance: np.ndarray = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return chance


def _share_of_levels(seen: "np.ndarray", likely: "np.ndarray", size: int) -> "np.ndarray":
    import numpy as np

    known = seen >= 0
    found = np.bincount(seen[known], weights=likely[known], minlength=size).astype(float)  # of nothing it counts whole
    found += (0.5 * found.sum() + 1) * _start(size)
    share: np.ndarray = found / found.sum()
    return share
