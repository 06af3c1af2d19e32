"""What to ask next: the correspondences whose answer would settle most.

A question is worth its uncertainty (4 p (1 - p)), times how much rides on it (the records of the smaller dataset, an
identifier or contact more), times the uncertainty of all pairs between the two groups of fields that it would settle.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, object]
Name = tuple[str, str, str]
_WEIGHT = 1.5
_BESIDE = 0.3  # how much an answer says of the other fields of its two datasets
_SURE = 0.7  # so probable pairs make a group
_WEIGHTY = frozenset({"email", "phone", "vat_number", "tax_code", "iban", "ean", "company_name", "person_name"})


@dataclass(frozen=True)
class Question:
    """A pair of fields to ask about; `worth` is comparable within one list only."""

    left: Name
    right: Name
    probability: float
    worth: float
    settles: int
    row: Row


def questions(
    correspondences: Iterable[Row], datasets: Iterable[Row], fields: Iterable[Row], *, most: int
) -> list[Question]:
    """Return the best questions, best first; between two groups of fields only the best is asked."""
    records = {(row["system"], row["dataset"]): row["records"] for row in datasets}
    semantic = {(row["system"], row["dataset"], row["field"]): row["semantic_type"] for row in fields}
    rows = list(correspondences)
    group = _groups(rows)
    between: dict[frozenset[Name], list[Row]] = {}
    for row in rows:
        if row["origin"] == "inferred":
            between.setdefault(_couple(row, group), []).append(row)
    beside = _doubt_of_datasets(rows)
    found = [max(_asked(open_ones, records, semantic, beside), key=_order) for open_ones in between.values()]
    found.sort(key=_order, reverse=True)
    return found[:most]


def _order(question: Question) -> tuple[float, Name, Name]:
    return question.worth, question.left, question.right


def _couple(row: Row, group: Mapping[Name, Name]) -> frozenset[Name]:
    return frozenset(group.get(side(row, each), side(row, each)) for each in ("left", "right"))


def _groups(rows: Sequence[Row]) -> dict[Name, Name]:
    """Return the group of every field: those joined by pairs that are confirmed or hardly in doubt."""
    group: dict[Name, Name] = {}
    members: dict[Name, list[Name]] = {}
    for row in rows:
        one, other = (group.setdefault(side(row, each), side(row, each)) for each in ("left", "right"))
        if one != other and row["origin"] != "rejected" and _chance(row) >= _SURE:
            members.setdefault(one, [one]).extend(members.pop(other, [other]))
            group |= dict.fromkeys(members[one], one)
    return group


def _asked(
    rows: Sequence[Row],
    records: Mapping[tuple[object, object], object],
    semantic: Mapping[tuple[object, object, object], object],
    beside: Mapping[tuple[object, ...], float],
) -> Iterable[Question]:
    """Yield the open pairs between two groups as questions: the answer to one says most of the others."""
    doubt = sum(map(_doubt, rows))
    for row in rows:
        left, right = side(row, "left"), side(row, "right")
        sizes = [records.get(name[:2]) for name in (left, right)]
        fewest = min((size for size in sizes if isinstance(size, int)), default=1)
        known = {semantic.get(left), semantic.get(right)} & _WEIGHTY or "identify" in str(row["reasons"])
        settled = doubt + _BESIDE * beside.get((*left[:2], *right[:2]), 0.0)
        worth = _doubt(row) * math.sqrt(settled) * math.log(2 + fewest) * (_WEIGHT if known else 1.0)
        yield Question(left, right, _chance(row), worth, len(rows) - 1, row)


def _doubt_of_datasets(rows: Iterable[Row]) -> dict[tuple[object, ...], float]:
    """Return how much is open between two datasets where nothing was confirmed yet: each field's best pair counts."""
    best: dict[tuple[object, ...], dict[Name, float]] = {}
    for row in rows:
        left, right = side(row, "left"), side(row, "right")
        held = best.setdefault((*left[:2], *right[:2]), {})
        held[left] = max(held.get(left, 0.0), 0.0 if row["origin"] == "rejected" else _doubt(row))
    return {couple: sum(held.values()) for couple, held in best.items()}


def _doubt(row: Row) -> float:
    return 4 * _chance(row) * (1 - _chance(row))


def _chance(row: Row) -> float:
    return float(str(row["probability"]))


def side(row: Row, which: str) -> Name:
    """Return the field on one side (left, right) of a correspondence."""
    return str(row[f"{which}_system"]), str(row[f"{which}_dataset"]), str(row[f"{which}_field"])
