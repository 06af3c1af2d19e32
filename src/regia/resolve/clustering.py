"""Records that are one thing: links joined best first, as long as what was compared speaks for it on the whole.

Two groups are joined when the log odds of all compared pairs between them add up in favour: one weak bridge between
two groups whose other pairs were found different does not hold. Pairs that nobody compared say nothing, and are never
made: the work grows with the links, not with the pairs of a group (correlation clustering, greedy).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_MOST_ODDS = 12.0  # one pair alone never outweighs three that are as sure
_MOST_A_SOURCE = 50
MUST = 1e3
"""Log odds that a person's verdict stands for, either way."""


def cluster(
    size: int, left: "np.ndarray", right: "np.ndarray", odds: "np.ndarray", source: "np.ndarray"
) -> "np.ndarray":
    """Return for each row the smallest row that is one thing with it; `odds` are of all compared pairs."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    for_it = odds > 0
    graph = csr_matrix((np.ones(int(for_it.sum()), dtype=np.int8), (left[for_it], right[for_it])), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    members = np.bincount(part)
    label = _smallest(part, size)
    doubtful = (part[left] == part[right]) & (members[part[left]] > 2)
    for rows, ends in _parts(part, np.flatnonzero(doubtful), left):
        if len(rows) > len(ends) and (odds[ends] > 0).all() and _few_a_source(source[rows]):
            continue
        _settle(label, rows, [(int(left[each]), int(right[each]), float(odds[each])) for each in ends], source)
    return label


def _smallest(part: "np.ndarray", size: int) -> "np.ndarray":
    import numpy as np

    first = np.full(int(part.max(initial=0)) + 1, size, dtype=np.int64)
    np.minimum.at(first, part, np.arange(size))
    smallest: np.ndarray = first[part]
    return smallest


def _parts(part: "np.ndarray", pairs: "np.ndarray", left: "np.ndarray") -> "Iterator[tuple[np.ndarray, np.ndarray]]":
    """Yield the rows and the compared pairs of each part that has pairs to settle."""
    import numpy as np

    if not len(pairs):
        return
    whose = part[left[pairs]]
    order = np.argsort(whose, kind="stable")
    pairs, whose = pairs[order], whose[order]
    bounds = np.flatnonzero(np.diff(whose)) + 1
    by_part = np.argsort(part, kind="stable")
    starts = np.searchsorted(part[by_part], np.arange(int(part.max()) + 2))
    for ends in np.split(pairs, bounds):
        mine = int(part[left[ends[0]]])
        yield by_part[starts[mine] : starts[mine + 1]], ends


def _few_a_source(source: "np.ndarray") -> bool:
    import numpy as np

    return bool(np.bincount(source).max() <= 2)


def _settle(
    label: "np.ndarray", rows: "np.ndarray", pairs: Iterable[tuple[int, int, float]], source: "np.ndarray"
) -> None:
    """Join the rows of one part anew, best pair first, and write what each is joined with."""
    groups = _Groups([int(row) for row in rows], source)
    ordered = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    for one, other, odds in ordered:
        groups.note(one, other, odds if abs(odds) >= MUST else max(-_MOST_ODDS, min(_MOST_ODDS, odds)))
    for one, other, odds in ordered:
        if odds > 0:
            groups.consider(one, other)
    for row in rows:
        label[row] = groups.first_of(int(row))


class _Groups:
    """Groups of rows, and between each two the log odds of the pairs that were compared."""

    def __init__(self, rows: list[int], source: "np.ndarray") -> None:
        self._of = {row: row for row in rows}
        self._members = {row: [row] for row in rows}
        self._between: dict[int, dict[int, float]] = defaultdict(dict)
        self._source = source

    def note(self, one: int, other: int, odds: float) -> None:
        self._between[one][other] = self._between[other][one] = self._between[one].get(other, 0.0) + odds

    def consider(self, one: int, other: int) -> None:
        one, other = self._of[one], self._of[other]
        if one == other or self._between[one].get(other, 0.0) <= 0 or self._too_many(one, other):
            return
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        self._join(one, other)

    def first_of(self, row: int) -> int:
        return min(self._members[self._of[row]])

    def _too_many(self, one: int, other: int) -> bool:
        if len(self._members[one]) + len(self._members[other]) <= _MOST_A_SOURCE:
            return False
        held: dict[int, int] = defaultdict(int)
        for row in (*self._members[one], *self._members[other]):
            held[int(self._source[row])] += 1
        return max(held.values()) > _MOST_A_SOURCE

    def _join(self, one: int, other: int) -> None:
        for row in self._members[other]:
            self._of[row] = one
        self._members[one] += self._members.pop(other)
        for third, odds in self._between.pop(other).items():
            self._between[third].pop(other, None)
            if third != one:
                total = self._between[one].get(third, 0.0) + odds
                self._between[one][third] = self._between[third][one] = total
