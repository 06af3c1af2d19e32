"""A line over a scale: how a measure rises or changes, with a mark where something happened."""

from collections.abc import Iterator
from dataclasses import dataclass

from regia.pictures.geometry import Box
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import clean, fit, width

WIDTH, HEIGHT = 720.0, 240.0
_LEFT, _TOP, _RIGHT, _BOTTOM, _SIZE = 64.0, 18.0, 16.0, 30.0, 12.5


@dataclass(frozen=True)
class LinePlot:
    """Points in order (x, y), what is written on each axis (value, words), and a mark with its words."""

    title: str
    description: str
    points: tuple[tuple[float, float], ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    mark: tuple[float, str] | None = None
    dots: bool = False


def draw(plot: LinePlot, *, name: str) -> str:
    """Return the plot; `name` is unique on the page."""
    scale = _Scale(plot)
    content = [*_axes(plot, scale), *_mark(plot, scale), *_line(plot, scale)]
    return picture(
        content,
        width=WIDTH,
        height=HEIGHT,
        title=plot.title,
        description=plot.description,
        name=name,
        class_="lines-plot",
    )


class _Scale:
    """From values to places: both axes hold all points and ticks, the upright one from nothing."""

    def __init__(self, plot: LinePlot) -> None:
        across = [x for x, _ in plot.points] + [x for x, _ in plot.x_ticks]
        self._low, high = min(across, default=0.0), max(across, default=1.0)
        self._span = high - self._low or 1.0
        self._high = max([y for _, y in plot.points] + [y for y, _ in plot.y_ticks], default=1.0) or 1.0

    def x(self, value: float) -> float:
        return _LEFT + (value - self._low) / self._span * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - value / self._high * (HEIGHT - _TOP - _BOTTOM)


def _axes(plot: LinePlot, scale: _Scale) -> Iterator[str]:
    for value, text in plot.y_ticks:
        y = scale.y(value)
        yield element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, class_="axis")
        box = Box(0, y - 9, _LEFT - 8, 18)
        yield label(fit(clean(text), _SIZE, box.width), box, baseline=y + 4, class_="soft", anchor="end")
    for value, text in plot.x_ticks:
        half = width(clean(text), _SIZE) / 2
        x = min(max(scale.x(value), half), WIDTH - half)
        yield words("text", text, x=x, y=HEIGHT - 8, class_="soft", text_anchor="middle")


def _mark(plot: LinePlot, scale: _Scale) -> Iterator[str]:
    if plot.mark is None:
        return
    x = scale.x(plot.mark[0])
    yield element("line", x1=x, x2=x, y1=_TOP - 4, y2=HEIGHT - _BOTTOM, class_="mark-line")
    text = clean(plot.mark[1])
    ends = x + 6 + width(text, _SIZE) > WIDTH
    yield words("text", text, x=x - 6 if ends else x + 6, y=_TOP + 6, class_="mark-words",
                text_anchor="end" if ends else None)  # fmt: skip


def _line(plot: LinePlot, scale: _Scale) -> Iterator[str]:
    places = [(scale.x(x), scale.y(y)) for x, y in plot.points]
    if plot.dots:
        yield from (element("circle", cx=x, cy=y, r=2.6, class_="point") for x, y in places)
        return
    yield element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places), class_="curve")
