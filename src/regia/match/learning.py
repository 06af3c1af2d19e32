"""Fits the weights and the calibration on pairs whose truth is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from regia.match.features import features
from regia.match.scoring import Pairs, Scoring, Weighing, alone_log_odds, among
from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np

_RIDGE = 30.0
_ROUNDS = 30


@dataclass(frozen=True)
class Known:
    """Pairs of two systems and whether each is true."""

    pairs: Pairs
    true: "np.ndarray"


def fit(seen: View, known: Sequence[Known], fitted_on: Sequence[str]) -> Scoring:
    """Return weights and calibration fitted on known pairs (logistic regression with ridge, isotonic regression)."""
    import numpy as np

    true = np.concatenate([each.true for each in known])
    rows = [features(seen, each.pairs.left, each.pairs.right) for each in known]
    alone = _logistic(np.vstack(rows), true)
    seconds = [among(seen, each.pairs, alone_log_odds(seen, each.pairs, alone)) for each in known]
    both = _logistic(np.vstack(seconds), true)
    odds, probability = calibration(both.log_odds(np.vstack(seconds)), true)
    return Scoring(tuple(fitted_on), alone, both, odds, probability)


def _logistic(rows: "np.ndarray", true: "np.ndarray") -> Weighing:
    """Fit by Newton's method."""
    import numpy as np

    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    design = np.column_stack([np.ones(len(rows)), (rows - mean) / scale])
    ridge = np.diag(np.r_[1e-6, np.full(rows.shape[1], _RIDGE)])
    weight = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        expected = 1 / (1 + np.exp(-np.clip(design @ weight, -40, 40)))
        slope = design.T @ (expected - true) + ridge @ weight
        curve = (design * (expected * (1 - expected))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve, slope)
        weight -= step
        if np.abs(step).max() < 1e-6:
            break
    return Weighing(_plain(mean), _plain(scale), _plain(weight[1:]), round(float(weight[0]), 6))


def calibration(odds: "np.ndarray", true: "np.ndarray") -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return a rising curve: the centres of the steps of isotonic regression, with one doubt added to each side."""
    import numpy as np
    from scipy.optimize import isotonic_regression

    order = np.argsort(odds, kind="stable")
    steps = isotonic_regression(true[order].astype(float))
    edges = steps.blocks
    places: list[float] = []
    shares: list[float] = []
    for start, end in pairwise(edges):
        inside = odds[order[start:end]]
        hits = float(true[order[start:end]].sum())
        places.append(float(inside.mean()))
        shares.append((hits + 0.5 * (hits / len(inside) if hits else 0.0)) / (len(inside) + 0.5 + 0.5 * (hits > 0)))
    shares = np.maximum.accumulate(shares).tolist()
    # Values may speak louder than the names that this was fitted on: certainty is reached three further on.
    return _plain([*places, places[-1] + 3]), _plain(np.clip([*shares, 0.99], 0.0, 0.99))


def _plain(values: "Sequence[float] | np.ndarray") -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)
