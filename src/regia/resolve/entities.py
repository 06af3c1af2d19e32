"""Gives entities ids that last: an entity keeps the id that most of its records had in the check-up before."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Record = tuple[str, str, str]
"""A record: system, dataset, id."""
Change = Literal["merged", "split"]
_NONE: Mapping[str, int] = {}


@dataclass(frozen=True)
class EntityChange:
    """An entity that took over all records of another that is gone, or holds records that were another's."""

    entity: str
    change: Change
    other: str


@dataclass(frozen=True)
class Named:
    """The entity of every group of records, in the order given, and what changed."""

    ids: tuple[str, ...]
    changes: tuple[EntityChange, ...]


def named(groups: Sequence[Sequence[Record]], before: Mapping[Record, str], family: str) -> Named:
    """Return an id for each group: the one most of its records had; a new one comes from its smallest record."""
    shares = [_shares(group, before) for group in groups]
    kept = _kept(shares)
    taken = set(kept.values()) | set(before.values())
    ids = []
    for at, group in enumerate(groups):
        if at not in kept:
            kept[at] = _unused(family, min(group), taken)
            taken.add(kept[at])
        ids.append(kept[at])
    return Named(tuple(ids), tuple(sorted(_changes(ids, shares), key=lambda each: (each.entity, each.other))))


def _shares(group: Sequence[Record], before: Mapping[Record, str]) -> Mapping[str, int]:
    """Return how many records of a group had each id; nearly always none or one, which need no counter."""
    known = [before[record] for record in group if record in before]
    if not known:
        return _NONE
    return {known[0]: len(known)} if known.count(known[0]) == len(known) else Counter(known)


def _kept(shares: Sequence[Mapping[str, int]]) -> dict[int, str]:
    """Return which group keeps which id: the pairs that share most records first, each id and group once."""
    wanted = sorted((-count, name, at) for at, share in enumerate(shares) for name, count in share.items())
    kept: dict[int, str] = {}
    used: set[str] = set()
    for _, name, at in wanted:
        if at not in kept and name not in used:
            kept[at] = name
            used.add(name)
    return kept


def new_id(family: str, first: Record, again: int = 0) -> str:
    """Return an id made from an entity's smallest record."""
    digest = hashlib.sha256("\x1f".join((*first, str(again))).encode()).hexdigest()
    return f"{family}-{digest[:12]}"


def _unused(family: str, first: Record, taken: set[str]) -> str:
    again = 0
    while (name := new_id(family, first, again)) in taken:
        again += 1
    return name


def _changes(ids: Sequence[str], shares: Sequence[Mapping[str, int]]) -> Iterator[EntityChange]:
    living = set(ids)
    told: dict[str, set[str]] = defaultdict(set)
    for name, share in zip(ids, shares, strict=True):
        if len(share) > 1 or (share and name not in share):
            told[name] |= share.keys() - {name}
    for name, others in told.items():
        for other in others:
            yield EntityChange(name, "split" if other in living else "merged", other)
