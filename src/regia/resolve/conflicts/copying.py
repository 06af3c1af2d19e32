"""Which sources copy one another? Those that share more, and more mistakes, than two that know things by themselves.

Dong et al. (VLDB 2009) compare independence with a copier that takes a fixed share of its values from the other; here
the share itself is estimated, over a grid, from values shared and right, shared and wrong, and different.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.conflicts.contest import Contest
from regia.resolve.conflicts.settling import Settled

if TYPE_CHECKING:
    import numpy as np

_COPIED = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
_INDEPENDENT = 0.5
"""Chance, before anything is seen, that two sources do not copy at all."""

_SPREAD, _SPELLINGS = 3.0, 200.0
"""Values that the errors of two independent sources spread over: old values agree often, slips hardly ever."""

_COPYING = 0.3
"""A pair that copies at least so much of what it holds is said to copy."""


@dataclass(frozen=True)
class Shared:
    """What pairs of sources (sources x sources) share: expected right, expected wrong, and what differs.

    `likelihood` (grid x sources x sources) is how well each share of copying explains it, in logarithms.
    """

    right: "np.ndarray"
    wrong: "np.ndarray"
    differing: "np.ndarray"
    likelihood: "np.ndarray"

    def __add__(self, other: "Shared") -> "Shared":
        """Return what is known from two attributes."""
        return Shared(
            self.right + other.right,
            self.wrong + other.wrong,
            self.differing + other.differing,
            self.likelihood + other.likelihood,
        )

    def among(self, places: "np.ndarray", size: int) -> "Shared":
        """Return the same as a table over more sources: `places` is where each of these stands among them."""
        import numpy as np

        tables = []
        for table in (self.right, self.wrong, self.differing, self.likelihood):
            whole = np.zeros((*table.shape[:-2], size, size))
            whole[..., places[:, None], places[None, :]] = table
            tables.append(whole)
        return Shared(*tables)


def nothing_shared(sources: int) -> Shared:
    """Return what is known of sources before anything is seen."""
    import numpy as np

    blank = np.zeros((sources, sources))
    return Shared(blank, blank, blank, np.zeros((len(_COPIED), sources, sources)))


def shared(given: Contest, settled: Settled) -> Shared:
    """Return what the sources of one attribute share."""
    import numpy as np

    if not given.size:
        return nothing_shared(given.said.shape[1])
    said, chance = given.said.astype(np.float64), settled.probability[:, None]
    right, agreeing = said.T @ (said * chance), said.T @ said
    slips = said.T @ (said * (1 - settled.spelt[:, None]))
    present = np.maximum.reduceat(said, given.first, axis=0)
    differing = np.maximum(present.T @ present - agreeing, 0.0)
    wrong = np.maximum(agreeing - right, 0.0)
    for table in (right, wrong, slips, differing):
        np.fill_diagonal(table, 0.0)
    counts = (right, np.maximum(wrong - slips, 0.0), slips, differing)
    return Shared(right, wrong, differing, _likelihood(counts, np.clip(settled.overall, 0.05, 0.98)))


def dependence(known: Shared) -> "np.ndarray":
    """Return the share of its values that each source is expected to copy from each other one (sources x sources)."""
    import numpy as np

    chance = _posterior(known)
    expected = np.tensordot(np.array(_COPIED), chance, axes=1)
    np.fill_diagonal(expected, 0.0)
    copied: np.ndarray = expected
    return copied


def copying(known: Shared) -> "np.ndarray":
    """Return the probability that one of two sources copies a good part of its values from the other."""
    import numpy as np

    chance = np.minimum(_posterior(known)[np.array(_COPIED) >= _COPYING].sum(axis=0), 1.0)
    np.fill_diagonal(chance, 0.0)
    probability: np.ndarray = chance
    return probability


def _posterior(known: Shared) -> "np.ndarray":
    import numpy as np

    prior = np.full(len(_COPIED), (1 - _INDEPENDENT) / (len(_COPIED) - 1))
    prior[0] = _INDEPENDENT
    score = known.likelihood + np.log(prior)[:, None, None]
    raised = np.exp(score - score.max(axis=0))
    chance: np.ndarray = raised / raised.sum(axis=0)
    return chance


def _likelihood(counts: "tuple[np.ndarray, ...]", rates: "np.ndarray") -> "np.ndarray":
    """Return how well each share of copying explains what is shared: right, wrong, misspelt alike, and different."""
    import numpy as np

    one, other = rates[:, None], rates[None, :]
    right, wrong = one * other, (1 - one) * (1 - other)
    alone = (right, wrong / _SPREAD, wrong / _SPELLINGS, np.maximum(1 - right - wrong / _SPREAD, 1e-6))
    mean = (one + other) / 2
    copied = (mean, (1 - mean) / 2, (1 - mean) / 2, 0 * mean)
    found = []
    for share in _COPIED:
        chances = [share * same + (1 - share) * apart for same, apart in zip(copied, alone, strict=True)]
        found.append(sum(count * np.log(chance) for count, chance in zip(counts, chances, strict=True)))
    return np.array(found)
