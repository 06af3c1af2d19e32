"""Which datasets hold the same real things, by the values that tell one thing from another.

An e-mail, a VAT number, a barcode or a code that is different in nearly every record identifies what its record is
about. Two datasets of different systems that share many of them hold the same people, companies or products, whatever
they are called; two that could share them and do not hold different ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.match.field import Field
from regia.match.overlap import shared_share

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Place = tuple[str, str]

# What a shared value of each type says: two people may have one name, and not one tax code.
_IDENTITY: Mapping[str, float] = {
    "email": 1.0, "vat_number": 1.0, "tax_code": 1.0, "iban": 1.0, "ean": 1.0, "phone": 1.0, "company_name": 0.8,
    "person_name": 0.4, "uuid": 1.0,
}  # fmt: skip
_CODE = "code"
_FEWEST = 20  # distinct values on both sides
_LEAST_UNIQUE = 0.5
_LEAST_UNIQUE_CODE = 0.9
SAME = 0.25
APART = 0.02
_WHOLE = 0.95
_CERTAIN = 0.8  # so sure an identity puts two records side by side
_JOINING = 0.1


@dataclass(frozen=True)
class Populations:
    """`shared`: for pairs of datasets of two systems (smaller first) that could share things, the share that they do.

    `whole`: the datasets with one record for each thing they identify.
    """

    shared: Mapping[tuple[Place, Place], float]
    whole: frozenset[Place]

    def same(self) -> Iterable[tuple[Place, Place, float]]:
        """Yield the pairs of datasets that hold the same things, the surest first."""
        for (one, other), share in sorted(self.shared.items(), key=lambda item: (-item[1], item[0])):
            if share >= SAME:
                yield one, other, share

    def apart(self, one: Place, other: Place) -> bool:
        """Say whether two datasets could share things and share next to none."""
        return self.shared.get((min(one, other), max(one, other)), 1.0) < APART


def populations(fields: Sequence[Field]) -> Populations:
    """Return which datasets hold the same things."""
    by_type = _by_identity(fields)
    shared: dict[tuple[Place, Place], float] = {}
    for identity, found in by_type.items():
        for one, other, share in _shares(found):
            if identity != _CODE or share >= SAME:  # codes that differ may name the same things in two ways
                pair = min(one.table, other.table), max(one.table, other.table)
                shared[pair] = max(shared.get(pair, 0.0), share * _IDENTITY.get(identity, 1.0))
    whole = {each.table for found in by_type.values() for each in found if each.unique >= _WHOLE}
    return Populations(shared, frozenset(whole))


def joins(fields: Sequence[Field]) -> Iterable[tuple[Field, Field, float]]:
    """Yield the pairs of fields of two systems whose shared values say that two records are of one thing, and how
    surely (0..1).
    """
    for identity, found in _by_identity(fields).items():
        certain = _IDENTITY.get(identity, 1.0)
        if certain >= _CERTAIN:
            for one, other, share in _shares([each for each in found if each.unique >= _LEAST_UNIQUE_CODE]):
                if share >= _JOINING:
                    yield one, other, share * certain


def _by_identity(fields: Sequence[Field]) -> dict[str, list[Field]]:
    by_type: dict[str, list[Field]] = {}
    for each in fields:
        if identity := _identity(each):
            by_type.setdefault(identity, []).append(each)
    return by_type


def _identity(each: Field) -> str | None:
    """Return what kind of identity a field holds: its semantic type, or that it is a code; None if it holds none."""
    if not each.sketch or (each.distinct or 0) < _FEWEST:
        return None
    if each.semantic in _IDENTITY and each.semantic_share >= _LEAST_UNIQUE:
        return each.semantic if each.unique >= _LEAST_UNIQUE else None
    code = each.kind in ("text", "integer") and each.semantic is None and not each.refers_to and not each.counter
    return _CODE if code and each.unique >= _LEAST_UNIQUE_CODE else None


def _shares(fields: Sequence[Field]) -> Iterable[tuple[Field, Field, float]]:
    """Yield the share of the smaller side's values that two fields of two systems have in common."""
    import numpy as np

    held = _hashes(fields)
    common = (held @ held.T).toarray() if len(fields) <= _MOST else None
    rows, columns = np.triu_indices(len(fields), 1) if common is not None else (held @ held.T).nonzero()
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        one, other = fields[row], fields[column]
        if one.system == other.system or row > column:
            continue
        apart = common is not None and not common[row, column]
        yield one, other, 0.0 if apart else shared_share(one, other) or 0.0


_MOST = 2000  # so many fields of a type have all their pairs looked at; of more, those that share a value


def _hashes(fields: Sequence[Field]) -> "csr_matrix":
    import numpy as np
    from scipy.sparse import csr_matrix

    place: dict[str, int] = {}
    columns = [place.setdefault(hash_, len(place)) for each in fields for hash_ in each.sketch]
    starts = np.cumsum([0, *(len(each.sketch) for each in fields)])
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(fields), max(1, len(place))))
