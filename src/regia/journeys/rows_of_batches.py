"""The rows that tell what work waits for a batch, and what waits cost."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from regia.journeys.activity import Activity
from regia.journeys.batch_waits import Batch, BatchWait, End, batch_wait
from regia.journeys.handoffs import Handoff
from regia.journeys.rows import Row, Told, ends_of
from regia.journeys.waiting_cost import cost, yearly
from regia.journeys.working_clock import WorkingClock
from regia.workspace.company import Company


def batch_rows(
    told: Told, found: Iterable[Handoff], known: Sequence[Batch], clock: WorkingClock, *, company: Company, seed: int
) -> list[Row]:
    """Return how much of the wait of each hand-off is for a batch."""
    waits = [(each, batch_wait(each, _ends(told, each), known, clock, seed=seed)) for each in found]
    return [_row(told, each, wait, company) for each, wait in waits if wait is not None]


def _row(told: Told, each: Handoff, wait: BatchWait, company: Company) -> Row:
    cases = yearly(each.ended)
    return {
        **ends_of(told, each),
        "interface": wait.batch.interface,
        "cases": each.cases,
        "held_share": wait.held,
        "wait_mean_hours": each.wait_mean,
        "batch_hours": wait.hours,
        "batch_low_hours": wait.low,
        "batch_high_hours": wait.high,
        "share": min(wait.hours / each.wait_mean, 1.0) if each.wait_mean else 0.0,
        "hours_year": wait.hours * cases,
        **euros(wait.low * cases, wait.high * cases, company),
    }


def euros(low: float, high: float, company: Company) -> dict[str, Decimal | bool | None]:
    """Return what from so many to so many hours of waiting cost, as columns; empty where the company does not say."""
    return {
        "eur_year_low": cost(max(low, 0.0), company),
        "eur_year_high": cost(max(high, 0.0), company),
        "cost_confirmed": company.assumptions.confirmed,
    }


def priced(rows: Iterable[Row], told: Told, found: Iterable[Handoff], company: Company) -> list[Row]:
    """Return the rows of hand-offs with what the longer wait of those that got slower costs a year.

    At least, only those passages count that are expected to be true ones.
    """
    by_ends = {tuple(ends_of(told, each).values()): each for each in found}
    return [row | _worse(row, by_ends[row["from_activity"], row["to_activity"]], company) for row in rows]


def _worse(row: Mapping[str, object], each: Handoff, company: Company) -> Row:
    if not row["bottleneck"] or each.worse is None:
        return {}
    cases = yearly(each.ended[each.ended >= each.worse.since])
    return {
        "excess_hours_year": each.worse.excess * cases,
        **euros(each.worse.excess_low * cases * each.sure, each.worse.excess_high * cases, company),
    }


def _ends(told: Told, each: Handoff) -> tuple[End, End]:
    return _end(told, told.activity(each.from_activity)), _end(told, told.activity(each.to_activity))


def _end(told: Told, activity: Activity) -> End:
    system, dataset = activity.source.place
    return system, dataset, told.object_type(activity)
