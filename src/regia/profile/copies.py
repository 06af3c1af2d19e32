"""Which dataset is an older copy of another one: clienti_old, ORDTES_2019, articoli_bak."""

import re

from regia.profile.known import Known
from regia.profile.names import word_list, words
from regia.profile.sketches import contained_share

LEAST_SHARED_FIELDS = 0.7
LEAST_SHARED_VALUES = 0.5
_YEAR = re.compile(r"(19|20)\d{2}(\d{4})?$")


def original(known: Known, others: list[Known]) -> Known | None:
    """Return the dataset that this one is a copy of, or None.

    The copy has the fields of the other, and the other's name with "old", "copia" or a year added; or such a name
    at all, and most of the other's values. Exports named by their year are no copies of one another, but one called
    "old" may well be a copy of one of them.
    """
    told = _without_copy_words(known)
    if told is None:
        return None
    for other in others:
        if other is known or not _comes_before(known, other) or _shared_fields(known, other) < LEAST_SHARED_FIELDS:
            continue
        if told == words(other.dataset.dataset) or _shared_values(known, other) >= LEAST_SHARED_VALUES:
            return other
    return None


def _without_copy_words(known: Known) -> tuple[str, ...] | None:
    """Return a name's words without those of a copy, or None where it has none of them."""
    parts = words(known.dataset.dataset)
    kept = tuple(part for part in parts if part not in word_list("kinds")["backup"] and not _YEAR.fullmatch(part))
    return kept if kept and len(kept) < len(parts) else None


def _comes_before(known: Known, other: Known) -> bool:
    """Whether names allow that `known` is a copy of `other`."""
    return _without_copy_words(other) is None or (_is_only_dated(other) and not _is_only_dated(known))


def _is_only_dated(known: Known) -> bool:
    """Whether a year is the only word of a copy in a name."""
    return not any(part in word_list("kinds")["backup"] for part in words(known.dataset.dataset))


def _shared_fields(one: Known, other: Known) -> float:
    names = {field.name.lower() for field in one.facts.fields}
    others = {field.name.lower() for field in other.facts.fields}
    return len(names & others) / max(len(names | others), 1)


def _shared_values(one: Known, other: Known) -> float:
    """Return how much of one's most distinct field lies in the same field of the other."""
    field, values = max(zip(one.facts.fields, one.facts.values, strict=True), key=lambda pair: pair[0].distinct or 0)
    twins = [
        theirs
        for their_field, theirs in zip(other.facts.fields, other.facts.values, strict=True)
        if their_field.name.lower() == field.name.lower()
    ]
    return (contained_share(values, twins[0]) or 0.0) if twins else 0.0
