"""A company too large for one sheet: a card a department, one of them opened at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from regia.pictures.landscape.values import JOURNEY, OPENED, STAFF, Card, Landscape, Lane, Link

MOST_CARDS = 120


@dataclass(frozen=True)
class Gathered:
    """The map by department; of an opened one the cards from `first` (counted from 1) of `whole`, `shown` of them."""

    landscape: Landscape
    opened: str | None = None
    first: int = 0
    shown: int = 0
    whole: int = 0


def too_large(landscape: Landscape) -> bool:
    """Return whether there are more systems than one map can show."""
    return sum(len(lane.cards) for lane in landscape.lanes) > MOST_CARDS


def gather(landscape: Landscape, *, names: tuple[str, str], opened: str | None = None, page: int = 0) -> Gathered:
    """Return the departments as cards, and under them the systems of the opened one, the most tied first.

    `names` are what the lane of the journey and that of the staff are called.
    """
    lane = next((each for each in landscape.lanes if each.key == opened), None)
    cards = _page(lane, landscape.links, page) if lane else ()
    shown = {card.key for card in cards}
    home = {card.key: each.summary.key for each in landscape.lanes for card in each.cards}
    lanes = [*_summaries(landscape.lanes, names), *([replace(lane, cards=cards, band=OPENED)] if lane else [])]
    chosen = landscape.chosen if landscape.chosen in shown else None
    summary = lane.summary.key if lane else None
    links = _lifted(landscape.links, home, shown, summary)
    drawn = replace(landscape, lanes=tuple(lanes), links=links, chosen=chosen, opened=summary)
    if lane is None:
        return Gathered(drawn)
    return Gathered(drawn, lane.key, page * MOST_CARDS + 1 if cards else 0, len(cards), len(lane.cards))


def _summaries(lanes: tuple[Lane, ...], names: tuple[str, str]) -> list[Lane]:
    """Return the departments as the cards of one lane for the journey and one for the staff."""
    gathered = []
    for band, name in zip((JOURNEY, STAFF), names, strict=True):
        cards = tuple(lane.summary for lane in lanes if lane.band == band)
        if cards:
            gathered.append(Lane(f"departments-{band}", name, "", cards, cards[0], band=band, fixed=True))
    return gathered


def _page(lane: Lane, links: tuple[Link, ...], page: int) -> tuple[Card, ...]:
    ties: dict[str, float] = {}
    for link in links:
        for key in (link.source, link.target):
            ties[key] = ties.get(key, 0) + link.weight
    ranked = sorted(lane.cards, key=lambda card: (-ties.get(card.key, 0), card.name.casefold(), card.key))
    return tuple(ranked[page * MOST_CARDS : (page + 1) * MOST_CARDS])


def _lifted(links: tuple[Link, ...], home: Mapping[str, str], shown: set[str], opened: str | None) -> tuple[Link, ...]:
    """Return the links between what is shown: a system that is not shown stands in its department."""
    found: dict[tuple[str, str], Link] = {}
    for link in links:
        source, target = (key if key in shown else home.get(key) for key in (link.source, link.target))
        if source is None or target is None or source == target or opened in (source, target):
            continue
        ends = (source, target) if link.directed or source < target else (target, source)
        known = found.get(ends)
        weight = link.weight + (known.weight if known else 0)
        found[ends] = Link(*ends, weight, "", link.directed, link.certain or bool(known and known.certain))
    return tuple(found.values())
