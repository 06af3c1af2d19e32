"""The shared data model: which concept each dataset holds, and which attribute each of its fields.

A concept of the hub is taken where a dataset's name and fields say it; what the hub does not know is kept, named
from the data, and one with the datasets of other systems whose fields correspond to its own. An attribute is a
cluster of corresponding fields within a concept, named by the hub attribute that most of them fit, else by their
own words. Ids are made from names alone, so that the same data gives the same ids.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from regia.errors import Text
from regia.match.calling import Calling, Place, hub_name, role_of, told_apart, with_role
from regia.match.field import Field
from regia.match.hub import Hub
from regia.match.matching import Matched
from regia.match.naming import tokens
from regia.match.subject import ANYTHING

_SURE = 0.35
_KINDRED = 0.34  # share of a dataset's fields that must correspond for it to be of the same unknown concept


@dataclass(frozen=True)
class ConceptOf:
    """The concept of a dataset, its names, and how probable it is; `known` says that it comes from the hub."""

    concept: str
    names: Text
    probability: float
    known: bool
    parent: str | None = None


@dataclass(frozen=True)
class AttributeOf:
    """The attribute of a field, its names, and how probable it is."""

    attribute: str
    names: Text
    probability: float


@dataclass(frozen=True)
class SharedModel:
    """The concept of every dataset, and the attribute of every field (by its row of the view)."""

    concepts: Mapping[Place, ConceptOf]
    attributes: Mapping[int, AttributeOf]


def shared_model(matched: Matched, hub: Hub, comments: Mapping[Place, str] | None = None) -> SharedModel:
    """Return the shared data model that correspondences make; `comments` of datasets name what the hub lacks."""
    concepts = _concepts(matched, hub, Calling(matched, hub, comments or {}))
    return SharedModel(concepts, _attributes(matched, concepts, hub))


def _concepts(matched: Matched, hub: Hub, calling: Calling) -> dict[Place, ConceptOf]:
    found: dict[Place, ConceptOf] = {}
    unknown: list[Place] = []
    subjects = matched.seen.subjects
    for row, place in enumerate(subjects.tables):
        name, share = _best_concept(subjects.about[row].tolist(), hub)
        if share >= _SURE:
            concept = hub.concepts[name]
            found[place] = ConceptOf(name, Text(concept.it, concept.en), share, True, concept.parent)
        else:
            unknown.append(place)
    return _concepts_apart(found | _named_from_data(matched, unknown, calling))


def _concepts_apart(found: Mapping[Place, ConceptOf]) -> dict[Place, ConceptOf]:
    """Return concepts with names of their own: those of the hub keep theirs."""
    ordered = sorted({each.concept: each for each in found.values()}.values(), key=lambda each: not each.known)
    names = told_apart({each.concept: each.names for each in ordered}, {})
    return {place: replace(each, names=names[each.concept]) for place, each in found.items()}


def _best_concept(about: Sequence[float], hub: Hub) -> tuple[str, float]:
    """Return the likeliest concept; one of its children where they say more than chance."""
    roots = [name for name in hub.names if name != ANYTHING and hub.concepts[name].parent is None]
    root = max(roots, key=lambda name: about[hub.place[name]])
    share = about[hub.place[root]]
    children = hub.children.get(root, ())
    if not children:
        return root, share
    child = max(children, key=lambda name: about[hub.place[name]])
    others = sum(about[hub.place[name]] >= 0.99 * about[hub.place[child]] for name in children)
    if others == len(children):  # the name tells none apart
        return root, share
    return child, about[hub.place[child]]


def _named_from_data(matched: Matched, unknown: Sequence[Place], calling: Calling) -> dict[Place, ConceptOf]:
    """Name what the hub does not know; datasets of other systems that correspond field by field share a name."""
    fields: dict[Place, list[int]] = {place: [] for place in unknown}
    for row, each in enumerate(matched.seen.fields):
        if each.table in fields:
            fields[each.table].append(row)
    found: dict[Place, ConceptOf] = {}
    for place in unknown:
        clusters = {int(matched.clusters[row]) for row in fields[place]}
        kin = next(
            (other for other in found if other[0] != place[0] and _kindred(matched, fields[other], clusters)), None
        )
        if kin:
            found[place] = found[kin]
        else:
            found[place] = ConceptOf(slug(place[1]), calling.dataset(place), 0.5, False)
    return found


def _kindred(matched: Matched, rows: Sequence[int], clusters: set[int]) -> bool:
    shared = clusters & {int(matched.clusters[row]) for row in rows}
    return len(shared) > 1 and len(shared) >= _KINDRED * min(len(rows), len(clusters))


def _attributes(matched: Matched, concepts: Mapping[Place, ConceptOf], hub: Hub) -> dict[int, AttributeOf]:
    groups: dict[tuple[str, int], list[int]] = {}
    for row, each in enumerate(matched.seen.fields):
        groups.setdefault((concepts[each.table].concept, int(matched.clusters[row])), []).append(row)
    found: dict[int, AttributeOf] = {}
    taken: dict[tuple[str, str], set[Place]] = {}
    roles = {group: role_of(matched, rows) for group, rows in groups.items()}
    for group in sorted(groups, key=lambda group: (-len(groups[group]), roles[group] is not None, groups[group][0])):
        concept, rows = group[0], groups[group]
        places = {matched.seen.fields[row].table for row in rows}
        for attribute in _choices(matched, rows, _name(matched, rows, hub), roles[group]):
            holding = taken.setdefault((concept, attribute.attribute), set())
            if not holding & places:
                holding |= places
                found |= dict.fromkeys(rows, attribute)
                break
    return _attributes_apart(matched, concepts, found)


def _attributes_apart(
    matched: Matched, concepts: Mapping[Place, ConceptOf], found: Mapping[int, AttributeOf]
) -> dict[int, AttributeOf]:
    """Return attributes with names of their own within each concept: what is held most, or fits best, keeps its."""
    held: dict[str, dict[str, list[int]]] = {}
    for row, attribute in found.items():
        concept = concepts[matched.seen.fields[row].table].concept
        held.setdefault(concept, {}).setdefault(attribute.attribute, []).append(row)
    named: dict[int, AttributeOf] = {}
    for attributes in held.values():
        best = {key: found[rows[0]] for key, rows in attributes.items()}
        ordered = sorted(attributes, key=lambda key: (-best[key].probability, -len(attributes[key]), key))
        holders: dict[str, list[Field]] = {
            key: [matched.seen.fields[row] for row in rows] for key, rows in attributes.items()
        }
        names = told_apart({key: best[key].names for key in ordered}, holders)
        named |= {row: replace(found[row], names=names[key]) for key, rows in attributes.items() for row in rows}
    return named


def _name(matched: Matched, rows: Sequence[int], hub: Hub) -> AttributeOf | None:
    """Return the hub attribute that a cluster fits best, if it fits."""
    named = hub_name(matched, rows, hub)
    return AttributeOf(named.key, named.names, named.fit) if named else None


def _choices(
    matched: Matched, rows: Sequence[int], named: AttributeOf | None, role: Text | None
) -> Iterable[AttributeOf]:
    """Yield names for a cluster until one is free: the hub's, that with its role or the field's words, a number."""
    if named:
        yield named
    written = Counter(matched.seen.fields[row].called for row in rows)
    name = min(written, key=lambda each: (-written[each], len(each), each))
    words = " ".join(tokens(name)) or name
    spoken = with_role(named.names, role) if named and role else Text(words, words)
    yield AttributeOf(slug(name), spoken, named.probability / 2 if named else 0.5)
    for number in range(2, 1000):
        yield AttributeOf(f"{slug(name)}_{number}", spoken, 0.25)


def slug(name: str) -> str:
    """Return a name as an id: lower case, words joined by _."""
    return "_".join(tokens(name)) or re.sub(r"\s+", "_", name.strip().lower()) or "_"
