"""One column as a detector of semantic types sees it: its name, its kind, and some of its distinct values."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal

from regia.profile.names import nested_words, words

ColumnKind = Literal["text", "integer", "decimal", "time", "other"]

LOOKED_AT = 500
"""Distinct values that are enough to recognise a type: a share is then right within .04."""


@dataclass(frozen=True)
class Column:
    """`values` are distinct texts with how often the sample holds each; blanks are left out.

    `filled` counts the records with a value, `distinct` the different ones among them (maybe an estimate).
    `scale` is the number of decimals of a decimal type.
    """

    name: str
    kind: ColumnKind
    values: tuple[tuple[str, int], ...]
    filled: int
    distinct: int
    scale: int = 0

    @cached_property
    def looked_at(self) -> tuple[str, ...]:
        """Some of the distinct values, in a seeded order."""
        return tuple(value.strip() for value, _ in self.values[:LOOKED_AT])

    def named(self, semantic_type: str) -> bool:
        """Whether the name tells that the column holds such values."""
        return names_it(self.name, semantic_type)

    def share(self, test: Callable[[str], object]) -> float:
        """Return the share of the distinct values looked at that pass."""
        if not self.looked_at:
            return 0.0
        if test not in self._shares:
            self._shares[test] = sum(1 for value in self.looked_at if test(value)) / len(self.looked_at)
        return self._shares[test]

    @cached_property
    def _shares(self) -> dict[Callable[[str], object], float]:
        """Shares already asked for: several detectors ask for the same."""
        return {}

    @cached_property
    def without_zeros(self) -> "Column":
        """The column without the values made of zeros alone: 0, 00000000, 00.00.0000."""
        return replace(self, values=tuple(pair for pair in self.values if pair[0].strip("0./- ")))

    @cached_property
    def mean_words(self) -> float:
        """Mean number of words of a value."""
        return sum(len(value.split()) for value in self.looked_at) / max(len(self.looked_at), 1)

    @cached_property
    def mean_length(self) -> float:
        """Mean length of a value in characters."""
        return sum(map(len, self.looked_at)) / max(len(self.looked_at), 1)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The values that are numbers."""
        return tuple(float(value) for value in self.looked_at if _NUMBER.fullmatch(value))


_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")


@cache
def names_it(name: str, semantic_type: str) -> bool:
    """Whether a field's name holds a word, or a piece, that tells of a semantic type."""
    told = nested_words("fields").get(semantic_type, {})
    listed, parts = told.get("words", frozenset()), told.get("parts", frozenset())
    split = words(name)
    glued = "".join(split)
    if glued in listed or not listed.isdisjoint(split):
        return True
    lower = "_".join(split)
    return any(part in lower or part in glued for part in parts)
