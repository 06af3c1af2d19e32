"""Tells what a column really holds: asks every detector, and lets the surest win."""

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import regia.profile.semantic
from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LEAST, Detector
from regia.profile.placeholders import is_placeholder


@dataclass(frozen=True)
class Recognised:
    """A semantic type, the share of the values that are valid for it, and the records judged.

    Stand-ins (NN, 0000000) are not judged: they are told apart from mistakes.
    """

    semantic_type: str
    valid_share: float | None
    judged: int


@cache
def detectors() -> tuple[Detector, ...]:
    """Return all detectors, by name."""
    names = sorted(each.name for each in pkgutil.iter_modules(regia.profile.semantic.__path__))
    found = (import_module(f"regia.profile.semantic.{name}") for name in names)
    return tuple(each.DETECTOR for each in found)


def detector(semantic_type: str) -> Detector:
    """Return the detector of a type.

    Raises:
        KeyError: there is none.
    """
    return {each.semantic_type: each for each in detectors()}[semantic_type]


def title(semantic_type: str) -> Text:
    """Return what a type is called."""
    return detector(semantic_type).title


def recognise(column: Column) -> Recognised | None:
    """Return what the column holds, or None where no detector is sure enough."""
    if not column.looked_at:
        return None
    rated = [(_evidence(each, column), each) for each in detectors()]
    evidence, best = max(rated, key=lambda pair: (pair[0], _breaks_ties(pair[1], column)))
    return _judged(column, best) if evidence >= LEAST else None


def _evidence(each: Detector, column: Column) -> float:
    seen = column.without_zeros if each.zero_is_none else column
    enough = len(seen.looked_at) >= each.fewest or column.named(each.semantic_type)
    return each.evidence(seen) if enough and seen.looked_at else 0.0


# Where two are equally sure, the one that is harder to be by chance comes first.
_HARDEST = (
    "uuid", "email", "url", "iban", "tax_code", "vat_number", "ean", "json", "ip_address", "date_text", "date_number",
    "unix_time", "phone", "currency", "province", "postal_code", "country", "municipality", "street", "company_name",
    "person_name", "last_name", "first_name", "yes_no", "percent", "money", "number_text", "status_code", "free_text",
)  # fmt: skip


def _breaks_ties(each: Detector, column: Column) -> tuple[bool, int]:
    told = column.named(each.semantic_type)
    rank = _HARDEST.index(each.semantic_type) if each.semantic_type in _HARDEST else len(_HARDEST)
    return told, -rank


def _judged(column: Column, found: Detector) -> Recognised:
    if found.valid is None:
        return Recognised(found.semantic_type, None, 0)
    column = column.without_zeros if found.zero_is_none else column
    judged = [pair for pair in column.values[: found.most_values] if not is_placeholder(pair[0], "text")]
    records = sum(count for _, count in judged)
    good = sum(count for value, count in judged if found.valid(value.strip()))
    return Recognised(found.semantic_type, good / records if records else None, records)
