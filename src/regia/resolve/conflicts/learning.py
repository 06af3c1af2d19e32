"""What is learned of the sources of a family, from a sample of its entities, before any value is judged."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.conflicts.attributes import Attribute
from regia.resolve.conflicts.contest import AGES, Contest, contest
from regia.resolve.conflicts.copying import Shared, dependence, nothing_shared, shared
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.settling import Chances, Counts, believed, judge, settle, starting
from regia.resolve.conflicts.values import Values, comparable

if TYPE_CHECKING:
    import numpy as np

_ROUNDS = 3
"""Times that copying, and who is right, are looked for anew with what each taught of the other."""


@dataclass(frozen=True)
class Learned:
    """How right the sources of each attribute are, which of them mean the same, and who copies whom.

    `chances` and `meaning` (whether each source is comparable) are by attribute, in the order of its datasets;
    `shared` is over all datasets of the family.
    """

    chances: Mapping[str, Chances]
    meaning: "Mapping[str, np.ndarray]"
    shared: Shared

    def copied(self, attribute: Attribute) -> "np.ndarray":
        """Return how much each source of an attribute copies from each other one."""
        import numpy as np

        places = np.array(attribute.held)
        found: np.ndarray = dependence(self.shared)[np.ix_(places, places)]
        return found


def learn(family: Family, read: Callable[[], Iterable[Values]]) -> Learned:
    """Learn from the values that `read` gives, attribute by attribute."""
    contests: list[tuple[Attribute, Contest]] = []
    meaning: dict[str, np.ndarray] = {}
    for values in read():
        meaning[values.attribute.name], found = contest_of(values)
        contests.append((values.attribute, found))
    size = len(family.held)
    belief = starting(size)
    learned = Learned({}, meaning, _shared(belief, contests, size))
    for _ in range(_ROUNDS):
        belief, learned = _again(belief, learned, contests)
    return learned


def contest_of(values: Values, meaning: "np.ndarray | None" = None) -> "tuple[np.ndarray, Contest]":
    """Return which sources of an attribute mean the same, and the contest between those."""
    kind, claims = values.attribute.kind, values.claims()
    if meaning is None:
        found = contest(claims, values.sources, values.forms, kind)
        meaning = comparable(found.said, found.first)
        if meaning.all():
            return meaning, found
    return meaning, contest(claims.only(meaning[claims.source]), values.sources, values.forms, kind)


def _shared(belief: Chances, contests: list[tuple[Attribute, Contest]], size: int) -> Shared:
    """Return what sources share as far as can be told before anything is learned."""
    import numpy as np

    total, alone = nothing_shared(size), np.zeros((size, size))
    for attribute, found in contests:
        places = np.array(attribute.held)
        chances = Chances(belief.changes[places], belief.slips[places])
        total = total + shared(found, judge(found, chances, alone[np.ix_(places, places)])).among(places, size)
    return total


def _again(belief: Chances, learned: Learned, contests: list[tuple[Attribute, Contest]]) -> tuple[Chances, Learned]:
    """Return what is believed of all sources, and what was learned of each attribute, after one more look."""
    import numpy as np

    size = len(learned.shared.right)
    total, chances = nothing_shared(size), {}
    counted = np.zeros((4, size, AGES))
    for attribute, found in contests:
        places, copied = np.array(attribute.held), learned.copied(attribute)
        before = Chances(belief.changes[places], belief.slips[places])
        chances[attribute.name], counts = settle(found, before, copied)
        counted[:, places] += np.stack([*counts.changes, *counts.slips])
        total = total + shared(found, judge(found, chances[attribute.name], copied)).among(places, size)
    after = believed(Counts((counted[0], counted[1]), (counted[2], counted[3])))
    return after, Learned(chances, learned.meaning, total)
