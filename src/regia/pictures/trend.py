"""One scale over several rounds: a line for each group, its interval at each round.

A line never speaks by colour alone: each has its own stroke and its own mark. A round without a value is a gap in the
line, never a zero.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from regia.errors import Language
from regia.pictures.geometry import Box
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import fit
from regia.pictures.radar import HIGH, LOW, MARKS, Mark, Shape, draw_mark
from regia.pictures.twin import Twin
from regia.wording import number

WIDTH, HEIGHT = 300.0, 200.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 26.0, 14.0, 12.0, 54.0
_APART = 9.0
_SIZE = 12.5


@dataclass(frozen=True)
class Measure:
    """A value of one group in one round, and its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class TrendPlot:
    """What is drawn: rounds from left to right by name, and what each group has in each; None where it has nothing."""

    rounds: Sequence[str]
    shapes: Sequence[Shape]
    values: Mapping[str, Sequence[Measure | None]]
    title: str
    description: str


def draw(plot: TrendPlot, *, name: str) -> str:
    """Return the picture; `name` is unique on the page."""
    parts = [*_grid(plot)]
    for at, (shape, mark) in enumerate(zip(plot.shapes, MARKS, strict=False)):
        parts += _line(plot, plot.values.get(shape.key, ()), mark, at)
    parts += _legend(plot)
    return picture(
        parts, width=WIDTH, height=HEIGHT, title=plot.title, description=plot.description, name=name, class_="radar"
    )


def twin(plots: Mapping[str, TrendPlot], *, headings: tuple[str, str], language: Language, unknown: str = "-") -> Twin:
    """Return the same values of several scales in rows: one a scale and group, one column a round."""

    def cell(measure: Measure | None) -> str:
        if measure is None:
            return unknown
        value, low, high = (number(each, language, decimals=1) for each in (measure.value, measure.low, measure.high))
        return f"{value}\N{NO-BREAK SPACE}({low}\N{EN DASH}{high})"

    rounds = next(iter(plots.values())).rounds if plots else ()
    rows = (
        (scale, shape.name, *map(cell, plot.values.get(shape.key, ())))
        for scale, plot in plots.items()
        for shape in plot.shapes
    )
    return Twin((*headings, *rounds), tuple(rows))


def _grid(plot: TrendPlot) -> Iterator[str]:
    for level in range(int(LOW), int(HIGH) + 1):
        y = _y(level)
        yield element("line", x1=_LEFT, y1=y, x2=WIDTH - _RIGHT, y2=y, class_="ring")
        yield words("text", str(level), x=_LEFT - 8, y=y + 4, text_anchor="end", class_="soft scale")
    for at, name in enumerate(plot.rounds):
        room = (WIDTH - _LEFT - _RIGHT) / len(plot.rounds)
        box = Box(_x(plot, at) - room / 2, HEIGHT - _BOTTOM + 4, room, 18)
        text = fit(name, _SIZE, room - 6)
        yield label(text, box, baseline=box.y + 14, class_="soft", anchor="middle")


def _line(plot: TrendPlot, values: Sequence[Measure | None], mark: Mark, place: int) -> Iterator[str]:
    shift = (place - (len(plot.shapes) - 1) / 2) * _APART
    points = [None if each is None else (_x(plot, at) + shift, _y(each.value)) for at, each in enumerate(values)]
    for each, point in zip(values, points, strict=True):
        if each and point:
            yield element("line", x1=point[0], y1=_y(each.low), x2=point[0], y2=_y(each.high), class_=f"reach {mark}")
    for one, other in pairwise(points):
        if one and other:
            yield element("line", x1=one[0], y1=one[1], x2=other[0], y2=other[1], class_=f"side {mark}")
    for point in points:
        if point:
            yield draw_mark(point, mark)


def _legend(plot: TrendPlot) -> Iterator[str]:
    y = HEIGHT - 10
    step = (WIDTH - _LEFT) / max(len(plot.shapes), 1)
    for at, (shape, mark) in enumerate(zip(plot.shapes, MARKS, strict=False)):
        x = _LEFT + at * step
        yield element("line", x1=x, y1=y - 4, x2=x + 28, y2=y - 4, class_=f"side {mark}")
        yield draw_mark((x + 14, y - 4), mark)
        yield label(fit(shape.name, _SIZE, step - 44), Box(x + 36, y - 14, step - 40, 18), baseline=y, class_="legend")


def _x(plot: TrendPlot, at: int) -> float:
    room = (WIDTH - _LEFT - _RIGHT) / max(len(plot.rounds), 1)
    return _LEFT + room * (at + 0.5)


def _y(value: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * (value - LOW) / (HIGH - LOW)
