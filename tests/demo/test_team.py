from datetime import date
from itertools import pairwise
from math import factorial

import pytest

from regia.demo.calendar import DAY, HOUR, Calendar, day_of
from regia.demo.draw import Draw
from regia.demo.team import Slowdown, Team

CALENDAR = Calendar(date(2010, 1, 1), date(2029, 12, 31))


def team(members: int, *, pieces_year: float = 1000, load: float = 0.8, slowdown: Slowdown | None = None) -> Team:
    return Team(
        "desk", "sales", members=members, load=load, pieces_year=pieces_year, calendar=CALENDAR, draw=Draw("team"),
        slowdown=slowdown, friday=1.0,
    )  # fmt: skip


def mean_wait_of_theory(servers: int, load: float, service: float) -> float:
    """Erlang C: the mean wait in an M/M/c queue."""
    offered = servers * load
    tail = offered**servers / factorial(servers) / (1 - load)
    waiting = tail / (sum(offered**k / factorial(k) for k in range(servers)) + tail)
    return waiting * service / (servers * (1 - load))


@pytest.mark.parametrize(("members", "load"), [(1, 0.6), (3, 0.8)])
def test_waits_are_those_of_queueing_theory(members: int, load: float) -> None:
    desk, draw = team(members, load=load, pieces_year=2000), Draw("arrivals")
    service = desk.mean_seconds
    work, waits = 0.0, []
    # arrivals are Poisson in working time: the same clock the team keeps
    while work < CALENDAR.work(CALENDAR.ends) - 10 * DAY:
        work += draw.wait(service / (members * load))
        waits.append(desk.take(CALENDAR.at_work(int(work))).waited)
    expected = mean_wait_of_theory(members, load, service)
    assert sum(waits) / len(waits) == pytest.approx(expected, rel=0.12)


def test_work_is_taken_in_the_order_it_comes() -> None:
    desk, start = team(1, pieces_year=4000), CALENDAR.begins + 4 * DAY
    works = [desk.take(start + minute * 60) for minute in range(50)]
    assert all(one.start <= two.start for one, two in pairwise(works))
    assert all(one.end <= two.start + 60 for one, two in pairwise(works))


def test_work_starts_and_ends_in_working_hours() -> None:
    desk, draw = team(2), Draw("any")
    for _ in range(300):
        work = desk.take(CALENDAR.begins + draw.randrange(900 * DAY))
        assert CALENDAR.works(work.start)
        assert work.end > work.start >= work.came


def test_batches_are_taken_up_only_on_their_days() -> None:
    slow = Slowdown("batch", CALENDAR.begins, weekdays=(1, 3))
    desk, draw = team(2, slowdown=slow, load=0.3), Draw("any")
    days = {day_of(desk.take(CALENDAR.begins + number * DAY + 10 * HOUR).start).weekday() for number in range(5, 600)}
    assert days == {1, 3}
    assert draw


def test_waits_grow_when_people_leave_and_stay_bounded() -> None:
    onset = CALENDAR.begins + 5 * 365 * DAY
    desk, draw = team(3, pieces_year=2000, load=0.6, slowdown=Slowdown("staff", onset)), Draw("arrivals")
    work = 0.0
    while work < CALENDAR.work(CALENDAR.ends) - 10 * DAY:
        work += draw.wait(desk.mean_seconds / (3 * 0.6))
        desk.take(CALENDAR.at_work(int(work)))
    before = [piece.waited for piece in desk.done if piece.came < onset]
    after = [piece.waited for piece in desk.done if piece.came > onset + 60 * DAY]
    assert sum(after) / len(after) > 8 * sum(before) / len(before)
    assert max(after) < 40 * HOUR
