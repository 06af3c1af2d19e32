"""Days as a calendar: a column a week, a row a weekday, the darker the more; each cell says its day in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from regia.pictures.geometry import Box
from regia.pictures.markup import element, label, picture, words
from regia.pictures.metrics import clean

LEVELS = 5
WEEKS = 53
_CELL, _GAP, _LEFT, _TOP, _FOOT, _WORDS = 14.0, 3.0, 44.0, 22.0, 30.0, 148.0


@dataclass(frozen=True)
class Day:
    """A day, how much it is (0 the least to LEVELS - 1 the most), and what it says."""

    day: date
    level: int
    says: str


@dataclass(frozen=True)
class Calendar:
    """Days of the last WEEKS weeks; weekdays from Monday and months from January are named short.

    `legend` says what each level means, the least first.
    """

    title: str
    description: str
    days: tuple[Day, ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    legend: tuple[str, ...]


def draw(calendar: Calendar, *, name: str) -> str:
    """Return the calendar; `name` is unique on the page."""
    last = max(each.day for each in calendar.days)
    first = last - timedelta(days=last.weekday(), weeks=WEEKS - 1)
    shown = [each for each in calendar.days if each.day >= first]
    content = [*_weekdays(calendar), *_months(calendar, first), *_cells(shown, first), *_legend(calendar)]
    return picture(
        content,
        width=_LEFT + WEEKS * (_CELL + _GAP),
        height=_TOP + 7 * (_CELL + _GAP) + _FOOT,
        title=calendar.title,
        description=calendar.description,
        name=name,
        class_="calendar",
    )


def _weekdays(calendar: Calendar) -> Iterator[str]:
    for row in range(0, 7, 2):
        box = Box(0, _TOP + row * (_CELL + _GAP), _LEFT - 8, _CELL)
        yield label(clean(calendar.weekdays[row]), box, baseline=box.y + _CELL - 3, class_="soft", anchor="end")


def _months(calendar: Calendar, first: date) -> Iterator[str]:
    for week in range(WEEKS):
        monday = first + timedelta(weeks=week)
        if monday.day <= 7:
            yield words("text", calendar.months[monday.month - 1], x=_x(week), y=_TOP - 8, class_="soft")


def _cells(days: list[Day], first: date) -> Iterator[str]:
    for each in days:
        week, weekday = divmod((each.day - first).days, 7)
        cell = element(
            "rect", x=_x(week), y=_TOP + weekday * (_CELL + _GAP), width=_CELL, height=_CELL, rx=3,
            class_=f"day level-{each.level}",
        )  # fmt: skip
        yield element("g", (words("title", each.says), cell))


def _legend(calendar: Calendar) -> Iterator[str]:
    y, x = _TOP + 7 * (_CELL + _GAP) + 8, _LEFT
    for level, says in enumerate(calendar.legend):
        yield element("rect", x=x, y=y, width=_CELL, height=_CELL, rx=3, class_=f"day level-{level}")
        yield words("text", says, x=x + _CELL + 6, y=y + _CELL - 3, class_="soft")
        x += _WORDS


def _x(week: int) -> float:
    return _LEFT + week * (_CELL + _GAP)
