"""The rows that tell how the waits of hand-offs are spread, and how they go through weeks, days and months."""

from collections.abc import Sequence
from datetime import UTC, datetime

from regia.journeys.handoffs import SHARES, Handoff
from regia.journeys.month_end import month_days
from regia.journeys.rows import Row, Told, ends_of
from regia.journeys.working_clock import WorkingClock


def curve_rows(told: Told, found: Sequence[Handoff]) -> list[Row]:
    """Return the waits by which each share of a hand-off's cases has gone on."""
    return [
        {**ends_of(told, each), "gone_on": share, "wait_hours": hours}
        for each in found
        for share, hours in zip(SHARES, each.curve, strict=True)
    ]


def week_rows(told: Told, found: Sequence[Handoff]) -> list[Row]:
    """Return the waits of each hand-off week by week."""
    return [
        {
            **ends_of(told, each),
            "week": datetime.fromtimestamp(week.begins, UTC).date(),
            "cases": week.cases,
            "wait_p50_hours": week.wait_p50,
            "wait_mean_hours": week.wait_mean,
        }
        for each in found
        for week in each.weeks
    ]


def day_rows(told: Told, found: Sequence[Handoff]) -> list[Row]:
    """Return the waits of each hand-off day by day."""
    return [
        {
            **ends_of(told, each),
            "day": datetime.fromtimestamp(day.begins, UTC).date(),
            "cases": day.cases,
            "wait_p50_hours": day.wait_p50,
        }
        for each in found
        for day in each.days
    ]


def month_day_rows(told: Told, found: Sequence[Handoff], clock: WorkingClock) -> list[Row]:
    """Return the waits of each hand-off by the working day of the month on which they begin."""
    return [
        {
            **ends_of(told, each),
            "days_left": day.left,
            "cases": day.cases,
            "wait_p50_hours": day.wait_p50,
            "wait_mean_hours": day.wait_mean,
        }
        for each in found
        for day in month_days(each, clock)
    ]
