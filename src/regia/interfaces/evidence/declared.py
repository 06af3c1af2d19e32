"""What regia.toml declares, one `[[interfaces]]` each."""

from collections.abc import Iterator, Sequence

from regia.interfaces.clue import Clue
from regia.interfaces.landscape import Landscape
from regia.workspace.company import DeclaredInterface


def declared(interfaces: Sequence[DeclaredInterface], landscape: Landscape) -> Iterator[Clue]:
    """Yield a clue for each interface declared; a concept in words that the company knows is that concept."""
    for position, each in enumerate(interfaces, 1):
        known = each.concept if each.concept in landscape.concepts else landscape.concept_in(each.concept or "")
        yield Clue(
            kind="regia.toml",
            origin="declared",
            from_system=each.from_system,
            to_system=each.to_system,
            reference=f"[[interfaces]] {position}",
            detail=" · ".join(filter(None, (each.owner, each.note))),
            concept=known or each.concept,
            mode=each.mode,
        )
