"""Bars in parts: a row a thing, each part with its own pattern of edge and its words in the legend."""

from collections.abc import Iterator
from dataclasses import dataclass

from regia.pictures.geometry import Box
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import clean, fit, width

WIDTH = 900.0
_NAMES, _TOTALS, _ROW, _BAR, _HEAD, _SIZE = 270.0, 190.0, 34.0, 18.0, 34.0, 13.0


@dataclass(frozen=True)
class StackedRow:
    """A row: its name, how much each part is, the whole in words."""

    name: str
    parts: tuple[float, ...]
    total: str


@dataclass(frozen=True)
class Stacked:
    """Rows from top to bottom; `parts` are named in the legend, from the mildest to the worst."""

    title: str
    description: str
    parts: tuple[str, ...]
    rows: tuple[StackedRow, ...]


def draw(plan: Stacked, *, name: str) -> str:
    """Return the bars; `name` is unique on the page."""
    most = max((sum(row.parts) for row in plan.rows), default=1) or 1
    scale = (WIDTH - _NAMES - _TOTALS) / most
    content = [*_legend(plan), *(part for at, row in enumerate(plan.rows) for part in _row(plan, row, at, scale))]
    return picture(
        content, width=WIDTH, height=_HEAD + _ROW * len(plan.rows) + 4, title=plan.title, description=plan.description,
        name=name, class_="stacked",
    )  # fmt: skip


def _legend(plan: Stacked) -> Iterator[str]:
    x = _NAMES
    for number, text in enumerate(plan.parts):
        yield element("rect", x=x, y=6, width=14, height=14, rx=2, class_=f"part part-{number}")
        yield words("text", text, x=x + 20, y=18, class_="soft")
        x += 20 + width(clean(text), 12.5) + 22


def _row(plan: Stacked, row: StackedRow, at: int, scale: float) -> Iterator[str]:
    y = _HEAD + at * _ROW
    box = Box(0, y, _NAMES - 14, _ROW)
    yield label(fit(clean(row.name), _SIZE, box.width), box, baseline=y + _BAR, class_="row-name", anchor="end")
    x = _NAMES
    for number, (part, amount) in enumerate(zip(plan.parts, row.parts, strict=True)):
        if amount:
            wide = max(amount * scale, 1.5)
            told = words("title", f"{row.name}, {part}: {amount:.0f}")
            bar = element("rect", x=x, y=y + 3, width=wide, height=_BAR, class_=f"part part-{number}")
            yield element("g", (told, bar))
            x += wide
    yield words("text", row.total, x=x + 8, y=y + _BAR, class_="soft")
