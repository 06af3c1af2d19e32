"""Pictures made on the server: what a template needs to draw bars and columns, with their words and their table."""

from collections.abc import Sequence
from dataclasses import dataclass

from regia.errors import Text

WIDTH, HEIGHT = 720, 140


@dataclass(frozen=True)
class Bar:
    """One bar in a list: its label, its share (0..1) and its length (0..100)."""

    label: str
    share: float
    width: float
    odd: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a plot, in the plot's own units."""

    x: float
    y: float
    width: float
    height: float
    says: Text
    odd: bool = False


@dataclass(frozen=True)
class Plot:
    """A plot of columns, described in words, with the same figures as a table; `ends` stand under its two ends."""

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    ends: tuple[str, str]
    head: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Measure:
    """What one column stands for: where it begins and ends (0..1 of the width), its height (in any unit), its words."""

    begins: float
    ends: float
    height: float
    says: Text
    odd: bool = False


def bars(pairs: Sequence[tuple[str, float]]) -> list[Bar]:
    """Return bars for labels and shares; the longest fills its track."""
    most = max((share for _, share in pairs), default=0) or 1
    return [Bar(label, share, round(100 * share / most, 1)) for label, share in pairs]


def columns(measures: Sequence[Measure]) -> tuple[Column, ...]:
    """Return columns as high as they measure; the highest fills the plot, what is not nothing is always seen."""
    most = max((each.height for each in measures), default=0) or 1
    return tuple(_column(each, most) for each in measures)


def _column(measure: Measure, most: float) -> Column:
    height = HEIGHT * measure.height / most
    height = max(height, 1.0) if measure.height else 0.0
    x, width = WIDTH * measure.begins, max(WIDTH * (measure.ends - measure.begins) - 1, 0.75)
    return Column(round(x, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1), measure.says, measure.odd)
