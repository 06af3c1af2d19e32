"""What in the times misleads who measures them: told beside every figure that it touches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from regia.journeys.activity import Outside
from regia.journeys.crossing import Crossed
from regia.journeys.gathering import Gathered
from regia.journeys.sources import EventSource, Place
from regia.journeys.unchanged import Unchanged

Trap = Literal[
    "bulk_import",
    "created_is_updated",
    "date_only",
    "early_dates",
    "future_dates",
    "overwritten_status",
    "partial_links",
    "text_dates",
    "time_zone_shift",
    "truncated_history",
    "unreadable_dates",
    "utc_clock",
]
Row = dict[str, object]

BULK_SHARE = 0.1
BULK_LEAST = 50
BULK_TIMES = 20
BULK_MOSTLY = 0.5
"""Events of one hour from which they were loaded at once: this share, this many, so often the usual hour's or mostly
there.
"""

TRUNCATED_DAYS = 90
"""How much later than what it tells of a history begins that was started, or cut, on the way."""


def traps(
    gathered: Gathered,
    sources: Sequence[EventSource],
    states: Mapping[Place, Iterable[str]],
    crossed: Iterable[Crossed],
    stamps: Iterable[Unchanged],
) -> list[Row]:
    """Return the traps, a row a field.

    `states` are the fields of each dataset that hold the state of its records, `crossed` the references found, and
    `stamps` those of a last change that tell of none.
    """
    found: dict[tuple[str, ...], Row] = {}
    for row in (
        *_of_activities(gathered),
        *_overwritten(sources, states),
        *_truncated(gathered),
        *_partial(crossed),
        *(_row("created_is_updated", each.source, each.field, each.records, each.same_as) for each in stamps),
    ):
        found.setdefault(tuple(str(row[name]) for name in ("trap", "system", "dataset", "field")), row)
    return [found[key] for key in sorted(found)]


def _of_activities(gathered: Gathered) -> Iterator[Row]:
    loaded = _bulk_loads(gathered)
    for each in gathered.activities:
        source, field = each.source, each.time.name
        if each.time.precision == "day":
            yield _row("date_only", source, field, source.holder.records)
        if each.time.written_by_hand:
            yield _row("text_dates", source, field, source.holder.records)
        outside = gathered.outside.get(each.number, Outside())
        if outside.late:
            yield _row("future_dates", source, field, outside.late)
        if outside.early:
            yield _row("early_dates", source, field, outside.early)
        if outside.unreadable:
            yield _row("unreadable_dates", source, field, outside.unreadable)
        if each.time.form == "time" and (*source.place, field) in gathered.clocks.shifted:
            yield _row("time_zone_shift", source, field, source.holder.records)
        elif each.time.form == "time" and source.holder.system in gathered.clocks.systems:
            yield _row("utc_clock", source, field, source.holder.records)
        if each.number in loaded:
            hour, count = loaded[each.number]
            yield _row("bulk_import", source, field, count, hour)


def _bulk_loads(gathered: Gathered) -> dict[int, tuple[str, int]]:
    rows = gathered.connection.execute(
        _BULK, {"share": BULK_SHARE, "least": BULK_LEAST, "times": BULK_TIMES, "mostly": BULK_MOSTLY}
    ).fetchall()
    return {int(activity): (str(hour), int(count)) for activity, hour, count in rows}


def _overwritten(sources: Sequence[EventSource], states: Mapping[Place, Iterable[str]]) -> Iterator[Row]:
    """Yield the states of which only the last is known: no history tells when the others were reached."""
    told = {reference.to for source in sources if source.kind == "status_history" for reference in source.references}
    for source in sources:
        if source.kind == "transaction" and source.place not in told:
            for field in states.get(source.place, ()):
                yield _row("overwritten_status", source, field, source.holder.records)


def _partial(crossed: Iterable[Crossed]) -> Iterator[Row]:
    """Yield the fields that name records which are not there: what they hand over is seen in part only."""
    for each in crossed:
        if each.partial:
            named = ".".join((*each.parent.source.place, each.parent.field))
            yield _row("partial_links", each.child.source, each.child.field, each.unknown, named)


def _truncated(gathered: Gathered) -> Iterator[Row]:
    """Yield the histories that begin well after the things that they tell of."""
    first = dict(gathered.connection.sql("SELECT activity, min(moment) FROM events GROUP BY 1").fetchall())
    tied = {(int(one), int(other)) for one, other in gathered.connection.sql(_TIED).fetchall()}
    places = {place: number for number, place in enumerate(gathered.places)}
    for each in gathered.activities:
        subject = [
            first[other.number]
            for other in gathered.activities
            if each.source.state and other.number in first
            if (places[each.source.place], places[other.source.place]) in tied
        ]
        if subject and each.number in first and (first[each.number] - min(subject)).days > TRUNCATED_DAYS:
            begins = str(min(first[other.number] for other in gathered.activities if other.source is each.source))
            yield _row("truncated_history", each.source, each.time.name, None, begins)


def _row(trap: Trap, source: EventSource, field: str, records: int | None, detail: str | None = None) -> Row:
    system, dataset = source.place
    return {"trap": trap, "system": system, "dataset": dataset, "field": field, "records": records, "detail": detail}


_TIED = "SELECT DISTINCT child_place, parent_place FROM ties WHERE child_place <> parent_place"

_BULK = """
WITH hours AS (
  SELECT activity, date_trunc('hour', moment) AS hour, count(*) AS n FROM events WHERE exact GROUP BY 1, 2),
usual AS (SELECT activity, median(n) AS n, sum(n) AS whole FROM hours GROUP BY 1)
SELECT activity, hour, h.n FROM hours h JOIN usual u USING (activity)
WHERE h.n >= $least AND h.n >= $share * u.whole AND (h.n >= $times * u.n OR h.n >= $mostly * u.whole)
QUALIFY row_number() OVER (PARTITION BY activity ORDER BY h.n DESC, hour) = 1
"""
