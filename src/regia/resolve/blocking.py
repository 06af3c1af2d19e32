"""Which records are worth comparing: those that share rare values, rare words, or two less rare ones together.

Every shared key weighs by its rarity; each record keeps the few others with which it shares most (TF-IDF top-k over
keys). Keys that too many records have are left out, the commonest first, until the work is within its budget.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from regia.resolve.pool import Column, Pool

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

_PRODUCTS_A_RECORD = 40
_FEWEST_PRODUCTS = 1_000_000
_NEAR_BEST = 0.2  # what shares so much less than the best is never among the few kept, or matters
_MOST_HOLDERS = 1_000
_COMMON_UNITS = 5
_ROWS = 20_000
_KEPT = 10
_KEPT_OF_MANY = 5
_MANY = 50_000


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, `left` < `right`, and what they share: the summed rarity of common keys."""

    left: "np.ndarray"
    right: "np.ndarray"
    shared: "np.ndarray"


def candidates(pool: Pool, *, within: bool) -> Candidates:
    """Return the pairs worth comparing: of different sources, and of one source where `within` or there is but one."""
    import numpy as np

    keys = _keys(pool)
    holders = np.asarray(keys.sum(axis=0)).ravel()
    weights = np.sqrt(np.log(pool.size / np.maximum(1, holders)))  # both sides give: idf
    weighted: csr_matrix = keys.multiply(weights).tocsr() if keys.shape[1] else keys
    across = bool((pool.source != pool.source[0]).any())
    kinds = (True, False) if across and within else (across,)
    parts = [each for start in range(0, pool.size, _ROWS) for each in _best_of(weighted, start, pool.source, kinds)]
    pairs, first = np.unique(np.concatenate([part[0] for part in parts]), return_index=True)
    return Candidates(pairs // pool.size, pairs % pool.size, np.concatenate([part[1] for part in parts])[first])


def _best_of(
    weighted: "csr_matrix", start: int, source: "np.ndarray", kinds: tuple[bool, ...]
) -> "Iterator[tuple[np.ndarray, np.ndarray]]":
    """Yield the best pairs of some rows, as left * size + right, and what they share: across sources, or inside one."""
    import numpy as np

    size = weighted.shape[0]
    most = _KEPT if size <= _MANY else _KEPT_OF_MANY
    product = (weighted[start : start + _ROWS] @ weighted.T).tocoo()
    row, other, shared = product.row.astype(np.int64) + start, product.col.astype(np.int64), product.data
    apart = source[row] != source[other]
    for across in kinds:
        kept = apart if across else ~apart & (row != other)
        mine, its, told = _most_shared(row[kept], other[kept], shared[kept], most)
        yield np.minimum(mine, its) * size + np.maximum(mine, its), told


def _most_shared(
    row: "np.ndarray", other: "np.ndarray", shared: "np.ndarray", most: int
) -> "tuple[np.ndarray, np.ndarray, np.ndarray]":
    """Return for each row the others with which it shares most; `row` is in order."""
    import numpy as np

    if len(row):
        begins = np.flatnonzero(np.diff(row, prepend=-1))
        best = np.repeat(np.maximum.reduceat(shared, begins), np.diff(np.append(begins, len(row))))
        near = shared >= _NEAR_BEST * best
        row, other, shared = row[near], other[near], shared[near]
    order = np.lexsort((other, -shared, row))
    row, other, shared = row[order], other[order], shared[order]
    few = np.arange(len(row)) - np.searchsorted(row, row) < most
    return row[few], other[few], shared[few]


@dataclass(frozen=True)
class _Keys:
    """Which records have which keys: one pair of `rows` and `ids` for each."""

    rows: "np.ndarray"
    ids: "np.ndarray"

    @cached_property
    def counts(self) -> "np.ndarray":
        """How many records have each key."""
        import numpy as np

        return np.bincount(self.ids)

    def where(self, kept: "np.ndarray") -> "_Keys":
        """Return some of them; how many have each key stays as it was."""
        part = _Keys(self.rows[kept], self.ids[kept])
        part.__dict__["counts"] = self.counts
        return part


def _keys(pool: Pool) -> "csr_matrix":
    """Return which keys (columns) each record (rows) has: those few enough records share."""
    import numpy as np

    budget = max(_FEWEST_PRODUCTS, _PRODUCTS_A_RECORD * pool.size)
    single = list(_single_keys(pool))
    most = _most_holders(np.concatenate([np.empty(0), *(each.counts for each in single)]), budget)
    kept = [each.where(each.counts[each.ids] <= most) for each in single]
    joint = _joint_keys([each.where(each.counts[each.ids] > most) for each in single], pool.size)
    if joint is not None:
        kept.append(joint.where(joint.counts[joint.ids] <= _most_holders(joint.counts, budget)))
    return _matrix([each for each in kept if len(each.ids)], pool.size)


def _matrix(keys: list[_Keys], size: int) -> "csr_matrix":
    """Return keys of several kinds as one matrix of ones."""
    import numpy as np
    from scipy.sparse import csr_matrix

    ids, width = [], 0
    for each in keys:
        different, packed = np.unique(each.ids, return_inverse=True)
        ids.append(packed + width)
        width += len(different)
    if not keys:
        return csr_matrix((size, 0))
    rows = np.concatenate([each.rows for each in keys])
    return csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, np.concatenate(ids))), shape=(size, width))


def _most_holders(counts: "np.ndarray", budget: int) -> int:
    """Return how many records a key may have so that the pairs of all keys together are within the budget."""
    import numpy as np

    sizes = np.bincount(np.minimum(counts[counts > 1].astype(np.int64), _MOST_HOLDERS + 1), minlength=_MOST_HOLDERS + 2)
    work = np.cumsum(sizes * np.arange(len(sizes), dtype=np.int64) ** 2)
    return max(2, min(_MOST_HOLDERS, int(np.searchsorted(work, budget, side="right")) - 1))


def _single_keys(pool: Pool) -> Iterator[_Keys]:
    """Yield each column's whole values, then the words of all texts together."""
    for column in pool.columns:
        if column.kind in ("code", "text"):
            yield _values(column)
    texts = [column for column in pool.columns if column.kind in ("text", "words")]
    if texts:
        yield _pooled_words(texts)


def _values(column: Column) -> _Keys:
    import numpy as np

    rows = np.flatnonzero(column.codes >= 0)
    return _Keys(rows, column.codes[rows].astype(np.int64))


def _pooled_words(texts: list[Column]) -> _Keys:
    """Return which words each record has in any of its texts."""
    import numpy as np

    known: dict[str, int] = {}
    rows_found, ids_found = [], []
    for column in texts:
        matrix, words = column.words
        place = np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int64)
        rows = np.flatnonzero(column.codes >= 0)
        held = matrix[column.codes[rows]]
        rows_found.append(np.repeat(rows, np.diff(held.indptr)))
        ids_found.append(place[held.indices])
    both = np.unique(np.concatenate(rows_found) * len(known) + np.concatenate(ids_found))
    return _Keys(both // len(known), both % len(known))


def _joint_keys(common: list[_Keys], size: int) -> _Keys | None:
    """Return keys made of two common ones that a record has together: its least common few, two by two."""
    import numpy as np

    slots, width = _least_common(common, size)
    if slots is None:
        return None
    made = [
        _Keys(both, slots[both, one] * width + slots[both, other])
        for one, other in combinations(range(_COMMON_UNITS), 2)
        if len(both := np.flatnonzero((slots[:, one] >= 0) & (slots[:, other] >= 0)))
    ]
    if not made:
        return None
    _, packed = np.unique(np.concatenate([each.ids for each in made]), return_inverse=True)
    return _Keys(np.concatenate([each.rows for each in made]), packed)


def _least_common(common: list[_Keys], size: int) -> "tuple[np.ndarray | None, int]":
    """Return the few least common keys of each record in order of their ids, -1 where it has fewer; and all ids."""
    import numpy as np

    useful = [each.where(each.counts[each.ids] <= max(50, 0.2 * size)) for each in common]
    starts = np.cumsum([0, *(len(each.counts) for each in common)])
    if not sum(len(each.ids) for each in useful):
        return None, 0
    rows = np.concatenate([each.rows for each in useful])
    ids = np.concatenate([each.ids + start for each, start in zip(useful, starts[:-1], strict=True)])
    order = np.lexsort((ids, np.concatenate([each.counts[each.ids] for each in useful]), rows))
    rows, ids = rows[order], ids[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    few = rank < _COMMON_UNITS
    slots = np.full((size, _COMMON_UNITS), -1, dtype=np.int64)
    slots[rows[few], rank[few]] = ids[few]
    slots.sort(axis=1)
    return slots, int(starts[-1])
