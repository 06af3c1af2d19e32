"""What the page of journeys shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from regia import wording
from regia.errors import Text
from regia.findings.tables import FINDINGS
from regia.journeys.document import JourneyEntry, document
from regia.journeys.tables import ACTIVITIES, FLOW_TROUBLES, HANDOFFS, JOURNEY_VARIANTS, JOURNEYS, OPEN_WORK
from regia.journeys.ways_told import told
from regia.pictures import sankey, stacked, swimlane
from regia.pictures.twin import Twin
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.journeys import drawing, grids
from regia.web.visit import Visit

RULES = ("handoff_got_slower", "work_drops_off", "work_comes_back", "backlog_grows", "slow_work_fails",
         "month_end_waits", "batch_makes_wait", "status_overwritten")  # fmt: skip
_MOST_AGEING = 12
_MOST_TROUBLES = 8


@dataclass(frozen=True)
class Tab:
    """A journey that can be chosen."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Picture:
    """A picture with its table twin."""

    svg: SafeString
    twin: Twin


@dataclass(frozen=True)
class Told:
    """A finding on how work flows."""

    says: str
    url: str


@dataclass(frozen=True)
class WaysTold:
    """The ways that the cases of the journey take."""

    sentence: str
    grid: GridPage


@dataclass(frozen=True)
class JourneysPage:
    """Everything that the page shows."""

    entry: JourneyEntry
    name: str
    sentence: str
    figures: tuple[Figure, ...]
    tabs: tuple[Tab, ...]
    lanes: Picture
    flows: Picture | None
    ageing: Picture | None
    troubles: tuple[Told, ...]
    ways: WaysTold | None
    grid: GridPage


def journeys_page(visit: Visit, asked: QueryDict) -> JourneysPage | None:
    """Return a journey as an address asks for it, or the most travelled; None where the check-up found none."""
    evidence = visit.evidence
    if not evidence.has(JOURNEYS, HANDOFFS, ACTIVITIES, FLOW_TROUBLES, OPEN_WORK):
        return None
    handoffs = evidence.rows(HANDOFFS)
    activities = evidence.rows(ACTIVITIES)
    entries = document(journeys=evidence.rows(JOURNEYS), handoffs=handoffs, activities=activities)
    if not entries:
        return None
    language = spoken()
    chosen = next((each for each in entries if each.journey == asked.get("journey")), entries[0])
    plan = drawing.swimlane(
        chosen, visit.departments, language, lambda one, other: grids.handoff_url(visit, one, other)
    )
    names = {str(row["activity"]): str(row[f"name_{language}"]) for row in activities}
    return JourneysPage(
        entry=chosen,
        name=chosen.names.say(language),
        sentence=_sentence(chosen, names),
        figures=_figures(chosen),
        tabs=tuple(_tab(visit, each, chosen) for each in entries),
        lanes=Picture(mark_safe(swimlane.draw(plan, name="lanes")), drawing.way_twin(chosen, language)),
        flows=_flows(visit, handoffs),
        ageing=_ageing(evidence, names),
        troubles=_troubles(visit),
        ways=_ways(visit, asked, chosen, _named(activities)),
        grid=grids.handoffs(visit, _named(activities)).read(evidence, asked),
    )


def _named(activities: Sequence[Row]) -> dict[str, Text]:
    return {str(row["activity"]): Text(str(row["name_it"]), str(row["name_en"])) for row in activities}


def _ways(visit: Visit, asked: QueryDict, entry: JourneyEntry, names: Mapping[str, Text]) -> WaysTold | None:
    """Return the ways of a journey's cases; None where none ended yet, or the check-up did not look for them."""
    where = equal(journey=entry.journey)
    if not visit.evidence.has(JOURNEY_VARIANTS):
        return None
    taken = visit.evidence.rows(JOURNEY_VARIANTS, where, order=("position",))
    journey = visit.evidence.one(JOURNEYS, where)
    if not taken or journey is None:
        return None
    return WaysTold(told(journey, taken, spoken()), grids.variants(names).read(visit.evidence, asked, where))


def _tab(visit: Visit, entry: JourneyEntry, chosen: JourneyEntry) -> Tab:
    address = reverse("journeys", args=[visit.company.slug]) + "?" + urlencode({"journey": entry.journey})
    return Tab(entry.names.say(spoken()), address, entry is chosen)


def _sentence(entry: JourneyEntry, names: Mapping[str, str]) -> str:
    """Return the one sentence that says where the journey waits most."""
    language = spoken()
    weighed = [each for each in entry.ways if each.share_of_journey is not None]
    heaviest = max(weighed, key=lambda each: each.share_of_journey or 0, default=None)
    if heaviest is None or heaviest.share_of_journey is None:
        return entry.names.say(language)
    text = Text(
        "Il lavoro attende soprattutto fra «{one}» e «{other}»: {share} di tutta l'attesa, di solito {hours} ore "
        "lavorative{mind}.",
        "Work waits above all between '{one}' and '{other}': {share} of all waiting, usually {hours} working hours"
        "{mind}.",
    )
    values = {
        "one": names.get(heaviest.from_activity, heaviest.from_activity),
        "other": names.get(heaviest.to_activity, heaviest.to_activity),
        "share": wording.share(heaviest.share_of_journey, language),
        "hours": drawing.hours(heaviest.wait_p50, language),
        "mind": drawing.mind(heaviest, language),
    }
    return wording.fill(text, values, language)


def _figures(entry: JourneyEntry) -> tuple[Figure, ...]:
    language = spoken()
    slower = sum(each.bottleneck for each in entry.ways)
    done = entry.completed_share
    return (
        Figure(wording.number(entry.cases, language), Text("casi cominciati", "cases begun")),
        Figure("—" if done is None else wording.share(done, language), Text("arrivati in fondo", "came to the end")),
        Figure(
            drawing.hours(entry.p50, language),
            Text("ore lavorative, la metà finisce prima", "working hours, half end sooner"),
            Text("nove su dieci entro {hours}", "nine in ten within {hours}").fill(
                hours=drawing.hours(entry.p90, language)
            ),
        ),
        Figure(wording.number(slower, language), Text("passaggi rallentati", "hand-offs that got slower"), url="#all"),
    )


def _flows(visit: Visit, handoffs: Sequence[Row]) -> Picture | None:
    language = spoken()
    waiting: dict[str, int] = {}
    for row in visit.evidence.rows(OPEN_WORK):
        if row["department"]:
            waiting[str(row["department"])] = waiting.get(str(row["department"]), 0) + int(str(row["cases"]))
    plan = drawing.flows(handoffs, waiting, visit.departments, language)
    if not plan.bands:
        return None
    heads = (Text("Da", "From"), Text("A", "To"), Text("Quanto", "How much"))
    a, b, c = (each.say(language) for each in heads)
    return Picture(mark_safe(sankey.draw(plan, name="flows")), sankey.twin(plan, (a, b, c)))


def _ageing(evidence: Evidence, names: Mapping[str, str]) -> Picture | None:
    rows = evidence.rows(OPEN_WORK, Where("cases > 0"), order=("-late", "-cases"), limit=_MOST_AGEING)
    if not rows:
        return None
    plan = drawing.ageing(rows, names, spoken())
    return Picture(mark_safe(stacked.draw(plan, name="ageing")), drawing.ageing_twin(plan, rows, spoken()))


def _troubles(visit: Visit) -> tuple[Told, ...]:
    if not visit.evidence.has(FINDINGS):
        return ()
    where = Where(f"rule IN ({', '.join('?' * len(RULES))})", RULES)
    rows = visit.evidence.rows(FINDINGS, where, order=("-severity", "-records"), limit=_MOST_TROUBLES)
    return tuple(
        Told(str(row[f"text_{spoken()}"]), reverse("finding", args=[visit.company.slug, row["finding"]]))
        for row in rows
    )
