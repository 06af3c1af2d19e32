"""Troubles of made-up flows: what was put in is found with its size, and nothing where nothing was put in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from regia.engine.session import connect
from regia.journeys.discoveries import discoveries
from regia.journeys.followed import followed
from regia.journeys.gathering import Gathered
from regia.journeys.outcomes import ending
from regia.journeys.troubles import Trouble, standing, troubles
from regia.journeys.working_clock import WorkingClock
from regia.workspace.calendar import WorkingCalendar
from regia.workspace.company import WorkingTime

FIRST = datetime(2023, 1, 2, 9)
WEEKS = 130
IN, OUT = 0, 1
Case = tuple[datetime, datetime | None]


def found(cases: Iterable[Case], *, endings: dict[int, str] | None = None, again: Iterable[int] = ()) -> list[Trouble]:
    """Return the troubles that stand of cases with a beginning and perhaps an end; those of `again` were reopened."""
    return sorted(standing(measured(cases, endings=endings, again=again), 0.05), key=lambda each: each.kind)


def measured(
    cases: Iterable[Case], *, endings: dict[int, str] | None = None, again: Iterable[int] = ()
) -> tuple[Trouble, ...]:
    """Return all that is measured of cases, whether it stands or not."""
    with connect() as connection:
        connection.execute("CREATE TABLE things (thing BIGINT, place INTEGER)")
        connection.execute("CREATE TABLE events (event BIGINT, activity INTEGER, thing BIGINT, moment TIMESTAMP)")
        connection.execute("CREATE TABLE pairs (from_event BIGINT, to_event BIGINT)")
        things, events, pairs, reopened = [], [], [], set(again)
        for thing, (began, ended) in enumerate(cases):
            things.append((thing, 0))
            events.append((3 * thing, IN, thing, began))
            if ended is not None:
                events.append((3 * thing + 1, OUT, thing, ended))
                pairs.append((3 * thing, 3 * thing + 1))
            if thing in reopened:
                events.append((3 * thing + 2, 2, thing, began))
        _insert(connection, "things", things)
        _insert(connection, "events", events)
        _insert(connection, "pairs", pairs)
        connection.execute("CREATE VIEW steps AS SELECT * FROM events WHERE activity < 2")
        activities = tuple(SimpleNamespace(number=n, state="reopened" if n == 2 else None) for n in range(3))
        gathered = cast("Gathered", SimpleNamespace(connection=connection, activities=activities, places=()))
        clock = WorkingClock(WorkingCalendar(WorkingTime()), date(2022, 1, 1), date(2027, 1, 1))
        return troubles(gathered, clock, going_on=followed(gathered), ways=[(IN, OUT)], endings=endings or {}, seed=1)


def _insert(connection: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    if rows:
        columns = {f"c{at}": pa.array(column) for at, column in enumerate(zip(*rows, strict=True))}
        connection.register("given", pa.table(columns))
        connection.execute(f"INSERT INTO {table} SELECT * FROM given")
        connection.unregister("given")


def weekly(count: int, draw: np.random.Generator) -> Iterable[tuple[int, datetime]]:
    """Yield a random number of cases a week, by its number and a moment in its working days."""
    for week in range(WEEKS):
        for _ in range(draw.poisson(count)):
            yield week, FIRST + timedelta(weeks=week, days=int(draw.integers(0, 5)), hours=float(draw.uniform(0, 8)))


def test_nothing_stands_where_nothing_was_put() -> None:
    draw = np.random.default_rng(7)
    cases = [(at, None if draw.random() < 0.05 else at + timedelta(days=1)) for _, at in weekly(20, draw)]
    endings = {thing: "lost" if draw.random() < 0.3 else "won" for thing in range(len(cases))}
    assert found(cases, endings=endings) == []


def test_work_that_gets_no_further_is_told_from_its_week() -> None:
    draw = np.random.default_rng(1)
    cases = [
        (at, None if draw.random() < (0.05 if week < 80 else 0.25) else at + timedelta(days=1))
        for week, at in weekly(20, draw)
    ]
    (each,) = (each for each in found(cases) if each.kind == "drop_off")
    assert each.low < 0.20 < each.high
    assert each.share == pytest.approx(0.25, abs=0.03)
    assert each.since is not None
    assert abs(each.since - (FIRST + timedelta(weeks=80) - datetime(1970, 1, 1)).total_seconds()) < 5 * 7 * 86_400


def test_work_that_piles_up_is_told_with_how_fast() -> None:
    """Twenty a week come in, first come first served; thirty can be served, and fifteen in the last half year."""
    draw = np.random.default_rng(2)
    last, free = FIRST + timedelta(weeks=WEEKS), FIRST
    cases: list[Case] = []
    for week, at in sorted(weekly(20, draw), key=lambda each: each[1]):
        served = timedelta(days=7 / (15 if week >= WEEKS - 26 else 30))
        free = max(free, at) + served
        cases.append((at, free if free <= last else None))
    waiting = sum(ended is None for _, ended in cases)
    (each,) = (each for each in found(cases) if each.kind == "backlog")
    assert each.cases == pytest.approx(waiting, rel=0.15)
    assert each.low < 5 < each.high


def test_a_backlog_worked_off_was_all_there_before() -> None:
    """Twenty a week come in; eighteen are served, and twenty-five in the last half year."""
    draw = np.random.default_rng(2)
    last, free = FIRST + timedelta(weeks=WEEKS), FIRST
    cases: list[Case] = []
    for _, at in sorted(weekly(20, draw), key=lambda each: each[1]):
        rate = 25 if max(free, at) >= FIRST + timedelta(weeks=WEEKS - 26) else 18
        free = max(free, at) + timedelta(days=7 / rate)
        cases.append((at, free if free <= last else None))
    (each,) = (each for each in measured(cases) if each.kind == "backlog")
    assert each.share == 1.0
    assert each.effect < 0


def test_work_that_comes_back_takes_longer() -> None:
    draw = np.random.default_rng(3)
    moments = [at for _, at in weekly(10, draw)]
    again = [thing for thing in range(len(moments)) if draw.random() < 0.1]
    late = set(again)
    cases = [
        (at.replace(hour=9, minute=0), at.replace(hour=17 if thing in late else 11, minute=0))
        for thing, at in enumerate(moments)
    ]
    (each,) = (each for each in found(cases, again=again) if each.kind == "rework")
    assert each.cases == len(again)
    assert each.effect == pytest.approx(6, abs=1.1)  # six hours later, one of them perhaps the pause


def test_what_waits_longer_and_ends_badly_is_told() -> None:
    """One in ten of the quick ones is lost, three in ten of the slow ones."""
    draw = np.random.default_rng(4)
    cases, endings = [], {}
    for thing, (_, at) in enumerate(weekly(20, draw)):
        slow = draw.random() < 0.5
        cases.append((at, at + timedelta(days=6 if slow else 1, hours=float(draw.uniform(0, 1)))))
        endings[thing] = "lost" if draw.random() < (0.3 if slow else 0.1) else "won"
    (each,) = (each for each in found(cases, endings=endings) if each.kind == "outcome")
    assert each.low < 0.2 < each.high
    assert each.share == pytest.approx(0.2, abs=0.03)


def test_endings_by_their_words() -> None:
    told = {"Closed Lost": "bad", "Closed Won": "good", "annullato": "bad", "Consegnato": "good", "Open": None}
    assert {status: ending(status) for status in told} == told


def test_discoveries_of_a_worked_example() -> None:
    """Benjamini and Hochberg (1995), section 3.2: of 15 tests the first four stand at 5 %."""
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
              0.6528, 0.7590, 1.0000]  # fmt: skip
    assert discoveries(values, 0.05) == [True] * 4 + [False] * 11
