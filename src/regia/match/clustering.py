"""Groups of fields that mean the same: joined best pair first, never across a rejection or inside one dataset.

Greedy average-link correlation clustering: two groups are joined when their mean probability over all pairs between
them is above the threshold and nothing forbids it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np


class Linked(Protocol):
    """A pair of rows with its probability and whether a person judged it."""

    @property
    def left(self) -> int:
        """The one row."""

    @property
    def right(self) -> int:
        """The other row."""

    @property
    def probability(self) -> float:
        """How probable it is (0..1)."""

    @property
    def same(self) -> bool | None:
        """Whether somebody said that they mean the same, None where nobody said anything."""


def cluster(seen: View, matches: Sequence[Linked], *, threshold: float) -> "np.ndarray":
    """Return the cluster of every field: the smallest row in it. `matches` come best first."""
    import numpy as np

    groups = _Groups(seen, matches)
    for match in matches:
        if match.same:
            groups.join(match.left, match.right)
    for match in matches:
        if match.same is None and match.probability >= threshold:
            groups.consider(match.left, match.right, threshold)
    return np.array([groups.of(row) for row in range(seen.size)], dtype=np.int64)


class _Groups:
    def __init__(self, seen: View, matches: Sequence[Linked]) -> None:
        self._table = seen.table
        self._of = list(range(seen.size))
        self._members = {row: [row] for row in range(seen.size)}
        self._chance: dict[tuple[int, int], float] = {}
        self._apart: set[tuple[int, int]] = set()
        for match in matches:
            pair = (min(match.left, match.right), max(match.left, match.right))
            self._chance[pair] = match.probability
            if match.same is False:
                self._apart.add(pair)

    def of(self, row: int) -> int:
        return self._of[row]

    def join(self, left: int, right: int) -> None:
        one, other = sorted((self._of[left], self._of[right]))
        if one == other:
            return
        for row in self._members[other]:
            self._of[row] = one
        self._members[one] += self._members.pop(other)

    def consider(self, left: int, right: int, threshold: float) -> None:
        one, other = self._of[left], self._of[right]
        if one != other and self._mean(self._members[one], self._members[other]) >= threshold:
            self.join(left, right)

    def _mean(self, mine: list[int], others: list[int]) -> float:
        """Return the mean probability between two groups; 0 where something forbids joining them."""
        total = 0.0
        for one in mine:
            for other in others:
                pair = (min(one, other), max(one, other))
                if self._table[one] == self._table[other] or pair in self._apart:
                    return 0.0
                total += self._chance.get(pair, 0.0)
        return total / (len(mine) * len(others))
