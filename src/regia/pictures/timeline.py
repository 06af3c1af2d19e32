"""A line of time: what happened when, one row for each place it happened in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from regia.errors import Language
from regia.pictures.geometry import Box
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import clean, fit, width
from regia.pictures.twin import Twin
from regia.wording import date_

WIDTH = 1000.0
_NAMES = 190.0
_ROW = 44.0
_HEAD = 8.0
_AXIS = 34.0
_EDGE = 28.0
_DOT = 6.0
_SIZE = 12.5
_MOST_TICKS = 8
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Moment:
    """Something that happened: in which row, when, what."""

    row: str
    at: datetime
    what: str


@dataclass(frozen=True)
class Timeline:
    """Rows from top to bottom, and what happened in them."""

    title: str
    description: str
    rows: tuple[str, ...]
    moments: tuple[Moment, ...]
    language: Language


@dataclass(frozen=True)
class PlacedMoment:
    """A moment where it stands; its words are None where there is no room for them beside it."""

    moment: Moment
    x: float
    y: float
    words: str | None
    box: Box


def place(timeline: Timeline) -> tuple[PlacedMoment, ...]:
    """Return where each moment stands; words never cover one another or a dot, the earlier come first."""
    first, last = _span(timeline)
    placed: list[PlacedMoment] = []
    for index, row in enumerate(timeline.rows):
        y = _HEAD + index * _ROW + _ROW / 2
        moments = sorted((each for each in timeline.moments if each.row == row), key=lambda each: _utc(each.at))
        places = [_x(each.at, first, last) for each in moments]
        for at, moment in enumerate(moments):
            placed.append(_placed(moment, places[at], y, places[at + 1] if at + 1 < len(places) else WIDTH))
    return tuple(placed)


def draw(timeline: Timeline, *, name: str) -> str:
    """Return the line of time; `name` is unique on the page."""
    content = [*_rows(timeline), *_ticks(timeline), *map(_dot, place(timeline))]
    height = _HEAD + len(timeline.rows) * _ROW + _AXIS
    return picture(
        content,
        width=WIDTH,
        height=height,
        title=timeline.title,
        description=timeline.description,
        name=name,
        class_="timeline",
    )


def twin(timeline: Timeline, headings: tuple[str, str, str]) -> Twin:
    """Return when, where and what, in the order of time."""
    ordered = sorted(timeline.moments, key=lambda each: (_utc(each.at), each.row, each.what))
    return Twin(headings, tuple((date_(each.at, timeline.language), each.row, each.what) for each in ordered))


def _placed(moment: Moment, x: float, y: float, following: float) -> PlacedMoment:
    left = x + _DOT + 5
    room = min(following - _DOT - 6, WIDTH) - left
    shown = fit(clean(moment.what), _SIZE, room) if room > 0 else ""
    whole = width(shown, _SIZE)
    box = Box(left, y - 0.62 * _SIZE, whole, 1.06 * _SIZE)
    return PlacedMoment(moment, x, y, shown if len(shown) > 3 else None, box)


def _rows(timeline: Timeline) -> Iterator[str]:
    for index, row in enumerate(timeline.rows):
        y = _HEAD + index * _ROW + _ROW / 2
        name = fit(clean(row), _SIZE + 1, _NAMES - 16, weight="semibold")
        box = Box(0, y - 10, _NAMES - 12, 20)
        yield element("line", x1=_NAMES, x2=WIDTH, y1=y, y2=y, class_="axis")
        yield label(name, box, baseline=y + 4.5, class_="timeline-name", weight="semibold")


def _dot(placed: PlacedMoment) -> str:
    dot = element("circle", cx=placed.x, cy=placed.y, r=_DOT, class_="moment")
    said = label(placed.words, placed.box, baseline=placed.y + 4, class_="soft") if placed.words else ""
    return element("g", (words("title", f"{placed.moment.at:%Y-%m-%d %H:%M} {placed.moment.what}"), dot, said))


def _ticks(timeline: Timeline) -> Iterator[str]:
    first, last = _span(timeline)
    ground = _HEAD + len(timeline.rows) * _ROW
    for at in _marks(first, last):
        x = _x(at, first, last)
        yield element("line", x1=x, x2=x, y1=_HEAD, y2=ground, class_="axis")
        yield words(
            "text", _called(at, first, last, timeline.language), x=x, y=ground + 20, class_="soft", text_anchor="middle"
        )


def _called(at: datetime, first: datetime, last: datetime, language: Language) -> str:
    if last - first > 3 * _YEAR:
        return f"{at:%Y}"
    return f"{at:%m/%Y}" if last - first > timedelta(days=60) else date_(at.date(), language)


def _marks(first: datetime, last: datetime) -> list[datetime]:
    if last - first > 3 * _YEAR:
        found = [datetime(year, 1, 1, tzinfo=UTC) for year in range(first.year, last.year + 2)]
    elif last - first > timedelta(days=60):
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
        found = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]
    else:
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        found = [midnight + timedelta(days=day) for day in range((last - first).days + 2)]
    inside = [at for at in found if first <= at <= last]
    step = -(-len(inside) // _MOST_TICKS) or 1
    return inside[::step]


def _span(timeline: Timeline) -> tuple[datetime, datetime]:
    times: Sequence[datetime] = [_utc(each.at) for each in timeline.moments] or [datetime(2000, 1, 1, tzinfo=UTC)]
    first, last = min(times), max(times)
    room = max((last - first) * 0.03, timedelta(days=1))
    try:
        return first - room, last + room
    except OverflowError:
        return first, last


def _x(at: datetime, first: datetime, last: datetime) -> float:
    whole = (last - first).total_seconds() or 1.0
    return _NAMES + _EDGE + (_utc(at) - first).total_seconds() / whole * (WIDTH - _NAMES - 2 * _EDGE - 60)


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
