"""What the values of two fields say: of the same recognised type or not, and how many they share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from regia.match.field import Field
from regia.match.overlap import shared_share
from regia.match.population import APART, SAME
from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np

# Types whose values leave no doubt about what a field is; two fields of two such types differ.
_TELLING: Mapping[str, float] = {
    "email": 1.2, "vat_number": 1.5, "tax_code": 1.5, "iban": 1.5, "ean": 1.5, "phone": 0.8, "url": 0.8,
    "postal_code": 1.2, "municipality": 1.0, "province": 1.0, "country": 0.8, "currency": 0.8, "street": 1.2,
    "person_name": 0.8, "first_name": 1.2, "last_name": 1.2, "company_name": 1.2,
}  # fmt: skip
_SURE_SHARE = 0.5
_DIFFERENT = -3.0
# Types that one field may pass for the other: neither speaks against the pair.
_CONFUSED = (
    frozenset({"person_name", "company_name"}),
    frozenset({"first_name", "last_name"}),
    frozenset({"first_name", "person_name"}),
    frozenset({"last_name", "person_name"}),
    frozenset({"vat_number", "tax_code"}),
    frozenset({"municipality", "last_name"}),
    frozenset({"municipality", "province"}),
    frozenset({"company_name", "last_name"}),
)
_OVERLAP_WEIGHT = 2.5
_MANY_WEIGHT = 2.0  # more where the shared values are of many, as names of people are and towns are not
_MANY = 500
_NO_OVERLAP = -0.4
_SAME_THINGS = 2.0
_OTHER_THINGS = -1.0
_AGREEING: Mapping[str, float] = {"same": 8.0, "multiple": 8.0, "coded": 3.0}
_AMBIGUOUS = 0.5  # of what is said by a field that agrees as well with another one there
_STRANGERS = -1.0
_CERTAIN_STRANGERS = 0.05
AGREEING = 0.3
"""How far two fields must agree on the records of the same things, beyond chance, for that to be told."""
_FEW = 12  # so few different values are shared by chance (yes/no, small codes)


def value_evidence(seen: View, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return the log odds that values add to each pair: 0 where a side has no rows."""
    import numpy as np

    if not any(each.semantic or each.sketch for each in seen.fields):
        return np.zeros(len(left))
    said = [evidence(seen.fields[a], seen.fields[b]) for a, b in zip(left, right, strict=True)]
    beside = [_by_agreement(seen, a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    return np.asarray(np.array(said) + np.array(beside) + _of_datasets(seen, left, right))


def _by_agreement(seen: View, left: int, right: int) -> float:
    """Return what two fields say side by side on records of the same things."""
    how = seen.agreements.get((min(left, right), max(left, right)))
    if how is None:
        return 0.0
    if how.beyond >= AGREEING:
        return _AGREEING[how.how] * how.beyond * (_AMBIGUOUS if how.ambiguous else 1.0)
    numbered = seen.own_id[left] or seen.own_id[right] or seen.reference[left] or seen.reference[right]
    return _STRANGERS if how.beyond < _CERTAIN_STRANGERS and not numbered else 0.0


def _of_datasets(seen: View, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return what the things that two datasets hold say of all their fields: the same ones, or different ones."""
    import numpy as np

    count = len(seen.subjects.tables)
    said = np.zeros((count, count))
    place = seen.subjects.place
    for (one, other), share in seen.populations.shared.items():
        value = _SAME_THINGS if share >= SAME else _OTHER_THINGS if share < APART else 0.0
        said[place[one], place[other]] = said[place[other], place[one]] = value
    return np.asarray(said[seen.table[left], seen.table[right]])


def evidence(left: Field, right: Field) -> float:
    """Return the log odds that the values of two fields add."""
    return _by_type(left, right) + _by_overlap(left, right)


def _by_type(left: Field, right: Field) -> float:
    mine, other = _telling(left), _telling(right)
    if mine is None or other is None:
        return 0.0
    if mine == other:
        return _TELLING[mine] * min(left.semantic_share, right.semantic_share)
    return 0.0 if frozenset({mine, other}) in _CONFUSED else _DIFFERENT


def _telling(each: Field) -> str | None:
    return each.semantic if each.semantic in _TELLING and each.semantic_share >= _SURE_SHARE else None


def _by_overlap(left: Field, right: Field) -> float:
    share = shared_share(left, right)
    if share is None:
        return 0.0
    fewest = min(left.distinct or 0, right.distinct or 0)
    telling = min(1.0, fewest / (4 * _FEW)) if left.kind == right.kind == "integer" else min(1.0, fewest / _FEW)
    if left.counter and right.counter:
        telling *= 0.15  # counters of any two systems overlap
    if share < 0.005:
        return _NO_OVERLAP * telling
    return (_OVERLAP_WEIGHT + _MANY_WEIGHT * min(1.0, fewest / _MANY)) * telling * float(share**0.4)
