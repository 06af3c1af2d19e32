"""The rows of the tables that matching writes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from regia.match.calling import Place
from regia.match.field import Field
from regia.match.hub import Hub
from regia.match.matching import Matched
from regia.match.overlap import shared_share
from regia.match.reasons import joined, opposite_sense, reasons
from regia.match.relations import relations
from regia.match.shared import ConceptOf, SharedModel

Row = dict[str, object]
Role = Literal["main", "detail", "list", "copy"]

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("status_history", "log", "bridge", "translation", "entity_attribute_value"), "detail"),
    "code_list": "list",
    "backup_copy": "copy",
}


def correspondence_rows(matched: Matched, model: SharedModel, hub: Hub) -> list[Row]:
    """Return the rows of correspondences, the most probable first."""
    seen = matched.seen
    found: list[Row] = []
    for match in matched.matches:
        left, right = seen.fields[match.left], seen.fields[match.right]
        codes, words = joined(reasons(seen, match, hub))
        mine, other = model.attributes[match.left], model.attributes[match.right]
        same = model.concepts[left.table].concept == model.concepts[right.table].concept
        found.append(
            {
                "left_system": left.system,
                "left_dataset": left.dataset,
                "left_field": left.name,
                "right_system": right.system,
                "right_dataset": right.dataset,
                "right_field": right.name,
                "probability": round(match.probability, 4),
                "band": match.band,
                "origin": match.origin,
                "concept": model.concepts[left.table].concept if same else None,
                "attribute": mine.attribute if mine.attribute == other.attribute else None,
                "opposite_sense": opposite_sense(seen, match),
                "shared_values": shared_share(left, right),
                "reasons": codes,
                "reasons_it": words.it,
                "reasons_en": words.en,
            }
        )
    return found


def concept_rows(model: SharedModel, datasets: Sequence[Mapping[str, object]]) -> list[Row]:
    """Return the rows of concepts, in order of their ids; a concept's parent has a row of its own."""
    records = _records(datasets)
    held: dict[str, list[Place]] = {}
    known: dict[str, ConceptOf] = {}
    for place, concept in model.concepts.items():
        held.setdefault(concept.concept, []).append(place)
        known[concept.concept] = concept
    return [_concept_row(known[name], _main(sorted(held[name]), roles_of(datasets)), records) for name in sorted(held)]


def roles_of(datasets: Iterable[Mapping[str, object]]) -> dict[Place, Role]:
    """Return the part that each dataset has in its concept: by its kind."""
    return {(str(row["system"]), str(row["dataset"])): _ROLES.get(str(row.get("kind")), "main") for row in datasets}


def _main(places: list[Place], roles: Mapping[Place, Role]) -> list[Place]:
    """Return the main datasets of a concept; all where none is."""
    return [place for place in places if roles.get(place, "main") == "main"] or places


def _concept_row(concept: ConceptOf, places: list[Place], records: Mapping[Place, int | None]) -> Row:
    largest: dict[str, int] = {}
    for place in places:
        if (count := records.get(place)) is not None:
            largest[place[0]] = max(largest.get(place[0], 0), count)
    return {
        "concept": concept.concept,
        "name_it": concept.names.it,
        "name_en": concept.names.en,
        "parent": concept.parent,
        "description": ", ".join(".".join(place) for place in places),
        "known": concept.known,
        "systems": len({system for system, _ in places}),
        "datasets": len(places),
        "records": sum(largest.values()) if largest else None,
    }


def dataset_rows(
    model: SharedModel, datasets: Sequence[Mapping[str, object]], copies: Mapping[Place, Place]
) -> list[Row]:
    """Return the concept of every dataset; a copy has that of its original."""
    records, roles = _records(datasets), roles_of(datasets)
    keys = {(row["system"], row["dataset"]): row["key_fields"] or row.get("likely_key") for row in datasets}
    return [
        {
            "concept": concept.concept,
            "system": place[0],
            "dataset": place[1],
            "probability": min(1.0, round(concept.probability, 4)),
            "role": "copy" if place in copies else roles.get(place, "main"),
            "key_fields": keys.get(place),
            "records": records.get(place),
        }
        for place, concept in _with_copies(model, copies)
    ]


def _with_copies(model: SharedModel, copies: Mapping[Place, Place]) -> Iterable[tuple[Place, ConceptOf]]:
    yield from model.concepts.items()
    yield from ((copy, model.concepts[original]) for copy, original in copies.items() if original in model.concepts)


def attribute_rows(
    matched: Matched, model: SharedModel, held: Sequence[Field], copies: Mapping[Place, Place]
) -> list[Row]:
    """Return the attribute of every field; `held` are the fields of copies, which have that of their original."""
    place = {each.key: row for row, each in enumerate(matched.seen.fields)}
    found = [_attribute_row(each, row, model, each.table) for row, each in enumerate(matched.seen.fields)]
    for each in held:
        row = place.get((*copies[each.table], each.name))
        if row is not None:
            found.append(_attribute_row(each, row, model, copies[each.table]))
    return found


def _attribute_row(each: Field, row: int, model: SharedModel, table: Place) -> Row:
    attribute = model.attributes[row]
    return {
        "concept": model.concepts[table].concept,
        "attribute": attribute.attribute,
        "name_it": attribute.names.it,
        "name_en": attribute.names.en,
        "semantic_type": each.semantic,
        "system": each.system,
        "dataset": each.dataset,
        "field": each.name,
        "probability": round(attribute.probability, 4),
        "in_key": each.in_key,
    }


def relation_rows(matched: Matched, model: SharedModel, references: Iterable[Mapping[str, object]]) -> list[Row]:
    """Return the relations between concepts."""
    rows = {each.key: row for row, each in enumerate(matched.seen.fields)}
    sole = frozenset(each.key for each in matched.seen.fields if each.sole_key)
    return [
        {
            "concept": each.concept,
            "to_concept": each.to_concept,
            "attribute": each.attribute,
            "cardinality": each.cardinality,
            "systems": ", ".join(each.systems),
            "origin": each.origin,
        }
        for each in relations(references, model, rows, sole)
    ]


def _records(datasets: Sequence[Mapping[str, object]]) -> dict[Place, int | None]:
    return {
        (str(row["system"]), str(row["dataset"])): int(row["records"]) if isinstance(row["records"], int) else None
        for row in datasets
    }
