"""What passed with the records: values that are the same on both sides, gaps that both have, errors made on the way.

A copy inherits the gaps of its original: where the e-mail is missing at the start it is missing at the end. Two people
who write down the same customer leave out different things. Names and tax numbers are left out of that comparison,
for it is the kind of customer, not the copying, that decides whether they are filled.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regia.interfaces.arrivals import Arrivals, Integers

_SIGNS = re.compile(r"[\W_]+")
_BY_KIND = frozenset(
    ("first_name", "last_name", "full_name", "middle_name", "company_name", "gender", "birth_date", "tax_code",
     "vat_number", "pec", "sdi_code", "salutation", "job_title")
)  # fmt: skip
_EACH_SYSTEMS_OWN = frozenset(("id", "created_at", "updated_at", "status", "created", "updated"))
_FEWEST = 15
_LEAST_FILLED = 0.02
_CARRIED = 0.8
_MOST_EXAMPLES = 8
_NEAR_TYPO = 2


@dataclass(frozen=True)
class Example:
    """One value on both sides, of one entity; a typo is a small difference in a value that is otherwise carried."""

    source: int
    target: int
    attribute: str
    from_value: str
    to_value: str


@dataclass(frozen=True)
class Carried:
    """How the matched records of two datasets compare.

    `gaps` is how much likelier a value is to be missing at the end where it is missing at the start (None where no
    attribute can tell); `attributes` are those that pass; `errors` is the share of records with one of them changed.
    """

    gaps: float | None
    attributes: tuple[str, ...]
    errors: float | None
    same: float | None
    typos: tuple[Example, ...] = ()


def compare(source: Arrivals, target: Arrivals, sources: Integers, targets: Integers) -> Carried:
    """Compare the records of two datasets that are paired by their places."""
    gaps: list[tuple[float, int]] = []
    passing: list[str] = []
    changed = np.zeros(len(targets), dtype=bool)
    equal: list[float] = []
    typos: list[Example] = []
    for name in sorted(source.values.keys() & target.values.keys() - _EACH_SYSTEMS_OWN):
        left = [_plain(source.values[name][at]) for at in sources]
        right = [_plain(target.values[name][at]) for at in targets]
        both = [bool(one and two) for one, two in zip(left, right, strict=True)]
        differ = np.asarray([have and one != two for have, one, two in zip(both, left, right, strict=True)], dtype=bool)
        if sum(both) >= _FEWEST and (share := 1 - differ.sum() / sum(both)) >= _CARRIED:
            passing.append(name)
            if name not in _BY_KIND and (gap := _gap(left, right)) is not None:
                gaps.append(gap)
            equal.append(float(share))
            changed |= differ
            typos += _typos(source, target, name, zip(sources[differ], targets[differ], strict=True))
    weight = sum(count for _, count in gaps)
    return Carried(
        gaps=sum(value * count for value, count in gaps) / weight if weight else None,
        attributes=tuple(passing),
        errors=float(changed.mean()) if passing and len(changed) else None,
        same=float(np.mean(equal)) if equal else None,
        typos=tuple(typos[:_MOST_EXAMPLES]),
    )


def _plain(value: str | None) -> str | None:
    return (_SIGNS.sub("", value).lower() or None) if value is not None else None


def _gap(left: Sequence[str | None], right: Sequence[str | None]) -> tuple[float, int] | None:
    """Return how much likelier a gap is behind a gap, and on how many; None where a side is all full or empty."""
    missing = np.asarray([value is None for value in left], dtype=bool)
    lost = np.asarray([value is None for value in right], dtype=bool)
    if min(missing.sum(), (~missing).sum()) < _FEWEST or (~lost).mean() < _LEAST_FILLED:
        return None
    return float(lost[missing].mean() - lost[~missing].mean()), int(missing.sum())


def _typos(
    source: Arrivals, target: Arrivals, name: str, pairs: "Iterator[tuple[int, int]] | zip[tuple[int, int]]"
) -> Iterator[Example]:
    from rapidfuzz.distance import DamerauLevenshtein

    told = 0
    for left, right in pairs:
        one, two = source.values[name][left], target.values[name][right]
        if one and two and 0 < DamerauLevenshtein.distance(_plain(one) or "", _plain(two) or "") <= _NEAR_TYPO:
            yield Example(int(left), int(right), name, one, two)
            told += 1
        if told >= _MOST_EXAMPLES:
            return


def knows_ids(source: Arrivals, target: Arrivals, sources: Integers, targets: Integers) -> float:
    """Return the share of the target's records in which the source's own id of the record stands."""
    if not len(targets):
        return 0.0
    known: Mapping[str, tuple[str | None, ...]] = target.values
    shares = [
        np.mean([values[right] is not None and _same_id(values[right], source.records[left])
                 for left, right in zip(sources, targets, strict=True)])
        for values in known.values()
    ]  # fmt: skip
    return float(max(shares, default=0.0))


def _same_id(value: str | None, record: str) -> bool:
    plain = (value or "").strip().lstrip("0")
    return bool(plain) and plain == record.strip().lstrip("0")
