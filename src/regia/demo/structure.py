"""The truth about structure: datasets, fields, keys, references, what corresponds to what, and what is wrong."""

from collections import Counter
from itertools import combinations

from regia.demo import forms
from regia.demo.concepts import CONCEPTS, Attribute, attribute
from regia.demo.filling import Filling
from regia.demo.spec import DatasetSpec, Field, SystemSpec
from regia.demo.truth import Truth

Place = tuple[str, str, str]

_CODE = Attribute("codice aziendale", "company code")
"""What `DatasetSpec.code` holds: of no record alone, so no concept lists it among what people write and get wrong."""


def write_structure(systems: tuple[SystemSpec, ...], truth: Truth, records: Counter[tuple[str, str]]) -> None:
    """Write datasets, fields, keys, references, attributes and correspondences of all systems."""
    meanings: dict[tuple[str, str], list[Place]] = {}
    for system in systems:
        for dataset in system.datasets:
            count = records[system.system, dataset.name]
            truth.add("datasets", system.system, dataset.name, dataset.kind, dataset.concept, count)
            _write_dataset(system, dataset, truth)
            for field in dataset.fields:
                _remember(meanings, system, dataset, field, field.name)
            for field in dataset.spread:
                _remember(meanings, system, dataset, field, "")
            if dataset.code and dataset.concept:
                place = (system.system, dataset.name, dataset.code)
                meanings.setdefault((dataset.concept, "code"), []).append(place)
    _write_meanings(meanings, systems, truth)


def _remember(
    meanings: dict[tuple[str, str], list[Place]], system: SystemSpec, dataset: DatasetSpec, field: Field, name: str
) -> None:
    concept = field.meant_for(dataset.concept)
    if not concept:
        return
    place = (system.system, dataset.name, name) if name else (system.system, dataset.spread_to, f"value[{field.name}]")
    meanings.setdefault((concept, field.value), []).append(place)


def _write_dataset(system: SystemSpec, dataset: DatasetSpec, truth: Truth) -> None:
    name = (system.system, dataset.name)
    for position, field in enumerate(dataset.fields, 1):
        meant = attribute(field.meant_for(dataset.concept), field.value)
        semantic = field.semantic or (meant.semantic_type if meant else None)
        personal = field.personal or (meant.personal_data if meant else "none")
        truth.add(
            "fields", *name, field.name, position, field.sql, semantic, personal, field.time_role or None,
            field.name in dataset.key,
        )  # fmt: skip
        if field.to:
            target = system.dataset(field.to)
            truth.add("field_references", *name, field.name, field.to, target.key[-1], "inferred")
        elif field.to_field:
            truth.add("field_references", *name, field.name, *field.to_field.split("."), "inferred")
    if dataset.key:
        truth.add("keys", *name, "|".join(dataset.key), dataset.declared_key)


def _write_meanings(
    meanings: dict[tuple[str, str], list[Place]], systems: tuple[SystemSpec, ...], truth: Truth
) -> None:
    for (concept, name), places in sorted(meanings.items()):
        known = _CODE if name == "code" else CONCEPTS[concept].attributes[name]
        for place in places:
            truth.add("attributes", concept, name, known.name_it, known.name_en, known.semantic_type, *place)
        for left, right in combinations(places, 2):
            if left[0] != right[0] and not (_is_copy(left, systems) or _is_copy(right, systems)):
                truth.add("correspondences", *left, *right, concept, name)


def _is_copy(place: Place, systems: tuple[SystemSpec, ...]) -> bool:
    system = next(system for system in systems if system.system == place[0])
    return system.dataset(place[1]).kind == "backup_copy"


Fillings = dict[tuple[str, str], list[Filling]]


def plant_structure(
    systems: tuple[SystemSpec, ...], truth: Truth, records: Counter[tuple[str, str]], fillings: Fillings
) -> None:
    """Note what a rule should find in the way systems are built and kept."""
    for system in systems:
        if system.dead:
            truth.plant("no_writes_for_a_year", system.system)
        if system.owner is None:
            truth.plant("unowned_system", system.system)
        if system.contract_months is not None and system.contract_months <= 3:
            truth.plant("contract_ending", system.system)
        for dataset in system.datasets:
            count = records[system.system, dataset.name]
            _plant_dataset(system, dataset, truth, count)
            _plant_fillings(system, dataset, truth, count, fillings=fillings[system.system, dataset.name])


def _plant_dataset(system: SystemSpec, dataset: DatasetSpec, truth: Truth, count: int) -> None:
    name = (system.system, dataset.name)
    if not count:
        truth.plant("empty_table", *name)
        return
    if system.store == "sqlite" and not (dataset.key and dataset.declared_key):
        truth.plant("table_without_key", *name)
    if dataset.kind == "backup_copy":
        truth.plant("table_copy", *name, records=count)
    if dataset.kind == "spreadsheet":
        truth.plant("spreadsheet_as_system", *name, records=count)
    for field in dataset.fields:
        if field.semantic == "date_text":
            truth.plant("date_in_text", *name, field.name, records=count)
        if field.keep is forms.spoken_phone:
            truth.plant("mixed_formats", *name, field.name, records=count)


def _plant_fillings(
    system: SystemSpec, dataset: DatasetSpec, truth: Truth, count: int, *, fillings: list[Filling]
) -> None:
    for field, filling in zip(dataset.fields, fillings, strict=True):
        place = (system.system, dataset.name, field.name)
        if count and filling.is_empty:
            truth.plant("empty_field", *place, records=count)
        elif count > 1 and filling.is_constant(count) and dataset.kind != "backup_copy":
            truth.plant("constant_field", *place, records=count)
