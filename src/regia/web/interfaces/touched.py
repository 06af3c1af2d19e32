"""What a change of a system, a dataset or a field touches: the sentence, the picture, the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from regia.checkup.record import Records
from regia.errors import Text
from regia.interfaces.clue import ANY
from regia.interfaces.impact import Impact, Network
from regia.interfaces.tables import INTERFACES, LINEAGE
from regia.pictures.landscape.departments import too_large
from regia.pictures.landscape.drawing import draw
from regia.pictures.landscape.plan import place
from regia.profile.tables import DATASETS, FIELDS
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.interfaces import grids
from regia.web.landscape.building import Asked, build
from regia.web.landscape.facts import facts
from regia.web.landscape.lenses import LENSES
from regia.web.visit import Visit
from regia.wording import number

_MOST_OFFERED = 5_000
_BETWEEN, _NEXT = "\x1f", "\x1e"


@dataclass(frozen=True)
class Place:
    """What is to be changed: a system, or one of its datasets, or one of its fields."""

    system: str
    dataset: str | None = None
    field: str | None = None

    def named(self, name: str) -> str:
        """Return it as people read it; `name` is what the system is called."""
        return " · ".join(filter(None, (name, self.dataset, self.field)))


@dataclass(frozen=True)
class Step:
    """The systems that a change reaches after so many interfaces."""

    steps: int
    systems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImpactPage:
    """The choice, and what it touches; `touched` is None until something is chosen."""

    systems: tuple[tuple[str, str], ...]
    datasets: tuple[str, ...]
    fields: tuple[str, ...]
    place: Place | None
    name: str
    touched: Impact | None
    departments: tuple[str, ...]
    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]
    drawing: SafeString | None
    grid: GridPage | None
    changed: GridPage | None

    @property
    def grids(self) -> tuple[GridPage, ...]:
        """The tables of the page."""
        return tuple(each for each in (self.grid, self.changed) if each)


def impact_page(visit: Visit, asked: QueryDict) -> ImpactPage:
    """Return what a change of the place that an address names touches; a name that is not there is passed over."""
    names = {key: name.say(spoken()) for key, name in grids.system_names(visit).items()}
    chosen = _place(visit.evidence, asked, names)
    offered = tuple(sorted(names.items(), key=lambda each: each[1].casefold()))
    datasets, fields = _offered(visit.evidence, chosen)
    if chosen is None:
        return ImpactPage(offered, (), (), None, "", None, (), (), (), None, None, None)
    found = _network(visit.company.path, visit.evidence.checkup.checkup).impact(
        chosen.system, chosen.dataset, chosen.field
    )
    return ImpactPage(
        systems=offered,
        datasets=datasets,
        fields=fields,
        place=chosen,
        name=chosen.named(names[chosen.system]),
        touched=found,
        departments=tuple(visit.departments.get(each, each) for each in found.departments),
        figures=_figures(found),
        steps=tuple(_steps(visit, found, names)),
        drawing=_drawing(visit, chosen, found),
        grid=grids.interfaces(visit).read(
            visit.evidence, asked, _one_of("interface", [hop.interface for hop in found.hops])
        ),
        changed=grids.fields(visit).read(visit.evidence, asked, _among(found.fields)),
    )


def _place(evidence: Evidence, asked: QueryDict, names: dict[str, str]) -> Place | None:
    system, dataset, field = (asked.get(each, "") for each in ("system", "dataset", "field"))
    if system not in names:
        return None
    if not dataset or not evidence.count(DATASETS, equal(system=system, dataset=dataset)):
        return Place(system)
    if not field or not evidence.count(FIELDS, equal(system=system, dataset=dataset, field=field)):
        return Place(system, dataset)
    return Place(system, dataset, field)


def _offered(evidence: Evidence, chosen: Place | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if chosen is None:
        return (), ()
    datasets = evidence.values(DATASETS, "dataset", equal(system=chosen.system), limit=_MOST_OFFERED)
    where = equal(system=chosen.system, dataset=chosen.dataset)
    fields = evidence.values(FIELDS, "field", where, limit=_MOST_OFFERED) if chosen.dataset else []
    return tuple(datasets), tuple(fields)


@lru_cache(maxsize=16)
def _network(folder: Path, checkup: str) -> Network:
    """Return the interfaces and lineage of a check-up, read once: a check-up never changes."""
    evidence = Evidence(folder, Records(folder).read(checkup))
    departments: dict[str, str | None] = {
        str(row["system"]): str(row["department"]) if row["department"] else None
        for row in evidence.figures("SELECT system, department FROM {systems}")
    }
    return Network(_all(evidence, INTERFACES.name), _all(evidence, LINEAGE.name), departments)


def _all(evidence: Evidence, table: str) -> list[Row]:
    return evidence.figures(f"SELECT * FROM {{{table}}}")  # noqa: S608 a table of ours


def _figures(found: Impact) -> tuple[Figure, ...]:
    language = spoken()
    return (
        Figure(
            number(len(found.systems), language), Text("altri sistemi toccati", "other systems touched"), url="#steps"
        ),
        Figure(number(len(found.hops), language), Text("interfacce toccate", "interfaces touched"), url="#hops"),
        Figure(number(len(found.departments), language), Text("reparti toccati", "departments touched"), url="#steps"),
    )


def _steps(visit: Visit, found: Impact, names: dict[str, str]) -> Iterable[Step]:
    nearest: dict[str, int] = {}
    for hop in found.hops:
        nearest[hop.to_system] = min(hop.steps, nearest.get(hop.to_system, hop.steps))
    for steps in sorted(set(nearest.values())):
        there = sorted((names.get(each, each), each) for each, at in nearest.items() if at == steps)
        yield Step(steps, tuple((name, reverse("system", args=[visit.company.slug, each])) for name, each in there))


def _drawing(visit: Visit, chosen: Place, found: Impact) -> SafeString | None:
    """Return the part of the map that is touched; None where there is none, or too much for one sheet."""
    if not found.hops:
        return None
    whole = facts(visit.evidence)
    kept, passed = {chosen.system, *found.systems}, {hop.interface for hop in found.hops}
    part = replace(
        whole,
        systems=tuple(each for each in whole.systems if each.system in kept),
        passages=tuple(each for each in whole.passages if each.interface in passed),
    )
    address = reverse("map", args=[visit.company.slug])
    landscape = build(part, visit.departments, Asked(LENSES[0], spoken(), address, chosen=chosen.system))
    # Every name in it was escaped as it was written.
    return None if too_large(landscape) else mark_safe(draw(place(landscape)))


def _one_of(column: str, values: list[str]) -> Where:
    return Where(f"{column} IN (SELECT unnest(string_split(?, '{_NEXT}')))", (_NEXT.join(values),))


def _among(fields: Iterable[tuple[str, str, str]]) -> Where:
    names = [_BETWEEN.join(each) for each in fields if ANY not in each]
    return _one_of(f"concat(system, '{_BETWEEN}', dataset, '{_BETWEEN}', field)", names)
