"""How probable is it that two fields mean the same? Two weighings of evidence and one calibration, read from data.

The first weighing (logistic) is of what speaks for a pair alone. The second sees also how the pair stands among the
other pairs of its two fields and how well their datasets match. Isotonic calibration turns the result into a
probability. `words/scoring.json` holds the weights and names the systems that they were fitted on.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from regia.match.features import features
from regia.match.values import value_evidence
from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np


class Weighing(msgspec.Struct, frozen=True):
    """Weights of features in standard units: the log odds are `bias` + sum of weight x (feature - mean) / scale."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weight: tuple[float, ...]
    bias: float

    def log_odds(self, rows: "np.ndarray") -> "np.ndarray":
        """Return the log odds of each row of features."""
        import numpy as np

        weight = np.array(self.weight) / np.array(self.scale)
        return np.asarray(rows @ weight + (self.bias - np.array(self.mean) @ weight))


class Scoring(msgspec.Struct, frozen=True):
    """Both weighings and the calibration: `odds` against `probability`, straight lines between."""

    fitted_on: tuple[str, ...]
    alone: Weighing
    among: Weighing
    odds: tuple[float, ...]
    probability: tuple[float, ...]

    def calibrated(self, log_odds: "np.ndarray") -> "np.ndarray":
        """Return probabilities."""
        import numpy as np

        return np.asarray(np.interp(log_odds, self.odds, self.probability))


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of rows of a view, all of the same two systems, and what the names and values say of each."""

    left: "np.ndarray"
    right: "np.ndarray"

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return len(self.left)


@cache
def shipped_scoring() -> Scoring:
    """Return the weights that every company has."""
    data = files("regia.match").joinpath("words", "scoring.json").read_bytes()
    return msgspec.json.decode(data, type=Scoring)


_CHUNK = 200_000


def score(seen: View, pairs: Pairs, scoring: Scoring) -> "np.ndarray":
    """Return the final log odds of pairs of two systems."""
    alone = alone_log_odds(seen, pairs, scoring.alone)
    return scoring.among.log_odds(among(seen, pairs, alone))


def alone_log_odds(seen: View, pairs: Pairs, weighing: Weighing) -> "np.ndarray":
    """Return what speaks for each pair by itself, as log odds."""
    import numpy as np

    parts = [
        weighing.log_odds(features(seen, left, right)) + value_evidence(seen, left, right)
        for left, right in zip(_chunks(pairs.left), _chunks(pairs.right), strict=True)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _chunks(rows: "np.ndarray") -> list["np.ndarray"]:
    return [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]


def among(seen: View, pairs: Pairs, alone: "np.ndarray") -> "np.ndarray":
    """Return, for each pair: its log odds, how far below the best of its two fields, how its datasets match."""
    import numpy as np

    best_left = _best(alone, pairs.left, seen.size)
    best_right = _best(alone, pairs.right, seen.size)
    tables = _datasets_match(seen, pairs, alone)
    return np.column_stack([alone, alone - best_left[pairs.left], alone - best_right[pairs.right], tables])


def _best(values: "np.ndarray", rows: "np.ndarray", size: int) -> "np.ndarray":
    import numpy as np

    best = np.full(size, -50.0)
    np.maximum.at(best, rows, values)
    return best


def _datasets_match(seen: View, pairs: Pairs, alone: "np.ndarray") -> "np.ndarray":
    """Return the log of how much of two datasets has a counterpart in the other, by each field's best pair."""
    import numpy as np

    probability = 1 / (1 + np.exp(-alone))
    count = len(seen.subjects.tables)
    couple, place = np.unique(seen.table[pairs.left] * count + seen.table[pairs.right], return_inverse=True)
    sides = [_sum_of_best(place, rows, probability, seen.size, len(couple)) for rows in (pairs.left, pairs.right)]
    sizes = np.bincount(seen.table, minlength=count)
    smaller = np.sqrt(np.minimum(sizes[couple // count], sizes[couple % count]))
    return np.asarray(np.log(0.05 + (sides[0] + sides[1]) / 2 / smaller)[place])


def _sum_of_best(
    place: "np.ndarray", rows: "np.ndarray", probability: "np.ndarray", size: int, couples: int
) -> "np.ndarray":
    import numpy as np

    member, inverse = np.unique(place.astype(np.int64) * size + rows, return_inverse=True)
    best = np.zeros(len(member))
    np.maximum.at(best, inverse, probability)
    return np.bincount(member // size, weights=best, minlength=couples)
