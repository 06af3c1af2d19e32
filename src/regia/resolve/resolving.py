"""Resolves one pool of records: candidates, weights, guards, competition, clusters."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regia.resolve.blocking import Candidates, candidates
from regia.resolve.catalogue import is_catalogue, whole_words, word_odds
from regia.resolve.clustering import MUST, cluster
from regia.resolve.comparing import Pairs, compared, levels
from regia.resolve.competing import competing
from regia.resolve.pool import Pool
from regia.resolve.weighing import Weights, evidence, learn, total_evidence

if TYPE_CHECKING:
    import numpy as np

KEPT = 0.05
"""Pairs less probable than this are not told."""
_LEAST_ODDS = -2.944  # of KEPT

_PREVALENCE_FLOOR = 1e-12
_EXCESS = 1.1
_SELDOM_TWICE = 4.0  # log odds against one system holding a thing twice, where others hold it too
_MIRRORED = 10.0  # log odds that two systems hold two things alike rather than both one thing twice


@dataclass(frozen=True)
class Guard:
    """A pair of sources in which more matches were implied than can be true, so that none is taken."""

    left: int
    right: int
    implied: float
    cap: float


@dataclass(frozen=True)
class Resolved:
    """What resolving a pool found: pairs of rows with log odds after all, and each row's thing (its smallest row).

    `pool` is what was compared. For each pair, `evidence` is what each of its columns added to the log odds, `seen`
    the level that each was of, `prior` what the pair had before; rivals took the rest. `weights` is None for a
    catalogue, which is compared by all its words at once.
    """

    left: "np.ndarray"
    right: "np.ndarray"
    odds: "np.ndarray"
    thing: "np.ndarray"
    pool: Pool
    weights: Weights | None
    seen: "np.ndarray"
    evidence: "np.ndarray"
    prior: "np.ndarray"
    guards: tuple[Guard, ...] = ()

    @property
    def probability(self) -> "np.ndarray":
        """The probability of each pair."""
        return probability(self.odds)


def probability(odds: "np.ndarray") -> "np.ndarray":
    """Return log odds as probabilities."""
    import numpy as np

    chance: np.ndarray = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return chance


def resolve(pool: Pool, verdicts: "dict[tuple[int, int], bool] | None" = None, *, within: bool = True) -> Resolved:
    """Find which rows are one thing; two of one source only where `within`.

    `verdicts` say of pairs of rows (smaller first) what people decided.
    """
    if not pool.columns or pool.size < 2:
        return _nothing(pool)
    short = is_catalogue(pool)
    used = whole_words(pool) if short else pool
    found = candidates(used, within=within and not short)
    scored = _catalogue(used, found) if short else _weighed(used, found)
    return _clustered(scored, verdicts or {})


def _nothing(pool: Pool) -> Resolved:
    import numpy as np

    none = np.empty(0, dtype=np.int64)
    zero, empty = np.empty(0), np.empty((0, len(pool.columns)))
    return Resolved(none, none, zero, np.arange(pool.size), pool, None, empty.astype(np.int8), empty, zero)


def _catalogue(pool: Pool, found: Candidates) -> Resolved:
    import numpy as np

    odds = word_odds(pool, found.left, found.right)
    told = odds.reshape(-1, 1).copy()
    apart = pool.source[found.left] != pool.source[found.right]
    rows = np.arange(pool.size)
    odds[apart] = competing(odds[apart], found.left[apart], found.right[apart], pool.source, rows)
    seen = levels(pool, found.left, found.right)
    return Resolved(found.left, found.right, odds, rows, pool, None, seen, told, np.zeros(len(odds)))


def _weighed(pool: Pool, found: Candidates) -> Resolved:
    import numpy as np

    pairs = compared(pool, found.left, found.right)
    group, all_pairs = _groups(pool, found)
    weights = learn(pool, pairs.seen, group, all_pairs)
    prior = np.log(np.maximum(weights.prevalence, _PREVALENCE_FLOOR))[group]
    odds = total_evidence(weights, pool, pairs, prior)
    apart = pool.source[found.left] != pool.source[found.right]
    odds[~apart] -= (_SELDOM_TWICE if apart.any() else 0) + _MIRRORED * _mirrored(pool, found, odds, apart)
    inside = cluster(pool.size, found.left[~apart], found.right[~apart], odds[~apart], pool.source)
    odds[apart] = competing(odds[apart], found.left[apart], found.right[apart], pool.source, inside)
    guards = tuple(_guards(pool, found, odds, inside))
    for each in guards:
        held = _of_group(pool, found, each.left, each.right)
        odds[held] = np.minimum(odds[held], -0.01)
    return Resolved(found.left, found.right, odds, inside, pool, weights, pairs.seen, np.empty((0, 0)), prior, guards)


def _mirrored(pool: Pool, found: Candidates, odds: "np.ndarray", apart: "np.ndarray") -> "np.ndarray":
    """Tell of each pair of one source whether its two records have each their own partner in another source.

    Two like things held by two systems are likelier than one thing that both hold twice.
    """
    import numpy as np

    left, right = found.left[apart], found.right[apart]
    alone = competing(odds[apart], left, right, pool.source, np.arange(pool.size))
    sources = int(pool.source.max()) + 1
    partner = np.full((pool.size, sources), -1, dtype=np.int64)
    sure = np.flatnonzero(alone > 0)
    sure = sure[np.argsort(alone[sure], kind="stable")]
    partner[left[sure], pool.source[right[sure]]] = right[sure]
    partner[right[sure], pool.source[left[sure]]] = left[sure]
    mine, other = partner[found.left[~apart]], partner[found.right[~apart]]
    two: np.ndarray = ((mine >= 0) & (other >= 0) & (mine != other)).any(axis=1)
    return two


def _groups(pool: Pool, found: Candidates) -> "tuple[np.ndarray, np.ndarray]":
    """Return the pair of sources of each candidate, as a number, and how many pairs of records each has in all."""
    import numpy as np

    sources = int(pool.source.max()) + 1
    sizes = np.bincount(pool.source, minlength=sources).astype(float)
    all_pairs = np.outer(sizes, sizes)
    np.fill_diagonal(all_pairs, sizes * (sizes - 1) / 2)
    one, other = pool.source[found.left], pool.source[found.right]
    return np.minimum(one, other) * sources + np.maximum(one, other), np.maximum(1.0, all_pairs).ravel()


def _of_group(pool: Pool, found: Candidates, left: int, right: int) -> "np.ndarray":
    import numpy as np

    one, other = pool.source[found.left], pool.source[found.right]
    theirs: np.ndarray = (np.minimum(one, other) == left) & (np.maximum(one, other) == right)
    return theirs


def _guards(pool: Pool, found: Candidates, odds: "np.ndarray", inside: "np.ndarray") -> "list[Guard]":
    """Return the pairs of sources in which more pairs are likely than the smaller side can have partners."""
    import numpy as np

    sizes = np.bincount(pool.source)
    things = np.array([len(np.unique(inside[pool.source == each])) for each in range(len(sizes))])
    guards = []
    for left in range(len(sizes)):
        for right in range(left + 1, len(sizes)):
            implied = float(probability(odds[_of_group(pool, found, left, right)]).sum())
            doubled = max(sizes[left] / max(1, things[left]), sizes[right] / max(1, things[right]))
            cap = float(min(sizes[left], sizes[right]) * doubled * _EXCESS)
            if implied > cap:
                guards.append(Guard(left, right, implied, cap))
    return guards


def _clustered(scored: Resolved, verdicts: "dict[tuple[int, int], bool]") -> Resolved:
    import numpy as np

    judged = _with_verdicts(scored, verdicts)
    thing = cluster(judged.pool.size, judged.left, judged.right, judged.odds, judged.pool.source)
    kept = np.flatnonzero((judged.odds >= _LEAST_ODDS) | (judged.odds <= -MUST))
    left, right, seen = judged.left[kept], judged.right[kept], judged.seen[kept]
    told = judged.evidence[kept] if judged.weights is None else np.empty(0)
    if judged.weights is not None:
        told = evidence(judged.weights, judged.pool, Pairs(left, right, seen))
    return replace(
        judged, left=left, right=right, odds=judged.odds[kept], seen=seen, evidence=told, prior=judged.prior[kept],
        thing=thing,
    )  # fmt: skip


def _with_verdicts(scored: Resolved, verdicts: "dict[tuple[int, int], bool]") -> Resolved:
    """Return the pairs with what people decided: those they judged are compared if they were not, and are certain."""
    import numpy as np

    if not verdicts:
        return scored
    size = scored.pool.size
    codes = scored.left * size + scored.right
    asked = {one * size + other: MUST if same else -MUST for (one, other), same in verdicts.items()}
    new = np.array(sorted(asked.keys() - set(codes.tolist())), dtype=np.int64)
    every = np.concatenate([codes, new])
    odds = np.concatenate([scored.odds, np.zeros(len(new))])
    for at in np.flatnonzero(np.isin(every, list(asked))):
        odds[at] = asked[int(every[at])]
    left, right = every // size, every % size
    seen = np.concatenate([scored.seen, levels(scored.pool, new // size, new % size)])
    prior = np.concatenate([scored.prior, np.zeros(len(new))])
    told = scored.evidence
    if scored.weights is None:
        told = np.concatenate([told, np.zeros((len(new), told.shape[1]))])
    return replace(scored, left=left, right=right, odds=odds, seen=seen, prior=prior, evidence=told)
