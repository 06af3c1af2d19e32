"""The rows of the tables of links, entities and what was compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.resolve.clustering import MUST
from regia.resolve.compared import Compared
from regia.resolve.comparing import highest
from regia.resolve.entities import Record, new_id
from regia.resolve.families import Family
from regia.resolve.records import Holder, Place
from regia.resolve.resolving import Resolved
from regia.resolve.tables import ENTITY_RECORDS, LINKS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

Row = dict[str, object]


@dataclass(frozen=True)
class FamilyResult:
    """A family that was resolved: its records by row, and what was found of them."""

    family: Family
    compared: Compared
    resolved: Resolved


def link_table(result: FamilyResult) -> "pa.Table":
    """Return the links of a family."""
    import numpy as np
    import pyarrow as pa

    found, holders = result.resolved, result.compared.plan.holders
    sources = result.compared.pool.source
    same = np.array(
        [[one.concept if one.concept == two.concept else result.family.concept for two in holders] for one in holders],
        dtype=object,
    )
    columns: dict[str, object] = {"concept": same[sources[found.left], sources[found.right]]}
    for side, rows in (("left", found.left), ("right", found.right)):
        columns[f"{side}_system"] = np.array([each.system for each in holders], dtype=object)[sources[rows]]
        columns[f"{side}_dataset"] = np.array([each.dataset for each in holders], dtype=object)[sources[rows]]
        columns[f"{side}_record"] = result.compared.record.take(pa.array(rows))
    columns["probability"] = np.round(found.probability, 6)
    judged = np.abs(found.odds) >= MUST
    columns["origin"] = np.where(judged, np.where(found.odds > 0, "confirmed", "rejected"), "inferred").astype(object)
    columns["joined"] = found.thing[found.left] == found.thing[found.right]
    columns["reasons"] = _reasons(found)
    return _arrow(columns)


def _reasons(found: Resolved) -> "pa.Array":
    """Return for each link what each comparison weighed: `attribute=weight:level/highest`, `|` between them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for at, column in enumerate(found.pool.columns):
        known, top = found.seen[:, at] >= 0, highest(column)
        told = _written(found.evidence[:, at], known, found.seen[:, at].astype(int), f"{column.name}=", f"/{top}")
        parts.append(told)
    every = np.ones(len(found.left), dtype=bool)
    rest = found.odds - found.evidence.sum(axis=1) - found.prior
    judged = np.abs(found.odds) >= MUST
    parts.append(_written(found.prior, every & (found.prior != 0), None, "prevalence=", ""))
    parts.append(_written(rest, ~judged & (np.abs(rest) >= 0.05), None, "rivals=", ""))
    if not len(found.left):
        return pa.array([], pa.string())
    return pc.binary_join_element_wise(*parts, "|", null_handling="skip")


def _written(
    weight: "np.ndarray", known: "np.ndarray", level: "np.ndarray | None", before: str, after: str
) -> "pa.Array":
    """Return weights as texts with one decimal, null where not known; each different text is made once."""
    import numpy as np
    import pyarrow as pa

    tenths = np.round(np.clip(weight, -999, 999) * 10).astype(np.int64)
    packed = tenths * 16 + (level if level is not None else 0)
    different, place = np.unique(packed, return_inverse=True)
    texts = [
        f"{before}{(each >> 4) / 10:+.1f}" + (f":{each & 15}" if level is not None else "") + after
        for each in different.tolist()
    ]
    return pa.array(texts, pa.string()).take(pa.array(place, mask=~known))


def _arrow(columns: Mapping[str, object]) -> "pa.Table":
    import pyarrow as pa

    arrays = []
    for field in LINKS.schema:
        given = columns[field.name]
        made = given.combine_chunks() if isinstance(given, pa.ChunkedArray) else pa.array(given, field.type)
        arrays.append(made.cast(field.type))
    return pa.Table.from_arrays(arrays, schema=LINKS.schema)


def certainty(resolved: Resolved) -> "np.ndarray":
    """Return how likely each row belongs where it is: by its best link in the group, or that it has none outside."""
    import numpy as np

    inside = resolved.thing[resolved.left] == resolved.thing[resolved.right]
    best_in, best_out = np.zeros(len(resolved.thing)), np.zeros(len(resolved.thing))
    for rows in (resolved.left, resolved.right):
        np.maximum.at(best_in, rows[inside], resolved.probability[inside])
        np.maximum.at(best_out, rows[~inside], resolved.probability[~inside])
    alone = np.bincount(resolved.thing, minlength=len(resolved.thing))[resolved.thing] == 1
    return np.where(alone, 1 - np.minimum(best_out, 1.0), np.maximum(best_in, 0.5))


def entity_table(result: FamilyResult, records: Sequence[Record], entity: "np.ndarray") -> "pa.Table":
    """Return the entity of every record, those of copies too; `entity` is each row's."""
    import numpy as np
    import pyarrow as pa

    holders, sources = result.compared.plan.holders, result.compared.pool.source
    concepts = np.array([each.concept for each in holders], dtype=object)
    columns = {
        "entity": entity,
        "concept": concepts[sources] if len(sources) else [],
        "system": [each[0] for each in records],
        "dataset": [each[1] for each in records],
        "record": [each[2] for each in records],
        "probability": np.round(certainty(result.resolved), 4),
    }
    return pa.table(
        {name: pa.array(columns[name], field.type) for name, field in zip(columns, ENTITY_RECORDS.schema, strict=True)}
    )


def resolution_rows(result: FamilyResult) -> Iterator[Row]:
    """Yield what was found between each two datasets of a family, and inside each."""
    import numpy as np

    found, holders = result.resolved, result.compared.plan.holders
    sources, size = result.compared.pool.source, len(holders)
    sides = np.sort(np.column_stack([sources[found.left], sources[found.right]]), axis=1)
    pair = sides[:, 0] * size + sides[:, 1]
    joined = (found.thing[found.left] == found.thing[found.right]).astype(float)
    candidates, links, expected = (
        np.bincount(pair, weights=each, minlength=size * size)
        for each in (np.ones(len(pair)), joined, found.probability)
    )
    guards = {(each.left, each.right): each for each in found.guards}
    for one in range(size):
        for other in range(one, size):
            at, guard = one * size + other, guards.get((one, other))
            yield _pair(result, holders[one], holders[other]) | {
                "candidates": int(candidates[at]),
                "links": int(links[at]),
                "expected": round(guard.implied if guard else float(expected[at]), 1),
                "most": round(guard.cap, 1) if guard else None,
                "status": "abstained" if guard else "resolved",
            }


def skipped_rows(family: Family) -> Iterator[Row]:
    """Yield the datasets of a family in which there was nothing to compare."""
    for each in family.holders:
        yield {**_places(each, each), "concept": family.concept, "records": each.records, "status": "skipped"}


def _pair(result: FamilyResult, one: Holder, other: Holder) -> Row:
    shared = (name for name, parts in result.compared.plan.parts.items() if _both(parts, one, other))
    return {
        **_places(one, other),
        "concept": result.family.concept,
        "records": one.records if one is other else one.records + other.records,
        "compared": ", ".join(shared),
    }


def _both(parts: Sequence[str], one: Holder, other: Holder) -> bool:
    return all(any(each in holder.fields for each in parts) for holder in (one, other))


def _places(one: Holder, other: Holder) -> Row:
    return {
        "left_system": one.system, "left_dataset": one.dataset,
        "right_system": other.system, "right_dataset": other.dataset,
    }  # fmt: skip


def copy_rows(
    result: FamilyResult, records: Sequence[Record], entity: Sequence[str], ids: Mapping[Place, Sequence[str]]
) -> tuple[list[Row], list[Row]]:
    """Return the rows of entities and links of old copies: each record is where its original is."""
    place = dict(zip(records, entity, strict=True))
    entities: list[Row] = []
    links: list[Row] = []
    for copy in result.family.copies:
        for name in ids[copy.place]:
            original = (copy.system, str(copy.copy_of), name)
            own = place.get(original) or new_id(result.family.concept, (*copy.place, name))
            entities.append(_entity(own, copy, name))
            if original in place:
                links.append(_copy_link(copy, name))
    return entities, links


def _entity(entity: str, copy: Holder, name: str) -> Row:
    return {
        "entity": entity, "concept": copy.concept, "system": copy.system, "dataset": copy.dataset, "record": name,
        "probability": 1.0,
    }  # fmt: skip


def _copy_link(copy: Holder, name: str) -> Row:
    return {
        "concept": copy.concept, "left_system": copy.system, "left_dataset": copy.copy_of, "left_record": name,
        "right_system": copy.system, "right_dataset": copy.dataset, "right_record": name,
        "probability": 1.0, "origin": "copy", "joined": True, "reasons": None,
    }  # fmt: skip
