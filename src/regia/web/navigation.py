"""What stands around a page: the entries of the sidebar (only what there is), the language, the theme."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from regia.errors import Text
from regia.web.frame.language import spoken
from regia.web.frame.preferences import theme_of
from regia.web.people.roles import Permission


@dataclass(frozen=True)
class Entry:
    """One entry: the page it leads to, and the pages on which it is lit."""

    label: Text
    icon: str
    page: str
    lit_on: tuple[str, ...] = ()
    asks: Permission = Permission.SEE


_DIRECTION = ("vision", "objective_new", "objective", "project_new", "project", "deciders")
ENTRIES = (
    Entry(Text("Oggi", "Today"), "today", "today"),
    Entry(Text("Mappa", "Map"), "map", "map"),
    Entry(Text("Sistemi", "Systems"), "systems", "systems", ("system", "dataset", "field")),
    Entry(Text("Interfacce", "Interfaces"), "flows", "interfaces", ("interface", "impact")),
    Entry(Text("Conflitti", "Conflicts"), "conflicts", "conflicts", (), Permission.SEE_ROWS),
    Entry(Text("Entità", "Entities"), "shapes", "entities", ("entity", "doubts"), Permission.SEE_ROWS),
    Entry(Text("Modello comune", "Shared model"), "model", "model", ("concept",)),
    Entry(Text("Corrispondenze", "Correspondences"), "pairs", "correspondences", ("questions",)),
    Entry(Text("Percorsi", "Journeys"), "flow", "journeys", ("handoff", "activities", "activity")),
    Entry(Text("Rilievi", "Findings"), "findings", "findings", ("finding",)),
    Entry(Text("Confronto", "Comparison"), "comparison", "comparison"),
    Entry(
        Text("Direzione", "Direction"),
        "direction",
        "direction",
        ("vision", "objective_new", "objective", "project_new", "project", "deciders"),
    ),
    Entry(Text("CTO Radar", "CTO Radar"), "radar", "radar", ("campaign", "radar_rounds")),
    Entry(Text("Check-up", "Check-ups"), "runs", "runs", ("run",), Permission.SEE_ROWS),
    Entry(Text("Connessioni", "Connections"), "plug", "connections", ("connection",), Permission.MANAGE),
    Entry(Text("Persone", "People"), "people", "members", ("invited",), Permission.MANAGE),
    Entry(Text("Registro", "Audit log"), "audit", "audit", (), Permission.MANAGE),
)


@dataclass(frozen=True)
class Shown:
    """An entry as the sidebar shows it."""

    label: Text
    icon: str
    url: str
    current: bool


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Return what every template knows."""
    return {"language": spoken(), "theme": theme_of(request), "navigation": _entries(request)}


def _entries(request: HttpRequest) -> list[Shown]:
    visit = getattr(request, "visit", None)
    if visit is None:
        return []
    here = request.resolver_match.url_name if request.resolver_match else None
    return [
        Shown(each.label, each.icon, reverse(each.page, args=[visit.company.slug]), here in (each.page, *each.lit_on))
        for each in ENTRIES
        if visit.may(each.asks)
    ]
