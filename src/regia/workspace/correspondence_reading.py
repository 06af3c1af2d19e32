"""The part of regia.toml that says which fields of two systems mean the same, and which do not."""

from collections.abc import Sequence

from regia.errors import Text
from regia.workspace.company import DeclaredCorrespondence
from regia.workspace.interface_reading import NO_SYSTEM
from regia.workspace.keys import CORRESPONDENCE
from regia.workspace.section import TABLE, Section, nearest

FIELD = Text("un campo si scrive sistema.archivio.campo", "a field is written system.dataset.field")
ONE_SYSTEM = Text("i due campi devono essere di due sistemi", "the two fields must be of two systems")


def read_correspondences(root: Section, systems: Sequence[str]) -> tuple[DeclaredCorrespondence, ...]:
    """Return what each `[[correspondences]]` declares; those with a mistake are noted and left out.

    Whether there are such fields only a snapshot tells.
    """
    found = []
    for position, table in enumerate(root.elements("correspondences", TABLE)):
        if not isinstance(table, dict):
            root.wrong(position, TABLE, under=("correspondences",))
            continue
        section = Section(table, (*root.path, "correspondences", position), root.mistakes)
        if declared := _correspondence(section, systems):
            found.append(declared)
    return tuple(found)


def _correspondence(section: Section, systems: Sequence[str]) -> DeclaredCorrespondence | None:
    section.know([key.name for key in CORRESPONDENCE])
    left, right = (_field(section, key, systems) for key in ("left", "right"))
    same, note = section.flag("same"), section.text("note")
    if left is None or right is None:
        return None
    if left.partition(".")[0] == right.partition(".")[0]:
        section.wrong("right", ONE_SYSTEM)
        return None
    return DeclaredCorrespondence(left, right, same is not False, note)


def _field(section: Section, key: str, systems: Sequence[str]) -> str | None:
    section.need(key)
    field = section.text(key)
    if field is None:
        return None
    system = field.partition(".")[0]
    if field.count(".") < 2:
        section.wrong(key, FIELD)
    elif system not in systems:
        section.wrong(key, NO_SYSTEM.fill(known=", ".join(systems) or "-"), nearest=nearest(system, systems))
    else:
        return field
    return None
