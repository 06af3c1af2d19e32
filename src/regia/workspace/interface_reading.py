"""The part of regia.toml that says which systems exchange data."""

from collections.abc import Mapping, Sequence

from regia.errors import Text
from regia.workspace.company import DeclaredInterface, Mode
from regia.workspace.keys import INTERFACE
from regia.workspace.section import TABLE, Section, nearest

MODES: Mapping[str, Mode] = {
    "realtime": "realtime",
    "subito": "realtime",
    "batch": "batch",
    "notturno": "batch",
    "manual": "manual",
    "manuale": "manual",
    "import": "import",
    "importazione": "import",
}
NO_SYSTEM = Text("nessun sistema si chiama così; ci sono: {known}", "no system is named so; there are: {known}")
ITSELF = Text("un sistema non scambia dati con sé stesso", "a system does not exchange data with itself")


def read_interfaces(root: Section, systems: Sequence[str]) -> tuple[DeclaredInterface, ...]:
    """Return what each `[[interfaces]]` declares; those with a mistake are noted and left out."""
    found = []
    for position, table in enumerate(root.elements("interfaces", TABLE)):
        if not isinstance(table, dict):
            root.wrong(position, TABLE, under=("interfaces",))
            continue
        section = Section(table, (*root.path, "interfaces", position), root.mistakes)
        if declared := _interface(section, systems):
            found.append(declared)
    return tuple(found)


def _interface(section: Section, systems: Sequence[str]) -> DeclaredInterface | None:
    section.know([key.name for key in INTERFACE])
    ends = [_system(section, key, systems) for key in ("from", "to")]
    concept, mode = (
        section.text("concept"),
        section.choice("mode", MODES, shown=("realtime", "batch", "manual", "import")),
    )
    owner, note = section.text("owner"), section.text("note")
    if ends[0] is None or ends[1] is None:
        return None
    if ends[0] == ends[1]:
        section.wrong("to", ITSELF)
        return None
    return DeclaredInterface(ends[0], ends[1], concept, mode, owner, note)


def _system(section: Section, key: str, known: Sequence[str]) -> str | None:
    section.need(key)
    system = section.text(key)
    if system is None or system in known:
        return system
    if not section.mistakes.meant(("systems",)):
        section.wrong(key, NO_SYSTEM.fill(known=", ".join(known) or "-"), nearest=nearest(system, known))
    return None
