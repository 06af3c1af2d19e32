"""A calendar of days: each day in its week and weekday, the darker the more, with its words."""

import re
from datetime import date, timedelta

from regia.pictures.calendar import WEEKS, Calendar, Day, draw

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _drawn(*days: Day) -> str:
    return draw(Calendar("Title", "What it shows", days, WEEKDAYS, MONTHS, tuple("abcde")), name="days")


def _cells(picture: str) -> list[tuple[str, float, float, str]]:
    found = re.findall(r"<g><title>(.*?)</title><rect([^>]*)/?>", picture)
    cells = []
    for says, attributes in found:
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', attributes))
        cells.append((says, float(told["x"]), float(told["y"]), told["class"]))
    return cells


def test_each_day_stands_in_its_week_and_weekday() -> None:
    monday = date(2026, 3, 2)
    days = {monday: 0, monday + timedelta(days=2): 4, monday + timedelta(days=7): 2}
    picture = _drawn(*(Day(day, level, day.isoformat()) for day, level in days.items()))
    (_, x1, y1, c1), (_, x2, y2, c2), (_, x3, y3, _) = _cells(picture)
    assert (x1, c1.split()[-1], c2.split()[-1]) == (x2, "level-0", "level-4")
    assert y2 > y1 == y3
    assert x3 > x1


def test_what_is_older_than_its_weeks_is_left_out() -> None:
    last = date(2026, 3, 8)
    days = [Day(last - timedelta(weeks=WEEKS), 1, "old"), Day(last, 1, "new")]
    assert [says for says, *_ in _cells(_drawn(*days))] == ["new"]


def test_words_cannot_break_the_picture() -> None:
    assert "<b>" not in _drawn(Day(date(2026, 3, 8), 1, "<b>"))
