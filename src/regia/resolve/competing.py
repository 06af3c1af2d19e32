"""Of several records of one source that could be the match of a record, at most one thing is: they compete.

Two systems hold one thing once, unless one of them holds it double: records of a source that are one thing among
themselves do not compete. How likely each pair is, given that no record may be in two, is passed along the graph of
pairs (belief propagation for matchings, as in Bayati, Shah and Sharma 2008; the sum over matchings instead of the
best one): a rival that has a better match elsewhere is no rival.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_ROUNDS = 30
_HIGHEST = 40.0


def competing(
    odds: "np.ndarray", left: "np.ndarray", right: "np.ndarray", source: "np.ndarray", thing: "np.ndarray"
) -> "np.ndarray":
    """Return the log odds of pairs of different sources once their rivals are counted in.

    `thing` tells for each row which records of its own source it is one thing with.
    """
    import numpy as np

    if not len(odds):
        return odds
    one, other = thing[left].astype(np.int64), thing[right].astype(np.int64)
    top = int(thing.max()) + 1
    _, edge = np.unique(one * top + other, return_inverse=True)
    strongest = np.full(edge.max() + 1, -np.inf)
    np.maximum.at(strongest, edge, np.clip(odds, -_HIGHEST, _HIGHEST))
    first = np.zeros(len(strongest), dtype=np.int64)
    first[edge] = np.arange(len(edge))
    sources = int(source.max()) + 1
    mine = one[first] * sources + source[right[first]]
    theirs = other[first] * sources + source[left[first]]
    left_over: np.ndarray = np.clip(odds, -_HIGHEST, _HIGHEST) - _lost(strongest, mine, theirs)[edge]
    return left_over


def _lost(odds: "np.ndarray", mine: "np.ndarray", theirs: "np.ndarray") -> "np.ndarray":
    """Return the log odds that each edge loses to its rivals at either end."""
    import numpy as np

    strength = np.exp(odds)
    _, mine = np.unique(mine, return_inverse=True)
    _, theirs = np.unique(theirs, return_inverse=True)
    free_here, free_there = np.ones(len(odds)), np.ones(len(odds))  # each end's message: chance of being free
    for _ in range(_ROUNDS):
        said_here, said_there = strength * free_there, strength * free_here
        here = 1 / (1 + np.maximum(0, np.bincount(mine, said_here)[mine] - said_here))
        there = 1 / (1 + np.maximum(0, np.bincount(theirs, said_there)[theirs] - said_there))
        free_here, free_there = np.sqrt(free_here * here), np.sqrt(free_there * there)
    return -np.log(free_here) - np.log(free_there)
