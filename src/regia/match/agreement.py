"""How far two fields agree on records of the same things: the same values, a multiple, or codes for one another.

The records stand side by side, row by row. What they would agree on by chance is taken off: two fields of many equal
values agree on strangers too (Cohen, "A coefficient of agreement for nominal scales", 1960).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

FEWEST = 20
"""Records with both values that must stand side by side before they say anything."""

_CODES = 30  # so few different values may be codes
_LEAST_VARIED = 0.03  # share of the records that must differ from the commonest value
_SAME_MULTIPLE = 0.006
_MULTIPLES = (-6, -4, -3, -2, -1, 1, 2, 3, 4, 6)  # powers of ten between two units


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a field: as compared (0 stands for none, equal numbers for equal values), and as numbers (or NaN).

    `texts` are what the numbers of `codes` stand for.
    """

    codes: "np.ndarray"
    numbers: "np.ndarray"
    texts: tuple[str, ...]

    def taken(self, rows: "np.ndarray") -> "Column":
        """Return the values of some rows."""
        return Column(self.codes[rows], self.numbers[rows], self.texts)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two fields agree: on what share of `records` (0..1), and how far beyond chance (1 always, 0 as strangers).

    It is `ambiguous` where one of them agrees about as well with another field of the other's dataset.
    """

    how: Literal["same", "multiple", "coded"]
    share: float
    beyond: float
    records: int
    ambiguous: bool = False


def column(values: Sequence[str | None]) -> Column:
    """Return values in the form that is compared."""
    import numpy as np

    known: dict[str, int] = {"": 0}
    codes = [known.setdefault(plain(value) if value else "", len(known)) for value in values]
    numbers = np.array([_number(value) for value in values], dtype=float)
    return Column(np.array(codes, dtype=np.int64), numbers, tuple(known))


def plain(text: str) -> str:
    """Return the letters and digits of a text, in lower case and without accents.

    >>> plain(" D'Acquì  S.r.l.")
    'dacquisrl'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def agreement(left: Column, right: Column, *, coded: bool = True) -> Agreement | None:
    """Return how two columns of the same length agree best, None where there is too little to tell.

    `coded` says that their values may be codes: days and amounts are none.
    """
    import numpy as np

    both = (left.codes > 0) & (right.codes > 0)
    if np.count_nonzero(both) < FEWEST:
        return None
    mine, other = left.taken(np.flatnonzero(both)), right.taken(np.flatnonzero(both))
    if not (_varied(mine) and _varied(other)):
        return None
    found = [
        each for each in (_same(mine, other), _multiple(mine, other), _coded(mine, other) if coded else None) if each
    ]
    return max(found, key=lambda each: each.beyond)


def _varied(each: Column) -> bool:
    import numpy as np

    return bool(np.bincount(each.codes).max() <= (1 - _LEAST_VARIED) * len(each.codes))


def _same(left: Column, right: Column) -> Agreement:
    import numpy as np

    place = {text: number for number, text in enumerate(left.texts)}
    size = len(left.texts)
    shared = np.array([place.get(text, size + number) for number, text in enumerate(right.texts)])
    other = shared[right.codes]
    count = size + len(right.texts)
    records = len(left.codes)
    chance = float(np.bincount(left.codes, minlength=count) @ np.bincount(other, minlength=count)) / records**2
    share = float(np.mean(left.codes == other))
    return Agreement("same", share, _beyond(share, chance), records)


def _multiple(left: Column, right: Column) -> Agreement | None:
    """Return how far one side is a power of ten times the other: cents and euros, grams and kilograms."""
    import numpy as np

    told = (np.abs(left.numbers) > 0) & (np.abs(right.numbers) > 0)  # NaN is not
    if np.count_nonzero(told) < FEWEST:
        return None
    mine, other = left.numbers[told], right.numbers[told]
    if len(np.unique(mine)) < FEWEST // 2 or len(np.unique(other)) < FEWEST // 2:
        return None
    power = int(np.round(np.log10(np.abs(np.median(mine / other)))))
    if power not in _MULTIPLES:
        return None
    share = _proportional(mine, other, power)
    chance = _proportional(mine, _shuffled(other), power)
    return Agreement("multiple", share, _beyond(share, chance), len(mine))


def _proportional(left: "np.ndarray", right: "np.ndarray", power: int) -> float:
    import numpy as np

    return float(np.mean(np.abs(left / right / 10.0**power - 1) < _SAME_MULTIPLE))


def _coded(left: Column, right: Column) -> Agreement | None:
    """Return how far the values of one side tell those of the other: symmetric uncertainty, without chance."""
    import numpy as np

    if max(len(np.unique(left.codes)), len(np.unique(right.codes))) > _CODES:
        return None
    told, chance = (_uncertainty(left.codes, other) for other in (right.codes, _shuffled(right.codes)))
    return Agreement("coded", told, _beyond(told, chance), len(left.codes))


def _shuffled(values: "np.ndarray") -> "np.ndarray":
    """Return values in an order that has nothing to do with theirs, and is always the same."""
    import numpy as np

    return np.asarray(np.random.default_rng(0).permutation(values))


def _uncertainty(left: "np.ndarray", right: "np.ndarray") -> float:
    import numpy as np

    _, mine = np.unique(left, return_inverse=True)
    _, other = np.unique(right, return_inverse=True)
    together = np.zeros((mine.max() + 1, other.max() + 1))
    np.add.at(together, (mine, other), 1 / len(mine))
    entropies = [_entropy(together.sum(axis=1)), _entropy(together.sum(axis=0))]
    return float(2 * (sum(entropies) - _entropy(together.ravel())) / sum(entropies))


def _entropy(shares: "np.ndarray") -> float:
    import numpy as np

    held = shares[shares > 0]
    return float(-(held * np.log(held)).sum())


def _beyond(share: float, chance: float) -> float:
    return (share - chance) / (1 - chance) if chance < 1 else 0.0


def _number(value: str | None) -> float:
    try:
        return float(value) if value else float("nan")
    except ValueError:
        return float("nan")
