"""Month's ends of made-up hand-offs: what was put in is found with its size, and nothing where nothing was put in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from regia.journeys.handoffs import Handoff
from regia.journeys.month_end import month_days, month_ends
from regia.journeys.troubles import Trouble, standing
from regia.journeys.working_clock import WorkingClock
from regia.workspace.calendar import WorkingCalendar
from regia.workspace.company import WorkingTime

FIRST, DAYS = date(2023, 1, 2), 3 * 365
CALENDAR = WorkingCalendar(WorkingTime())
CLOCK = WorkingClock(CALENDAR, date(2022, 1, 1), date(2027, 1, 1))
OPEN_HOURS = 9.0
EPOCH = datetime(1970, 1, 1)
Longer = Callable[[date, int], float]
"""How many more working hours what begins on a day waits, by how many working days are left in its month."""


def left_in_month(day: date) -> int:
    """Count the working days after a day to the end of its month."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return CALENDAR.working_days_between(day + timedelta(days=1), first)


WORKED = [
    day for day in (FIRST + timedelta(days=number) for number in range(DAYS + 200)) if CALENDAR.is_working_day(day)
]
LEFT = [left_in_month(day) for day in WORKED]


def at(number: int, hours: float) -> float:
    """Return the moment so many working hours after nine of a working day."""
    days, rest = divmod(hours, OPEN_HOURS)
    opens = datetime.combine(WORKED[number + int(days)], datetime.min.time()) + timedelta(hours=9)
    return (opens - EPOCH).total_seconds() + rest * 3600


def made(draw: np.random.Generator, longer: Longer, *, ends: tuple[int, int] = (0, 1), per_day: float = 2.0) -> Handoff:
    """Make a hand-off: some passages a working day, each waiting half a day on average, and `longer` as asked."""
    began, ended = [], []
    for number, (day, left) in enumerate(zip(WORKED, LEFT, strict=True)):
        if day >= FIRST + timedelta(days=DAYS):
            break
        for _ in range(draw.poisson(per_day)):
            start = float(draw.uniform(0, OPEN_HOURS - 0.1))
            wait = float(draw.exponential(4.5)) + longer(day, left)
            began.append(at(number, start))
            ended.append(at(number, start + wait))
    start_at, end_at = np.array(began), np.array(ended)
    waits = CLOCK.between(start_at, end_at)
    middle = float(np.median(waits))
    return Handoff(
        *ends, len(waits), 1.0, middle, middle, float(waits.mean()), dates_only=False, still_open=0, backwards=0,
        worse=None, began=start_at, ended=end_at, waits=waits,
    )  # fmt: skip


def found(*handoffs: Handoff) -> set[Trouble]:
    """Return what stands."""
    return standing(list(month_ends(handoffs, CLOCK, seed=1)), 0.05)


def test_what_waits_longer_at_the_end_of_the_month_is_told_with_how_much() -> None:
    draw = np.random.default_rng(1)
    planted = made(draw, lambda _, left: 6.0 if left < 5 else 0.0)
    others = [made(draw, lambda *_: 0.0, ends=(n, n + 1)) for n in range(2, 8)]
    (each,) = found(planted, *others)
    assert (each.activity, each.to_activity) == (0, 1)
    assert each.low < 6.0 < each.high
    assert each.effect == pytest.approx(6.0, abs=1.5)
    assert each.share == pytest.approx(5 / 20.9, abs=0.02)  # 251 working days a year


def test_it_falls_on_the_days_it_was_put_on() -> None:
    days = month_days(made(np.random.default_rng(2), lambda _, left: 6.0 if left < 5 else 0.0, per_day=20), CLOCK)
    assert [each.left for each in days] == list(range(len(days)))
    assert {each.left for each in days if each.wait_mean > 7.5} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    "longer",
    [
        lambda *_: 0.0,
        lambda day, _: 30 * (day - FIRST).days / DAYS,
        lambda day, _: 5 + 5 * float(np.sin(2 * np.pi * day.timetuple().tm_yday / 365)),
        lambda day, _: 6.0 if day.weekday() == 4 else 0.0,
        lambda day, _: 8.0 if (day.month, day.day) > (12, 10) else 0.0,
    ],
    ids=["nothing", "growing", "seasons", "fridays", "december"],
)
def test_nothing_stands_where_nothing_was_put(longer: Longer) -> None:
    """Of twenty companies with six hand-offs each, one in ten at most may have a false alarm."""
    alarms = 0
    for company in range(20):
        draw = np.random.default_rng(100 + company)
        alarms += bool(found(*(made(draw, longer, ends=(n, n + 1), per_day=0.7) for n in range(6))))
    assert alarms <= 2


def test_what_is_put_off_to_the_end_of_the_month_is_no_exception() -> None:
    """Invoices made on the last day, and paid much later than those made at once, are other work."""
    draw = np.random.default_rng(3)
    put_off = made(draw, lambda _, left: OPEN_HOURS * left / 2, ends=(0, 1))
    paid = made(draw, lambda _, left: 60.0 if left < 5 else 0.0, ends=(1, 2))
    assert found(put_off, paid) == set()
    assert found(paid) != set()


def test_a_year_is_needed() -> None:
    draw = np.random.default_rng(4)
    short = made(draw, lambda _, left: 20.0 if left < 5 else 0.0)
    kept = short.began < (datetime(2023, 10, 1) - EPOCH).total_seconds()
    few = Handoff(
        0, 1, int(kept.sum()), 1.0, 1.0, 1.0, 1.0, dates_only=False, still_open=0, backwards=0, worse=None,
        began=short.began[kept], ended=short.ended[kept], waits=short.waits[kept],
    )  # fmt: skip
    assert list(month_ends([few], CLOCK, seed=1)) == []


def test_a_month_counts_as_much_as_any_other() -> None:
    """Ends are busy and slow in every second month, quiet and quick in the others: on the whole no longer."""
    began, ended = [], []
    for number, (day, left) in enumerate(zip(WORKED[:700], LEFT, strict=False)):
        busy = day.month % 2 == 0
        count, wait = (2, 4.0) if left >= 5 else (6, 8.0) if busy else (1, 0.0)
        began += [at(number, 0.0)] * count
        ended += [at(number, wait)] * count
    start, end = np.array(began), np.array(ended)
    each = replace(
        made(np.random.default_rng(5), lambda *_: 0.0), began=start, ended=end, waits=CLOCK.between(start, end)
    )
    (trouble,) = month_ends([each], CLOCK, seed=1)
    assert trouble.effect == pytest.approx(0, abs=0.3)
    assert trouble.low < 0 < trouble.high
