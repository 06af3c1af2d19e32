"""Links to other servers found in catalogues: foreign servers and tables, linked servers, replication, dblink.

The other end is known by its database, its host or its name; where the link only names a server, by what that server
is; a subscription also by who publishes what it subscribes to. Whoever keeps the link takes the data; of a linked
server it is only likely. What is written into a foreign table is written where it leads.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from regia.interfaces.clue import ANY, Clue, Found, Mode, Step
from regia.interfaces.landscape import Landscape, Place
from regia.snapshot.manifest import Definition

DIALECTS: Mapping[str, str] = {
    "postgresql": "postgres",
    "mysql": "mysql",
    "sqlserver": "tsql",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}
"""The dialect that each connector's catalogue speaks."""

_LINKS: Mapping[str, tuple[float, Mode | None]] = {
    "foreign server": (0.7, None),
    "foreign table": (0.95, "realtime"),
    "linked server": (0.6, None),
    "synonym": (0.8, None),
    "subscription from": (0.99, "realtime"),
    "subscribed table": (0.99, "realtime"),
    "replica from": (0.99, "realtime"),
}
_NO_TEXT = (*_LINKS, "inheritance", "publication", "subscription")
_WHEN: Mapping[str, Mode] = {"event": "batch", "job": "batch", "trigger": "realtime"}
_GIVEN = r"`?\s*[= ]\s*['\"`]?"
_OPTION = re.compile(rf"\b(dbname|database|host|data_source|catalog){_GIVEN}([^\s'\";,`]+)", re.IGNORECASE)
_REMOTE = re.compile(rf"\b(?:table(?:_name)?|tabname){_GIVEN}([\w.]+)", re.IGNORECASE)
_SERVER = re.compile(rf"\bsrv{_GIVEN}(?P<server>\w+)", re.IGNORECASE)
_ADDRESS = re.compile(r"://(?P<host>[\w.-]+)(?::\d+)?/(?P<database>\w+)(?:/(?P<table>\w+))?")
_AT_SERVER = re.compile(r"CONNECTION\s*=\s*'(?P<server>\w+)(?:/(?P<table>\w+))?'", re.IGNORECASE)
_DBLINK = re.compile(r"\bdblink(?P<does>_exec|_connect)?\s*\(\s*(?:'\w+'\s*,\s*)?'(?P<to>[^']*=[^']*)'", re.IGNORECASE)
_STOPPED = re.compile(r"\bON\s+SCHEDULE\b.*?\sDISABLE\s+DO\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class _Link:
    """A link in a system's catalogue: its kind, its name, what it says."""

    kind: str
    name: str
    definition: Definition


def is_text(definition: Definition) -> bool:
    """Whether a definition is SQL that may move data, rather than a link or a list; a job that is off moves none."""
    return not definition.name.startswith(_NO_TEXT) and not _STOPPED.search(definition.text)


def paced(definition: Definition, found: Found) -> Found:
    """Return what a definition says with how it passes: a scheduled event or job in batches, a trigger at once."""
    mode = _WHEN.get(definition.name.partition(" ")[0])
    return replace(found, clues=tuple(replace(clue, mode=mode) for clue in found.clues)) if mode else found


class Links:
    """The links of all systems' catalogues; `landscape` knows foreign tables and linked servers by where they lead."""

    def __init__(self, definitions: Iterable[Definition], landscape: Landscape) -> None:
        self._definitions = tuple(definitions)
        self._plain = landscape
        self._texts = {(each.system, each.name): each.text for each in self._definitions}
        self._publishers: dict[str, set[str]] = {}
        for each in self._definitions:
            if each.name.startswith("publication "):
                self._publishers.setdefault(each.name.removeprefix("publication "), set()).add(each.system)
        self.landscape = replace(landscape, aliases=dict(self._aliases()), links=dict(self._servers()))

    def found(self) -> Iterator[Found]:
        """Yield what the links say; nothing where the other end is not a system of the company."""
        for definition in self._definitions:
            if link := _link(definition):
                yield self._linked(link)
            elif definition.name.startswith("subscription "):
                yield self._subscribed(definition)
            else:
                yield from self._by_dblink(definition)

    def _linked(self, link: _Link) -> Found:
        definition = link.definition
        other = self._other(link)
        if other is None:
            return Found()
        probability, mode = _LINKS[link.kind]
        left, right = self._tables(link, other)
        concepts = [self._plain.concept_of(*place) for place in (left, right) if place]
        clue = Clue(
            kind="catalogue",
            origin="declared",
            from_system=other,
            to_system=definition.system,
            reference=f"{definition.system}: {definition.name}",
            detail=definition.text[:200],
            concept=next(filter(None, concepts), None),
            from_dataset=left[1] if left else None,
            to_dataset=right[1] if right else None,
            mode=mode,
            probability=probability,
        )
        steps = (Step(*left, ANY, *right, ANY, clue.reference),) if left and right and left != right else ()
        return Found((clue,), steps)

    def _tables(self, link: _Link, other: str) -> tuple[Place | None, Place | None]:
        """Return the dataset at the other end and the one here, as far as the link names them."""
        if link.kind not in ("foreign table", "subscribed table"):
            remote = _REMOTE.search(link.definition.text)
            return (self._plain.dataset(remote[1].split("."), other) if remote else None), None
        here = self._plain.dataset(link.name.split("."), link.definition.system)
        named = link.name if link.kind == "subscribed table" else _remote(link)
        return self._plain.dataset(named.split("."), other), here

    def _other(self, link: _Link) -> str | None:
        """Return the system at the other end: by its database or host, else by any name of it in the text."""
        text, system = link.definition.text, link.definition.system
        if link.kind == "subscribed table":
            return self._origin(system, text)
        told = f"{text} {self._text_of_server(link)}"
        options = [value for _, value in _OPTION.findall(told)]
        if address := _ADDRESS.search(told):
            options += [address["database"], address["host"]]
        known = [found for value in options for name in (value, value.partition(".")[0])
                 if (found := self._plain.system(name)) and found != system]  # fmt: skip
        whole = told if link.kind == "foreign table" else f"{link.name} {told}"
        said = [each for each in self._plain.systems_in(whole) if each != system]
        return known[0] if known else said[0] if len(said) == 1 else None

    def _text_of_server(self, link: _Link) -> str:
        named = _AT_SERVER.search(link.definition.text) or _SERVER.search(link.definition.text)
        first = named["server"] if named else link.definition.text.partition(" ")[0]
        return self._texts.get((link.definition.system, f"foreign server {first}"), "")

    def _origin(self, system: str, subscription: str) -> str | None:
        """Return who publishes what a system subscribes to: as its connection says, else by the publication's name."""
        if text := self._texts.get((system, f"subscription from {subscription}")):
            source = _Link("subscription from", subscription, Definition(system, "", text))
            return self._other(source)
        listed = self._texts.get((system, f"subscription {subscription}"), "").split(", ")
        publishers = {each for name in listed for each in self._publishers.get(name, ())} - {system}
        return next(iter(publishers)) if len(publishers) == 1 else None

    def _subscribed(self, definition: Definition) -> Found:
        """Return what a subscription says whose connection may not be read: who publishes what it names."""
        name = definition.name.removeprefix("subscription ")
        if (definition.system, f"subscription from {name}") in self._texts:
            return Found()
        other = self._origin(definition.system, name)
        if other is None:
            return Found()
        reference = f"{definition.system}: {definition.name}"
        ends = (other, definition.system)
        return Found(
            (Clue("catalogue", "declared", *ends, reference, definition.text, mode="realtime", probability=0.95),)
        )

    def _by_dblink(self, definition: Definition) -> Iterator[Found]:
        for call in _DBLINK.finditer(definition.text):
            link = _Link("foreign server", "", Definition(definition.system, definition.name, call["to"]))
            if other := self._other(link):
                takes = (call["does"] or "").lower() != "_exec"
                ends = (other, definition.system) if takes else (definition.system, other)
                reference = f"{definition.system}: {definition.name}"
                yield Found((Clue("catalogue", "declared", *ends, reference, "dblink", probability=0.8),))

    def _aliases(self) -> Iterator[tuple[Place, Place]]:
        """Yield each foreign table with the dataset that it is."""
        for definition in self._definitions:
            link = _link(definition)
            if link and link.kind == "foreign table" and (other := self._other(link)):
                left, right = self._tables(link, other)
                if left and right:
                    yield right, left

    def _servers(self) -> Iterator[tuple[tuple[str, str], str]]:
        for definition in self._definitions:
            link = _link(definition)
            if link and link.kind == "linked server" and (other := self._other(link)):
                yield (definition.system, link.name.lower()), other


def _link(definition: Definition) -> _Link | None:
    kind = next((each for each in _LINKS if definition.name.startswith(each)), None)
    return _Link(kind, definition.name.removeprefix(kind).strip(), definition) if kind else None


def _remote(link: _Link) -> str:
    """Return what a foreign table is called where it leads; its own name where nothing else is said."""
    text = link.definition.text
    if named := _REMOTE.search(text):
        return named[1]
    address = _ADDRESS.search(text) or _AT_SERVER.search(text)
    return (address["table"] if address else None) or link.name.rpartition(".")[2]
