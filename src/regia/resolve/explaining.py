"""What a link or an entity looks like to a person: the records with their values, and what each comparison weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from regia.resolve.compared import NAMES, TOGETHER, WHO
from regia.resolve.entities import Record
from regia.resolve.records import RECORD, Holder, Place, read_records

Likeness = Literal["equal_rare", "equal", "alike", "different", "prior", "rivals"]
Row = Mapping[str, object]
Values = Mapping[str, str]


@dataclass(frozen=True)
class Weighed:
    """One comparison of a link: what it weighed (natural log odds), how alike the values were, and the values."""

    attribute: str
    weight: float
    likeness: Likeness
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Explanation:
    """A link between two records, with all that was weighed, the heaviest first."""

    left: Record
    right: Record
    concept: str
    probability: float
    origin: str
    joined: bool
    weighed: tuple[Weighed, ...]


@dataclass(frozen=True)
class Member:
    """One record of an entity, with its values by attribute."""

    record: Record
    concept: str
    probability: float
    values: Values = field(default_factory=dict)


def explanation(link: Row, left: Values, right: Values) -> Explanation:
    """Return what a row of `links` says, beside the values of its records."""
    sides = [
        (str(link[f"{side}_system"]), str(link[f"{side}_dataset"]), str(link[f"{side}_record"]))
        for side in ("left", "right")
    ]
    told = [_weighed(part, left, right) for part in str(link["reasons"] or "").split("|") if "=" in part]
    return Explanation(
        left=sides[0],
        right=sides[1],
        concept=str(link["concept"]),
        probability=float(str(link["probability"])),
        origin=str(link["origin"]),
        joined=bool(link["joined"]),
        weighed=tuple(sorted(told, key=lambda each: -abs(each.weight))),
    )


def _weighed(part: str, left: Values, right: Values) -> Weighed:
    attribute, _, rest = part.rpartition("=")
    weight, _, level = rest.partition(":")
    if not level:
        return Weighed(attribute, float(weight), "rivals" if attribute == "rivals" else "prior")
    reached, highest = (int(each) for each in level.split("/"))
    shown = (_compared(attribute, values) for values in (left, right))
    return Weighed(attribute, float(weight), _likeness(reached, highest), *shown)


def _likeness(level: int, highest: int) -> Likeness:
    if level >= highest - 1:
        return "equal_rare" if level == highest else "equal"
    return "alike" if level else "different"


def _compared(attribute: str, values: Values) -> str:
    """Return the value that was compared; a name is put together from its parts."""
    if attribute == WHO:
        return " ".join(values[each] for each in sorted(NAMES) if values.get(each))
    parts = (attribute, *TOGETHER.get(attribute, ()), *attribute.split("+"))
    return next((values[each] for each in parts if values.get(each)), "")


def values_of(holders: Sequence[Holder], records: Sequence[Record]) -> dict[Record, dict[str, str]]:
    """Return the values of some records by attribute, as the snapshot has them; empty ones are left out."""
    wanted: dict[Place, set[str]] = {}
    for system, dataset, name in records:
        wanted.setdefault((system, dataset), set()).add(name)
    found: dict[Record, dict[str, str]] = {}
    for holder in holders:
        if names := wanted.get(holder.place):
            for values in _rows(holder, names):
                name = values.pop(RECORD)
                found[*holder.place, name] = values
    return found


def _rows(holder: Holder, names: set[str]) -> list[dict[str, str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    listed = pa.array(sorted(names))
    rows = []
    for batch in read_records(holder):
        kept = batch.filter(pc.is_in(batch.column(0), listed))
        rows += [
            {name: text.strip() for name, text in row.items() if text and text.strip()} for row in kept.to_pylist()
        ]
        if len(rows) == len(names):
            break
    return rows


def members(entity_rows: Sequence[Row], values: Mapping[Record, Values]) -> tuple[Member, ...]:
    """Return the records of an entity, from rows of `entity_records`, by system."""
    found = []
    for row in entity_rows:
        record = (str(row["system"]), str(row["dataset"]), str(row["record"]))
        found.append(Member(record, str(row["concept"]), float(str(row["probability"])), values.get(record, {})))
    return tuple(sorted(found, key=lambda each: each.record))
