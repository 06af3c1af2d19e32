"""The company's systems, datasets and concepts by every name that scripts, services and logs may call them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from regia.match.hub import Hub, shipped_hub
from regia.match.lexicon import Lexicon, shipped
from regia.match.naming import Naming

Place = tuple[str, str]
PARTY = "party"

_SIGNS = re.compile(r"[^0-9a-z]+")
_SHORTEST = 2
_GENERIC = frozenset(
    (
        "api",
        "app",
        "service",
        "server",
        "srv",
        "svc",
        "db",
        "database",
        "prod",
        "system",
        "sistema",
        "data",
        "web",
        "the",
    )
)


@dataclass(frozen=True)
class Landscape:
    """Systems with their names, datasets with their fields and the concept they hold.

    `aliases` are datasets that stand for one elsewhere (foreign tables); `links` the systems that linked servers are,
    by the system that has the link and its name.
    """

    names: Mapping[str, tuple[str, ...]]
    fields: Mapping[Place, tuple[str, ...]]
    held: Mapping[Place, str]
    concepts: Mapping[str, tuple[str, str]]
    lexicon: Lexicon
    hub: Hub
    aliases: Mapping[Place, Place] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def system(self, name: str) -> str | None:
        """Return the system that a whole name stands for."""
        return self._systems.get(_plain(name))

    def systems_in(self, text: str) -> list[str]:
        """Return the systems that a text names, in its order, each once; longer names first where they overlap."""
        words = _plain(text).split()
        found: list[str] = []
        at = 0
        while at < len(words):
            size, system = self._at(words, at)
            if system and system not in found:
                found.append(system)
            at += size
        return found

    def _at(self, words: Sequence[str], at: int) -> tuple[int, str | None]:
        for size in range(min(4, len(words) - at), 0, -1):
            if found := self._systems.get(" ".join(words[at : at + size])):
                return size, found
        return 1, None

    def concept_of(self, system: str, dataset: str | None) -> str | None:
        """Return the concept that a dataset holds."""
        return self.held.get((system, dataset)) if dataset else None

    def concept_in(self, text: str) -> str | None:
        """Return the concept of the company that a text names: the last one, as names say it last."""
        said = [term for word in self._naming.words(text) for term in word]
        for term in reversed(said):
            if found := self._terms.get(term):
                return found
        return None

    def dataset(self, parts: Sequence[str], system: str | None = None) -> Place | None:
        """Return the dataset that a qualified name stands for: system.dataset, schema.dataset, or alone.

        `system` is where the name is used; a name that several systems have means none of them.
        """
        found = self._dataset(parts, system)
        return self.aliases.get(found, found) if found else None

    def _dataset(self, parts: Sequence[str], system: str | None) -> Place | None:
        plain = [part.lower() for part in parts if part]
        if not plain:
            return None
        for part in reversed(plain[:-1]):
            if named := (self.links.get((system, part)) if system else None) or self.system(part):
                return self._in_system(named, plain) or (named, parts[-1])
        if system and (found := self._in_system(system, plain)):
            return found
        known = self._by_name.get(plain[-1], ())
        return known[0] if len(known) == 1 else None

    def _in_system(self, system: str, plain: Sequence[str]) -> Place | None:
        found = [each for each in self._by_name.get(plain[-1], ()) if each[0] == system]
        if len(found) > 1:
            found = [each for each in found if each[1].lower() == ".".join(plain[-2:])] or found[:1]
        return found[0] if found else None

    def family(self, concept: str | None) -> str | None:
        """Return the concept whose roles pass as one: a customer, a contact and a lead are all parties."""
        if concept is None or concept not in self.hub.concepts:
            return concept
        return PARTY if self.hub.root(concept) == PARTY else concept

    @cached_property
    def _systems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        clashing: set[str] = set()
        for system, names in self.names.items():
            for name in {_plain(each) for each in (system, *names)}:
                if len(name) < _SHORTEST or name in _GENERIC:
                    continue
                if found.setdefault(name, system) != system:
                    clashing.add(name)
        own = {_plain(system): system for system in self.names}
        return {name: system for name, system in found.items() if name not in clashing} | own

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for place in self.fields:
            for name in {place[1].lower(), place[1].lower().rpartition(".")[2]}:
                found.setdefault(name, []).append(place)
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self.lexicon)

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for concept in self.concepts:
            known = self.hub.concepts.get(concept)
            for term in (concept, *(known.words if known else ())):
                found.setdefault(term, concept)
        return found | {concept: concept for concept in self.concepts}


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text.lower()).strip()


def landscape(
    systems: Iterable[tuple[str, Sequence[str]]],
    fields: Iterable[Mapping[str, object]],
    held: Iterable[Mapping[str, object]],
    concepts: Iterable[Mapping[str, object]],
    lexicon: Lexicon | None = None,
) -> Landscape:
    """Return the landscape of rows of the tables `fields`, `concept_datasets` and `concepts`."""
    by_place: dict[Place, list[str]] = {}
    for row in fields:
        by_place.setdefault((str(row["system"]), str(row["dataset"])), []).append(str(row["field"]))
    return Landscape(
        names={system: tuple(names) for system, names in systems},
        fields={place: tuple(names) for place, names in by_place.items()},
        held={(str(row["system"]), str(row["dataset"])): str(row["concept"]) for row in held},
        concepts={str(row["concept"]): (str(row["name_it"]), str(row["name_en"])) for row in concepts},
        lexicon=lexicon or shipped(),
        hub=shipped_hub(),
    )
