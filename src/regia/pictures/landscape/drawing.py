"""The map as SVG: lanes, faint lines, cards one can reach by keyboard; its look is in pictures.css alone.

Each card holds copies (`use`) of its lines, shown while it has the focus or the pointer: no script is needed.
"""

from collections.abc import Iterator, Mapping, Sequence

from regia.pictures.geometry import Box, Point, rounded
from regia.pictures.landscape.plan import PlacedBadge, PlacedCard, PlacedLane, Plan, Words
from regia.pictures.landscape.routes import Route
from regia.pictures.landscape.values import Landscape, Tone
from regia.pictures.markup import element, label, picture, rect, words

_RADIUS = 8.0
_HEAD = 6.0


def draw(plan: Plan, *, name: str = "map") -> str:
    """Return the map; `name` is unique on the page. The key of the chosen card is lit."""
    land = plan.landscape
    ids = [f"{name}-l{index}" for index in range(len(plan.routes))]
    touching = _touching(plan.routes, ids)
    near = _near(plan)
    content = [
        element("g", [part for lane in plan.lanes for part in _lane(lane)], class_="lanes"),
        element("g", list(map(_line, plan.routes, ids)), class_="lines", aria_hidden="true"),
        element("g", _lit(touching.get(land.chosen or "", [])), class_="lines lit", aria_hidden="true"),
    ]
    number = 0
    for lane in plan.lanes:
        for card in lane.cards:
            content.append(_card(card, f"{name}-c{number}", touching, _state(card.card.key, land, near)))
            number += 1
    class_ = "landscape" + (" compact" if plan.compact else "") + (" has-chosen" if near else "")
    return picture(
        content,
        width=plan.width,
        height=plan.height,
        title=land.title,
        description=land.description,
        name=name,
        class_=class_,
    )


def _touching(routes: Sequence[Route], ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for route, name in zip(routes, ids, strict=True):
        for key in (route.link.source, route.link.target):
            found.setdefault(key, []).append(name)
    return found


def _near(plan: Plan) -> set[str]:
    """Return the chosen card and those it is tied to."""
    chosen = plan.landscape.chosen
    if chosen not in {card.card.key for lane in plan.lanes for card in lane.cards}:
        return set()
    ends = [{route.link.source, route.link.target} for route in plan.routes]
    return {chosen or ""}.union(*(pair for pair in ends if chosen in pair))


def _state(key: str, land: Landscape, near: set[str]) -> str:
    if key in (land.chosen, land.opened):
        return " chosen"
    if not near:
        return ""
    return " near" if key in near else " far"


def _lane(lane: PlacedLane) -> Iterator[str]:
    yield rect(lane.box, radius=12, class_="lane")
    yield from map(_words, lane.words)


def _line(route: Route, name: str) -> str:
    """Return a line; it takes the colour of where it is shown, so a copy of it (`use`) may be lit."""
    path = element(
        "path",
        d=rounded(_stopped(route), 7),
        fill="none",
        stroke="currentColor",
        stroke_width=route.width,
        stroke_dasharray=None if route.link.certain else "5 4",
    )
    head = element("path", d=_arrow(route.points), fill="currentColor") if route.link.directed else ""
    return element("g", (words("title", route.link.text) if route.link.text else "", path, head), id=name)


def _stopped(route: Route) -> tuple[Point, ...]:
    """Return the points of a line, ended where its arrow begins."""
    if not route.link.directed:
        return route.points
    *others, before, (x, y) = route.points
    return (*others, before, (x - _HEAD if before[0] < x else x + _HEAD, y))


def _arrow(points: tuple[Point, ...]) -> str:
    (before, _), (x, y) = points[-2], points[-1]
    back = x - _HEAD - 1 if before < x else x + _HEAD + 1
    return f"M{x:.1f} {y:.1f}L{back:.1f} {y - 4:.1f}L{back:.1f} {y + 4:.1f}Z"


def _lit(names: list[str]) -> list[str]:
    return [element("use", href=f"#{name}") for name in names]


def _card(placed: PlacedCard, name: str, touching: Mapping[str, list[str]], state: str) -> str:
    card = placed.card
    tone = f" tone-{card.badge.tone}" if placed.badge else ""
    content = [
        words("title", card.detail),
        element("g", _lit(touching.get(card.key, [])), class_="lines lit mine", aria_hidden="true"),
        rect(placed.box, radius=_RADIUS, class_="system-box"),
        _bar(placed.box) if placed.badge else "",
        *map(_words, placed.words),
        _badge(placed.badge) if placed.badge else "",
    ]
    current = "true" if state == " chosen" else None
    return element(
        "a",
        content,
        id=name,
        href=card.href,
        class_=f"system{tone}{state}",
        aria_label=card.detail,
        aria_current=current,
    )


def _bar(box: Box) -> str:
    """Return the mark on the left edge, inside the round corners."""
    return rect(Box(box.x + 5, box.y + 9, 3.5, box.height - 18), radius=1.75, class_="mark")


def _words(given: Words) -> str:
    style = given.style
    anchor = "end" if style.to_the_right else None
    return label(
        given.text, given.box, baseline=given.baseline, class_=style.class_, weight=style.weight, anchor=anchor
    )


def _badge(placed: PlacedBadge) -> str:
    pill = rect(placed.box, radius=placed.box.height / 2, class_="pill")
    return element("g", (pill, glyph(placed.badge.tone, placed.glyph), _words(placed.words)), class_="badge")


def glyph(tone: Tone, box: Box) -> str:
    """Return the sign of a tone, so that its colour never speaks alone."""
    x, y, size = box.x, box.y, box.width
    middle_x, middle_y, half = x + size / 2, y + size / 2, size / 2
    if tone in ("low", "medium", "high"):
        return _steps(("low", "medium", "high").index(tone) + 1, box)
    if tone == "unknown":
        return element("circle", cx=middle_x, cy=middle_y, r=half - 1, class_="glyph ring")
    corners = {
        "fair": ((middle_x, y), (x + size, middle_y), (middle_x, y + size), (x, middle_y)),
        "bad": ((middle_x, y), (x + size, y + size), (x, y + size)),
    }
    if tone not in corners:
        return element("circle", cx=middle_x, cy=middle_y, r=half, class_="glyph")
    return element("polygon", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in corners[tone]), class_="glyph")


def _steps(count: int, box: Box) -> str:
    breadth = box.width / 3
    parts = []
    for index in range(3):
        height = box.height * (index + 1) / 3
        bar = Box(box.x + index * breadth + 0.4, box.bottom - height, breadth - 0.8, height)
        parts.append(rect(bar, radius=0.6, class_="glyph" if index < count else "glyph empty"))
    return "".join(parts)
