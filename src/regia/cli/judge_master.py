"""The half of `regia judge` that is about masters: which system leads for a concept, or one of its attributes."""

import typer

from regia.checkup.record import Checkup, Records
from regia.cli.console import say
from regia.judgement.verdict import master_subject
from regia.match.tables import ATTRIBUTES, CONCEPTS
from regia.resolve.conflicts.tables import WHOLE
from regia.workspace.company import Company


def subject_of_master(found: Company, records: Records, checkup: Checkup, about: str, system: str) -> str:
    """Return the subject of a verdict on a master; `about` is a concept, or concept.attribute.

    Raises:
        typer.BadParameter: there is no such concept, attribute or system.
    """
    concept, _, attribute = about.partition(".")
    concepts = set(records.load(checkup, CONCEPTS)["concept"].to_pylist())
    _known(concept, concepts, say("concetto", "concept"))
    if attribute:
        _known(
            attribute, set(records.load(checkup, ATTRIBUTES)["attribute"].to_pylist()), say("attributo", "attribute")
        )
    _known(system, {each.system for each in found.systems}, say("sistema", "system"))
    return master_subject(concept, attribute or WHOLE, system)


def _known(name: str, names: set[str], what: str) -> None:
    if name not in names:
        listed = ", ".join(sorted(names))
        raise typer.BadParameter(say(f"«{name}» non è un {what} ({listed})", f"'{name}' is no {what} ({listed})"))
