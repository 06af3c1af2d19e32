"""The page of the map: the sentence, the picture, what ties the chosen system, the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from regia.checkup.record import Records
from regia.errors import Text
from regia.pictures.landscape.departments import MOST_CARDS, Gathered, gather, too_large
from regia.pictures.landscape.drawing import draw
from regia.pictures.landscape.plan import place
from regia.pictures.landscape.twin import twin
from regia.pictures.landscape.values import Landscape
from regia.pictures.twin import Twin
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence
from regia.web.frame.language import spoken
from regia.web.landscape.building import Asked, Lines, build, in_common, told
from regia.web.landscape.facts import Facts, SystemFacts, facts
from regia.web.landscape.lenses import LENSES, lens
from regia.web.systems import grids
from regia.web.visit import Visit

_JOURNEY = Text("Percorso del cliente", "Customer journey")
_STAFF = Text("Staff", "Staff")
_HEADINGS = (
    Text("Reparto", "Department"),
    Text("Sistema", "System"),
    Text("Genere", "Kind"),
    Text("Responsabile", "Owner"),
    Text("Righe", "Records"),
    Text("Vista", "View"),
    Text("Legami", "Ties"),
)
_LEAVES, _ARRIVES = Text("manda a", "sends to"), Text("riceve da", "receives from")
_LINES: tuple[tuple[Lines, Text], ...] = (
    ("passages", Text("Scambi di dati", "Data passing")),
    ("shared", Text("Informazioni in comune", "Information in common")),
)
_MOST_DRAWN = 64


@dataclass(frozen=True)
class Tab:
    """A view that can be chosen."""

    label: Text
    url: str
    current: bool


@dataclass(frozen=True)
class Neighbour:
    """A system that the chosen one is tied to; `way` is an arrow: data arrives, leaves, or is only held by both."""

    name: str
    url: str
    says: str
    way: Text | None = None
    interface: str | None = None


@dataclass(frozen=True)
class Chosen:
    """The chosen system, and what ties it to others."""

    system: SystemFacts
    url: str
    passages: tuple[Neighbour, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Drawn:
    """The picture as it stands; `left_out` lines were too weak to be drawn."""

    svg: SafeString
    twin: Twin
    gathered: Gathered | None
    opened_name: str
    left_out: int


@dataclass(frozen=True)
class MapPage:
    """Everything that the page shows."""

    sentence: str
    scale: Text
    tabs: tuple[Tab, ...]
    lines: tuple[Tab, ...]
    drawn: Drawn
    chosen: Chosen | None
    grid: GridPage
    whole_url: str
    before: str | None
    after: str | None
    systems: int
    shown_lines: Lines
    last: int


def map_page(visit: Visit, asked: QueryDict) -> MapPage:
    """Return the map that an address asks for."""
    found = _facts(visit.company.path, visit.evidence.checkup.checkup)
    wanted = _asked(visit, asked, found)
    departments = visit.departments
    drawn = _drawn(visit.company.path, visit.evidence.checkup.checkup, tuple(departments.items()), wanted)
    return MapPage(
        sentence=wanted.lens.sentence(found.systems, wanted.language),
        scale=wanted.lens.scale,
        tabs=tuple(
            Tab(each.label, wanted.at(view=each.key, chosen=wanted.chosen), each is wanted.lens) for each in LENSES
        ),
        lines=tuple(
            Tab(label, wanted.at(lines=key, chosen=wanted.chosen), key == wanted.lines) for key, label in _LINES
        ),
        drawn=drawn,
        chosen=_chosen(visit, found, wanted),
        grid=grids.systems(visit).read(visit.evidence, asked),
        whole_url=wanted.at(open=None, page=None),
        before=wanted.at(page=wanted.page - 1 or None) if wanted.page else None,
        after=wanted.at(page=wanted.page + 1) if _more(drawn.gathered) else None,
        systems=len(found.systems),
        shown_lines=wanted.lines,
        last=drawn.gathered.first + drawn.gathered.shown - 1 if drawn.gathered else 0,
    )


def _asked(visit: Visit, asked: QueryDict, found: Facts) -> Asked:
    known = {each.system: each for each in found.systems}
    chosen = asked.get("chosen")
    page = asked.get("page", "")
    return Asked(
        lens=lens(asked.get("view", "")),
        language=spoken(),
        address=reverse("map", args=[visit.company.slug]),
        chosen=chosen if chosen in known else None,
        opened=asked.get("open") or None,
        page=int(page) if page.isdecimal() and len(page) < 6 else 0,
        lines=_lines(asked.get("lines"), found),
    )


def _lines(asked: str | None, found: Facts) -> Lines:
    """Return which lines to draw: by default what passes, or what is held in common where nothing was seen to pass."""
    if asked in ("passages", "shared"):
        return "shared" if asked == "shared" else "passages"
    return "passages" if found.passages else "shared"


def _more(gathered: Gathered | None) -> bool:
    return gathered is not None and gathered.first + gathered.shown <= gathered.whole and gathered.shown == MOST_CARDS


@lru_cache(maxsize=16)
def _facts(folder: Path, checkup: str) -> Facts:
    """Return what the map is drawn from, read once: a check-up never changes."""
    return facts(Evidence(folder, Records(folder).read(checkup)))


@lru_cache(maxsize=_MOST_DRAWN)
def _drawn(folder: Path, checkup: str, departments: tuple[tuple[str, str], ...], asked: Asked) -> Drawn:
    found = _facts(folder, checkup)
    whole = build(found, dict(departments), asked)
    gathered = _gathered(whole, asked) if too_large(whole) else None
    shown = gathered.landscape if gathered else whole
    plan = place(shown)
    opened = next((lane.name for lane in whole.lanes if gathered and lane.key == gathered.opened), "")
    headings = tuple(each.say(asked.language) for each in _HEADINGS)
    return Drawn(
        mark_safe(draw(plan)),  # every name in it was escaped as it was written
        twin(shown, headings),
        gathered,
        opened,
        plan.left_out,
    )


def _gathered(whole: Landscape, asked: Asked) -> Gathered:
    names = (_JOURNEY.say(asked.language), _STAFF.say(asked.language))
    return gather(whole, names=names, opened=asked.opened, page=asked.page)


def _chosen(visit: Visit, found: Facts, asked: Asked) -> Chosen | None:
    known: Mapping[str, SystemFacts] = {each.system: each for each in found.systems}
    if asked.chosen is None:
        return None
    url = reverse("system", args=[visit.company.slug, asked.chosen])
    passages, ties = _passages_of(asked.chosen, found, known, asked), _ties_of(asked.chosen, found, known, asked)
    return Chosen(known[asked.chosen], url, tuple(passages), tuple(ties))


def _passages_of(chosen: str, found: Facts, known: Mapping[str, SystemFacts], asked: Asked) -> Iterator[Neighbour]:
    for passage in found.passages:
        if chosen not in (passage.source, passage.target):
            continue
        leaves = passage.source == chosen
        other = known.get(passage.target if leaves else passage.source)
        if other:
            says = told(passage, found, asked.language)
            yield Neighbour(
                other.name, _address(asked, other), says, _LEAVES if leaves else _ARRIVES, passage.interface
            )


def _ties_of(chosen: str, found: Facts, known: Mapping[str, SystemFacts], asked: Asked) -> Iterator[Neighbour]:
    for tie in sorted(found.ties, key=lambda tie: -tie.fields):
        other = known.get(tie.right if tie.left == chosen else tie.left)
        if chosen in (tie.left, tie.right) and other:
            yield Neighbour(other.name, _address(asked, other), in_common(tie, found, asked.language))


def _address(asked: Asked, system: SystemFacts) -> str:
    return replace(asked, opened=_opened(asked, system), page=0).at(chosen=system.system)


def _opened(asked: Asked, system: SystemFacts) -> str | None:
    """Return the department to open so that a system can be seen, where the map is by department."""
    return system.department if asked.opened else None
