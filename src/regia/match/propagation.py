"""What a verdict on one pair says of the others: at once, and without a new check-up's data.

A confirmed pair is the same: what corresponds to one side corresponds to the other, the fields beside them in those
two datasets are likelier to correspond, and the same two names elsewhere too; another field of the same dataset is
less likely. A rejected pair says the contrary of the same two names, and of what surely corresponds to its sides.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from regia.match.scoring import Pairs
from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np

Judged = Mapping[tuple[int, int], bool]

_SAME_NAMES = 1.5
_SAME_DATASETS = 1.0
_MOST_FROM_DATASETS = 2.0
_RIVAL = -1.0
_THROUGH_CONFIRMED = 0.97
_THROUGH_REJECTED = -2.0
_SURE = 0.75  # so probable a pair carries a verdict on one of its fields to the other


def propagate(seen: View, pairs: Pairs, probability: "np.ndarray", judged: Judged) -> "np.ndarray":
    """Return the probabilities after the verdicts (0..1): 1 where confirmed, 0 where rejected."""
    import numpy as np

    if not judged:
        return probability
    bounded = np.clip(probability, 1e-4, 1 - 1e-4)
    odds = (
        np.log(bounded / (1 - bounded)) + _said_of_names(seen, pairs, judged) + _said_of_datasets(seen, pairs, judged)
    )
    couples = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    verdict = np.array([float(judged[each]) if each in judged else np.nan for each in couples], dtype=float)
    likely = np.where(np.isnan(verdict), 1 / (1 + np.exp(-odds)), verdict)
    same, other = _through_judged(seen, pairs, likely, judged)
    changed = 1 / (1 + np.exp(-odds - _THROUGH_REJECTED * other * (same < other)))
    return np.where(np.isnan(verdict), np.maximum(changed, _THROUGH_CONFIRMED * same), verdict)


def _said_of_names(seen: View, pairs: Pairs, judged: Judged) -> "np.ndarray":
    import numpy as np

    said: dict[frozenset[object], float] = {}
    for (left, right), same in judged.items():
        names = frozenset({seen.named[left].words, seen.named[right].words})
        said[names] = said.get(names, 0.0) + (_SAME_NAMES if same else -_SAME_NAMES)
    found = (
        said.get(frozenset({seen.named[left].words, seen.named[right].words}), 0.0)
        for left, right in zip(pairs.left, pairs.right, strict=True)
    )
    return np.asarray(np.clip(np.fromiter(found, dtype=float, count=pairs.size), -3, 3))


def _said_of_datasets(seen: View, pairs: Pairs, judged: Judged) -> "np.ndarray":
    """Return what confirmed pairs say of the other fields of their datasets."""
    import numpy as np

    matching: dict[tuple[int, int], float] = {}
    rivals: set[tuple[int, int]] = set()
    for (left, right), same in judged.items():
        if same:
            tables = (int(seen.table[left]), int(seen.table[right]))
            matching[tables] = min(_MOST_FROM_DATASETS, matching.get(tables, 0.0) + _SAME_DATASETS)
            rivals |= {(left, tables[1]), (right, tables[0])}
    found = np.zeros(pairs.size)
    for place, (left, right) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        tables = (int(seen.table[left]), int(seen.table[right]))
        if (left, tables[1]) in rivals or (right, tables[0]) in rivals:
            found[place] = _RIVAL
        else:
            found[place] = matching.get(tables, 0.0)
    return found


def _through_judged(
    seen: View, pairs: Pairs, probability: "np.ndarray", judged: Judged
) -> tuple["np.ndarray", "np.ndarray"]:
    """Return, for each pair, how surely its sides are those of a confirmed pair, and those of a rejected one (0..1).

    A side is one with itself, and with the fields that it surely corresponds to.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, eye

    shape = (seen.size, seen.size)
    sure = probability >= _SURE
    half = csr_matrix((probability[sure], (pairs.left[sure], pairs.right[sure])), shape=shape)
    alike = (half + half.T + eye(seen.size)).tocsr()
    found = []
    for wanted in (True, False):
        rows = np.array([pair for pair, same in judged.items() if same == wanted], dtype=np.int64).reshape(-1, 2)
        said = csr_matrix((np.ones(len(rows)), (rows[:, 0], rows[:, 1])), shape=shape)
        reached = (alike @ (said + said.T) @ alike).tocsr()
        found.append(np.clip(np.asarray(reached[pairs.left, pairs.right]).ravel(), 0, 1))
    return found[0], found[1]
