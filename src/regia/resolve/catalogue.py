"""Short catalogues: what to compare where a name, perhaps with a description, is all that there is.

Single agreements say little then (every product of one maker agrees on most words): the records are compared by all
their words at once, weighed by rarity, and the best of each side is taken.
"""

from typing import TYPE_CHECKING

from regia.resolve.comparing import likeness
from regia.resolve.pool import Column, Pool

if TYPE_CHECKING:
    import numpy as np

_LONG = 12  # words on average: a description, which repeats the name
_TELLING = 0.05  # distinct values by records below which a column only sorts things into kinds
_HELD = 0.2
_MOST_RECORDS = 60_000
_SLOPE, _EVEN = 40.0, 0.1  # with competition between rivals, right for catalogues that share all or a fifth of things


def is_catalogue(pool: Pool) -> bool:
    """Whether all that tells records apart is one name: no code, no second short text."""
    names = [each for each in pool.columns if each.kind == "text" and _tells(each, pool.size)]
    codes = [each for each in pool.columns if each.kind == "code" and _tells(each, pool.size)]
    short = [each for each in names if _words_a_value(each) < _LONG]
    return pool.size <= _MOST_RECORDS and bool(names) and not codes and len(short) <= 1 and _words_a_value(names[0]) > 2


def whole_words(pool: Pool) -> Pool:
    """Return the same records with one column: all the words of their texts."""
    import numpy as np
    import pyarrow as pa

    texts = [each for each in pool.columns if each.kind == "text" and _tells(each, pool.size)]
    parts = [np.array([*each.texts, ""], dtype=object)[each.codes] for each in texts]
    joined = pa.array([" ".join(filter(None, row)) for row in zip(*parts, strict=True)], pa.string())
    encoded = joined.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    empty = np.array([not text for text in encoded.dictionary.to_pylist()], dtype=bool)
    return Pool(
        pool.source,
        (
            Column(
                "+".join(each.name for each in texts), "words", np.where(empty[codes], -1, codes), encoded.dictionary
            ),
        ),
    )


def word_odds(pool: Pool, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return the log odds of pairs: they rise with the rare words in common, and are even where few are."""
    column = pool.columns[0]
    return _SLOPE * (likeness(column, column.codes[left], column.codes[right]) - _EVEN)


def _tells(column: Column, size: int) -> bool:
    return len(column.values) > _TELLING * size and column.counts.sum() > _HELD * size


def _words_a_value(column: Column) -> float:
    matrix, _ = column.words
    return float(matrix.nnz / max(1, matrix.shape[0]))
