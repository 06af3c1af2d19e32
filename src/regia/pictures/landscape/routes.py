"""Ways for the lines: along the gutters between columns and the corridors between rows, never over a card.

Lines that end on the same card share their last stretch, so that a hub has one road in and not thirty.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regia.pictures.geometry import Box, Point
from regia.pictures.landscape.order import Slot
from regia.pictures.landscape.values import Link

_GUTTER_REACH = 11.0
_CORRIDOR_REACH = 4.0
_CORNER = 14.0

_Way = tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """The cards' grid: `tops` is where the first row of each tier begins."""

    left: float
    pitch: float
    gutter: float
    tops: tuple[float, ...]
    card_height: float
    row_gap: float

    def card(self, slot: Slot) -> Box:
        """Return the box of a card."""
        x = self.left + slot.column * self.pitch + self.gutter / 2
        y = self.tops[slot.tier] + slot.row * (self.card_height + self.row_gap)
        return Box(x, y, self.pitch - self.gutter, self.card_height)

    def gutter_middle(self, gutter: int) -> float:
        """Return the middle of a gutter; gutter 1 is between the columns 0 and 1."""
        return self.left + gutter * self.pitch

    def corridor_middle(self, tier: int, corridor: int) -> float:
        """Return the middle of a corridor; corridor 0 is above the first row."""
        return self.tops[tier] + corridor * (self.card_height + self.row_gap) - self.row_gap / 2


@dataclass(frozen=True)
class Route:
    """The way of one line, from the edge of a card to the edge of another."""

    link: Link
    points: tuple[Point, ...]
    width: float


@dataclass(frozen=True)
class _Turn:
    """The gutters that a line uses, and the corridor between them where they differ."""

    link: Link
    start: Slot
    end: Slot
    leaving: int
    arriving: int
    corridor: tuple[int, int] | None

    @property
    def gutters(self) -> set[int]:
        return {self.leaving, self.arriving}


def routes(links: Sequence[Link], slots: Mapping[str, Slot], grid: Grid) -> tuple[Route, ...]:
    """Return the way of each line."""
    turned = [_turn(link, slots) for link in _towards_hubs(links)]
    tracks = _tracks((((gutter,), turn) for turn in turned for gutter in turn.gutters), reach=_GUTTER_REACH)
    tracks |= _tracks(((turn.corridor, turn) for turn in turned if turn.corridor), reach=_CORRIDOR_REACH)
    ports = _ports(turned, grid)
    heaviest = max((link.weight for link in links), default=1.0) or 1.0
    return tuple(
        Route(turn.link, _way(turn, grid, tracks, ports[turn.link]), _thickness(turn.link.weight / heaviest))
        for turn in turned
    )


def _thickness(part: float) -> float:
    return 1 + 2 * math.sqrt(max(0.0, part))


def _towards_hubs(links: Sequence[Link]) -> list[Link]:
    """Turn each line without a direction towards the card with more lines, whose road it will share."""
    degree: dict[str, int] = {}
    for link in links:
        for key in (link.source, link.target):
            degree[key] = degree.get(key, 0) + 1
    return [
        link
        if link.directed or (degree[link.target], link.target) >= (degree[link.source], link.source)
        else Link(link.target, link.source, link.weight, link.text, link.directed, link.certain)
        for link in links
    ]


def _turn(link: Link, slots: Mapping[str, Slot]) -> _Turn:
    start, end = slots[link.source], slots[link.target]
    if start.column == end.column:
        gutter = _beside(start.column)
        return _Turn(link, start, end, gutter, gutter, None)
    rightwards = end.column > start.column
    leaving, arriving = (start.column + 1, end.column) if rightwards else (start.column, end.column + 1)
    if leaving == arriving:
        return _Turn(link, start, end, leaving, arriving, None)
    above = (start.tier, start.row) < (end.tier, end.row)
    return _Turn(link, start, end, leaving, arriving, (end.tier, end.row if above else end.row + 1))


def _beside(column: int) -> int:
    """Return the gutter that a line within a column takes: the one on the right, or on the left of the last column."""
    return column + 1 if column == 0 else column


def _tracks(uses: Iterable[tuple[_Way, _Turn]], *, reach: float) -> dict[tuple[_Way, str], float]:
    """Spread the roads of each gutter or corridor over its breadth, one for each card that lines end on."""
    roads: dict[_Way, dict[str, Slot]] = {}
    for way, turn in uses:
        roads.setdefault(way, {})[turn.link.target] = turn.end
    found = {}
    for way, ends in roads.items():
        order = sorted(ends, key=lambda key: (ends[key].column, ends[key].tier, ends[key].row))
        for index, key in enumerate(order):
            found[way, key] = _spread(index, len(order), reach)
    return found


def _spread(index: int, count: int, reach: float) -> float:
    return (index + 0.5) / count * 2 * reach - reach


def _ports(turned: Sequence[_Turn], grid: Grid) -> dict[Link, float]:
    """Return how far from the middle of its side each line leaves a card, in the order of where they go."""
    sides: dict[tuple[Slot, int], list[_Turn]] = {}
    for turn in turned:
        sides.setdefault((turn.start, turn.leaving), []).append(turn)
    reach = grid.card_height / 2 - _CORNER
    return {
        turn.link: _spread(index, len(side), reach)
        for side in sides.values()
        for index, turn in enumerate(sorted(side, key=lambda turn: (turn.end.tier, turn.end.row, turn.end.column)))
    }


def _way(turn: _Turn, grid: Grid, tracks: Mapping[tuple[_Way, str], float], port: float) -> tuple[Point, ...]:
    start, end = grid.card(turn.start), grid.card(turn.end)
    from_x = start.right if turn.leaving > turn.start.column else start.x
    to_x = end.right if turn.arriving > turn.end.column else end.x
    from_y, to_y = start.y + start.height / 2 + port, end.y + end.height / 2
    target = turn.link.target
    out_x = grid.gutter_middle(turn.leaving) + tracks[(turn.leaving,), target]
    in_x = grid.gutter_middle(turn.arriving) + tracks[(turn.arriving,), target]
    points = [(from_x, from_y), (out_x, from_y)]
    if turn.corridor:
        y = grid.corridor_middle(*turn.corridor) + tracks[turn.corridor, target]
        points += [(out_x, y), (in_x, y)]
    points += [(in_x, to_y), (to_x, to_y)]
    return tuple(point for before, point in zip([None, *points], points, strict=False) if point != before)
