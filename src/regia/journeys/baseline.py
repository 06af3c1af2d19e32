"""Sets waits beside those of like work before: of the same months of the year, weekdays and kinds.

A mix that changes is no change of the waits: of more work of the slow kind, each piece may wait as long as ever. The
excess is therefore taken stratum by stratum, weighing each by the work after the change, where both sides have work
(direct standardisation). Where weekdays make strata too thin they are left out. The kind of the work never is: without
it the excess might be that of the mix, and where no kind is on both sides there is none. Months are left out where the
sides have none in common, for lack of years.

For the test, which is over single weeks, each kind's and weekday's own level is taken off the waits first. Levels are
told apart within eight weeks at a time, so that what changes over the years is not taken for the kind's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regia.journeys.drawn_again import how_often
from regia.journeys.explained import WEEKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

THICK = 3
"""Waits before the change from which the mean of a stratum is one."""

COVERED = 0.8
"""Share of the waits after the change that must have such a stratum for weekdays to be told apart."""

LEAST_MATCHED = 20
"""Waits on each side, of kinds of work that both have, from which an excess is told."""

_LEAST_CELL = 5
_ROUNDS = 2
_MONTHS = 12
_DAY = 86_400
_WEEK = 7 * _DAY
_YEAR = 365.25 * _DAY


@dataclass(frozen=True)
class Kinds:
    """What kind of work each passage is, as small numbers, and the code of the field that tells it."""

    code: str
    of: "NDArray[np.int64]"


def levelled(
    waits: "NDArray[np.float64]", weeks: "NDArray[np.int64]", factors: Sequence["NDArray[np.int64]"]
) -> "NDArray[np.float64]":
    """Return the waits less the level of what each is, by some factors; `weeks` are counted from the first."""
    left = waits
    for _ in range(_ROUNDS if len(factors) > 1 else 1):
        for factor in factors:
            left = left - _levels(left, weeks // WEEKS, factor)[factor]
    return left


def _levels(
    waits: "NDArray[np.float64]", blocks: "NDArray[np.int64]", factor: "NDArray[np.int64]"
) -> "NDArray[np.float64]":
    """Return by how much the median wait of each value of a factor differs within blocks, as least squares have it."""
    size = int(factor.max()) + 1
    cells, median, count = medians(blocks * size + factor, waits)
    kept = count >= _LEAST_CELL
    shape = (int(blocks.max()) + 1, size)
    number, middle = np.zeros(shape), np.zeros(shape)
    number.flat[cells[kept]], middle.flat[cells[kept]] = count[kept], median[kept]
    of_block = np.maximum(number.sum(axis=1, keepdims=True), 1)
    apart = middle - (number * middle).sum(axis=1, keepdims=True) / of_block
    normal = np.diag(number.sum(axis=0)) - number.T @ (number / of_block)
    levels: NDArray[np.float64] = np.linalg.pinv(normal, hermitian=True) @ (number * apart).sum(axis=0)
    return levels


def medians(
    groups: "NDArray[np.int64]", values: "NDArray[np.float64]"
) -> "tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]":
    """Return the groups that there are, in order, with the median and the number of the values of each."""
    order = np.lexsort((values, groups))
    listed, first, count = np.unique(groups[order], return_index=True, return_counts=True)
    ranked = values[order]
    return listed, (ranked[first + (count - 1) // 2] + ranked[first + count // 2]) / 2, count


@dataclass(frozen=True)
class Level:
    """Strata of the waits, weeks by strata: how many there are and how long they are in all; `codes` say of what."""

    codes: tuple[str, ...]
    count: "NDArray[np.float64]"
    total: "NDArray[np.float64]"


@dataclass(frozen=True)
class Matching:
    """The strata that a change between weeks before and weeks after is told by; weeks by the month that they are in."""

    level: Level
    month: "NDArray[np.int64]"
    before: "NDArray[np.int64]"
    after: "NDArray[np.int64]"

    @property
    def codes(self) -> tuple[str, ...]:
        """What is alike on both sides: `month`, `weekday` and the code of the kind of work, where they are matched."""
        return ("month", *self.level.codes) if self.month.any() else self.level.codes

    def excess(self) -> float:
        """Return how much longer waits are after than before, in the strata that both sides have."""
        whole = (np.ones((1, len(side))) for side in (self.before, self.after))
        return float(self._excess(*whole)[0])

    def drawn(self, seed: int) -> "NDArray[np.float64]":
        """Return the excess of weeks drawn again, each side's among themselves."""
        draw = np.random.default_rng(seed)
        return self._excess(*(how_often(len(side), draw).astype(np.float64) for side in (self.before, self.after)))

    def _excess(self, before: "NDArray[np.float64]", after: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return the excess of each drawing, a row of how often each week of a side is drawn; 0 without like work."""
        top, weight = np.zeros(len(before)), np.zeros(len(before))
        for month in np.unique(self.month[self.after]):
            old, new = (self._of(month, side, drawn) for side, drawn in ((self.before, before), (self.after, after)))
            both = (old[0] > 0) & (new[0] > 0)
            old_mean = old[1] / np.where(both, old[0], 1)
            top += np.where(both, new[1] - new[0] * old_mean, 0).sum(axis=1)
            weight += np.where(both, new[0], 0).sum(axis=1)
        return np.divide(top, weight, out=np.zeros(len(top)), where=weight > 0)

    def _of(
        self, month: int, side: "NDArray[np.int64]", drawn: "NDArray[np.float64]"
    ) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """Return how many waits of a month each stratum has, and how long they are in all, drawing by drawing."""
        at = self.month[side] == month
        return drawn[:, at] @ self.level.count[side[at]], drawn[:, at] @ self.level.total[side[at]]

    def matched(self, least: int) -> tuple[float, float]:
        """Return the waits on each side that are in a stratum with so many before, and some after."""
        count = [self._counts(side) for side in (self.before, self.after)]
        both = (count[0] >= least) & (count[1] > 0)
        return float(count[0][both].sum()), float(count[1][both].sum())

    def _counts(self, side: "NDArray[np.int64]") -> "NDArray[np.float64]":
        found = np.zeros((_MONTHS + 1, self.level.count.shape[1]))
        np.add.at(found, self.month[side], self.level.count[side])
        return found


def matching(listed: "NDArray[np.int64]", levels: Sequence[Level], split: int, *, must: bool) -> Matching | None:
    """Return the finest strata that are thick enough on both sides of a week; `listed` are the weeks since 1970.

    `levels` go from the finest to the coarsest. Where the coarsest `must` have waits enough and has not: None.
    """
    before, after = np.arange(split), np.arange(split, len(listed))
    month = 1 + np.floor((listed + 0.5) * _WEEK % _YEAR / (_YEAR / _MONTHS)).astype(np.int64)
    if not np.intersect1d(month[before], month[after]).size:
        month = np.zeros_like(month)
    found = [Matching(level, month, before, after) for level in levels]
    if must and min(found[-1].matched(1)) < LEAST_MATCHED:
        return None
    enough = COVERED * found[-1].matched(1)[1]
    return next((each for each in found[:-1] if each.matched(THICK)[1] >= enough), found[-1])


def levels(
    weeks: "NDArray[np.int64]",
    waits: "NDArray[np.float64]",
    days: "NDArray[np.int64] | None",
    kinds: Kinds | None,
) -> Iterator[Level]:
    """Yield the strata that weekdays and kinds of work make, and those that kinds alone make."""
    of = np.zeros(len(waits), np.int64) if kinds is None else kinds.of
    codes = () if kinds is None else (kinds.code,)
    size = int(of.max()) + 1
    if days is not None:
        yield _level(("weekday", *codes), weeks, days * size + of, waits)
    yield _level(codes, weeks, of, waits)


def _level(
    codes: tuple[str, ...], weeks: "NDArray[np.int64]", strata: "NDArray[np.int64]", waits: "NDArray[np.float64]"
) -> Level:
    listed, at = np.unique(strata, return_inverse=True)
    size, shape = len(listed), (int(weeks.max()) + 1, len(listed))
    cells = weeks * size + at
    count, total = (np.bincount(cells, weights, minlength=shape[0] * size) for weights in (None, waits))
    return Level(codes, count.reshape(shape).astype(np.float64), total.reshape(shape).astype(np.float64))
