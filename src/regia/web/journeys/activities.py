"""What the pages of the mapping show: which activities were found, from which fields, and what people said of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from regia import wording
from regia.errors import Text
from regia.journeys.tables import ACTIVITIES, TIME_TRAPS
from regia.web.evidence.grid import Grid, GridColumn, GridFilter, GridPage
from regia.web.evidence.reader import Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.cell import Tag
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.journeys.handoff import TRAPS
from regia.web.visit import Visit

ROLES = {
    "step": Text("passo", "step"),
    "told_twice": Text("lo dice già un'altra", "another one tells it"),
    "past": Text("non succede più", "happens no more"),
    "repeated": Text("contatti ripetuti", "repeated contacts"),
    "ignored": Text("non è un passo", "no step"),
}
ORIGINS = {
    "declared": Text("l'ha detto una persona", "people say so"),
    "actor": Text("da chi l'ha fatto", "from who did it"),
    "activity": Text("da ciò che si fa", "from what is done"),
    "system": Text("dal sistema", "from the system"),
}
PRECISIONS = {"second": Text("all'ora", "to the time of day"), "day": Text("solo il giorno", "the day alone")}
_SAID: dict[object, Tag] = {
    "confirmed": Tag(Text("confermata", "confirmed"), "✓", "good"),
    "changed": Tag(Text("corretta", "changed"), "✎", "good"),
    "ignored": Tag(Text("respinta", "rejected"), "✕", "bad"),
    None: Tag(Text("da guardare", "to be looked at"), "?", ""),
}


@dataclass(frozen=True)
class ActivitiesPage:
    """Everything that the page of all activities shows."""

    sentence: str
    figures: tuple[Figure, ...]
    grid: GridPage


@dataclass(frozen=True)
class ActivityPage:
    """Everything that the page of one activity shows."""

    row: Row
    name: str
    field: str
    role: Text
    origin: Text
    precision: Text
    department: str
    traps: tuple[str, ...]
    departments: tuple[tuple[str, str], ...]
    following: str | None


def activity_url(visit: Visit, code: str) -> str:
    """Return the page of an activity."""
    return reverse("activity", args=[visit.company.slug]) + "?" + urlencode({"activity": code})


def activities_page(visit: Visit, asked: QueryDict) -> ActivitiesPage | None:
    """Return all activities; None where the check-up found none, or did not look for them in this way."""
    if not visit.evidence.has(ACTIVITIES) or not (rows := visit.evidence.rows(ACTIVITIES)):
        return None
    said = sum(row["said"] is not None for row in rows)
    doubtful = sum(row["said"] is None and 0.2 < float(str(row["probability"])) < 0.8 for row in rows)
    text = Text(
        "Regia ha trovato {count} attività nei campi che dicono quando; {said} le ha giudicate una persona.",
        "Regia found {count} activities in the fields that say when; people judged {said} of them.",
    )
    language = spoken()
    steps = sum(row["role"] == "step" for row in rows)
    return ActivitiesPage(
        wording.fill(text, {"count": len(rows), "said": said}, language),
        (
            Figure(wording.number(steps, language), Text("passi del lavoro", "steps of the work")),
            Figure(wording.number(doubtful, language), Text("in dubbio e mai guardate", "in doubt, never looked at")),
            Figure(wording.number(said, language), Text("giudicate", "judged")),
        ),
        _grid(visit).read(visit.evidence, asked),
    )


def _grid(visit: Visit) -> Grid:
    departments = {key: Text(name, name) for key, name in visit.departments.items()}
    return Grid(
        name="activities",
        title=Text("Tutte le attività", "All activities"),
        table=ACTIVITIES,
        columns=(
            GridColumn(
                "name_*", Text("Attività", "Activity"), link=lambda row: activity_url(visit, str(row["activity"]))
            ),
            GridColumn("system", Text("Sistema", "System")),
            GridColumn("dataset", Text("Archivio", "Dataset")),
            GridColumn("field", Text("Campo", "Field")),
            GridColumn("state", Text("Stato", "State")),
            GridColumn("department", Text("Reparto", "Department"), words=departments),
            GridColumn("events", Text("Eventi", "Events"), "number"),
            GridColumn("role", Text("Ruolo", "Role"), words=ROLES),
            GridColumn("probability", Text("Probabilità", "Probability"), "percent"),
            GridColumn("said", Text("Giudizio", "Verdict"), tags=_SAID),
        ),
        search=("name_*", "activity"),
        filters=(
            GridFilter("system", Text("Sistema", "System")),
            GridFilter("role", Text("Ruolo", "Role"), ROLES),
        ),
        order=("-events",),
        none=Text("Nessuna attività.", "No activity."),
    )


def activity_page(visit: Visit, asked: QueryDict) -> ActivityPage:
    """Return the activity that an address asks for.

    Raises:
        Http404: there is none.
    """
    row = known(visit, asked.get("activity", ""))
    department = str(row["department"] or "")
    where = Where("system = ? AND dataset = ? AND field = ?", (row["system"], row["dataset"], row["field"]))
    traps = visit.evidence.rows(TIME_TRAPS, where, order=("trap",)) if visit.evidence.has(TIME_TRAPS) else ()
    return ActivityPage(
        row,
        str(row[f"name_{spoken()}"]),
        str(row["field"]),
        ROLES.get(str(row["role"]), Text("", "")),
        ORIGINS.get(str(row["department_origin"]), Text("", "")),
        PRECISIONS.get(str(row["precision"]), Text("", "")),
        visit.departments.get(department, department),
        tuple(TRAPS[str(each["trap"])].say(spoken()) for each in traps if str(each["trap"]) in TRAPS),
        tuple(visit.departments.items()),
        next_to_judge(visit, str(row["activity"])),
    )


def known(visit: Visit, code: str) -> Row:
    """Return an activity of the newest check-up by its code.

    Raises:
        Http404: there is none.
    """
    row = visit.evidence.one(ACTIVITIES, equal(activity=code)) if visit.evidence.has(ACTIVITIES) else None
    if row is None:
        raise Http404
    return row


def next_to_judge(visit: Visit, after: str) -> str | None:
    """Return the page of the activity of which least is known among those that nobody judged, but for one."""
    rows = [row for row in visit.evidence.rows(ACTIVITIES) if row["said"] is None and row["activity"] != after]
    doubt = min(rows, key=lambda row: abs(float(str(row["probability"])) - 0.5), default=None)
    return None if doubt is None else activity_url(visit, str(doubt["activity"]))
