"""Which value is right, and how often is each source right? Both at once, by expectation-maximisation.

The model descends from ACCU of Dong, Berti-Equille and Srivastava (Integrating conflicting data, VLDB 2009), with the
two ways in which business data goes wrong kept apart:

- values that are slips of one another: one was typed wrong, so the more sources say a spelling,
  the better;
- values that are really different: one was right and the thing changed since, so a source with the newest record is
  likely to know, and ten old records that agree with one another prove nothing against it.

For each, a source has a chance of holding the right value *where there is something to decide*, learned from the
contested entities alone (those without a contest would teach that everybody is always right).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.conflicts.contest import AGES, NEWEST, OLDER, UNKNOWN, Contest, Level

if TYPE_CHECKING:
    import numpy as np

ROUNDS = 12

_CHANGES: Mapping[int, float] = {UNKNOWN: 0.55, OLDER: 0.35, NEWEST: 0.8}
_SLIPS: Mapping[int, float] = dict.fromkeys(range(AGES), 0.7)
"""Chance of holding the right value before anything is seen, by the age of the record."""

_TOGETHER, _OWN = 20.0, 10.0
"""Claims that the start counts for in what is learned of a source in all attributes, and that for in one attribute."""

TELLING = 2.4
"""A contest teaches who is right only where more sources of their own than this speak; of two, each has its word."""

_CHANGE_BOUNDS, _SLIP_BOUNDS = (0.12, 0.88), (0.5, 0.9)
"""Nobody is believed more, or less, than this: contests alone cannot prove it."""

_SURE = (0.5, 0.995)


@dataclass(frozen=True)
class Chances:
    """The chance that a source holds the right value where there is a contest (sources x ages).

    `changes` between values that are really different, `slips` between spellings.
    """

    changes: "np.ndarray"
    slips: "np.ndarray"


@dataclass(frozen=True)
class Counts:
    """Claims that proved right, and all claims (sources x ages), in the two kinds of contest."""

    changes: "tuple[np.ndarray, np.ndarray]"
    slips: "tuple[np.ndarray, np.ndarray]"


@dataclass(frozen=True)
class Settled:
    """The probability that each candidate is the right one of its entity's, and the weight (0..1) of each claim.

    `spelt` is the probability that it is rightly spelt, whether it is the right value or an old one; `overall` how
    often each source is right in all that could be compared.
    """

    probability: "np.ndarray"
    spelt: "np.ndarray"
    weight: "np.ndarray"
    overall: "np.ndarray"


def starting(sources: int) -> Chances:
    """Return what is believed of sources before anything is seen."""
    import numpy as np

    return Chances(*(np.tile([start[age] for age in range(AGES)], (sources, 1)) for start in (_CHANGES, _SLIPS)))


def believed(counts: Counts) -> Chances:
    """Return what is believed of sources after counting what all attributes taught."""
    start = starting(len(counts.changes[0]))
    changes = _shrunk(counts.changes, start.changes, _TOGETHER, _CHANGE_BOUNDS)
    return Chances(changes, _shrunk(counts.slips, start.slips, _TOGETHER, _SLIP_BOUNDS))


def settle(given: Contest, before: Chances, dependence: "np.ndarray") -> tuple[Chances, Counts]:
    """Learn the chances of the sources of one attribute from a contest, starting from what was believed before.

    `dependence` (sources x sources) is how much they copy.
    """
    changes = _learned(given.changes, before.changes, dependence, _CHANGE_BOUNDS)
    slips = _learned(given.slips, before.slips, dependence, _SLIP_BOUNDS)
    return Chances(changes[0], slips[0]), Counts(changes[1], slips[1])


def judge(given: Contest, chances: Chances, dependence: "np.ndarray") -> Settled:
    """Return how probable each candidate is."""
    import numpy as np

    changed, _ = _shares(given.changes, chances.changes, dependence)
    spelt, weight = _shares(given.slips, chances.slips, dependence)
    probability: np.ndarray = changed[given.cluster] * spelt
    return Settled(probability, spelt, weight, _overall(given, probability))


def _learned(
    level: Level, before: "np.ndarray", dependence: "np.ndarray", bounds: tuple[float, float]
) -> "tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]":
    """Return the chances learned from the contested groups of a level, and the counts behind them."""
    contested, right = level.contested(), before
    counts = _counted(contested, *_shares(contested, right, dependence))
    for _ in range(ROUNDS if len(contested.group) else 0):
        right = _shrunk(counts, before, _OWN, bounds)
        counts = _counted(contested, *_shares(contested, right, dependence))
    return right, counts


def _counted(level: Level, probability: "np.ndarray", weight: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    import numpy as np

    held, claims = np.zeros((level.said.shape[1], AGES)), np.zeros((level.said.shape[1], AGES))
    if not len(level.group):
        return held, claims
    speaking = np.add.reduceat(weight.sum(axis=1), level.first)
    telling = weight * (speaking > TELLING)[level.group][:, None]
    for age in range(AGES):
        chosen = telling * (level.age == age)
        claims[:, age] = chosen.sum(axis=0)
        held[:, age] = (chosen * probability[:, None]).sum(axis=0)
    return held, claims


def _shrunk(
    counts: "tuple[np.ndarray, np.ndarray]", before: "np.ndarray", worth: float, bounds: tuple[float, float]
) -> "np.ndarray":
    import numpy as np

    return np.asarray(np.clip((counts[0] + worth * before) / (counts[1] + worth), *bounds))


def _shares(level: Level, right: "np.ndarray", dependence: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return the probability of each row of a level within its group, and the weight of each claim."""
    import numpy as np

    weight = _weights(level, right, dependence)
    if not len(level.group):
        return np.zeros(0), weight
    rivals = np.diff(level.first, append=len(level.group))[level.group]
    odds = np.log(right / (1 - right))
    each = np.take_along_axis(odds.T[None], level.age[:, None, :].astype(np.int64), axis=1)[:, 0, :]
    spread = np.log(np.maximum(rivals - 1, 1))[:, None]
    score = (weight * (each + spread)).sum(axis=1) + level.bonus
    raised = np.exp(score - np.maximum.reduceat(score, level.first)[level.group])
    return raised / np.add.reduceat(raised, level.first)[level.group], weight


def _weights(level: Level, right: "np.ndarray", dependence: "np.ndarray") -> "np.ndarray":
    """Return the weight of each claim: who repeats a source that is right more often counts for what he adds."""
    import numpy as np

    order = np.argsort(-right.mean(axis=1), kind="stable")
    weight = level.said.astype(np.float64)
    for place, source in enumerate(order):
        for before in order[:place]:
            if dependence[source, before] > 0.01:
                both = level.said[:, source] & level.said[:, before]
                weight[both, source] *= 1 - dependence[source, before]
    return weight


def _overall(given: Contest, probability: "np.ndarray") -> "np.ndarray":
    """Return how often each source is right where its values could be compared."""
    import numpy as np

    compared = given.compared()
    said = given.said[compared]
    held = (said * probability[compared][:, None]).sum(axis=0)
    return np.asarray(np.clip((held + 9.0) / (said.sum(axis=0) + 10.0), *_SURE))
