"""A journey as a swimlane: a lane a department, a box a step, an arrow a hand-off, as thick as it is travelled.

A box says how long work waited before it; an arrow says the same in its title, and leads to its own page. What got
slower is dashed and says so in words: colour never speaks alone.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from regia.pictures.geometry import Box, Point, rounded
from regia.pictures.markup import element, label, picture, rect, words
from regia.pictures.metrics import clean, fit, width

Tone = Literal["plain", "bad"]

_NAMES, _STEP, _BOX, _HIGH, _ROW = 132.0, 196.0, 144.0, 74.0, 112.0
_PAD, _SIZE = 16.0, 13.0
_THIN, _THICK = 1.5, 8.0


@dataclass(frozen=True)
class LaneStep:
    """A step: its lane, its two lines of words, and all of it in one sentence."""

    key: str
    lane: str
    name: str
    note: str
    detail: str


@dataclass(frozen=True)
class LaneWay:
    """A hand-off from a step to another: how many cases, where it leads, and all of it in one sentence."""

    source: str
    target: str
    cases: int
    detail: str
    href: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Swimlane:
    """Lanes from top to bottom by key and name, steps in the order of the main way, and how work passes."""

    title: str
    description: str
    lanes: tuple[tuple[str, str], ...]
    steps: tuple[LaneStep, ...]
    ways: tuple[LaneWay, ...]


def draw(plan: Swimlane, *, name: str) -> str:
    """Return the swimlane; `name` is unique on the page."""
    columns = columns_of(plan)
    boxes, lanes, size = _placed(plan, columns)
    most = max((way.cases for way in plan.ways), default=1)
    content = [
        *(part for key, box in lanes.items() for part in _lane(dict(plan.lanes)[key], box)),
        *(
            _way(way, _path(boxes[way.source], boxes[way.target], number), most)
            for number, way in enumerate(sorted(plan.ways, key=lambda each: each.cases))
        ),
        *(_step(step, boxes[step.key]) for step in plan.steps),
    ]
    return picture(
        content, width=size[0], height=size[1], title=plan.title, description=plan.description, name=name,
        class_="swimlane",
    )  # fmt: skip


def columns_of(plan: Swimlane) -> Mapping[str, int]:
    """Return the column of each step: after all that hand work to it, but for ways that lead back."""
    before: dict[str, set[str]] = {step.key: set() for step in plan.steps}
    for way in sorted(plan.ways, key=lambda each: (-each.cases, each.source, each.target)):
        if way.source != way.target and way.target not in _reaching(before, way.source):
            before[way.target].add(way.source)
    found: dict[str, int] = {}

    def column(key: str) -> int:
        if key not in found:
            found[key] = max((column(each) + 1 for each in before[key]), default=0)
        return found[key]

    return {step.key: column(step.key) for step in plan.steps}


def _reaching(before: Mapping[str, set[str]], key: str) -> set[str]:
    """Return the steps from which work reaches a step, itself among them."""
    found, look = {key}, [key]
    while look:
        for each in before[look.pop()] - found:
            found.add(each)
            look.append(each)
    return found


def _placed(plan: Swimlane, columns: Mapping[str, int]) -> tuple[dict[str, Box], dict[str, Box], tuple[float, float]]:
    wide = _NAMES + (max(columns.values(), default=0) + 1) * _STEP
    boxes, lanes, top = {}, {}, 0.0
    for key, _ in plan.lanes:
        taken: dict[int, int] = {}
        for step in plan.steps:
            if step.lane == key:
                column = columns[step.key]
                row = taken.get(column, 0)
                taken[column] = row + 1
                x = _NAMES + column * _STEP + (_STEP - _BOX) / 2
                boxes[step.key] = Box(x, top + _PAD + 8 + row * _ROW + (_ROW - _HIGH) / 2 - 8, _BOX, _HIGH)
        high = max(taken.values(), default=1) * _ROW + _PAD
        lanes[key] = Box(0, top, wide, high)
        top += high + 6
    return boxes, lanes, (wide, max(top - 6, 1))


def _lane(name: str, box: Box) -> Iterator[str]:
    yield rect(box, radius=10, class_="lane")
    for line, text in enumerate(_lines(name, _NAMES - 24, 3)):
        at = Box(box.x + 14, box.y + 14 + 18 * line, _NAMES - 24, 18)
        yield label(text, at, baseline=at.y + 14, class_="lane-name", weight="semibold")


def _step(step: LaneStep, box: Box) -> str:
    parts = [words("title", step.detail), rect(box, radius=8, class_="step-box")]
    for line, text in enumerate(_lines(step.name, _BOX - 20, 2)):
        at = Box(box.x + 10, box.y + 8 + 17 * line, _BOX - 20, 17)
        parts.append(label(text, at, baseline=at.y + 13, class_="strong", weight="semibold"))
    note = Box(box.x + 10, box.bottom - 24, _BOX - 20, 17)
    shown = fit(clean(step.note), _SIZE, note.width)
    parts.append(label(shown, note, baseline=note.y + 13, class_="soft"))
    return element("g", parts, class_="step")


def _lines(text: str, room: float, most: int) -> Sequence[str]:
    """Return a text broken between words into as many lines as there may be, the last one cut."""
    lines: list[str] = []
    left = clean(text).split()
    while left and len(lines) < most - 1:
        line = left.pop(0)
        while left and width(f"{line} {left[0]}", _SIZE, weight="semibold") <= room:
            line = f"{line} {left.pop(0)}"
        lines.append(fit(line, _SIZE, room, weight="semibold"))
    return [*lines, fit(" ".join(left), _SIZE, room, weight="semibold")] if left else lines


def _way(way: LaneWay, path: tuple[Point, ...], most: int) -> str:
    thick = _THIN + (_THICK - _THIN) * math.sqrt(way.cases / most)
    line = element("path", d=rounded(path, 10), class_="way-line", stroke_width=thick)
    reach = element("path", d=rounded(path, 10), class_="way-reach")
    (x, y), size = path[-1], 5 + thick / 2
    head = element("polygon", points=f"{x:.1f},{y:.1f} {x - size:.1f},{y - size:.1f} {x - size:.1f},{y + size:.1f}")
    inner = (words("title", way.detail), reach, line, head)
    return element("a", inner, href=way.href, class_=f"way {way.tone}", aria_label=way.detail)


def _path(one: Box, other: Box, number: int) -> tuple[Point, ...]:
    """Return the points of an arrow; one that passes other columns, or leads back, goes above the boxes."""
    gap, spread = (_STEP - _BOX) / 2, (number % 5 - 2) * 4.0
    start, stop = (one.right, one.y + one.height / 2 + spread), (other.x, other.y + other.height / 2 + spread)
    middle = stop[0] - gap + spread * 1.5
    if 0 < stop[0] - start[0] <= _STEP:
        if abs(start[1] - stop[1]) < 12:
            return (start[0], stop[1]), stop
        return start, (middle, start[1]), (middle, stop[1]), stop
    above = min(one.y, other.y) if one.y == other.y else max(one.y, other.y)
    lane = above - 12 + spread
    return (
        start, (start[0] + gap + spread, start[1]), (start[0] + gap + spread, lane), (middle, lane), (middle, stop[1]),
        stop,
    )  # fmt: skip
