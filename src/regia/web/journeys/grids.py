"""The tables of hand-offs, and of one hand-off's weeks."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from regia.errors import Text
from regia.journeys.tables import HANDOFF_CASES, HANDOFF_WEEKS, HANDOFFS, JOURNEY_VARIANTS
from regia.web.evidence.grid import Grid, GridColumn, GridFilter
from regia.web.evidence.reader import Row
from regia.web.frame.cell import Tag
from regia.web.visit import Visit

_WORSE: dict[object, Tag] = {
    True: Tag(Text("rallentato", "slower"), "▲", "bad"),
    False: Tag(Text("stabile", "steady"), "●", ""),
}

_REWORKED: dict[object, Tag] = {True: Tag(Text("torna indietro", "comes back"), "↺", "warn")}


def handoff_url(visit: Visit, one: str, other: str) -> str:
    """Return the page of a hand-off."""
    return reverse("handoff", args=[visit.company.slug]) + "?" + urlencode({"from": one, "to": other})


def handoffs(visit: Visit, names: Mapping[str, Text]) -> Grid:
    """Return the table of hand-offs; `names` are those of the activities."""
    departments = {key: Text(name, name) for key, name in visit.departments.items()}

    def url(row: Row) -> str:
        return handoff_url(visit, str(row["from_activity"]), str(row["to_activity"]))

    return Grid(
        name="handoffs",
        title=Text("Tutti i passaggi di mano", "All hand-offs"),
        table=HANDOFFS,
        columns=(
            GridColumn("from_activity", Text("Da", "From"), words=names, link=url),
            GridColumn("to_activity", Text("A", "To"), words=names),
            GridColumn("from_department", Text("Lascia", "Leaves"), words=departments),
            GridColumn("to_department", Text("Raggiunge", "Reaches"), words=departments),
            GridColumn("cases", Text("Passaggi", "Passages"), "number"),
            GridColumn("reach_share", Text("Ci arriva", "Gets there"), "percent"),
            GridColumn("wait_p50_hours", Text("Attesa mediana (h)", "Median wait (h)"), "number"),
            GridColumn("wait_p90_hours", Text("Nove su dieci (h)", "Nine in ten (h)"), "number"),
            GridColumn("excess_wait_hours", Text("In più (h)", "Extra (h)"), "number"),
            GridColumn("bottleneck", Text("Andamento", "Trend"), tags=_WORSE),
        ),
        search=("from_activity", "to_activity"),
        filters=(
            GridFilter("from_department", Text("Lascia", "Leaves"), departments),
            GridFilter("to_department", Text("Raggiunge", "Reaches"), departments),
        ),
        order=("-cases",),
        none=Text("Nessun passaggio di mano.", "No hand-off."),
    )


def variants(names: Mapping[str, Text]) -> Grid:
    """Return the table of a journey's ways; `names` are those of the activities."""
    return Grid(
        name="journey_variants",
        title=Text("Che strada fanno i casi", "Which way cases take"),
        table=JOURNEY_VARIANTS,
        columns=(
            GridColumn("activities", Text("Passi, in ordine", "Steps, in order"), "chips", words=names),
            GridColumn("cases", Text("Casi", "Cases"), "number"),
            GridColumn("share", Text("Quota", "Share"), "percent"),
            GridColumn("p50_hours", Text("Mediana (h)", "Median (h)"), "number"),
            GridColumn("reworked", Text("Indietro", "Back"), tags=_REWORKED),
        ),
        prefix="w-",
        page_rows=10,
        order=("position",),
    )


def weeks() -> Grid:
    """Return the table of a hand-off's weeks."""
    return Grid(
        name="handoff_weeks",
        title=Text("Settimana per settimana", "Week by week"),
        table=HANDOFF_WEEKS,
        columns=(
            GridColumn("week", Text("Settimana dal", "Week from"), "moment"),
            GridColumn("cases", Text("Passaggi finiti", "Passages that ended"), "number"),
            GridColumn("wait_p50_hours", Text("Attesa mediana (h)", "Median wait (h)"), "number"),
            GridColumn("wait_mean_hours", Text("Attesa media (h)", "Mean wait (h)"), "number"),
        ),
        order=("-week",),
    )


def cases(visit: Visit) -> Grid:
    """Return the table of the cases that waited longest; keys of records are masked as everywhere."""
    systems = {str(row["system"]): Text(str(row["name"]), str(row["name"])) for row in _systems(visit)}
    return Grid(
        name="handoff_cases",
        title=Text("I casi che hanno atteso di più", "The cases that waited longest"),
        table=HANDOFF_CASES,
        columns=(
            GridColumn("from_system", Text("Da", "From"), words=systems),
            GridColumn("from_record", Text("Record", "Record"), "code"),
            GridColumn("began_at", Text("Cominciato", "Began"), "moment"),
            GridColumn("to_system", Text("A", "To"), words=systems),
            GridColumn("to_record", Text("Record", "Record"), "code"),
            GridColumn("ended_at", Text("Finito", "Ended"), "moment"),
            GridColumn("wait_hours", Text("Attesa (h)", "Wait (h)"), "number"),
        ),
        prefix="c-",
        page_rows=10,
        order=("position",),
    )


def _systems(visit: Visit) -> list[Row]:
    return visit.evidence.figures("SELECT system, name FROM {systems}")
