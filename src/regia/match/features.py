"""What speaks for and against a pair of fields meaning the same, as numbers that a weight can be given to."""

from typing import TYPE_CHECKING

from regia.match.field import KINDS
from regia.match.view import View

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

NAMES = (
    "hub",
    "terms",
    "subject",
    "hub_and_subject",
    "hub_and_pure",
    "terms_and_subject",
    "letters",
    "context",
    "kind",
    "both_identify",
    "both_identify_subject",
    "both_identify_pure",
    "one_identifies",
    "both_refer",
    "both_refer_target",
    "one_refers",
    "opposed",
    "turned",
    "unknown",
    "owner",
    "role",
)

_NEAR_KINDS = {
    frozenset({"integer", "boolean"}): 0.8,
    frozenset({"integer", "number"}): 0.75,
    frozenset({"integer", "text"}): 0.7,
    frozenset({"date", "time"}): 0.95,
    frozenset({"date", "text"}): 0.6,
    frozenset({"time", "text"}): 0.5,
    frozenset({"time", "integer"}): 0.4,
    frozenset({"boolean", "text"}): 0.6,
    frozenset({"number", "text"}): 0.4,
    frozenset({"text", "other"}): 0.6,
}


def features(seen: View, left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    """Return one row of `NAMES` for each pair of rows of the view."""
    import numpy as np

    hub = _dot(seen.hub.sqrt(), left, right)
    terms = _dot(seen.terms, left, right)
    subject = np.einsum("ij,ij->i", seen.about[left], seen.about[right])
    identify = seen.own_id[left] & seen.own_id[right]
    refer = seen.reference[left] & seen.reference[right]
    target = np.einsum("ij,ij->i", seen.target[left], seen.target[right]) * refer
    opposed, turned = _contrary(seen, left, right)
    known = np.asarray(seen.hub.sum(axis=1)).ravel()
    columns = (
        hub,
        terms,
        subject,
        hub * subject,
        hub * subject**3 * np.sqrt(seen.purity[left] * seen.purity[right]),
        terms * subject,
        _dot(seen.grams, left, right),
        _dot(seen.context, left, right),
        _kind_matrix()[seen.kind[left], seen.kind[right]],
        identify,
        identify * subject,
        identify * subject * np.sqrt(seen.purity[left] * seen.purity[right]),
        seen.own_id[left] ^ seen.own_id[right],
        refer,
        target,
        seen.reference[left] ^ seen.reference[right],
        np.minimum(opposed, 2),
        np.minimum(turned, 2),
        np.sqrt(np.clip((1 - known[left]) * (1 - known[right]), 0, 1)),
        np.einsum("ij,ij->i", seen.owner[left], seen.owner[right]),
        np.abs(seen.roles[left] - seen.roles[right]).max(axis=1),
    )
    return np.column_stack([np.asarray(column, dtype=float) for column in columns])


def _dot(matrix: "csr_matrix", left: "np.ndarray", right: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()


def _contrary(seen: View, left: "np.ndarray", right: "np.ndarray") -> tuple["np.ndarray", "np.ndarray"]:
    """Return how many opposites, and how many words that turn a name's meaning, stand between the names."""
    import numpy as np

    held = seen.terms.astype(bool).astype(float)
    shared = held[left].multiply(held[right])
    only_left, only_right = held[left] - shared, held[right] - shared
    opposites, turning = _contrary_terms(seen)
    opposed = np.asarray((only_left @ opposites).multiply(only_right).sum(axis=1)).ravel()
    turned = np.asarray((only_left + only_right) @ turning).ravel()
    return opposed, turned


def _contrary_terms(seen: View) -> tuple["csr_matrix", "np.ndarray"]:
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {term: column for column, term in enumerate(seen.term_names)}
    size = seen.terms.shape[1]
    pairs = [tuple(place[term] for term in sorted(pair)) for pair in seen.lexicon.opposites if pair <= place.keys()]
    both = [*pairs, *((right, left) for left, right in pairs)]
    rows, columns = [pair[0] for pair in both], [pair[1] for pair in both]
    turning = np.zeros(size)
    turning[[place[term] for term in seen.lexicon.turning if term in place]] = 1.0
    return csr_matrix((np.ones(len(both)), (rows, columns)), shape=(size, size)), turning


def _kind_matrix() -> "np.ndarray":
    import numpy as np

    known = np.full((len(KINDS), len(KINDS)), 0.2)
    np.fill_diagonal(known, 1.0)
    for pair, value in _NEAR_KINDS.items():
        first, second = (KINDS.index(kind) for kind in sorted(pair))
        known[first, second] = known[second, first] = value
    return known
