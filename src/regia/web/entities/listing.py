"""The things that more than one system holds: those in most systems first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from regia.resolve.tables import ENTITY_RECORDS
from regia.web.entities.names import Called, called
from regia.web.entities.records import records_of
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where
from regia.web.visit import Visit

PAGE = 24


@dataclass(frozen=True)
class EntityCard:
    """One thing: what this reader may see of its name, where it is."""

    name: str
    concept: str
    url: str
    systems: tuple[str, ...]
    records: int


@dataclass(frozen=True)
class EntitiesPage:
    """Things held by more than one system; `cards` is None where the check-up did not look for them."""

    cards: tuple[EntityCard, ...] | None
    shared: int = 0
    records: int = 0
    concepts: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    chosen_name: str = ""
    number: int = 1
    before: str | None = None
    after: str | None = None


def entities_page(visit: Visit, asked: QueryDict) -> EntitiesPage:
    """Return the things that more than one system holds, of the concept that the address names."""
    evidence = visit.evidence
    if not evidence.has(ENTITY_RECORDS):
        return EntitiesPage(None)
    names = called(evidence)
    concepts = _concepts(evidence, names)
    wanted = asked.get("concept", "")
    chosen = wanted if wanted in dict(concepts) else next((key for key, _ in concepts), "")
    shared, records = _counts(evidence, chosen)
    pages = max(1, -(-shared // PAGE))
    number = min(max(1, _number(asked.get("page"))), pages)
    return EntitiesPage(
        cards=tuple(_cards(visit, names, chosen, number)),
        shared=shared,
        records=records,
        concepts=concepts,
        chosen=chosen,
        chosen_name=names.concept(chosen),
        number=number,
        before=_address(chosen, number - 1) if number > 1 else None,
        after=_address(chosen, number + 1) if number < pages else None,
    )


_SHARED = """
SELECT entity, count(*) AS records, list_sort(list(DISTINCT system)) AS systems
FROM {entity_records} WHERE concept = ? GROUP BY entity HAVING count(DISTINCT system) > 1
"""


def _concepts(evidence: Evidence, names: Called) -> tuple[tuple[str, str], ...]:
    """Return the concepts with things in more than one system, those with most records first."""
    rows = evidence.figures(
        "SELECT concept, sum(records) AS records FROM (SELECT concept, entity, count(*) AS records "
        "FROM {entity_records} GROUP BY concept, entity HAVING count(DISTINCT system) > 1) "
        "GROUP BY concept ORDER BY records DESC, concept"
    )
    return tuple((str(row["concept"]), names.concept(str(row["concept"]))) for row in rows)


def _counts(evidence: Evidence, concept: str) -> tuple[int, int]:
    [row] = evidence.figures(
        f"SELECT count(*) AS shared, coalesce(sum(records), 0)::BIGINT AS records FROM ({_SHARED})",  # noqa: S608 ours
        concept,
    )
    return int(str(row["shared"])), int(str(row["records"]))


def _cards(visit: Visit, names: Called, concept: str, number: int) -> Sequence[EntityCard]:
    rows = visit.evidence.figures(
        f"{_SHARED} ORDER BY len(systems) DESC, records DESC, entity LIMIT ? OFFSET ?",
        concept,
        PAGE,
        (number - 1) * PAGE,
    )
    called_so = _names_of(visit, [str(row["entity"]) for row in rows])
    return [_card(visit, names, concept, row, called_so) for row in rows]


def _card(visit: Visit, names: Called, concept: str, row: Row, called_so: dict[str, str]) -> EntityCard:
    entity = str(row["entity"])
    systems = [str(each) for each in row["systems"]] if isinstance(row["systems"], list) else []
    return EntityCard(
        called_so.get(entity, entity),
        names.concept(concept),
        reverse("entity", args=[visit.company.slug, entity]),
        tuple(map(names.system, systems)),
        int(str(row["records"])),
    )


def _names_of(visit: Visit, entities: Sequence[str]) -> dict[str, str]:
    """Return what each of some entities is called, by the first of its records that has a name."""
    if not entities:
        return {}
    marks = ", ".join("?" * len(entities))
    rows = visit.evidence.rows(ENTITY_RECORDS, Where(f"entity IN ({marks})", tuple(entities)))
    home = {(row["system"], row["dataset"], row["record"]): str(row["entity"]) for row in rows}
    found: dict[str, str] = {}
    for record in records_of(visit, rows):
        if record.called:
            found.setdefault(home[record.system, record.dataset, record.record], record.called)
    return found


def _address(concept: str, number: int) -> str:
    made = QueryDict(mutable=True)
    made.update({"concept": concept, "page": str(number)})
    return f"?{made.urlencode()}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1
