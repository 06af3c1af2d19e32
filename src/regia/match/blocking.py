"""Which pairs of fields are worth comparing: those that share words, attributes, values, or a matching dataset.

Every field keeps at most `most` candidates in each other system, whatever their number, so that work grows with the
fields and not with their square.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regia.match.scoring import Pairs
from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

_BLOCK = 500  # rows multiplied at once: bounds memory
_SMALL = 3_000_000  # so few pairs are all compared
_COMMON = 0.1  # a term in more of the names than this finds no candidates
_DATASETS = 10
_SUBJECTS = 3  # things a dataset may be about that a field is looked up under
_LEAST_WEIGHT = 0.1
_SKETCHED = 16  # smallest hashes of each field that are looked up


def candidates(seen: View, left_system: int, right_system: int, *, most: int = 100) -> Pairs:
    """Return the pairs of two systems worth comparing."""
    import numpy as np

    left = np.flatnonzero(seen.system == left_system)
    right = np.flatnonzero(seen.system == right_system)
    if (len(left) <= most and len(right) <= most) or len(left) * len(right) <= _SMALL // 20:
        return Pairs(np.repeat(left, len(right)), np.tile(right, len(left)))
    codes = {int(code) for code in _codes(seen, left, right, most)}
    listed = np.array(sorted(codes), dtype=np.int64)
    return Pairs(listed // seen.size, listed % seen.size)


def _codes(seen: View, left: "np.ndarray", right: "np.ndarray", most: int) -> Iterator[int]:
    for mine, others, turned in ((left, right, False), (right, left, True)):
        for row, found in _nearest(seen, mine, others, most // 2):
            for other in found:
                yield other * seen.size + row if turned else row * seen.size + other
    yield from _of_datasets(seen, left, right)
    yield from _sharing_values(seen, left, right)


def _nearest(seen: View, mine: "np.ndarray", others: "np.ndarray", most: int) -> Iterator[tuple[int, list[int]]]:
    """Yield, for each field, the ones whose names, attributes and datasets are most alike."""
    import numpy as np
    from scipy.sparse import hstack

    hub = seen.hub.sqrt()
    within = _within_subjects(seen, hub)
    parts = hstack([_rare(seen.terms), 0.6 * _rare(hub), within, 0.5 * _rare(seen.context)]).tocsr()
    there = parts[others].T.tocsc()
    for start in range(0, len(mine), _BLOCK):
        rows = mine[start : start + _BLOCK]
        alike = (parts[rows] @ there).tocsr()
        for place, row in enumerate(rows):
            begin, end = alike.indptr[place], alike.indptr[place + 1]
            values, columns = alike.data[begin:end], alike.indices[begin:end]
            if len(values) > most:
                kept = np.argpartition(-values, most)[:most]
                columns = columns[kept]
            yield int(row), others[columns].tolist()


def _within_subjects(seen: View, hub: "csr_matrix") -> "csr_matrix":
    """Return one column for each attribute of the hub within each thing that a dataset may be about."""
    import numpy as np
    from scipy.sparse import csr_matrix

    held = hub.tocoo()
    about = seen.about[held.row]
    likely = np.argsort(-about, axis=1)[:, :_SUBJECTS]
    weight = np.take_along_axis(about, likely, axis=1) * held.data[:, None]
    columns = held.col[:, None] * seen.about.shape[1] + likely
    rows = np.repeat(held.row, likely.shape[1])
    kept = weight.ravel() > _LEAST_WEIGHT
    shape = (seen.size, hub.shape[1] * seen.about.shape[1])
    return csr_matrix((weight.ravel()[kept], (rows[kept], columns.ravel()[kept])), shape=shape)


def _rare(matrix: "csr_matrix") -> "csr_matrix":
    import numpy as np
    from scipy.sparse import diags

    share = np.bincount(matrix.indices, minlength=matrix.shape[1]) / max(1, matrix.shape[0])
    return matrix @ diags((share <= max(_COMMON, 50 / max(1, matrix.shape[0]))).astype(float))


def _of_datasets(seen: View, left: "np.ndarray", right: "np.ndarray") -> Iterator[int]:
    """Yield the identifiers and references of the datasets that are most alike."""
    import numpy as np

    about = seen.subjects.about
    length = np.linalg.norm(about, axis=1, keepdims=True)
    unit = np.divide(about, length, out=np.zeros_like(about), where=length > 1e-9)
    telling = seen.own_id | seen.reference
    members = _by_table(seen, np.concatenate([left, right])[_at(telling, left, right)])
    left_tables = sorted({int(table) for table in seen.table[left]} & members.keys())
    right_tables = np.array(sorted({int(table) for table in seen.table[right]} & members.keys()), dtype=np.int64)
    if not len(right_tables):
        return
    for table in left_tables:
        near = unit[right_tables] @ unit[table]
        for other in right_tables[np.argsort(-near, kind="stable")[:_DATASETS]]:
            for row in members[table]:
                for column in members[int(other)]:
                    yield row * seen.size + column


def _at(flags: "np.ndarray", left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.asarray(flags[np.concatenate([left, right])])


def _by_table(seen: View, rows: "np.ndarray") -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(int(seen.table[row]), []).append(int(row))
    return found


def _sharing_values(seen: View, left: "np.ndarray", right: "np.ndarray") -> Iterator[int]:
    """Yield the pairs that share some of their smallest hashes."""
    holding: dict[str, list[int]] = {}
    for column in right:
        for hash_ in seen.fields[column].sketch[:_SKETCHED]:
            holding.setdefault(hash_, []).append(int(column))
    for row in left:
        found: dict[int, int] = {}
        for hash_ in seen.fields[row].sketch[:_SKETCHED]:
            for column in holding.get(hash_, ())[:200]:
                found[column] = found.get(column, 0) + 1
        for column, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:30]:
            yield int(row) * seen.size + column
