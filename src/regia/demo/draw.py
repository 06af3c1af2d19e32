"""Chance with a name: every part of a made-up company draws from its own reproducible stream."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Draw(Random):
    """A stream of chance that depends on nothing but its name.

    Two parts with different names never disturb one another: adding a draw here changes nothing there.
    """

    def __init__(self, *name: object) -> None:
        super().__init__("/".join(str(part) for part in name))

    def chance(self, probability: float) -> bool:
        """Return true with this probability."""
        return self.random() < probability

    def pick(self, among: Sequence[T]) -> T:
        """Return one of them, all alike."""
        return among[int(self.random() * len(among))]

    def around(self, median: float, spread: float) -> float:
        """Return a lognormal value; about two thirds lie within a factor exp(spread) of the median."""
        return median * exp(self.gauss(0.0, spread))

    def wait(self, mean: float) -> float:
        """Return an exponential value."""
        return -mean * log(1.0 - self.random())

    def count(self, mean: float) -> int:
        """Return a Poisson count (by its exponential gaps, split where the mean is large)."""
        total = 0
        while mean > 30:
            total += self.count(30)
            mean -= 30
        limit, product = exp(-mean), self.random()
        while product > limit:
            total += 1
            product *= self.random()
        return total


class Weighted(Generic[T]):
    """A finite distribution."""

    def __init__(self, values: Sequence[T], weights: Sequence[float]) -> None:
        self.values = tuple(values)
        self._upto = tuple(accumulate(weights))

    def draw(self, draw: Draw) -> T:
        """Return one value by its weight."""
        return self.values[bisect_left(self._upto, draw.random() * self._upto[-1])]
