"""Where each card stands, so that the lines cross little: barycentre sweeps (Sugiyama, Tagawa and Toda, 1981).

A card moves towards the mean of those it is tied to, first across the columns of its lane, then along each column.
Of all the arrangements seen the one with the fewest crossings is kept, the shorter lines deciding between equals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.pictures.landscape.tiers import Span, Tier
from regia.pictures.landscape.values import Card, Link

if TYPE_CHECKING:
    import numpy as np

_SWEEPS = 8
# Between two tiers lies the header of the lower one: about a row.
_TIER_ROWS = 1.0


@dataclass(frozen=True)
class Slot:
    """A place for a card."""

    tier: int
    column: int
    row: int


Slots = Mapping[str, Slot]


def arrange(tiers: Sequence[Tier], links: Sequence[Link]) -> dict[str, Slot]:
    """Return the slot of every card by its key; equal input gives an equal answer."""
    best = {key: slot for index, tier in enumerate(tiers) for key, slot in _as_given(tier, index).items()}
    ties = _ties(links, best)
    if not ties:
        return best
    cost, current = _cost(best, tiers, links), best
    for _ in range(_SWEEPS):
        current = _swept(current, tiers, ties)
        if (found := _cost(current, tiers, links)) < cost:
            best, cost = current, found
    return best


def crossings(slots: Slots, tiers: Sequence[Tier], links: Sequence[Link]) -> int:
    """Return how many pairs of straight lines between the middles of cards cross."""
    return _cost(slots, tiers, links)[0]


def _as_given(tier: Tier, index: int) -> dict[str, Slot]:
    return {key: slot for span in tier.spans for key, slot in _filled(span, span.lane.cards, index).items()}


def _filled(span: Span, cards: Sequence[Card], tier: int) -> dict[str, Slot]:
    """Fill a lane row by row, as one reads."""
    return {
        card.key: Slot(tier, span.first + place % span.columns, place // span.columns)
        for place, card in enumerate(cards)
    }


def _ties(links: Sequence[Link], slots: Slots) -> dict[str, list[tuple[str, float]]]:
    ties: dict[str, list[tuple[str, float]]] = {}
    for link in links:
        if link.source in slots and link.target in slots and link.source != link.target:
            ties.setdefault(link.source, []).append((link.target, link.weight))
            ties.setdefault(link.target, []).append((link.source, link.weight))
    return ties


def _swept(slots: Slots, tiers: Sequence[Tier], ties: Mapping[str, list[tuple[str, float]]]) -> dict[str, Slot]:
    moved = dict(slots)
    for index, tier in enumerate(tiers):
        for span in tier.spans:
            if not span.lane.fixed and span.lane.cards:
                moved |= _settled(span, index, _pulls(span, moved, tiers, ties))
    return moved


def _pulls(
    span: Span, slots: Slots, tiers: Sequence[Tier], ties: Mapping[str, list[tuple[str, float]]]
) -> dict[str, tuple[float, float]]:
    """Return where each card of a lane is drawn to; one without lines to the end of the lane."""
    tops = _tops(tiers)
    pulls = {}
    for card in span.lane.cards:
        near = [(slots[key], weight) for key, weight in ties.get(card.key, ())]
        whole = sum(weight for _, weight in near)
        if whole:
            x = sum(slot.column * weight for slot, weight in near) / whole
            y = sum((tops[slot.tier] + slot.row) * weight for slot, weight in near) / whole
            pulls[card.key] = (x, y)
        else:
            pulls[card.key] = (float("inf"), float("inf"))
    return pulls


def _settled(span: Span, tier: int, pulls: Mapping[str, tuple[float, float]]) -> dict[str, Slot]:
    keys = [card.key for card in span.lane.cards]
    across = sorted(keys, key=lambda key: pulls[key][0])
    short, longer = divmod(len(keys), span.columns)
    slots: dict[str, Slot] = {}
    start = 0
    for column in range(span.columns):
        size = short + (column < longer)
        along = sorted(across[start : start + size], key=lambda key: pulls[key][1])
        slots |= {key: Slot(tier, span.first + column, row) for row, key in enumerate(along)}
        start += size
    return slots


def _tops(tiers: Sequence[Tier]) -> list[float]:
    tops, top = [], 0.0
    for tier in tiers:
        tops.append(top)
        top += tier.rows + _TIER_ROWS
    return tops


def _cost(slots: Slots, tiers: Sequence[Tier], links: Sequence[Link]) -> tuple[int, float]:
    """Return the crossings and the length of all lines."""
    import numpy as np

    tops = _tops(tiers)
    at = {key: (float(slot.column), tops[slot.tier] + slot.row) for key, slot in slots.items()}
    drawn = [(at[each.source], at[each.target]) for each in links if each.source in at and each.target in at]
    if not drawn:
        return 0, 0.0
    ends = np.array(drawn)
    a, b = ends[:, 0], ends[:, 1]
    side_a, side_b = _side(a, b, a), _side(a, b, b)
    apart = (side_a * side_b) < 0
    crossed = int(np.count_nonzero(apart & apart.T)) // 2
    return crossed, float(np.abs(b - a).sum())


def _side(a: "np.ndarray", b: "np.ndarray", point: "np.ndarray") -> "np.ndarray":
    """Return on which side of each line (rows) each point (columns) lies."""
    along = b - a
    to = point[None, :, :] - a[:, None, :]
    side: np.ndarray = along[:, None, 0] * to[:, :, 1] - along[:, None, 1] * to[:, :, 0]
    return side
