"""What datasets are about, once their things, references and own numbers are heard too.

Datasets that hold the same things are about one concept: the one that most tells what those things are to the company
(a contact found among the customers is a customer). A dataset whose name tells only a family of concepts (a line, a
document) is the line of what it refers to, or the document that its own number is called after.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regia.match.field import Field
from regia.match.hub import Hub
from regia.match.meaning import Named
from regia.match.population import Place, Populations
from regia.match.subject import ANYTHING, Saying, Subjects

if TYPE_CHECKING:
    import numpy as np

_SURE = 0.5
_NEAR = 0.5  # how near two concepts must be for their datasets to hold one
_SETTLED = 0.9
_CALLED = 0.6
_ALWAYS = 0.95  # a reference with a value this often is to what a record belongs to, not to what it became
_OWN_NUMBER = 0.9  # share of the records that must have their own value


@dataclass(frozen=True)
class _Seen:
    """What joining looks at; `about` is changed as it goes."""

    found: Subjects
    about: "np.ndarray"
    hub: Hub
    referring: frozenset[tuple[Place, Place]]

    def leaf(self, row: int) -> str | None:
        """Return the concept that a dataset is surely about: one without children; None where none is sure."""
        leaves = [name for name in self.hub.names if name != ANYTHING and name not in self.hub.children]
        best = max(leaves, key=lambda name: self.about[row, self.hub.place[name]])
        return best if self.about[row, self.hub.place[best]] >= _SURE else None

    def root(self, row: int) -> str | None:
        """Return the family that a dataset is surely about; None where none is sure."""
        roots = [name for name in self.hub.names if name != ANYTHING and self.hub.concepts[name].parent is None]
        best = max(roots, key=lambda name: self.about[row, self.hub.place[name]])
        return best if self.about[row, self.hub.place[best]] >= _SURE else None

    def refers(self, one: int, other: int) -> bool:
        """Say whether one of two datasets refers to the other: an account's contacts are not accounts."""
        pair = self.found.tables[one], self.found.tables[other]
        return pair in self.referring or pair[::-1] in self.referring

    def settle(self, row: int, concept: str) -> None:
        """Make a dataset about a concept."""
        anything = self.about[row, self.hub.place[ANYTHING]]
        self.about[row] *= 1 - _SETTLED
        for name in {concept, self.hub.root(concept)}:
            self.about[row, self.hub.place[name]] = max(_SETTLED, self.about[row, self.hub.place[name]])
        self.about[row, self.hub.place[ANYTHING]] = anything


def with_kindred(
    found: Subjects, fields: Sequence[Field], named: Sequence[Named], held: Populations, *, saying: Saying, hub: Hub
) -> Subjects:
    """Return what every dataset is about, with those beside it in mind."""
    referring = frozenset(
        (each.table, (each.system, each.refers_to)) for each in fields if each.refers_to and each.filled >= _ALWAYS
    )
    seen = _Seen(found, found.about.copy(), hub, referring)
    _settle_documents(seen, fields, named, saying)
    for rows in _groups(seen, held):
        if concept := _prevailing(seen, rows):
            for row in rows:
                seen.settle(row, concept)
    _settle_lines(seen, fields)
    return replace(found, about=seen.about)


def _groups(seen: _Seen, held: Populations) -> list[list[int]]:
    """Return the rows of datasets that hold the same things, two or more."""
    place = seen.found.place
    group = {row: [row] for row in place.values()}
    for one, other, _ in held.same():
        left, right = group[place[one]], group[place[other]]
        if left is not right and all(_may_join(seen, held, a, b) for a in left for b in right):
            left += right
            group |= dict.fromkeys(right, left)
    return [rows for first, rows in group.items() if first == rows[0] and len(rows) > 1]


def _may_join(seen: _Seen, held: Populations, left: int, right: int) -> bool:
    """Say whether two datasets can be about one concept, as far as their names and fields tell."""
    if seen.root(left) != seen.root(right):
        return _may_turn(seen, held, left, right) or _may_turn(seen, held, right, left)
    mine, other = seen.leaf(left), seen.leaf(right)
    if mine is None or other is None or mine == other:
        return True
    return _near(seen.hub, mine, other) >= _NEAR and not seen.refers(left, right)


def _may_turn(seen: _Seen, held: Populations, row: int, to: int) -> bool:
    """Say whether a dataset can be about the other's family after all: one record a thing, and its name allows it."""
    root = seen.root(to)
    if root is None or seen.found.tables[row] not in held.whole:
        return False
    said = seen.found.named[row]
    silent = seen.root(row) is None
    return silent or said[seen.hub.place[root]] >= _SURE


def _near(hub: Hub, one: str, other: str) -> float:
    return max(hub.concepts[one].near.get(other, 0.0), hub.concepts[other].near.get(one, 0.0))


def _prevailing(seen: _Seen, rows: Sequence[int]) -> str | None:
    """Return the concept of datasets that hold the same things: the first, in the hub's order, that one surely is."""
    leaves = [leaf for row in rows if (leaf := seen.leaf(row))]
    if not leaves:
        return None
    return min(leaves, key=seen.hub.names.index)


def _settle_lines(seen: _Seen, fields: Sequence[Field]) -> None:
    """Tell whose lines a dataset holds by the dataset that they refer to."""
    pointed: dict[Place, list[Place]] = {}
    for each in fields:
        if each.refers_to:
            pointed.setdefault(each.table, []).append((each.system, each.refers_to))
    place = seen.found.place
    for table, row in place.items():
        if _is_open(seen, row, "line"):
            wholes = [leaf for end in pointed.get(table, ()) if end in place and (leaf := seen.leaf(place[end]))]
            if concept := next(_lines_of(seen.hub, wholes), None):
                seen.settle(row, concept)


def _lines_of(hub: Hub, wholes: Sequence[str]) -> Iterator[str]:
    lines = {hub.concepts[name].of: name for name in hub.children["line"]}
    for whole in wholes:
        near = [name for of, name in lines.items() if of and (of == whole or _near(hub, of, whole) >= _NEAR)]
        yield from [lines[whole]] if whole in lines else near


def _settle_documents(seen: _Seen, fields: Sequence[Field], named: Sequence[Named], saying: Saying) -> None:
    """Tell which document a dataset holds by what its own number is called."""
    for each, name in zip(fields, named, strict=True):
        row = seen.found.place[each.table]
        own = each.sole_key or each.unique >= _OWN_NUMBER
        if own and name.numbers and name.rest and not each.refers_to and _is_open(seen, row, "document"):
            said = dict(zip(seen.hub.names, saying.affinity(name.rest), strict=True))
            called = max(seen.hub.children["document"], key=lambda child: said[child])
            if said[called] >= _CALLED:
                seen.settle(row, called)


def _is_open(seen: _Seen, row: int, family: str) -> bool:
    """Say whether a dataset is of a family and nothing tells which child of it."""
    return seen.root(row) == family and seen.leaf(row) is None
