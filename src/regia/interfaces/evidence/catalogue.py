"""Links to other servers found in catalogues: foreign servers and tables, linked servers, synonyms, subscriptions.

The other end is known by its host, its database or its name. Whoever keeps the link takes the data; of a linked server
it is only likely.
"""

import re
from collections.abc import Mapping

from regia.interfaces.clue import Clue, Found, Mode, Step
from regia.interfaces.landscape import Landscape
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
}
_OPTION = re.compile(r"\b(dbname|database|host|data_source|catalog)\s*=\s*'?([^\s';,]+)", re.IGNORECASE)
_REMOTE = re.compile(r"\btable(?:_name)?\s*=\s*'?([\w.]+)", re.IGNORECASE)


def is_text(definition: Definition) -> bool:
    """Whether a definition is SQL that may move data, rather than a link or a list."""
    return not any(definition.name.startswith(kind) for kind in (*_LINKS, "inheritance", "publication", "subscription"))


def linked(definition: Definition, landscape: Landscape) -> Found:
    """Return what a link in a system's catalogue says; nothing where the other end is not a system of the company."""
    kind = next((each for each in _LINKS if definition.name.startswith(each)), None)
    if kind is None:
        return Found()
    name = definition.name.removeprefix(kind).strip()
    other = _other(f"{name} {definition.text}" if kind != "foreign table" else definition.text, definition, landscape)
    if other is None:
        return Found()
    probability, mode = _LINKS[kind]
    remote = _REMOTE.search(definition.text)
    left = landscape.dataset(remote[1].split("."), other) if remote else None
    right = landscape.dataset(name.split("."), definition.system) if kind == "foreign table" else None
    clue = Clue(
        kind="catalogue",
        origin="declared",
        from_system=other,
        to_system=definition.system,
        reference=f"{definition.system}: {definition.name}",
        detail=definition.text[:200],
        concept=landscape.concept_of(*left) if left else landscape.concept_of(*right) if right else None,
        from_dataset=left[1] if left else None,
        to_dataset=right[1] if right else None,
        mode=mode,
        probability=probability,
    )
    return Found((clue,), _steps(left, right, clue.reference))


def _steps(left: tuple[str, str] | None, right: tuple[str, str] | None, reference: str) -> tuple[Step, ...]:
    return (Step(*left, "*", *right, "*", reference),) if left and right else ()


def _other(text: str, definition: Definition, landscape: Landscape) -> str | None:
    """Return the system at the other end: by its database or host, else by any name of it in the text."""
    named = [landscape.system(value) for _, value in _OPTION.findall(text)]
    named += [landscape.system(value.partition(".")[0]) for _, value in _OPTION.findall(text)]
    known = [system for system in named if system and system != definition.system]
    said = [system for system in landscape.systems_in(text) if system != definition.system]
    return known[0] if known else said[0] if len(said) == 1 else None
