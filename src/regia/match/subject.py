"""What each dataset is about: the concepts of the hub, by its name and by the fields it holds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.match.field import Field
from regia.match.hub import Hub, phrase_words
from regia.match.lexicon import Word
from regia.match.meaning import Named, Potential
from regia.match.naming import Naming

if TYPE_CHECKING:
    import numpy as np

ANYTHING = "anything"
_ANYTHING_AFFINITY = 0.6
_NAME_FLOOR = 0.05  # a name may hide any concept
_FIELD_FLOOR = 0.2
_FIELDS_STRENGTH = 1.6
_UNKNOWN = 0.25  # how well fields must fit before a dataset with a silent name is given a concept
_EXTRA_WORD = 0.6
_SURE_PART = 0.6  # how well a field must fit a part of an address


@dataclass(frozen=True)
class Subjects:
    """`named` says how much each dataset's name says each concept, `about` the same with its fields (0..1)."""

    tables: tuple[tuple[str, str], ...]
    named: "np.ndarray"
    about: "np.ndarray"

    @property
    def place(self) -> Mapping[tuple[str, str], int]:
        """The row of every dataset."""
        return {table: row for row, table in enumerate(self.tables)}


def subjects(
    fields: Sequence[Field], named: Sequence[Named], potentials: Sequence[Potential], hub: Hub, naming: Naming
) -> Subjects:
    """Return what every dataset is about."""
    import numpy as np

    members: dict[tuple[str, str], list[int]] = {}
    for row, each in enumerate(fields):
        members.setdefault(each.table, []).append(row)
    said = Saying(hub, naming)
    by_name = np.array([said.affinity(named[rows[0]].context) for rows in members.values()]).reshape(
        len(members), len(hub.names)
    )
    by_fields = [_fields_say([potentials[row] for row in rows], hub) for rows in members.values()]
    about = np.array([_together(said_, held, hub) for said_, held in zip(by_name, by_fields, strict=True)])
    return Subjects(tuple(members), by_name, about.reshape(by_name.shape))


class Saying:
    """How much words say each concept."""

    def __init__(self, hub: Hub, naming: Naming) -> None:
        self._hub = hub
        self._phrases = {
            name: [phrase_words(phrase, naming) for phrase in concept.words] for name, concept in hub.concepts.items()
        }
        self._known: dict[tuple[Word, ...], list[float]] = {}

    def affinity(self, words: tuple[Word, ...]) -> list[float]:
        """Return 0..1 for each concept, in the hub's order; a parent has its best child's."""
        if words not in self._known:
            self._known[words] = self._affinity(words)
        return self._known[words]

    def _affinity(self, words: tuple[Word, ...]) -> list[float]:
        found = {name: max((_said(p, words) for p in phrases), default=0.0) for name, phrases in self._phrases.items()}
        for parent, children in self._hub.children.items():
            found[parent] = max([found[parent], *(found[child] for child in children)])
        return [found[name] for name in self._hub.names]


def _said(phrase: tuple[Word, ...], words: tuple[Word, ...]) -> float:
    if not all(any(wanted & word for word in words) for wanted in phrase):
        return 0.0
    extra = sum(not any(wanted & word for wanted in phrase) for word in words)
    return min(1.0, (1.0 + 0.15 * (len(phrase) - 1)) / (1 + _EXTRA_WORD * extra))


def _fields_say(potentials: Sequence[Potential], hub: Hub) -> dict[str, float]:
    """Return, for each root concept, the log of how much better than the others it explains the fields."""
    roots = sorted({hub.root(name) for name, concept in hub.concepts.items() if name != ANYTHING})
    totals = dict.fromkeys(roots, 0.0)
    for potential in potentials:
        fit = dict.fromkeys(roots, 0.0)
        for scores in (potential.full, potential.bare):
            for attribute, score in scores.items():
                root = hub.root(hub.attributes[attribute][0])
                if root in fit:
                    fit[root] = max(fit[root], score)
        mean = sum(fit.values()) / len(fit)
        for root in roots:
            totals[root] += math.log((_FIELD_FLOOR + fit[root]) / (_FIELD_FLOOR + mean))
    size = math.sqrt(max(1, len(potentials)))
    return {root: _FIELDS_STRENGTH * total / size for root, total in totals.items()}


def _together(by_name: "np.ndarray", by_fields: Mapping[str, float], hub: Hub) -> list[float]:
    """Weigh the name's word against the fields'; the children share what their root got, as the name says."""
    said = dict(zip(hub.names, (float(value) for value in by_name), strict=True))
    logs = {root: held + 1.5 * math.log(_NAME_FLOOR + said[root]) for root, held in by_fields.items()}
    nothing = 1.5 * math.log(_NAME_FLOOR + _UNKNOWN)
    top = max([*logs.values(), nothing])
    weights = {root: math.exp(value - top) for root, value in logs.items()}
    total = sum(weights.values()) + math.exp(nothing - top)
    share = {root: weight / total for root, weight in weights.items()}
    share[ANYTHING] = _ANYTHING_AFFINITY
    return [_share(name, share, said, hub) for name in hub.names]


def _share(name: str, share: Mapping[str, float], said: Mapping[str, float], hub: Hub) -> float:
    root = hub.root(name)
    if name == root:
        return share[root]
    siblings = hub.children[root]
    most = max(said[sibling] for sibling in siblings)
    if most == 0:
        return share[root] / len(siblings)
    return share[root] * said[name] / most


def with_address_blocks(
    about: "np.ndarray", table: "np.ndarray", potentials: Sequence[Potential], hub: Hub
) -> "np.ndarray":
    """Return what the dataset of each field is about, where one that holds parts of an address is about that too."""
    parts: dict[int, set[int]] = {}
    for row, potential in enumerate(potentials):
        best = max(potential.full, key=lambda attribute: potential.full[attribute], default=None)
        if best is not None and potential.full[best] > _SURE_PART and hub.attributes[best][0] == "address":
            parts.setdefault(int(table[row]), set()).add(best)
    column = hub.place["address"]
    found = about.copy()
    for row, each in enumerate(table):
        held = len(parts.get(int(each), ()))
        found[row, column] = max(found[row, column], min(1.0, (held - 1) / 2))
    return found
