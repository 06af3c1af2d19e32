"""Two or three shapes over the same axes, the space between the first two filled: where they differ is what one sees.

A shape never speaks by colour alone: each has its own line and its own mark. An axis without a value is a gap in the
shape, never a zero.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from regia.pictures.geometry import Box, Point
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import fit
from regia.pictures.twin import Twin

Mark = Literal["first", "second", "third"]
MARKS: tuple[Mark, ...] = ("first", "second", "third")

WIDTH, HEIGHT = 460.0, 400.0
_CENTRE: Point = (WIDTH / 2, 182.0)
_RADIUS = 144.0
_LABEL_ROOM = 104.0
_SIZE = 12.5
LOW, HIGH = 1.0, 5.0


@dataclass(frozen=True)
class Axis:
    """One axis: its name, and the value of each shape on it, from 1 to 5; None where it is not known."""

    name: str
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class Shape:
    """One shape: `key` finds its values on the axes, `name` is what the legend calls it."""

    key: str
    name: str


@dataclass(frozen=True)
class RadarPlot:
    """What is drawn: the first two shapes are lines, a third only marks."""

    axes: Sequence[Axis]
    shapes: Sequence[Shape]
    title: str
    description: str


def draw(plot: RadarPlot, *, name: str = "radar") -> str:
    """Return the picture; `name` is unique on the page."""
    parts = [*_rings(plot), *_axes(plot), *_between(plot)]
    for shape, mark in zip(plot.shapes, MARKS, strict=False):
        parts += _shape(plot, shape, mark)
    parts += [*_scale(plot), *_legend(plot)]
    return picture(
        parts, width=WIDTH, height=HEIGHT, title=plot.title, description=plot.description, name=name, class_="radar"
    )


def twin(plot: RadarPlot, *, heading: str, unknown: str = "-") -> Twin:
    """Return the same values in rows: one an axis, one column a shape."""
    rows = (
        (
            axis.name,
            *(unknown if (value := axis.values.get(shape.key)) is None else f"{value:.1f}" for shape in plot.shapes),
        )
        for axis in plot.axes
    )
    return Twin((heading, *(shape.name for shape in plot.shapes)), tuple(rows))


def _rings(plot: RadarPlot) -> Iterator[str]:
    for level in range(2, 6):
        points = [_place(at, level, len(plot.axes)) for at in range(len(plot.axes))]
        yield element("polygon", points=_points(points), class_="ring" if level < HIGH else "ring outer")


def _scale(plot: RadarPlot) -> Iterator[str]:
    for level in range(1, 6):
        x, y = _place(0, level, len(plot.axes))
        yield words("text", str(level), x=x + 5, y=y + 4, class_="soft scale")


def _axes(plot: RadarPlot) -> Iterator[str]:
    for at, axis in enumerate(plot.axes):
        x, y = _place(at, HIGH, len(plot.axes))
        yield element("line", x1=_CENTRE[0], y1=_CENTRE[1], x2=x, y2=y, class_="axis")
        yield _name(axis.name, at, len(plot.axes))


def _name(name: str, at: int, count: int) -> str:
    x, y = _place(at, HIGH + 0.5, count)
    text = fit(name, _SIZE, _LABEL_ROOM, weight="semibold")
    side = x - _CENTRE[0]
    anchor = "middle" if abs(side) < 2 else "start" if side > 0 else "end"
    left = {"middle": x - _LABEL_ROOM / 2, "start": x - 8, "end": x - _LABEL_ROOM + 8}[anchor]
    box = Box(left, y - 9, _LABEL_ROOM, 18)
    return label(
        text, box, baseline=y + 4, class_="strong", weight="semibold", anchor=None if anchor == "start" else anchor
    )


def _between(plot: RadarPlot) -> Iterator[str]:
    """Fill what lies between the first two shapes, where both are whole."""
    if len(plot.shapes) < 2:
        return
    outlines = [_outline(plot, shape.key) for shape in plot.shapes[:2]]
    if all(None not in outline for outline in outlines):
        path = "".join(f"M{_points([point for point in outline if point])}Z" for outline in outlines)
        yield element("path", d=path, fill_rule="evenodd", class_="between")


def _shape(plot: RadarPlot, shape: Shape, mark: Mark) -> Iterator[str]:
    outline = _outline(plot, shape.key)
    if mark != "third":
        for one, other in zip(outline, [*outline[1:], outline[0]], strict=True):
            if one and other:
                yield element("line", x1=one[0], y1=one[1], x2=other[0], y2=other[1], class_=f"side {mark}")
    for point in outline:
        if point:
            yield draw_mark(point, mark)


def draw_mark(point: Point, mark: Mark) -> str:
    """Return the mark of a shape: a circle, a square, a diamond."""
    x, y = point
    if mark == "first":
        return element("circle", cx=x, cy=y, r=4.2, class_="dot first")
    half = 4.0 if mark == "second" else 5.2
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    if mark == "third":
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    return element("polygon", points=_points(corners), class_=f"dot {mark}")


def _legend(plot: RadarPlot) -> Iterator[str]:
    step = WIDTH / max(len(plot.shapes), 1)
    y = HEIGHT - 16
    for at, (shape, mark) in enumerate(zip(plot.shapes, MARKS, strict=False)):
        x = at * step + step / 2 - 62
        if mark != "third":
            yield element("line", x1=x - 2, y1=y - 4, x2=x + 26, y2=y - 4, class_=f"side {mark}")
        yield draw_mark((x + 12, y - 4), mark)
        yield label(fit(shape.name, _SIZE, step - 50), Box(x + 34, y - 14, step - 50, 18), baseline=y, class_="legend")


def _outline(plot: RadarPlot, key: str) -> list[Point | None]:
    values = [axis.values.get(key) for axis in plot.axes]
    return [None if value is None else _place(at, value, len(values)) for at, value in enumerate(values)]


def _place(at: int, value: float, count: int) -> Point:
    """Return where a value stands on an axis: level 1 a little off the centre, so that shapes never vanish."""
    reach = _RADIUS * (0.16 + 0.84 * (value - LOW) / (HIGH - LOW))
    angle = 2 * math.pi * at / count - math.pi / 2
    return _CENTRE[0] + reach * math.cos(angle), _CENTRE[1] + reach * math.sin(angle)


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
