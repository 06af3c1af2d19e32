"""What is compared in a family: the attributes that tell things apart, as columns of all its records together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from regia.resolve.families import Family
from regia.resolve.pool import Pool, pool_of
from regia.resolve.records import RECORD, Holder, read_records

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, object]
FieldKey = tuple[str, str, str]

WHO = "who"
"""The column of who or what a party is: the words of its names, however they are spread over fields."""
NAMES = frozenset({"company_name", "full_name", "first_name", "last_name", "middle_name", "name", "address_name"})
_NAME_MEANINGS = frozenset({"person_name", "company_name", "first_name", "last_name", None})
TOGETHER: Mapping[str, tuple[str, ...]] = {"phone": ("phone", "mobile")}
# What says when, in which state or by whom a record was written, and no more.
_SILENT_MEANINGS = frozenset({"yes_no", "status_code", "currency", "free_text", "json", "percent", "country"})
_SILENT = frozenset(
    {"id", "created_at", "updated_at", "created_by", "updated_by", "owner", "agent", "notes", "deleted", "active",
     "sort_order", "currency", "country", "status", "consent", "category", "system_modstamp"}
)  # fmt: skip
_SILENT_KINDS = ("date", "time", "boolean")
_NUMBERS = ("int", "decimal", "float")


@dataclass(frozen=True)
class Plan:
    """What to read and compare: for each column the attributes it is made of, in order, and what its values are.

    `holders` are those of the family with only the fields that tell things apart.
    """

    holders: tuple[Holder, ...]
    parts: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, str | None]

    @property
    def asked(self) -> tuple[str, ...]:
        """Every attribute to be read."""
        return tuple(sorted({each for parts in self.parts.values() for each in parts}))


@dataclass(frozen=True)
class Compared:
    """The records of a family by row: `record` and the holder (`pool.source`) say which; `plan` what is compared."""

    pool: Pool
    record: "pa.ChunkedArray"
    plan: Plan


def planned(family: Family, attributes: Iterable[Row], fields: Iterable[Row]) -> Plan:
    """Choose the columns: attributes that more than one dataset holds, or any where there is one dataset."""
    kinds = {_field(row): str(row["type"]) for row in fields}
    meanings = {_field(row): str(row["semantic_type"]) if row["semantic_type"] else None for row in attributes}
    telling = _Telling(kinds, meanings, document=family.document)
    holders = tuple(telling.trimmed(each) for each in family.holders)
    parts = dict(_parts({name for each in holders for name in each.fields}, document=family.document))
    few = 2 if len(holders) > 1 else 1
    shared = {name: each for name, each in parts.items() if _holding(each, holders) >= few}
    return Plan(holders, shared, {name: _meaning(name, each, holders, meanings) for name, each in shared.items()})


def read(plan: Plan, spill: Path | None) -> Compared:
    """Read the records of a plan; only their compared values stay in memory, each distinct one once."""
    import numpy as np
    import pyarrow as pa

    tables = [_table(holder, plan.asked, spill) for holder in plan.holders]
    whole = pa.concat_tables(tables).combine_chunks() if tables else pa.table({RECORD: pa.array([], pa.string())})
    source = np.repeat(np.arange(len(tables)), [table.num_rows for table in tables])
    columns = {name: _joined(whole, parts, words=name == WHO) for name, parts in plan.parts.items()}
    return Compared(pool_of(source, columns, plan.meanings), whole.column(RECORD), plan)


def _table(holder: Holder, asked: Sequence[str], spill: Path | None) -> "pa.Table":
    import pyarrow as pa

    schema = pa.schema([(RECORD, pa.string()), *((name, pa.string()) for name in asked)])
    return pa.Table.from_batches([each.cast(schema) for each in read_records(holder, asked, spill=spill)], schema)


def _joined(whole: "pa.Table", parts: Sequence[str], *, words: bool) -> "pa.Array":
    """Return the first part that has a value, or all of them in one text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [pc.utf8_trim_whitespace(whole.column(each).combine_chunks()) for each in parts]
    filled = [pc.if_else(pc.equal(each, ""), pa.scalar(None, pa.string()), each) for each in texts]
    if not words:
        return pc.coalesce(*filled)
    joined = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*(pc.fill_null(each, "") for each in texts), " "))
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)


@dataclass(frozen=True)
class _Telling:
    """Which fields tell things apart, by their types and what their values are."""

    kinds: Mapping[FieldKey, str]
    meanings: Mapping[FieldKey, str | None]
    document: bool

    def trimmed(self, holder: Holder) -> Holder:
        """Return the holder with its telling fields alone."""
        return replace(
            holder, fields={name: field for name, field in holder.fields.items() if self._tells(name, holder)}
        )

    def _tells(self, name: str, holder: Holder) -> bool:
        field = (*holder.place, holder.fields[name])
        kind, meaning = self.kinds.get(field, "text"), self.meanings.get(field)
        if kind.startswith(_SILENT_KINDS) and not self.document:
            return False
        if holder.key == field[2:] and kind.startswith(_NUMBERS):
            return False  # a counter of its own: equal to another's by chance
        if name in NAMES and not self.document:
            return meaning in _NAME_MEANINGS
        return name not in _SILENT and meaning not in _SILENT_MEANINGS


def _field(row: Row) -> FieldKey:
    return str(row["system"]), str(row["dataset"]), str(row["field"])


def _parts(found: Iterable[str], *, document: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
    left = set(found)
    names = tuple(sorted(left & NAMES))
    if names and not document:
        yield WHO, names
        left -= NAMES
    for name, together in TOGETHER.items():
        if inside := tuple(each for each in together if each in left):
            yield name, inside
            left -= set(inside)
    for name in sorted(left):
        yield name, (name,)


def _holding(parts: Sequence[str], holders: Sequence[Holder]) -> int:
    return sum(any(each in holder.fields for each in parts) for holder in holders)


def _meaning(
    name: str, parts: Sequence[str], holders: Sequence[Holder], meanings: Mapping[FieldKey, str | None]
) -> str | None:
    if name == WHO:
        return "company_name"
    counted = Counter(
        meanings.get((*holder.place, holder.fields[each])) or ""
        for holder in holders
        for each in parts
        if each in holder.fields
    )
    return max(sorted(counted), key=lambda each: counted[each], default="") or None
