"""What the page of one hand-off shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.safestring import mark_safe

from regia import wording
from regia.errors import Text
from regia.journeys.caveats import CAVEATS
from regia.journeys.matched_said import matched_said
from regia.journeys.tables import (
    ACTIVITIES,
    BATCH_WAITS,
    HANDOFF_CASES,
    HANDOFF_DAYS,
    HANDOFF_WEEKS,
    HANDOFFS,
    TIME_TRAPS,
    WAIT_CURVES,
)
from regia.journeys.waiting_said import said
from regia.pictures import calendar, lines
from regia.pictures.lines import LinePlot
from regia.pictures.twin import Twin
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken, tell
from regia.web.journeys import grids
from regia.web.journeys.drawing import hours
from regia.web.journeys.month import Month, month
from regia.web.journeys.selectors import Picture, Told
from regia.web.people.roles import Permission
from regia.web.visit import Visit

TRAPS = {
    "bulk_import": Text("caricati in blocco", "loaded in bulk"),
    "created_is_updated": Text("sempre uguale alla creazione", "always that of the making"),
    "date_only": Text("solo il giorno", "the day alone"),
    "early_dates": Text("date fittizie", "dates that are defaults"),
    "future_dates": Text("date oltre la lettura", "dates after the reading"),
    "overwritten_status": Text("stato che si sovrascrive", "status that is overwritten"),
    "partial_links": Text("nomina record assenti o di altri", "names records that are missing or another's"),
    "text_dates": Text("date scritte come testo", "dates written as text"),
    "time_zone_shift": Text("un campo con un altro orologio", "a field that goes by another clock"),
    "truncated_history": Text("storia che comincia dopo", "history that begins later"),
    "unreadable_dates": Text("date che non si leggono", "dates that cannot be read"),
    "utc_clock": Text("ore scritte in UTC", "times written in UTC"),
}
_DAY = 86_400


@dataclass(frozen=True)
class HandoffPage:
    """Everything that the page of a hand-off shows."""

    one: str
    other: str
    sentence: str
    since: str | None
    effect: str | None
    batch: Told | None
    figures: tuple[Figure, ...]
    curve: Picture | None
    change: Picture | None
    days: Picture | None
    month: Month | None
    caveats: tuple[Text, ...]
    traps: tuple[str, ...]
    grid: GridPage
    cases: GridPage | None


def handoff_page(visit: Visit, asked: QueryDict) -> HandoffPage:
    """Return the hand-off that an address asks for.

    Raises:
        Http404: there is none.
    """
    evidence = visit.evidence
    ends = equal(from_activity=asked.get("from", ""), to_activity=asked.get("to", ""))
    if not evidence.has(HANDOFFS, WAIT_CURVES, HANDOFF_WEEKS, ACTIVITIES, TIME_TRAPS):
        raise Http404
    row = evidence.one(HANDOFFS, ends)
    if row is None:
        raise Http404
    one, other = (_activity(visit, str(row[side])) for side in ("from_activity", "to_activity"))
    names = tuple(str(each[f"name_{spoken()}"]) for each in (one, other))
    caveats = str(row["caveats"] or "").split("|")
    return HandoffPage(
        one=names[0],
        other=names[1],
        sentence=_sentence(row, *names),
        since=_since(row),
        effect=_effect(row),
        batch=_batch(visit, ends),
        figures=_figures(row),
        curve=_curve(evidence.rows(WAIT_CURVES, ends, order=("gone_on",))),
        change=_change(evidence.rows(HANDOFF_WEEKS, ends, order=("week",)), row),
        days=_days(evidence.rows(HANDOFF_DAYS, ends, order=("day",))) if evidence.has(HANDOFF_DAYS) else None,
        month=month(visit, str(row["from_activity"]), str(row["to_activity"])),
        caveats=tuple(CAVEATS[each].full for each in caveats if each in CAVEATS),
        traps=tuple(_traps(visit, (one, other), told_in_part="partial_links" in caveats)),
        grid=grids.weeks().read(evidence, asked, ends),
        cases=_cases(visit, asked, ends),
    )


def _cases(visit: Visit, asked: QueryDict, ends: Where) -> GridPage | None:
    """Return the longest cases, for who may see rows."""
    if not visit.may(Permission.SEE_ROWS) or not visit.evidence.has(HANDOFF_CASES):
        return None
    return grids.cases(visit).read(visit.evidence, asked, ends)


def _activity(visit: Visit, code: str) -> Row:
    found = visit.evidence.one(ACTIVITIES, equal(activity=code))
    if found is None:
        raise Http404
    return found


def _sentence(row: Row, one: str, other: str) -> str:
    text = Text(
        "Fra «{one}» e «{other}» la metà dei casi attende al più {p50} ore lavorative{ends}, nove su dieci al più "
        "{p90}.",
        "Between '{one}' and '{other}' half the cases wait {p50} working hours at most{ends}, nine in ten {p90} at "
        "most.",
    )
    language = spoken()
    low, high = (_number(row.get(f"wait_p50_{end}_hours")) for end in ("low", "high"))
    between = Text(" (fra {low} e {high})", " ({low} to {high})")
    ends = {"low": hours(low, language), "high": hours(high, language)}
    values = {
        "one": one, "other": other, "p50": hours(_number(row["wait_p50_hours"]), language),
        "p90": hours(_number(row["wait_p90_hours"]), language),
        "ends": "" if low is None or ends["low"] == ends["high"] else wording.fill(between, ends, language),
    }  # fmt: skip
    return wording.fill(text, values, language)


def _since(row: Row) -> str | None:
    if not row["bottleneck"]:
        return None
    text = Text(
        "Dalla settimana del {since} si aspettano {more} ore in più (fra {low} e {high}) che {before}{cost}.",
        "Since the week of {since}, {more} more hours ({low} to {high}) are waited than {before}{cost}.",
    )
    language = spoken()
    values = {
        "since": row["worse_since"], "more": hours(_number(row["excess_wait_hours"]), language),
        "low": hours(_number(row["excess_wait_low_hours"]), language),
        "high": hours(_number(row["excess_wait_high_hours"]), language),
        "before": matched_said(row.get("matched")),
        "cost": said(row) if "eur_year_high" in row else "",
    }  # fmt: skip
    return wording.fill(text, values, language)


def _effect(row: Row) -> str | None:
    effect, low, high = (_number(row[name]) for name in ("effect", "effect_low", "effect_high"))
    if effect is None or low is None or high is None:
        return None
    text = Text(
        "Chi attende più della metà degli altri finisce male {more} punti più spesso (fra {low} e {high}): "
        "un'associazione, non una causa.",
        "What waits longer than half the others ends badly {more} points more often ({low} to {high}): an association, "
        "not a cause.",
    )
    values = {
        "more": hours(100 * effect, spoken()),
        "low": hours(100 * low, spoken()),
        "high": hours(100 * high, spoken()),
    }
    return wording.fill(text, values, spoken())


def _batch(visit: Visit, ends: Where) -> Told | None:
    """Return how much of the wait is for the next run of the job that carries the work, with the job's page."""
    row = visit.evidence.one(BATCH_WAITS, ends) if visit.evidence.has(BATCH_WAITS) else None
    if row is None or not row["batch_hours"]:
        return None
    text = Text(
        "In media si aspettano {wait} ore, di cui {hours} ({share}) solo perché i dati passano da un sistema all'altro "
        "a ore fisse{cost}.",
        "{wait} hours are waited on average, {hours} of them ({share}) only because data passes from one system to the "
        "other at fixed hours{cost}.",
    )
    language = spoken()
    values = {
        "wait": hours(_number(row["wait_mean_hours"]), language),
        "hours": hours(_number(row["batch_hours"]), language),
        "share": wording.share(float(str(row["share"])), language),
        "cost": said(row),
    }
    return Told(wording.fill(text, values, language), reverse("interface", args=[visit.company.slug, row["interface"]]))


def _figures(row: Row) -> tuple[Figure, ...]:
    language = spoken()
    reach, share = _number(row["reach_share"]), _number(row["share_of_journey"])
    found = [
        Figure(wording.number(int(str(row["cases"])), language), Text("passaggi", "passages")),
        Figure("—" if reach is None else wording.share(reach, language), Text("ci arriva", "get there")),
        Figure(wording.number(int(str(row["still_open"] or 0)), language), Text("attendono ancora", "still wait")),
    ]
    if share is not None:
        label = Text("dell'attesa di tutto il percorso", "of the whole journey's waiting")
        found.append(Figure(wording.share(share, language), label))
    return tuple(found)


def _curve(rows: Sequence[Row]) -> Picture | None:
    """Return the share that has gone on by each wait."""
    language = spoken()
    points = [(wait, float(str(row["gone_on"]))) for row in rows if (wait := _number(row["wait_hours"])) is not None]
    if len(points) < 2:
        return None
    high = points[-1][0] or 1.0
    title = Text("Entro quanto va avanti", "Within how long it goes on")
    described = Text(
        "La quota dei casi andata avanti entro ogni numero di ore lavorative, contando anche chi attende ancora.",
        "The share of cases that have gone on within each number of working hours, counting those that still wait too.",
    )
    plot = LinePlot(
        title.say(language),
        described.say(language),
        ((0.0, 0.0), *points),
        tuple((high * part / 4, f"{hours(high * part / 4, language)} h") for part in range(5)),
        tuple((part / 4, wording.share(part / 4, language)) for part in range(5)),
    )
    heads = (Text("Quota andata avanti", "Share gone on"), Text("Entro ore lavorative", "Within working hours"))
    twin = Twin(
        tuple(each.say(language) for each in heads),
        tuple((wording.share(share, language), hours(wait, language)) for wait, share in points),
    )
    return Picture(mark_safe(lines.draw(plot, name="curve")), twin)


def _change(rows: Sequence[Row], handoff: Row) -> Picture | None:
    """Return the median wait of each week, with the week since which it got worse."""
    language = spoken()
    weeks = [(cast("date", row["week"]), float(str(row["wait_p50_hours"]))) for row in rows]
    if len(weeks) < 3:
        return None
    high = max(wait for _, wait in weeks) or 1.0
    first, last = weeks[0][0], weeks[-1][0]
    title = Text("Come è cambiata l'attesa", "How the wait changed")
    described = Text(
        "Attesa mediana di ogni settimana, in ore lavorative, dal {first} al {last}.",
        "Median wait of each week, in working hours, from {first} to {last}.",
    )
    worse = handoff["worse_since"] if handoff["bottleneck"] else None
    mark = None
    if isinstance(worse, date):
        says = wording.fill(Text("peggiora dal {day}", "worse since {day}"), {"day": worse}, language)
        mark = (_seconds(worse), says)
    plot = LinePlot(
        title.say(language),
        wording.fill(described, {"first": first, "last": last}, language),
        tuple((_seconds(week), wait) for week, wait in weeks),
        tuple((_seconds(day), wording.date_(day, language)) for day in (first, weeks[len(weeks) // 2][0], last)),
        tuple((high * part / 2, f"{hours(high * part / 2, language)} h") for part in range(3)),
        mark,
        dots=True,
    )
    heads = (Text("Settimana dal", "Week from"), Text("Attesa mediana (h)", "Median wait (h)"))
    twin = Twin(
        tuple(each.say(language) for each in heads),
        tuple((wording.date_(week, language), hours(wait, language)) for week, wait in weeks),
    )
    return Picture(mark_safe(lines.draw(plot, name="change")), twin)


WEEKDAYS = Text("lun mar mer gio ven sab dom", "Mon Tue Wed Thu Fri Sat Sun")
MONTHS = Text("gen feb mar apr mag giu lug ago set ott nov dic", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")


def _days(rows: Sequence[Row]) -> Picture | None:
    """Return the median wait of each day of the last year, each day's level by fifths of the days."""
    language = spoken()
    days = [(cast("date", row["day"]), int(str(row["cases"])), float(str(row["wait_p50_hours"]))) for row in rows]
    days = [each for each in days if each[0] > days[-1][0] - timedelta(weeks=calendar.WEEKS - 1)]
    if len({wait for _, _, wait in days}) < calendar.LEVELS:
        return None
    waits = sorted(wait for _, _, wait in days)
    steps = [waits[len(waits) * level // calendar.LEVELS] for level in range(1, calendar.LEVELS)]
    says = Text("{day}: {wait} ore, {cases:passaggio|passaggi}", "{day}: {wait} hours, {cases:passage|passages}")
    title = Text("Giorno per giorno", "Day by day")
    described = Text(
        "Attesa mediana di ciò che è finito ogni giorno dell'ultimo anno, in ore lavorative: più scuro è più lungo.",
        "Median wait of what ended each day of the last year, in working hours: the darker the longer.",
    )
    up_to, beyond = Text("fino a {wait} h", "up to {wait} h"), Text("oltre {wait} h", "over {wait} h")
    plan = calendar.Calendar(
        title.say(language),
        described.say(language),
        tuple(
            calendar.Day(
                day,
                sum(wait > step for step in steps),
                wording.fill(says, {"day": day, "wait": hours(wait, language), "cases": cases}, language),
            )
            for day, cases, wait in days
        ),
        tuple(WEEKDAYS.say(language).split()),
        tuple(MONTHS.say(language).split()),
        (
            *(wording.fill(up_to, {"wait": hours(step, language)}, language) for step in steps),
            wording.fill(beyond, {"wait": hours(steps[-1], language)}, language),
        ),
    )
    ended, waited = Text("Passaggi finiti", "Passages that ended"), Text("Attesa mediana (h)", "Median wait (h)")
    heads = (Text("Giorno", "Day"), ended, waited)
    twin = Twin(
        tuple(each.say(language) for each in heads),
        tuple((wording.date_(day, language), str(cases), hours(wait, language)) for day, cases, wait in days),
    )
    return Picture(mark_safe(calendar.draw(plan, name="days")), twin)


_PARTIAL = Text(
    "{records:record nomina|record nominano} in {named} qualcosa che non c'è, o è di altri",
    "{records:record names|records name} something in {named} that is not there, or is another's",
)


def _traps(visit: Visit, ends: Sequence[Row], *, told_in_part: bool) -> Iterator[str]:
    for each in ends:
        where = Where("system = ? AND dataset = ? AND field = ?", (each["system"], each["dataset"], each["field"]))
        for row in visit.evidence.rows(TIME_TRAPS, where, order=("trap",)):
            if (word := TRAPS.get(str(row["trap"]))) is not None:
                yield f"{each['dataset']}.{each['field']}: {tell(word)}"
        partial = Where("trap = 'partial_links' AND system = ? AND dataset = ?", (each["system"], each["dataset"]))
        for row in visit.evidence.rows(TIME_TRAPS, partial, order=("field",)) if told_in_part else ():
            values = {"records": row["records"], "named": str(row["detail"])}
            yield f"{row['dataset']}.{row['field']}: {wording.fill(_PARTIAL, values, spoken())}"


def _seconds(day: date) -> float:
    return float((datetime(day.year, day.month, day.day) - datetime(1970, 1, 1)).days * _DAY)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
