"""Records that are doubles within their dataset, with the one to keep, and which flaws cost money."""

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from regia.resolve.conflicts.family import Family, Held
from regia.resolve.conflicts.tables import DUPLICATES

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def surplus(held: Held, filled: "np.ndarray") -> "np.ndarray":
    """Return, for each record, the one to keep in its place: itself, or the better one of the same entity.

    Better is who has more values, then who was changed last, then who comes first.
    """
    import numpy as np

    size = len(held.entity)
    keep = np.arange(size)
    known = np.flatnonzero(held.entity >= 0)
    changed = np.nan_to_num(held.changed[known], nan=-np.inf)
    order = known[np.lexsort((known, -changed, -filled[known], held.entity[known]))]
    entity = held.entity[order]
    first = np.flatnonzero(np.diff(entity, prepend=-1))
    keep[order] = np.repeat(order[first], np.diff(first, append=len(order)))
    return keep


def duplicate_rows(family: Family, held: Held, keep: "np.ndarray", filled: "np.ndarray") -> "pa.Table":
    """Return the records to merge into another one of their dataset."""
    import numpy as np
    import pyarrow as pa

    rows = np.flatnonzero(keep != np.arange(len(keep)))
    chance = np.minimum(held.probability[rows], held.probability[keep[rows]])
    places = pa.array(held.entity[rows])
    columns = [
        family.entities.take(places),
        pa.array([family.concepts[place] for place in family.concept[held.entity[rows]]], pa.string()),
        pa.repeat(held.holder.system, len(rows)),
        pa.repeat(held.holder.dataset, len(rows)),
        held.records.take(pa.array(rows)).combine_chunks(),
        held.records.take(pa.array(keep[rows])).combine_chunks(),
        pa.array(np.clip(chance, 0.0, 1.0)),
        pa.array(filled[rows].astype(np.int64)),
        pa.array([_moment(at) for at in held.changed[rows]], pa.timestamp("us", "UTC")),
    ]
    return pa.Table.from_arrays(columns, schema=DUPLICATES.schema)


def _moment(seconds: float) -> datetime | None:
    return None if math.isnan(seconds) else datetime.fromtimestamp(seconds, UTC)
