"""Scores of areas and items: means over people with bootstrap intervals, gaps between sides, spread within one.

Percentile bootstrap over people (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13), seeded: the
same answers give the same interval. A person is drawn whole, with all their answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.assess.disclosure import Group, Told
from regia.assess.questionnaire import items

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GROUPS: tuple[Group, ...] = ("it", "business", "all")


@dataclass(frozen=True)
class Score:
    """A mean on the scale 1 to 5 with its interval; `spread` is the standard deviation between people."""

    score: float
    low: float
    high: float
    spread: float
    answers: int


@dataclass(frozen=True)
class Gap:
    """IT minus business, with its interval."""

    gap: float
    low: float
    high: float


class Sample:
    """The answers of one group, and the scores that its resamples give."""

    def __init__(self, told: Told, group: Group, *, resamples: int, confidence: float, seed: int) -> None:
        import numpy as np

        self._names = [name for name in items() if (group, name) in told.levels]
        self._people = sorted(told.people(group))
        self._confidence = confidence
        place = {person: row for row, person in enumerate(self._people)}
        self._levels: NDArray[np.float64] = np.full((len(self._people), len(self._names)), np.nan)
        for column, name in enumerate(self._names):
            for person, level in told.levels[group, name].items():
                self._levels[place[person], column] = level
        draw = np.random.default_rng([seed, told.round.number, GROUPS.index(group)])
        count = len(self._people)
        weights = draw.multinomial(count, [1 / count] * count, size=resamples) if count else np.zeros((resamples, 0))
        self._resampled = self._means(weights.astype(np.float64))
        self._observed = self._means(np.ones((1, count)))

    def mean(self, names: Sequence[str]) -> Score | None:
        """Return the score of some items together, each counting the same; None where nothing of them may be told."""
        import numpy as np

        columns = self._columns(names)
        if not columns:
            return None
        given = self._levels[:, columns]
        mean = float(self._averaged(self._observed, columns)[0])
        low, high = interval(self._averaged(self._resampled, columns), self._confidence)
        spread = float(np.mean(np.nanstd(given, axis=0, ddof=1)))
        people = int(np.sum(~np.isnan(given).all(axis=1)))
        return Score(mean, min(low, mean), max(high, mean), spread, people)

    def resampled(self, names: Sequence[str]) -> "NDArray[np.float64] | None":
        """Return the mean of some items in every resample."""
        columns = self._columns(names)
        return self._averaged(self._resampled, columns) if columns else None

    def drawn(self, name: str, count: int) -> list[float]:
        """Return the score of an item in the first resamples; empty where nothing of it may be told."""
        values = self.resampled([name])
        return [] if values is None else [float(values[number % len(values)]) for number in range(count)]

    def _columns(self, names: Sequence[str]) -> list[int]:
        return [self._names.index(name) for name in names if name in self._names]

    def _means(self, weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
        import numpy as np

        given = ~np.isnan(self._levels)
        counts = weights @ given
        with np.errstate(invalid="ignore", divide="ignore"):
            means: NDArray[np.float64] = (weights @ np.nan_to_num(self._levels)) / counts
        return means

    def _averaged(self, means: "NDArray[np.float64]", columns: list[int]) -> "NDArray[np.float64]":
        """Return the mean over columns; a resample in which nobody answered an item leaves that item out."""
        import numpy as np

        part = means[:, columns]
        known = ~np.isnan(part)
        counts = known.sum(axis=1)
        averaged: NDArray[np.float64] = np.nan_to_num(part).sum(axis=1)[counts > 0] / counts[counts > 0]
        return averaged


def gap(it: Sample, business: Sample, names: Sequence[str], *, confidence: float) -> Gap | None:
    """Return IT minus business on the mean of some items; None where one side may not be told.

    Only items told of on both sides count, so that the same things are compared.
    """
    both = [name for name in names if it.mean([name]) and business.mean([name])]
    one, other = it.resampled(both), business.resampled(both)
    if one is None or other is None:
        return None
    means: Mapping[str, float] = {
        side: sum(score.score for name in both if (score := sample.mean([name]))) / len(both)
        for side, sample in (("it", it), ("business", business))
    }
    size = min(len(one), len(other))
    low, high = interval(one[:size] - other[:size], confidence)
    return Gap(means["it"] - means["business"], low, high)


def interval(values: "NDArray[np.float64]", confidence: float) -> tuple[float, float]:
    """Return the bounds that hold the middle `confidence` of the values."""
    import numpy as np

    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
