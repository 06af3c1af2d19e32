"""Attributes that a system keeps as rows (of what, which attribute, its value), read as the fields that they are.

Each attribute of an entity-attribute-value dataset is measured as a column is, and matched as the field
`value[attribute]` of that dataset. Of several values of one attribute one is looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import connect, literal, parquet, quoted
from regia.match.field import Field, kept_as_row, value_kind
from regia.match.inventory import Row, field_of
from regia.profile.field_rows import field_figures
from regia.profile.measure import measure
from regia.profile.names import word_list, words
from regia.profile.structure import Structure
from regia.profile.tables import DATASETS, FIELD_REFERENCES, FIELDS
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import duckdb

Place = tuple[str, str]

_MOST = 200
"""Attributes read of one dataset, the most frequent first."""

_MEMORY_MB = 384


@dataclass(frozen=True)
class Pivoted:
    """What was read: the attributes of each dataset, the field that names the thing, the Parquet file of both."""

    attributes: Mapping[Place, tuple[Field, ...]] = field(default_factory=dict)
    things: Mapping[Place, str] = field(default_factory=dict)
    paths: Mapping[Place, Path] = field(default_factory=dict)

    def added(self, fields: Iterable[Field]) -> list[Field]:
        """Return the fields of all datasets, those that keep attributes as rows aside, and these attributes."""
        apart = [replace(each, aside=True) if each.table in self.things else each for each in fields]
        return apart + [each for held in self.attributes.values() for each in held]

    def aligned(self, fields: Iterable[Field]) -> list[Field]:
        """Return the same fields as they stand in `paths`: there a thing has one record, and no values are mixed."""
        return [self._alone(each) if each.aside else each for each in fields]

    def _alone(self, each: Field) -> Field:
        return replace(each, unique=1.0) if self.things[each.table] == each.name else replace(each, empty=True)


@dataclass(frozen=True)
class _Store:
    """An entity-attribute-value dataset: which fields hold the thing, the attribute and the value."""

    place: Place
    thing: str
    attribute: str
    value: str
    labels: tuple[Place, str, str] | None
    """The code list that names the attributes: its place, its key and the field with the names."""


def pivoted(evidence: Evidence, folder: Path) -> Pivoted:
    """Read the entity-attribute-value datasets of a snapshot into `folder`.

    Raises:
        duckdb.Error: a kept file is damaged.
    """
    found: dict[Place, tuple[Field, ...]] = {}
    things: dict[Place, str] = {}
    paths: dict[Place, Path] = {}
    with connect(memory_mb=_MEMORY_MB, spill=folder / "spill") as connection:
        for number, store in enumerate(_stores(evidence)):
            path = folder / f"{number}.parquet"
            if _write(connection, store, evidence, path):
                found[store.place] = tuple(_measured(connection, store, path, evidence))
                things[store.place], paths[store.place] = store.thing, path
    return Pivoted(found, things, paths)


def _stores(evidence: Evidence) -> Iterator[_Store]:
    fields: dict[Place, list[Row]] = {}
    for row in evidence.table(FIELDS.name).to_pylist():
        fields.setdefault((row["system"], row["dataset"]), []).append(row)
    references = {
        (row["system"], row["dataset"], row["fields"]): ((row["system"], row["to_dataset"]), row["to_fields"])
        for row in evidence.table(FIELD_REFERENCES.name).to_pylist()
    }
    for row in evidence.table(DATASETS.name).to_pylist():
        place = row["system"], row["dataset"]
        if row["kind"] == "entity_attribute_value" and (found := _store(place, fields, references)):
            yield found


def _store(
    place: Place, fields: Mapping[Place, list[Row]], references: Mapping[tuple[str, str, str], tuple[Place, str]]
) -> _Store | None:
    held = [row for row in fields[place] if row["distinct_count"]]
    value = next((_name(row) for row in reversed(held) if _called(row, "value") and _is_text(row)), None)
    rest = [row for row in held if _name(row) != value and not row["in_key"]]
    attribute = min((row for row in rest if _called(row, "attribute")), key=_distinct, default=None)
    things = [row for row in rest if row is not attribute]
    pointing = [row for row in things if (*place, _name(row)) in references]
    thing = max(pointing or [row for row in things if not _is_unique(row)], key=_distinct, default=None)
    if value is None or attribute is None or thing is None:
        return None
    listed = references.get((*place, _name(attribute)))
    return _Store(place, _name(thing), _name(attribute), value, _labels(listed, fields) if listed else None)


def _labels(listed: tuple[Place, str], fields: Mapping[Place, list[Row]]) -> tuple[Place, str, str] | None:
    """Return where attributes are named: by the first text of their list that differs from row to row, else nowhere."""
    place, key = listed
    rows = fields.get(place, [])
    keys = next((_distinct(row) for row in rows if row["field"] == key), 0)
    names = (_name(row) for row in rows if _is_text(row) and _distinct(row) == keys)
    name = next(names, None)
    return (place, key, name) if name else None


def _called(row: Row, listed: str) -> bool:
    wanted = word_list("kinds")[listed]
    return not wanted.isdisjoint({*words(_name(row)), "".join(words(_name(row)))})


def _is_text(row: Row) -> bool:
    return value_kind(str(row["type"] or row["source_type"])) == "text"


def _name(row: Row) -> str:
    return str(row["field"])


def _distinct(row: Row) -> int:
    return int(str(row["distinct_count"] or 0))


def _is_unique(row: Row) -> bool:
    return row["minimum"] == "1" and str(row["maximum"]) == str(row["distinct_count"])


def _write(connection: "duckdb.DuckDBPyConnection", store: _Store, evidence: Evidence, path: Path) -> bool:
    """Write a record a thing, a column an attribute; say whether there was anything to write."""
    source = _source(evidence, store.place)
    if source is None:
        return False
    label, joined = f"CAST(s.{quoted(store.attribute)} AS VARCHAR)", ""
    if store.labels and (names := _source(evidence, store.labels[0])):
        joined = f"JOIN {names} AS n ON CAST(n.{quoted(store.labels[1])} AS VARCHAR) = {label}"
        label = f"n.{quoted(store.labels[2])}"
    told = (
        f"SELECT s.{quoted(store.thing)} AS thing, trim({label}) AS label, s.{quoted(store.value)} AS value "  # noqa: S608
        f"FROM {source} AS s {joined} WHERE s.{quoted(store.value)} IS NOT NULL"
    )
    rows = connection.sql(f"SELECT label FROM ({told}) GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {_MOST}").fetchall()  # noqa: S608
    labels = [row[0] for row in rows if row[0]]
    columns = [f"max(value) FILTER (WHERE label = {literal(each)}) AS {quoted(kept_as_row(each))}" for each in labels]
    if labels:
        columns.insert(0, f"thing AS {quoted(store.thing)}")
        connection.execute(f"COPY (SELECT {', '.join(columns)} FROM ({told}) GROUP BY thing) TO {literal(str(path))}")  # noqa: S608
    return bool(labels)


def _source(evidence: Evidence, place: Place) -> str | None:
    dataset = evidence.snapshot.find(*place)
    return parquet(evidence.path(dataset)) if dataset and dataset.object and dataset.records else None


def _measured(
    connection: "duckdb.DuckDBPyConnection", store: _Store, path: Path, evidence: Evidence
) -> Iterator[Field]:
    facts = measure(connection, path, today=evidence.today)
    system, dataset = store.place
    for position, (held, values) in enumerate(zip(facts.fields, facts.values, strict=True)):
        if not position:
            continue  # the thing, which is a field of the dataset itself
        row = {"system": system, "dataset": dataset, "field": held.name, "position": position, "type": "text"}
        sketch = {"hashes": " ".join(values.sketch), "whole": values.sketch_whole}
        yield field_of(row | field_figures(held, values, facts, Structure()), sketch, facts.records)
