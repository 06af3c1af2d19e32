"""What was judged of one attribute, as rows of the evidence tables."""

from typing import TYPE_CHECKING

from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.golden import KINDS, REASONS, Judged
from regia.resolve.conflicts.tables import CONFLICTS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def conflict_rows(family: Family, found: Judged) -> "pa.Table":
    """Return the conflicts of an attribute."""
    import numpy as np
    import pyarrow as pa

    values, out = found.values, found.departures
    rows, attribute = out.row, values.attribute
    held = [family.held[place] for place in attribute.held]
    source, entity = values.source[rows], values.entity[rows]
    texts = pa.array([*values.texts, None], pa.string())
    raw = np.where(values.raw[rows] >= 0, values.raw[rows], len(values.texts))
    columns = (
        family.entities.take(pa.array(entity)),
        _picked(family.concepts, family.concept[entity]),
        pa.repeat(attribute.name, len(rows)),
        _picked([each.holder.system for each in held], source),
        _picked([each.holder.dataset for each in held], source),
        _picked(attribute.fields, source),
        _records(family, found),
        texts.take(pa.array(raw)),
        pa.array(found.golden.shown[out.group], pa.string()),
        _picked(KINDS, out.kind),
        pa.array(found.golden.probability[out.group]),
        _picked(REASONS, found.golden.reason[out.group]),
    )
    return pa.Table.from_arrays(list(columns), schema=CONFLICTS.schema)


def _picked(names: "tuple[str, ...] | list[str]", places: "np.ndarray") -> "pa.Array":
    import pyarrow as pa

    return pa.array(list(names), pa.string()).take(pa.array(places))


def _records(family: Family, found: Judged) -> "pa.Array":
    """Return the ids of the records that depart, in their order."""
    import numpy as np
    import pyarrow as pa

    rows, values = found.departures.row, found.values
    order = np.argsort(values.source[rows], kind="stable")
    parts = [pa.array([], pa.string())]
    for source, place in enumerate(values.attribute.held):
        mine = rows[order][values.source[rows][order] == source]
        parts += family.held[place].records.take(pa.array(values.row[mine])).chunks
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    return pa.concat_arrays(parts).take(pa.array(back))
