"""Which attributes of a family can be compared, in which fields they are, and what their values are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regia.profile.tables import FIELD_REFERENCES, FIELDS
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.forms import BY_SEMANTIC_TYPE, Kind
from regia.resolve.records import RECORD, Holder, read_records
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, object]
Place = tuple[str, str, str]

_UNCOMPARED = frozenset({"free_text", "json", "uuid", "url", "ip_address"})
"""What a field holds that no other system is expected to hold alike."""

_UNCOMPARED_NAMES = frozenset(
    {"id", "code", "notes", "description", "password", "login", "last_login", "external_id", "status", "source"}
)
"""Attributes by which each system names or describes things in its own way, or tells its own course of work."""

_NUMBERS = frozenset({"integer", "decimal", "float"})
_TIMES = frozenset({"date", "timestamp", "timestamp_utc"})
_MOST_CODES = 60
_CELLS = 3_000_000
"""Values read at once."""


@dataclass(frozen=True)
class Attribute:
    """An attribute: what its values are, and the datasets (by their place in the family) and fields that hold it."""

    name: str
    kind: Kind
    held: tuple[int, ...]
    fields: tuple[str, ...]


def attributes(evidence: Evidence, family: Family) -> list[Attribute]:
    """Return the attributes that two datasets hold, or one in which entities repeat."""
    known = {_place(row): row for row in evidence.table(FIELDS.name).to_pylist()}
    refer = {
        (str(row["system"]), str(row["dataset"]), str(row["fields"]))
        for row in evidence.table(FIELD_REFERENCES.name).to_pylist()
    }
    names = sorted({name for each in family.held for name in each.holder.fields} - _UNCOMPARED_NAMES)
    found = (_attribute(name, family, known, refer) for name in names)
    return [each for each in found if each is not None]


def _attribute(name: str, family: Family, known: Mapping[Place, Row], refer: set[Place]) -> Attribute | None:
    places = []
    for at, each in enumerate(family.held):
        field = each.holder.fields.get(name)
        if field is not None:
            place = (*each.holder.place, field)
            if place in known and place not in refer and _comparable(known[place], each.holder):
                places.append((at, field, known[place]))
    kind = _kind([row for _, _, row in places]) if len(places) > 1 else None
    if kind is None:
        return None
    return Attribute(name, kind, tuple(at for at, _, _ in places), tuple(field for _, field, _ in places))


def _comparable(row: Row, holder: Holder) -> bool:
    own_key = row["field"] in holder.key or bool(row["in_key"])
    return not own_key and row["time_role"] != "technical" and row["semantic_type"] not in _UNCOMPARED


def _kind(rows: Sequence[Row]) -> Kind | None:
    """Return what the values of several fields are, or None where they are not of one kind."""
    told = Counter(
        BY_SEMANTIC_TYPE[str(row["semantic_type"])] for row in rows if row["semantic_type"] in BY_SEMANTIC_TYPE
    )
    stored = {_stored(row) for row in rows}
    if stored == {"number"} and not (told.keys() - {"number", "code", "date"}):
        return "date" if told["date"] else "number"
    if told["flag"]:
        return "flag"
    if told:
        return told.most_common(1)[0][0]
    if "flag" in stored and stored <= {"flag", "code", "number"}:
        return "flag"
    if len(stored) == 1 or stored <= {"code", "text"}:
        return "text" if "text" in stored else stored.pop()
    return "code" if stored <= {"code", "number"} else None


def _stored(row: Row) -> Kind:
    kind = str(row["type"])
    if kind in _NUMBERS:
        return "number"
    if kind in _TIMES:
        return "date"
    distinct = row["distinct_count"]
    if kind == "boolean":
        return "flag"
    return "code" if isinstance(distinct, int) and distinct <= _MOST_CODES else "text"


def columns(
    family: Family, chosen: Sequence[Attribute], *, spill: Path | None
) -> "Iterator[tuple[Attribute, list[pa.ChunkedArray]]]":
    """Yield each attribute with the texts of its records, dataset by dataset; a bounded number of values at once."""
    rows = max((len(each.entity) for each in family.held), default=0)
    step = max(1, _CELLS // max(rows, 1))
    for at in range(0, len(chosen), step):
        batch = chosen[at : at + step]
        read = _read(family, batch, spill=spill)
        for each in batch:
            yield each, [read[place][each.name] for place in each.held]


def _read(family: Family, batch: Sequence[Attribute], *, spill: Path | None) -> "dict[int, pa.Table]":
    import pyarrow as pa

    found = {}
    for place, each in enumerate(family.held):
        names = [attribute.name for attribute in batch if place in attribute.held]
        if names:
            schema = pa.schema([(name, pa.string()) for name in (RECORD, *names)])
            found[place] = pa.Table.from_batches(read_records(each.holder, names, spill=spill), schema=schema)
    return found


def _place(row: Row) -> Place:
    return str(row["system"]), str(row["dataset"]), str(row["field"])
