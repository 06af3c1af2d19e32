"""The hub: the concepts and reference attributes that fields of all systems are compared with (`words/hub.toml`)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import msgspec

from regia.errors import Text
from regia.match.field import ValueKind
from regia.match.lexicon import Word, shipped_terms
from regia.match.naming import Naming

HubType = Literal["text", "code", "money", "percent", "date", "time", "boolean", "number", "integer"]

_FITTING: Mapping[HubType, frozenset[ValueKind]] = {
    "text": frozenset({"text", "other"}),
    "code": frozenset({"text", "integer", "boolean"}),
    "money": frozenset({"number", "integer"}),
    "percent": frozenset({"number", "integer"}),
    "date": frozenset({"date", "time", "text"}),
    "time": frozenset({"date", "time", "integer", "text"}),
    "boolean": frozenset({"boolean", "integer", "text"}),
    "number": frozenset({"number", "integer"}),
    "integer": frozenset({"integer", "boolean", "number"}),
}


class Attribute(msgspec.Struct, frozen=True):
    """A reference attribute: its names as phrases of terms; `bare` ones count only in a table of the concept.

    `beside` ones count, in place of every other reading, only in a dataset that holds the attribute they stand
    under: a name beside a surname is a first name. A reference `to` a dataset of one of these concepts is this.
    """

    it: str
    en: str
    type: HubType
    names: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    semantic: tuple[str, ...] = ()
    beside: dict[str, tuple[str, ...]] = {}
    to: tuple[str, ...] = ()

    def fits(self, kind: ValueKind, *, held: bool = False) -> bool:
        """Say whether values of a kind can be of this attribute; values that are `held` were looked at."""
        if held and kind == "text" and self.type in ("date", "time", "boolean"):
            return False
        return kind in _FITTING[self.type]


class Concept(msgspec.Struct, frozen=True, rename={"parent": "is"}):
    """A business object: the terms its tables are named with, its parent, how near it is to others (0..1).

    A line says what it is a line `of`. Where datasets that hold the same things are about two concepts, the first in
    the file is the one they hold.
    """

    it: str
    en: str
    words: tuple[str, ...] = ()
    parent: str | None = None
    of: str | None = None
    abstract: bool = False
    near: dict[str, float] = {}
    attributes: dict[str, Attribute] = {}


@dataclass(frozen=True)
class Phrase:
    """One way to call an attribute, as words; `attribute` is its place in the hub."""

    attribute: int
    words: tuple[Word, ...]
    bare: bool


class Hub:
    """The concepts by name, and all attributes in one list."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = dict(concepts)
        self.attributes = [
            (name, key, attribute) for name, each in concepts.items() for key, attribute in each.attributes.items()
        ]
        self.names = list(concepts)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of every concept."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def telling(self) -> Mapping[str, tuple[int, ...]]:
        """The attributes whose values are of each semantic type."""
        found: dict[str, list[int]] = {}
        for place, (_, _, attribute) in enumerate(self.attributes):
            for semantic in attribute.semantic:
                found.setdefault(semantic, []).append(place)
        return {semantic: tuple(places) for semantic, places in found.items()}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The concepts under each concept that has some."""
        found: dict[str, list[str]] = {}
        for name, concept in self.concepts.items():
            if concept.parent:
                found.setdefault(concept.parent, []).append(name)
        return {name: tuple(names) for name, names in found.items()}

    def root(self, concept: str) -> str:
        """Return the topmost concept that a concept belongs to."""
        parent = self.concepts[concept].parent
        return self.root(parent) if parent else concept

    def phrases(self, naming: Naming) -> list[Phrase]:
        """Return every way to call an attribute, read with a lexicon."""
        return list(self._phrases(naming))

    def _phrases(self, naming: Naming) -> Iterable[Phrase]:
        for place, (_, _, attribute) in enumerate(self.attributes):
            for bare, phrases in ((False, attribute.names), (True, attribute.bare)):
                for phrase in phrases:
                    yield Phrase(place, phrase_words(phrase, naming), bare)


def phrase_words(phrase: str, naming: Naming) -> tuple[Word, ...]:
    """Read a phrase of terms: each stands for itself alone, not for all that its word may mean."""
    known = shipped_terms()
    words = ((frozenset({term}),) if term in known else naming.words(term) for term in phrase.split())
    return tuple(word for found in words for word in found)


@cache
def shipped_hub() -> Hub:
    """Return the hub that every company has."""
    text = files("regia.match").joinpath("words", "hub.toml").read_text(encoding="utf-8")
    return Hub(msgspec.convert(tomllib.loads(text), dict[str, Concept]))


def concept_names(concept: str) -> Text:
    """Return what a concept is called; one that the hub does not know, by its id."""
    known = shipped_hub().concepts.get(concept)
    return Text(known.it, known.en) if known else Text(concept, concept)
