"""Where everything on the map stands: boxes, words that fit them, and ways for the lines.

Units are pixels at a width of about 1,000, which is what a page of 1,280 leaves beside its menu.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regia.pictures.geometry import Box
from regia.pictures.landscape.order import Slot, arrange
from regia.pictures.landscape.routes import Grid, Route, routes
from regia.pictures.landscape.tiers import Span, Tier, columns_of, tiers_of
from regia.pictures.landscape.values import Badge, Card, Landscape, Lane, Link
from regia.pictures.metrics import Weight, clean, fit, width

WIDTH = 1000.0
GUTTER = 40.0
MOST_LINES = 300
SMALL = 12.5
_COMPACT_ABOVE = 48
_LANE_INSET = 8.0
_LANE_HEAD = 44.0
_LANE_FOOT = 16.0
_TIER_GAP = 20.0
_MARGIN = 2.0
_PADDING = 14.0
_EDGE = 10.0
_GLYPH = 9.0
_ASCENT, _DESCENT = 0.8, 0.26


@dataclass(frozen=True)
class Style:
    """How words look: the size that the stylesheet gives the class, and whether they end where their room ends."""

    class_: str
    size: float
    weight: Weight = "regular"
    to_the_right: bool = False


@dataclass(frozen=True)
class Density:
    """The size of a card and of its words; `meta` and `foot` are baselines, `foot` also of the badge."""

    height: float
    row_gap: float
    name_style: Style
    name: float
    meta: float | None
    foot: float
    badge_height: float


COMFORTABLE = Density(
    height=88, row_gap=16, name_style=Style("system-name", 15.5, "semibold"), name=25, meta=45, foot=72, badge_height=23
)
COMPACT = Density(
    height=56, row_gap=13, name_style=Style("system-name", 14, "semibold"), name=21, meta=None, foot=43, badge_height=20
)
_LANE_NAME = Style("lane-name", 14.5, "semibold")
_COUNT = Style("lane-count", SMALL, to_the_right=True)
_META = Style("system-meta", SMALL)
_BADGE = Style("badge-text", SMALL, "semibold")


@dataclass(frozen=True)
class Words:
    """Words in their box, already cut to it."""

    text: str
    style: Style
    box: Box
    baseline: float


@dataclass(frozen=True)
class PlacedBadge:
    """A badge: its pill, the box of its glyph, its words."""

    badge: Badge
    box: Box
    glyph: Box
    words: Words


@dataclass(frozen=True)
class PlacedCard:
    """A card where it stands."""

    card: Card
    box: Box
    words: tuple[Words, ...]
    badge: PlacedBadge | None


@dataclass(frozen=True)
class PlacedLane:
    """A lane where it stands; its cards row by row, as one reads and as the keyboard goes."""

    lane: Lane
    box: Box
    words: tuple[Words, ...]
    cards: tuple[PlacedCard, ...]


@dataclass(frozen=True)
class Plan:
    """The whole map, ready to be drawn; `left_out` lines are too weak to be worth their ink."""

    landscape: Landscape
    width: float
    height: float
    lanes: tuple[PlacedLane, ...]
    routes: tuple[Route, ...]
    left_out: int
    compact: bool


def place(landscape: Landscape) -> Plan:
    """Return where everything stands; equal input gives an equal plan."""
    lanes = landscape.lanes
    density = COMPACT if sum(len(lane.cards) for lane in lanes) > _COMPACT_ABOVE else COMFORTABLE
    tiers = tiers_of(lanes)
    links = _drawn(landscape)
    slots = arrange(tiers, links)
    tops = _tops(tiers, density)
    pitch = (WIDTH - 2 * _MARGIN) / columns_of(lanes)
    grid = Grid(_MARGIN, pitch, GUTTER, tops, density.height, density.row_gap)
    placed = tuple(
        _lane(span, _lane_box(span, tier, top, grid, density), slots, grid, density)
        for tier, top in zip(tiers, tops, strict=True)
        for span in tier.spans
    )
    height = (placed[-1].box.bottom if placed else 0) + _MARGIN
    whole = sum(1 for link in landscape.links if link.source in slots and link.target in slots)
    return Plan(landscape, WIDTH, height, placed, routes(links, slots, grid), whole - len(links), density is COMPACT)


def _drawn(landscape: Landscape) -> tuple[Link, ...]:
    """Return the lines worth drawing: all of the chosen card, and the strongest of the others."""
    known = {card.key for lane in landscape.lanes for card in lane.cards}
    inside = [each for each in landscape.links if {each.source, each.target} <= known and each.source != each.target]
    inside.sort(key=lambda link: (landscape.chosen not in (link.source, link.target), -link.weight))
    of_chosen = sum(landscape.chosen in (link.source, link.target) for link in inside)
    return tuple(inside[: max(MOST_LINES, of_chosen)])


def _tops(tiers: Sequence[Tier], density: Density) -> tuple[float, ...]:
    """Return where the first row of cards of each tier begins."""
    tops, top = [], _MARGIN
    for tier in tiers:
        tops.append(top + _LANE_HEAD)
        top += _lane_height(tier, density) + _TIER_GAP
    return tuple(tops)


def _lane_height(tier: Tier, density: Density) -> float:
    return _LANE_HEAD + tier.rows * (density.height + density.row_gap) - density.row_gap + _LANE_FOOT


def _lane_box(span: Span, tier: Tier, top: float, grid: Grid, density: Density) -> Box:
    x = grid.left + span.first * grid.pitch + _LANE_INSET
    return Box(x, top - _LANE_HEAD, span.columns * grid.pitch - 2 * _LANE_INSET, _lane_height(tier, density))


def _lane(span: Span, box: Box, slots: Mapping[str, Slot], grid: Grid, density: Density) -> PlacedLane:
    by_row = sorted(span.lane.cards, key=lambda card: (slots[card.key].row, slots[card.key].column))
    cards = tuple(_card(card, grid.card(slots[card.key]), density) for card in by_row)
    return PlacedLane(span.lane, box, tuple(_head(span, grid, box)), cards)


def _head(span: Span, grid: Grid, box: Box) -> Iterable[Words]:
    """Place a lane's name over its first column and its count over its last, clear of the ways of lines."""
    baseline = box.y + 25
    left = grid.left + span.first * grid.pitch + grid.gutter / 2
    room = grid.pitch - grid.gutter
    count = _words(span.lane.count, _COUNT, left + (span.columns - 1) * grid.pitch, baseline, room)
    if span.columns == 1:
        room = max(0, room - count.box.width - 8)
    yield _words(span.lane.name, _LANE_NAME, left, baseline, room)
    yield count


def _card(card: Card, box: Box, density: Density) -> PlacedCard:
    left, room = box.x + _PADDING, box.width - _PADDING - _EDGE
    badge = _badge(card.badge, box, density)
    rest = (badge.box.x - 8 if badge else left + room) - left
    meta, foot = " · ".join(filter(None, (card.kind, card.owner))), card.records
    words = [_words(card.name, density.name_style, left, box.y + density.name, room)]
    if density.meta is None:
        foot = card.kind or card.records
    else:
        words.append(_words(meta, _META, left, box.y + density.meta, room))
    words.append(_words(foot, _META, left, box.y + density.foot, rest))
    return PlacedCard(card, box, tuple(each for each in words if each.text), badge)


def _badge(badge: Badge, card: Box, density: Density) -> PlacedBadge | None:
    baseline = card.y + density.foot
    words = _words(badge.text, _BADGE, 0, baseline, card.width * 0.58)
    if not words.text:
        return None
    wide = words.box.width + 8 + _GLYPH + 5 + 9
    middle = baseline - SMALL * 0.33
    pill = Box(card.right - 10 - wide, middle - density.badge_height / 2, wide, density.badge_height)
    glyph = Box(pill.x + 8, middle - _GLYPH / 2, _GLYPH, _GLYPH)
    return PlacedBadge(badge, pill, glyph, _words(badge.text, _BADGE, glyph.right + 5, baseline, card.width * 0.58))


def _words(text: str, style: Style, left: float, baseline: float, room: float) -> Words:
    cut = fit(clean(text), style.size, room, weight=style.weight)
    wide = width(cut, style.size, weight=style.weight)
    start = left + room - wide if style.to_the_right else left
    top = baseline - _ASCENT * style.size
    return Words(cut, style, Box(start, top, wide, (_ASCENT + _DESCENT) * style.size), baseline)
