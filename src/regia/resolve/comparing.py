"""How alike two records are, column by column, as levels: from equal down to nothing in common.

Each pair of distinct values is compared once (rapidfuzz, element by element), however many records have them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.pool import Column, Pool

if TYPE_CHECKING:
    import numpy as np

TEXT_STEPS = (0.92, 0.8, 0.65, 0.45)
"""Likeness (0..1) from which two texts that differ are of a level; equal texts are of the highest."""
CODE_STEPS = (0.9, 0.75)
NUMBER_STEPS = (0.99, 0.9)
MISSING = -1
WORD_STEPS = (0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05)
_STEPS = {"words": WORD_STEPS, "text": TEXT_STEPS, "code": CODE_STEPS, "number": NUMBER_STEPS}


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows, `left` < `right`, with the level of each (rows) in each column (columns)."""

    left: "np.ndarray"
    right: "np.ndarray"
    seen: "np.ndarray"

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, which: "np.ndarray | slice") -> "Pairs":
        return Pairs(self.left[which], self.right[which], self.seen[which])


def compared(pool: Pool, left: "np.ndarray", right: "np.ndarray") -> Pairs:
    """Compare pairs of rows."""
    return Pairs(left, right, levels(pool, left, right))


def highest(column: Column) -> int:
    """Return the level of an equal value that nobody else has; one below is an equal value that others have too."""
    return len(_STEPS[column.kind]) + 2


def levels(pool: Pool, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return the level of each pair (rows) in each column (columns); -1 where a side has no value.

    Where a column follows from another that is equal (the town from the postal code) it says nothing more: -1.
    """
    import numpy as np

    found = np.full((len(left), len(pool.columns)), MISSING, dtype=np.int8)
    for at, column in enumerate(pool.columns):
        found[:, at] = _levels(column, pool.source, left, right)
    equal = [found[:, at] >= highest(column) - 1 for at, column in enumerate(pool.columns)]
    for at, by in pool.follows:
        found[equal[by], at] = MISSING
    return found


def _levels(column: Column, source: "np.ndarray", left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    import numpy as np

    found = np.full(len(left), MISSING, dtype=np.int8)
    one, other = column.codes[left].astype(np.int64), column.codes[right].astype(np.int64)
    equal = np.flatnonzero((one >= 0) & (one == other))
    found[equal] = highest(column) - (others(column, source, left[equal], right[equal]) > 0)
    differing = np.flatnonzero((one >= 0) & (other >= 0) & (one != other))
    if len(differing):
        one, other = one[differing], other[differing]
        pairs, back = np.unique(
            np.minimum(one, other) * len(column.texts) + np.maximum(one, other), return_inverse=True
        )
        alike = likeness(column, pairs // len(column.texts), pairs % len(column.texts))
        found[differing] = np.searchsorted(np.array(_STEPS[column.kind][::-1]), alike, side="right")[back]
    return found


def others(column: Column, source: "np.ndarray", left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return how common the value that two records share is among the others of their sources, the more common one."""
    import numpy as np

    values, sources = len(column.values), int(source.max()) + 1
    held = column.codes >= 0
    counts = np.bincount(source[held] * values + column.codes[held], minlength=values * sources)
    sizes = np.maximum(1, np.bincount(source[held], minlength=sources))
    one, other = source[left], source[right]
    here = counts[one * values + column.codes[left]] - 1 - (one == other)
    there = counts[other * values + column.codes[left]] - 1
    found: np.ndarray = np.maximum(here / sizes[one], there / sizes[other]).clip(0)
    return found


def likeness(column: Column, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return how alike pairs of distinct values are (0..1)."""
    if column.kind == "number":
        return _near(column, left, right)
    if column.kind == "code":
        return _edits(column, left, right)
    if column.kind == "words":
        return _cosine(column, left, right)
    return _texts(column, left, right)


def _edits(column: Column, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return .95 for one slip, .8 for two in a longer code, else 0."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    texts = column.texts
    one, other = [texts[each] for each in left], [texts[each] for each in right]
    slips = cpdist(one, other, scorer=OSA.distance, score_cutoff=2, dtype=np.int32)
    longest = np.maximum([len(each) for each in one], [len(each) for each in other])
    return np.select([(slips == 1) & (longest >= 4), (slips == 2) & (longest >= 12)], [0.95, 0.8], 0.0)


def _near(column: Column, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return the smaller number over the larger."""
    import numpy as np

    numbers = np.array([_number(text) for text in column.texts])
    low, high = np.minimum(numbers[left], numbers[right]), np.maximum(numbers[left], numbers[right])
    return np.where(high > 0, np.clip(low, 0, None) / np.where(high > 0, high, 1), 0.0)


def _number(text: str) -> float:
    """Read a number with the last of its signs as the decimal one, unless three digits follow a comma."""
    comma, dot = text.rfind(","), text.rfind(".")
    decimal = "," if comma > dot and len(text) - comma != 4 else "."
    bare = text.replace("." if decimal == "," else ",", "").replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return 0.0


def _texts(column: Column, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return the better of letters in common (words in order) and words in common, weighed by rarity."""
    import numpy as np
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    texts = column.sorted_texts
    letters = cpdist([texts[each] for each in left], [texts[each] for each in right], scorer=ratio, dtype=np.float32)
    found: np.ndarray = np.maximum(letters / 100, _cosine(column, left, right))
    return found


def _cosine(column: Column, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    import numpy as np

    weighted = column.rare_words
    return np.asarray(weighted[left].multiply(weighted[right]).sum(axis=1)).ravel()
