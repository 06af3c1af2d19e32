"""What the pages of the shared model show."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.urls import reverse

from regia.errors import Text
from regia.match.document import AttributeEntry, ConceptEntry, Holder, document
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS, CONCEPT_RELATIONS, CONCEPTS
from regia.resolve.conflicts.tables import MASTERS, WHOLE
from regia.web.concepts import grids
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.people.roles import Permission
from regia.web.visit import Visit
from regia.wording import number

_MOST_CARDS = 24
_MOST_NAMED = 4
_MOST_SYSTEMS = 12
_CARDS = """
SELECT c.concept, c.name_it, c.name_en, c.systems, c.records, a.attributes, d.held FROM {concepts} c
LEFT JOIN (SELECT concept, count(DISTINCT attribute) AS attributes FROM {attributes} GROUP BY concept) a
ON a.concept = c.concept
LEFT JOIN (
  SELECT d.concept, list_sort(list(DISTINCT coalesce(s.name, d.system))) AS held
  FROM {concept_datasets} d LEFT JOIN {systems} s ON s.system = d.system GROUP BY d.concept
) d ON d.concept = c.concept
WHERE c.known OR c.systems > 1
ORDER BY c.systems DESC, c.known DESC, c.records DESC NULLS LAST, c.concept LIMIT ?
"""


@dataclass(frozen=True)
class ConceptCard:
    """One concept: its name in the reader's language and in the other, who holds it, which system is right."""

    name: str
    other_name: str
    url: str
    systems: tuple[str, ...]
    more_systems: int
    records: int | None
    attributes: int
    master: str | None


@dataclass(frozen=True)
class ModelPage:
    """All concepts; `shared` are those held by more than one system."""

    concepts: int
    shared: int
    figures: tuple[Figure, ...]
    cards: tuple[ConceptCard, ...]
    grid: GridPage


@dataclass(frozen=True)
class FieldLink:
    """A field that holds an attribute."""

    dataset: str
    field: str
    url: str | None
    sure: bool


@dataclass(frozen=True)
class AttributeLine:
    """One attribute, and the fields that hold it in each system, in the order of the page's systems.

    `is_shared` says whether more than one system holds it, on the page or not.
    """

    name: str
    other_name: str
    held: tuple[tuple[FieldLink, ...], ...]
    is_shared: bool


@dataclass(frozen=True)
class Relation:
    """Another concept that this one refers to, or that refers to it."""

    name: str
    url: str
    outward: bool


@dataclass(frozen=True)
class ConceptPage:
    """One concept: the attributes that several systems hold, by system, those that one holds alone, its relations.

    `systems` are those that hold most of it, as many as can be read side by side; `held_by` counts them all.
    """

    name: str
    other_name: str
    systems: tuple[tuple[str, str], ...]
    held_by: int
    datasets: int
    records: int | None
    lines: tuple[AttributeLine, ...]
    alone: tuple[AttributeLine, ...]
    relations: tuple[Relation, ...]
    master: str | None
    grid: GridPage


def model_page(visit: Visit, asked: QueryDict) -> ModelPage:
    """Return all concepts, those in most systems first."""
    evidence = visit.evidence
    [row] = evidence.figures(
        "SELECT count(*) AS concepts, count(*) FILTER (systems > 1) AS shared, "
        "count(*) FILTER (known) AS known FROM {concepts}"
    )
    concepts, shared = int(str(row["concepts"])), int(str(row["shared"]))
    language = spoken()
    return ModelPage(
        concepts,
        shared,
        (
            Figure(number(concepts, language), Text("concetti", "concepts"), url="?"),
            Figure(
                number(shared, language), Text("tenuti da più sistemi", "held by several systems"), url="?sort=-systems"
            ),
            Figure(
                number(int(str(row["known"])), language),
                Text("che Regia conosce", "that Regia knows"),
                url="?known=true",
            ),
        ),
        tuple(_cards(visit)),
        grids.concepts(visit).read(evidence, asked),
    )


def concept_page(visit: Visit, asked: QueryDict, concept: str) -> ConceptPage:
    """Return one concept.

    Raises:
        Http404: the check-up knows no such concept.
    """
    evidence = visit.evidence
    entry = _entry(visit, concept)
    names = _system_names(evidence)
    systems = _side_by_side(entry, names)
    known = [each.records for each in entry.datasets if each.records is not None]
    lines = tuple(_line(visit, each, systems) for each in entry.attributes)
    return ConceptPage(
        name=_name(entry.names),
        other_name=_other(entry.names),
        systems=tuple((names.get(each, each), reverse("system", args=[visit.company.slug, each])) for each in systems),
        held_by=len(entry.systems),
        datasets=len(entry.datasets),
        records=sum(known) if known else None,
        lines=tuple(line for line in lines if line.is_shared),
        alone=tuple(line for line in lines if not line.is_shared),
        relations=tuple(dict.fromkeys(_relations(visit, concept))),
        master=masters(evidence).get(concept),
        grid=grids.attributes(visit).read(evidence, asked, equal(concept=concept)),
    )


def masters(evidence: Evidence) -> dict[str, str]:
    """Return the system of reference of each concept, by name; nothing where that was not worked out."""
    if not evidence.has(MASTERS):
        return {}
    rows = evidence.figures(
        "SELECT m.concept, coalesce(s.name, m.system) AS name FROM {masters} m "
        "LEFT JOIN {systems} s ON s.system = m.system WHERE m.attribute = ?",
        WHOLE,
    )
    return {str(row["concept"]): str(row["name"]) for row in rows}


def _cards(visit: Visit) -> Iterable[ConceptCard]:
    language = spoken()
    reference = masters(visit.evidence)
    rows = visit.evidence.figures(_CARDS, _MOST_CARDS)
    for row in rows:
        held = [str(each) for each in row["held"]] if isinstance(row["held"], list) else []
        names = Text(str(row["name_it"]), str(row["name_en"]))
        yield ConceptCard(
            name=names.say(language),
            other_name=_other(names),
            url=concept_url(visit, row),
            systems=tuple(held[:_MOST_NAMED]),
            more_systems=max(0, len(held) - _MOST_NAMED),
            records=row["records"] if isinstance(row["records"], int) else None,
            attributes=int(str(row["attributes"] or 0)),
            master=reference.get(str(row["concept"])),
        )


def concept_url(visit: Visit, row: Row) -> str:
    """Return the page of a row's concept."""
    return reverse("concept", args=[visit.company.slug, row["concept"]])


def _entry(visit: Visit, concept: str) -> ConceptEntry:
    evidence, where = visit.evidence, equal(concept=concept)
    concepts = evidence.rows(CONCEPTS, where)
    if not concepts:
        raise Http404
    held = evidence.rows(ATTRIBUTES, where)
    made = document(
        visit.company.name,
        evidence.checkup.snapshot,
        concepts=concepts,
        datasets=evidence.rows(CONCEPT_DATASETS, where),
        attributes=held,
        relations=(),
        fields=(),
    )
    return made.concepts[0]


def _side_by_side(entry: ConceptEntry, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the systems that hold most attributes, by name."""
    held = Counter(system for each in entry.attributes for system in {holder.system for holder in each.holders})
    most = sorted(entry.systems, key=lambda system: (-held[system], system))[:_MOST_SYSTEMS]
    return tuple(sorted(most, key=lambda system: (names.get(system, "").casefold(), system)))


def _line(visit: Visit, entry: AttributeEntry, systems: tuple[str, ...]) -> AttributeLine:
    held = tuple(tuple(_field(visit, each) for each in entry.holders if each.system == system) for system in systems)
    is_shared = len({each.system for each in entry.holders}) > 1
    return AttributeLine(_name(entry.names), _other(entry.names), held, is_shared)


def _field(visit: Visit, held: Holder) -> FieldLink:
    url = None
    if visit.may(Permission.SEE_ROWS):
        url = reverse("field", args=[visit.company.slug, held.system, held.dataset, held.field])
    return FieldLink(held.dataset, held.field, url, held.probability >= 0.9)


def _relations(visit: Visit, concept: str) -> Iterable[Relation]:
    evidence = visit.evidence
    names = {
        str(row["concept"]): Text(str(row["name_it"]), str(row["name_en"]))
        for row in evidence.figures("SELECT concept, name_it, name_en FROM {concepts}")
    }
    where = Where("(concept = ? OR to_concept = ?) AND concept <> to_concept", (concept, concept))
    for row in evidence.rows(CONCEPT_RELATIONS, where, order=("concept", "to_concept")):
        outward = row["concept"] == concept
        other = str(row["to_concept"] if outward else row["concept"])
        yield Relation(
            _name(names.get(other, Text(other, other))),
            reverse("concept", args=[visit.company.slug, other]),
            outward,
        )


def _system_names(evidence: Evidence) -> dict[str, str]:
    return {str(row["system"]): str(row["name"]) for row in evidence.figures("SELECT system, name FROM {systems}")}


def _name(names: Text) -> str:
    return names.say(spoken())


def _other(names: Text) -> str:
    return names.say("en" if spoken() == "it" else "it")
