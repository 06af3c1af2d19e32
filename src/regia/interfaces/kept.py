"""Numbers of one system kept in the records of another: `crm_id` in the shop, the order's number in the warehouse.

A number that one system deals out as its records are made is nowhere else unless it was carried there. Numbers from 1
upwards match one another by chance, and counters that run through the same years are even near in time. So records that
meet by a number must be of one entity, or, documents whose numbers are all that they have in common, arrive at a
steadier distance than the same records set against the neighbours of the ones they name. Only records that are the same
thing count, one here to one there: a ticket that names an order is no copy of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from regia.engine.session import listed, parquet, quoted, selecting
from regia.interfaces.arrivals import Arrivals, Integers
from regia.interfaces.landscape import Landscape
from regia.interfaces.moments import Floats
from regia.resolve.records import Holder, identity

Place = tuple[str, str]
GENERIC = "document"
"""The concept of what is an order, an invoice or any other document, as the data does not tell which."""
_PRINTED = frozenset(("product",))
"""Concepts whose codes are printed on the things: who writes one down may have it from anywhere."""

_FEWEST = 20
_LEAST_SHARE = 0.1
_ONE_TO_ONE = 0.95
_SAME_ENTITY = 0.5
_STEADIER = 0.5
_SHIFTED = 0.05
_MOST_FIELDS = 400


@dataclass(frozen=True)
class Field:
    """A field that may keep numbers: whether each value stands there once, and whether it is of its records' key."""

    place: Place
    name: str
    unique: bool
    own: bool


@dataclass(frozen=True)
class Kept:
    """A dataset whose records keep the numbers of another's: which field keeps which, and the records' places.

    `dealt`: the numbers are the key of the owner's records; else both may have them from a third. `resolved`: the
    records were known to be of one entity before.
    """

    keeper: Place
    field: str
    owner: Place
    owner_field: str
    here: Integers
    there: Integers
    resolved: bool
    dealt: bool

    @property
    def reference(self) -> str:
        """Where it stands."""
        return f"{'.'.join(self.keeper)}.{self.field} = {'.'.join(self.owner)}.{self.owner_field}"


def kept_numbers(
    datasets: Sequence[Arrivals], holders: Mapping[Place, Holder], fields: Sequence[Field], landscape: Landscape
) -> tuple[Kept, ...]:
    """Return which datasets keep numbers of which others of another system; what one owner explains, no other does."""
    by_place = {each.place: each for each in datasets}
    chosen = [each for each in fields if each.place in by_place][:_MOST_FIELDS]
    met = []
    for keeper, owner, here, there in _joined(chosen, by_place, holders):
        child, parent = by_place[keeper.place], by_place[owner.place]
        named = {name for name, field in holders[keeper.place].fields.items() if field == keeper.name}
        named |= {name for name, field in holders[owner.place].fields.items() if field == owner.name}
        pair = _Pair(keeper, owner, child, parent, here, there, frozenset(named))
        if kept := _measured(pair, documents=_kin(child, parent, landscape)):
            met.append(kept)
    return tuple(_surest(met, by_place))


def _surest(met: Sequence[Kept], by_place: Mapping[Place, Arrivals]) -> Iterator[Kept]:
    """Yield the owners of each field's numbers, keys first, then the steadiest in time, that explain enough anew."""
    explained: dict[tuple[Place, str], set[int]] = {}
    told: set[tuple[Place, Place]] = set()

    def order(kept: Kept) -> tuple[bool, bool, float]:
        steady = _steady(by_place[kept.keeper].at[kept.here], by_place[kept.owner].at[kept.there])
        return not kept.dealt, not kept.resolved, 1.0 if steady is None else steady

    for kept in sorted(met, key=order):
        known = explained.setdefault((kept.keeper, kept.field), set())
        new = set(kept.here.tolist()) - known
        if len(new) < max(_FEWEST, _LEAST_SHARE * len(kept.here)):
            continue
        known |= new
        if (kept.keeper, kept.owner) not in told:
            told.add((kept.keeper, kept.owner))
            yield kept


def _kin(child: Arrivals, parent: Arrivals, landscape: Landscape) -> bool | None:
    """Return whether two datasets hold documents of one kind; None where they hold other things, or printed codes."""
    ends = [landscape.family(each.concept) or each.concept for each in (child, parent)]
    if not _PRINTED.isdisjoint(ends) or (ends[0] != ends[1] and GENERIC not in ends):
        return None
    roots = {landscape.hub.root(each) for each in ends if each in landscape.hub.concepts}
    return roots == {GENERIC}


def _joined(
    fields: Sequence[Field], by_place: Mapping[Place, Arrivals], holders: Mapping[Place, Holder]
) -> Iterator[tuple[Field, Field, Integers, Integers]]:
    """Yield the pairs of fields of two systems whose values meet often, with the places of the records."""
    import pyarrow as pa

    size = sum(holders[place].size_bytes for place in {each.place for each in fields})
    with selecting(size) as engine:
        engine.execute("CREATE TEMP TABLE numbers (field INTEGER, record INTEGER, value VARCHAR)")
        for number, field in enumerate(fields):
            records = by_place[field.place].records
            engine.register("known", pa.table({"id": pa.array(records), "n": np.arange(len(records))}))
            holder = holders[field.place]
            value = f"ltrim(upper(trim(CAST({quoted(field.name)} AS VARCHAR))), '0')"
            named = f"SELECT {identity(holder)} AS record, {value} AS value"
            engine.execute(
                f"INSERT INTO numbers SELECT ?, k.n, v.value FROM ({named} "  # noqa: S608
                f"FROM {parquet(holder.path)}) v JOIN known k ON k.id = v.record WHERE v.value <> ''",
                [number],
            )
        once = listed(number for number, field in enumerate(fields) if field.unique)
        pairs = engine.sql(
            "WITH sizes AS (SELECT field, count(*) AS n FROM numbers GROUP BY 1) "  # noqa: S608
            "SELECT c.field, p.field, count(*) AS n FROM numbers c JOIN numbers p ON p.value = c.value "
            f"AND p.field IN ({once}) AND p.field <> c.field JOIN sizes s ON s.field = c.field GROUP BY 1, 2 "
            f"HAVING count(*) >= {_FEWEST} AND count(*) / any_value(s.n) >= {_LEAST_SHARE} ORDER BY n DESC, 1, 2"
        ).fetchall()
        for child, parent, _ in pairs:
            if fields[child].place[0] != fields[parent].place[0] and not fields[child].own:
                rows = engine.execute(
                    "SELECT c.record, p.record FROM numbers c JOIN numbers p ON p.value = c.value "
                    "WHERE c.field = ? AND p.field = ? ORDER BY 1, 2", [child, parent]
                ).fetchall()  # fmt: skip
                here, there = np.asarray(rows, dtype=np.int64).T
                yield fields[child], fields[parent], here, there


@dataclass(frozen=True)
class _Pair:
    """Two fields whose values meet, the places of the records that they join, and the attributes that they hold."""

    keeper: Field
    owner: Field
    child: Arrivals
    parent: Arrivals
    here: Integers
    there: Integers
    named: frozenset[str]


def _measured(pair: _Pair, *, documents: bool | None) -> Kept | None:
    """Return what a pair of fields shows, None where records meet by chance, or are not the same thing."""
    keeper, owner, child, parent, here, there = (
        pair.keeper, pair.owner, pair.child, pair.parent, pair.here, pair.there
    )  # fmt: skip
    if documents is None:
        return None
    if min(len(np.unique(here)), len(np.unique(there))) < _ONE_TO_ONE * len(here):
        return None
    resolved = float(np.mean(child.entities[here] == parent.entities[there])) >= _SAME_ENTITY
    if not resolved and not (documents and _meant(pair)):
        return None
    return Kept(keeper.place, keeper.name, owner.place, owner.name, here, there, resolved=resolved, dealt=owner.own)


def _meant(pair: _Pair) -> bool:
    """Whether records that meet are no chance: steady in time, or alike where times are unknown."""
    steady = _steady(pair.child.at[pair.here], pair.parent.at[pair.there])
    return steady <= _STEADIER if steady is not None else _alike(pair)


def _steady(mine: Floats, other: Floats) -> float | None:
    """Return how steady the time between records that meet is, as a share of that to their neighbours in time."""
    known = np.isfinite(mine) & np.isfinite(other)
    if known.sum() < _FEWEST:
        return None
    order = np.argsort(other[known], kind="stable")
    mine, other = mine[known][order], other[known][order]
    shift = max(1, int(_SHIFTED * len(other)))
    beside = _spread(mine[shift:] - other[:-shift])
    return _spread(mine - other) / beside if beside > 0 else None


def _spread(lags: Floats) -> float:
    return float(np.median(np.abs(lags - np.median(lags))))


def _alike(pair: _Pair) -> bool:
    """Whether records that meet say the same of something else that differs from record to record."""
    ends = ((pair.child, pair.here), (pair.parent, pair.there))
    told = [_told(each.values, places, pair.named) for each, places in ends]
    return any(np.mean([bool(one) and one == other for one, other in zip(left, right, strict=True)]) >= _SAME_ENTITY
               for left in told[0] for right in told[1])  # fmt: skip


def _told(values: Mapping[str, Sequence[str | None]], places: Integers, named: frozenset[str]) -> list[list[str]]:
    """Return what records say, an attribute each, where it differs from record to record."""
    listed = [[_plain(of[at]) for at in places.tolist()] for name, of in values.items() if name not in named]
    return [each for each in listed if len(set(each)) >= _FEWEST]


def _plain(value: str | None) -> str:
    return (value or "").strip().lstrip("0").removesuffix(".0").lower()


def joined_by(datasets: Sequence[Arrivals], kept: Sequence[Kept]) -> list[Arrivals]:
    """Return the datasets with the entities of records that keep one another's numbers as one.

    What keeps the numbers of another's records is of that one's concept, where its own is only `document`.
    """
    parent: dict[int, int] = {}

    def root(entity: int) -> int:
        while entity in parent:
            entity = parent[entity]
        return entity

    by_place = {each.place: each for each in datasets}
    concepts = {each.place: each.concept for each in datasets}
    for tie in kept:
        if tie.resolved:
            continue
        for mine, other in zip(
            by_place[tie.keeper].entities[tie.here].tolist(),
            by_place[tie.owner].entities[tie.there].tolist(),
            strict=True,
        ):
            one, two = root(mine), root(other)
            if one != two:
                parent[one] = two
        if concepts[tie.keeper] == GENERIC:
            concepts[tie.keeper] = concepts[tie.owner]
    return [
        replace(each, concept=concepts[each.place],
                entities=np.asarray([root(entity) for entity in each.entities.tolist()], dtype=np.int64))
        for each in datasets
    ]  # fmt: skip
