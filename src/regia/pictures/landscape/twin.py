"""The map in rows: one a card."""

from regia.pictures.landscape.values import Landscape
from regia.pictures.twin import Twin


def twin(landscape: Landscape, headings: tuple[str, ...]) -> Twin:
    """Return department, name, kind, owner, records, what the view says, how many others it is tied to."""
    ties: dict[str, set[str]] = {}
    for link in landscape.links:
        ties.setdefault(link.source, set()).add(link.target)
        ties.setdefault(link.target, set()).add(link.source)
    return Twin(
        headings,
        tuple(
            (
                lane.name,
                card.name,
                card.kind,
                card.owner,
                card.records,
                card.badge.text,
                str(len(ties.get(card.key, ()))),
            )
            for lane in landscape.lanes
            for card in lane.cards
        ),
    )
