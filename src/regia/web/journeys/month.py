"""How a hand-off's waits go through the month: a picture by working days, and whether its end is longer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from regia import wording
from regia.errors import Text
from regia.journeys.month_end import LAST_DAYS
from regia.journeys.tables import FLOW_TROUBLES, HANDOFF_MONTH_DAYS
from regia.pictures import lines
from regia.pictures.lines import LinePlot
from regia.pictures.twin import Twin
from regia.web.evidence.reader import Row
from regia.web.evidence.where import equal
from regia.web.frame.language import spoken
from regia.web.journeys.drawing import hours
from regia.web.journeys.selectors import Picture
from regia.web.visit import Visit

FEWEST = 3
"""Passages from which a day's mean wait is drawn."""

LEAST_DAYS = 15
"""Days drawn from which a month can be seen."""

_LAST = Text("ultimo", "last")
_STANDS = Text(
    "Ciò che comincia negli ultimi {days} giorni lavorativi del mese, il {share} del lavoro, attende {more} ore in più "
    "che negli altri giorni (fra {low} e {high}).",
    "What begins in the last {days} working days of a month, {share} of the work, waits {more} hours more than on "
    "other days ({low} to {high}).",
)
_STEADY = Text(
    "Negli ultimi {days} giorni lavorativi del mese comincia il {share} del lavoro: nulla prova che attenda più del "
    "resto.",
    "{share} of the work begins in the last {days} working days of a month: nothing proves that it waits longer than "
    "the rest.",
)
_PERHAPS = Text(
    "Ciò che comincia negli ultimi {days} giorni lavorativi del mese, il {share} del lavoro, attende {more} ore in "
    "più: può essere altro lavoro, come ciò che si fa una volta al mese, o il caso.",
    "What begins in the last {days} working days of a month, {share} of the work, waits {more} hours more: it may be "
    "other work, such as what is done once a month, or chance.",
)


@dataclass(frozen=True)
class Month:
    """What the page says and shows of the month."""

    sentence: str | None
    picture: Picture


def month(visit: Visit, one: str, other: str) -> Month | None:
    """Return a hand-off's month; None where too few days can be told, or the check-up did not look at them."""
    evidence = visit.evidence
    if not evidence.has(HANDOFF_MONTH_DAYS, FLOW_TROUBLES):
        return None
    rows = evidence.rows(HANDOFF_MONTH_DAYS, equal(from_activity=one, to_activity=other), order=("-days_left",))
    kept = [row for row in rows if int(str(row["cases"])) >= FEWEST]
    if len(kept) < LEAST_DAYS:
        return None
    trouble = evidence.one(FLOW_TROUBLES, equal(trouble="month_end", activity=one, to_activity=other))
    return Month(None if trouble is None else _sentence(trouble), _picture(kept))


def _sentence(row: Row) -> str:
    language = spoken()
    amounts = {
        name: hours(float(str(row[column])), language)
        for name, column in (("more", "effect"), ("low", "effect_low"), ("high", "effect_high"))
    }
    part = wording.share(float(str(row["share"])), language)
    longer = float(str(row["effect_low"])) > 0
    text = _STANDS if row["stands"] else _PERHAPS if longer else _STEADY
    return wording.fill(text, {**amounts, "share": part, "days": LAST_DAYS}, language)


def _picture(rows: Sequence[Row]) -> Picture:
    language = spoken()
    points = tuple((-float(str(row["days_left"])), float(str(row["wait_mean_hours"]))) for row in rows)
    high = max(wait for _, wait in points) or 1.0
    title = Text("Nel corso del mese", "Through the month")
    described = Text(
        "Attesa media, in ore lavorative, di ciò che comincia in ogni giorno lavorativo del mese, contato dall'ultimo.",
        "Mean wait, in working hours, of what begins on each working day of the month, counted from the last one.",
    )
    ticks = [-float(left) for left in range(0, int(-points[0][0]) + 1, 5)]
    end = wording.fill(Text("ultimi {days} giorni", "last {days} days"), {"days": LAST_DAYS}, language)
    plot = LinePlot(
        title.say(language),
        described.say(language),
        points,
        tuple((tick, wording.number(tick, language) if tick else _LAST.say(language)) for tick in ticks),
        tuple((high * part / 2, f"{hours(high * part / 2, language)} h") for part in range(3)),
        (0.5 - LAST_DAYS, end),
        dots=True,
    )
    heads = (
        Text("Giorni lavorativi che restano", "Working days left"),
        Text("Passaggi cominciati", "Passages that began"),
        Text("Attesa media (h)", "Mean wait (h)"),
        Text("Attesa mediana (h)", "Median wait (h)"),
    )
    twin = Twin(
        tuple(each.say(language) for each in heads),
        tuple(
            (
                str(row["days_left"]),
                wording.number(int(str(row["cases"])), language),
                *(hours(float(str(row[name])), language) for name in ("wait_mean_hours", "wait_p50_hours")),
            )
            for row in rows
        ),
    )
    return Picture(mark_safe(lines.draw(plot, name="month")), twin)
