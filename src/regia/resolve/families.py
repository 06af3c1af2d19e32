"""Which datasets are resolved together: those whose records can be one thing.

A customer, a contact, a lead and a supplier are roles of one party, and one record of each may be one person. An
order and its invoice are two things, however much they share.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regia.resolve.records import Holder, Place

ROLES = frozenset({"party"})
"""Concepts whose cases are roles that one thing plays."""
DOCUMENTS = frozenset({"document"})
"""Concepts whose cases have a number of their own: inside one dataset nothing is twice."""
PARTS = frozenset({"line"})
"""Concepts whose cases are parts of a document: they are one thing where their documents are."""
_SURE_REFERENCE = 0.5
NAMING = frozenset({"id", "code", "number"})
"""Attributes that name things: which of them a field is depends on what else its dataset has."""
Row = Mapping[str, object]


@dataclass(frozen=True)
class Family:
    """Datasets that are resolved together: `holders` are compared, `copies` follow the dataset they are copies of."""

    concept: str
    holders: tuple[Holder, ...]
    copies: tuple[Holder, ...]
    document: bool
    part: bool
    known: bool

    @property
    def compared(self) -> bool:
        """Whether anything in it can be one thing twice; in one dataset alone, only what Regia knows the kind of."""
        alone = self.known and not self.document
        return not self.part and (len(self.holders) > 1 or (alone and bool(self.holders)))


def families(holders: Sequence[Holder], concepts: Iterable[Row], references: Iterable[Row]) -> tuple[Family, ...]:
    """Return the families of all datasets that hold a concept, in order of their concept."""
    rows = list(concepts)
    parents = {str(row["concept"]): str(row["parent"]) if row["parent"] else None for row in rows}
    known = {str(row["concept"]) for row in rows if row["known"]} | ROLES
    details = _details(holders, references, parents)
    together: dict[str, list[Holder]] = defaultdict(list)
    for each in holders:
        if each.place not in details:
            together[_family(each.concept, parents)].append(each)
    return tuple(_made(name, found, parents, known=name in known) for name, found in sorted(together.items()))


def _made(name: str, found: Sequence[Holder], parents: Mapping[str, str | None], *, known: bool) -> Family:
    held = {each.place for each in found}
    copies = tuple(each for each in found if each.copy_of and (each.system, each.copy_of) in held)
    return Family(
        concept=name,
        holders=tuple(each for each in found if each not in copies),
        copies=copies,
        document=name in DOCUMENTS or bool({parents.get(name)} & DOCUMENTS),
        part=name in PARTS or bool({parents.get(name)} & PARTS),
        known=known,
    )


def _family(concept: str, parents: Mapping[str, str | None]) -> str:
    parent = parents.get(concept)
    return parent if parent in ROLES and parent is not None else concept


def _details(holders: Sequence[Holder], references: Iterable[Row], parents: Mapping[str, str | None]) -> set[Place]:
    """Return the datasets that only hold details of another of their system and concept: lines, states, values.

    Of two that one reference joins, the one that names the other's things by the attribute that they are named by,
    and oftener than once (movements of products); else the one less surely of the concept.
    """
    known = {each.place: each for each in holders}
    details = set()
    for row in references:
        one = known.get((str(row["system"]), str(row["dataset"])))
        other = known.get((str(row["system"]), str(row["to_dataset"])))
        chance = row["probability"]
        if one is None or other is None or one is other or not isinstance(chance, float) or chance < _SURE_REFERENCE:
            continue
        roles = _family(one.concept, parents) in ROLES  # a lead refers to the customer it became
        if one.concept == other.concept and not roles and not one.copy_of and not other.copy_of:
            repeats = _names_again(one, other, row)
            details.add((one if repeats else min(one, other, key=lambda each: each.probability)).place)
    return details


def _names_again(one: Holder, other: Holder, reference: Row) -> bool:
    """Whether a dataset refers to another by the very attribute that names its things, and has more records.

    A code is a thing's code or its id, as the dataset has one of its own or not.
    """
    ends = str(reference["fields"]), str(reference["to_fields"])
    asked = {name for name, field in one.fields.items() if field == ends[0]}
    named = {name for name, field in other.fields.items() if field == ends[1]}
    same = bool(asked & named) or bool(asked & NAMING and named & NAMING)
    return same and one.records > other.records
