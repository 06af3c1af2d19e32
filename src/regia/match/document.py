"""The shared model as one document, from its evidence tables: what is printed and exported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regia.errors import Text

Row = Mapping[str, object]


@dataclass(frozen=True)
class Holder:
    """A field that holds an attribute; `probability` that it does (0..1)."""

    system: str
    dataset: str
    field: str
    probability: float
    in_key: bool
    type: str
    source_type: str
    semantic_type: str | None


@dataclass(frozen=True)
class AttributeEntry:
    """An attribute of a concept, and the fields that hold it."""

    attribute: str
    names: Text
    holders: tuple[Holder, ...]

    @property
    def systems(self) -> frozenset[str]:
        """The systems that hold it."""
        return frozenset(each.system for each in self.holders)


@dataclass(frozen=True)
class DatasetEntry:
    """A dataset that holds a concept."""

    system: str
    dataset: str
    records: int | None
    key_fields: str | None


@dataclass(frozen=True)
class ConceptEntry:
    """A concept with its datasets and attributes; attributes held by most systems first."""

    concept: str
    names: Text
    parent: str | None
    known: bool
    datasets: tuple[DatasetEntry, ...]
    attributes: tuple[AttributeEntry, ...]

    @property
    def systems(self) -> frozenset[str]:
        """The systems that hold it."""
        return frozenset(each.system for each in self.datasets)


@dataclass(frozen=True)
class RelationEntry:
    """A concept that refers to another."""

    concept: str
    to_concept: str
    attribute: str
    cardinality: str


@dataclass(frozen=True)
class Document:
    """The whole model of one company; concepts in most systems first."""

    company: str
    snapshot: str
    concepts: tuple[ConceptEntry, ...]
    relations: tuple[RelationEntry, ...]


def document(
    company: str,
    snapshot: str,
    *,
    concepts: Iterable[Row],
    datasets: Iterable[Row],
    attributes: Iterable[Row],
    relations: Iterable[Row],
    fields: Iterable[Row],
) -> Document:
    """Return the model as one document."""
    types = {(row["system"], row["dataset"], row["field"]): row for row in fields}
    held: dict[str, list[DatasetEntry]] = {}
    for row in datasets:
        held.setdefault(str(row["concept"]), []).append(_dataset(row))
    named: dict[str, dict[str, list[Row]]] = {}
    for row in attributes:
        named.setdefault(str(row["concept"]), {}).setdefault(str(row["attribute"]), []).append(row)
    entries = [
        ConceptEntry(
            str(row["concept"]),
            Text(str(row["name_it"]), str(row["name_en"])),
            str(row["parent"]) if row["parent"] else None,
            bool(row["known"]),
            tuple(held.get(str(row["concept"]), ())),
            _attributes(named.get(str(row["concept"]), {}), types),
        )
        for row in concepts
    ]
    entries.sort(key=lambda entry: (-len(entry.systems), not entry.known, entry.concept))
    return Document(company, snapshot, tuple(entries), tuple(_relation(row) for row in relations))


def _dataset(row: Row) -> DatasetEntry:
    records = row["records"]
    key = row["key_fields"]
    return DatasetEntry(
        str(row["system"]),
        str(row["dataset"]),
        records if isinstance(records, int) else None,
        str(key) if key else None,
    )


def _attributes(
    named: Mapping[str, Sequence[Row]], types: Mapping[tuple[object, object, object], Row]
) -> tuple[AttributeEntry, ...]:
    found = [
        AttributeEntry(
            attribute,
            Text(str(rows[0]["name_it"]), str(rows[0]["name_en"])),
            tuple(_holder(row, types.get((row["system"], row["dataset"], row["field"]), {})) for row in rows),
        )
        for attribute, rows in named.items()
    ]
    found.sort(key=lambda entry: (-len(entry.systems), entry.attribute))
    return tuple(found)


def _holder(row: Row, field: Row) -> Holder:
    return Holder(
        str(row["system"]),
        str(row["dataset"]),
        str(row["field"]),
        float(str(row["probability"])),
        bool(row["in_key"]),
        str(field.get("type") or ""),
        str(field.get("source_type") or ""),
        str(row["semantic_type"]) if row["semantic_type"] else None,
    )


def _relation(row: Row) -> RelationEntry:
    return RelationEntry(str(row["concept"]), str(row["to_concept"]), str(row["attribute"]), str(row["cardinality"]))
