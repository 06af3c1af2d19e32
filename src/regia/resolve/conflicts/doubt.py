"""Records that are perhaps of another thing: who bears another name did not move house, but is somebody else.

Two people of one household share address and phone, and records of theirs are sometimes linked. What such a record says
is no conflict: it is left out of conflicts, duplicates and costs.
"""

from typing import TYPE_CHECKING

from regia.resolve.conflicts.golden import DIFFERENT, STALE, Judged

if TYPE_CHECKING:
    import numpy as np

_LEAST_SHARED = {"first_name": 0.6, "full_name": 0.6, "company_name": 0.01}
"""Attributes that name a thing, and the share of words that two names of one thing have in common at least."""


def doubted(found: Judged) -> "tuple[np.ndarray, np.ndarray]":
    """Return the source and row of the records that bear another name than their entity."""
    import numpy as np

    values, out = found.values, found.departures
    least = _LEAST_SHARED.get(values.attribute.name)
    if least is None or values.attribute.kind != "name":
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    chosen = np.flatnonzero(np.isin(out.kind, (STALE, DIFFERENT)) & (values.value[out.row] >= 0))
    right = found.contest.value[found.golden.candidate[out.group[chosen]]]
    pairs = zip(values.value[out.row[chosen]], right, strict=True)
    other = [_shared(values.forms[one], values.forms[two]) < least for one, two in pairs]
    rows = out.row[chosen][np.array(other, dtype=bool)]
    return values.source[rows], values.row[rows]


def _shared(one: str, other: str) -> float:
    """Return the share of the words of the shorter name that are in the other one."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) / max(min(len(words), len(others)), 1)
