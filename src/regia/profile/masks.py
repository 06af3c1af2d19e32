"""The shapes of values: letters as A or a, digits as 9, the rest as it is."""

import re
from collections import Counter
from collections.abc import Iterable

LONGEST_EXACT = 24
MOST = 8
_LONGEST_MASK = 40
_RUN = re.compile(r"(.)\1+", re.DOTALL)


def mask(value: str) -> str:
    """Return a value's shape: `RM-01/b` is `AA-99/a`; runs are one sign in a long value."""
    signs = value.translate(_SIGNS)
    return signs if len(value) <= LONGEST_EXACT else family(signs)[:_LONGEST_MASK]


def family(signs: str) -> str:
    """Return a shape without the lengths of its runs: `AAA-99` as `A-9`."""
    return _RUN.sub(r"\1", signs)


def frequent_masks(values: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the most frequent shapes with the records that have them."""
    counted: Counter[str] = Counter()
    for value, records in values:
        counted[mask(value)] += records
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST])


class _Signs(dict[int, str]):
    """The sign of each character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = self[code] = _sign(chr(code))
        return sign


def _sign(character: str) -> str:
    if character.isdigit():
        return "9"
    if not character.isalpha():
        return character
    return "A" if character.isupper() else "a"


_SIGNS = _Signs()
