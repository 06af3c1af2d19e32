"""How concepts refer to one another: from the references between their datasets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from regia.match.calling import Place
from regia.match.shared import SharedModel

Cardinality = Literal["many_to_one", "one_to_one", "many_to_many"]
Row = Mapping[str, object]
_SURE = 0.5


@dataclass(frozen=True)
class Relation:
    """A concept that refers to another through an attribute, in some systems."""

    concept: str
    to_concept: str
    attribute: str
    cardinality: Cardinality
    systems: tuple[str, ...]
    origin: str


def relations(
    references: Iterable[Row],
    model: SharedModel,
    rows: Mapping[tuple[str, str, str], int],
    sole_keys: frozenset[tuple[str, str, str]],
) -> list[Relation]:
    """Return the relations that references show, in a stable order.

    A reference is one to one where its field is also the whole key of its dataset, else many to one.
    """
    found: dict[tuple[str, str, str], list[tuple[str, str, bool]]] = {}
    for row in references:
        probability = row["probability"]
        if row["origin"] == "inferred" and not (isinstance(probability, float) and probability >= _SURE):
            continue
        system, field = str(row["system"]), str(row["fields"]).replace("|", ",").split(",")[-1].strip()
        start: Place = (system, str(row["dataset"]))
        end: Place = (system, str(row["to_dataset"]))
        place = rows.get((*start, field))
        if place is None or start not in model.concepts or end not in model.concepts:
            continue
        if start != end and model.concepts[start].concept == model.concepts[end].concept:
            continue  # two datasets that hold one concept between them
        key = (model.concepts[start].concept, model.concepts[end].concept, model.attributes[place].attribute)
        found.setdefault(key, []).append((system, str(row["origin"]), (*start, field) in sole_keys))
    return [_relation(key, seen) for key, seen in sorted(found.items())]


def _relation(key: tuple[str, str, str], seen: list[tuple[str, str, bool]]) -> Relation:
    cardinality: Cardinality = "one_to_one" if all(sole for _, _, sole in seen) else "many_to_one"
    origin = "declared" if any(origin == "declared" for _, origin, _ in seen) else "inferred"
    return Relation(*key, cardinality, tuple(sorted({system for system, _, _ in seen})), origin)
