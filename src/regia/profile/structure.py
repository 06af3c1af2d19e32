"""How the datasets of each system hang together: references, and what each dataset is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from regia.profile.copies import original
from regia.profile.facts import DatasetFacts
from regia.profile.kinds import DatasetKind, View, dataset_kind
from regia.profile.known import Known
from regia.profile.references import Check, Reference, Timing, find_references
from regia.profile.scan_sql import kind_of
from regia.snapshot.manifest import Manifest

SEPARATOR = "|"
"""Between the fields of a key, as between the values of a record."""

Row = dict[str, object]


@dataclass(frozen=True)
class Structure:
    """What a dataset is, what it is a copy of, which fields refer to things, which holds the codes of a code list."""

    kind: DatasetKind | None = None
    copy_of: str | None = None
    refers_to_entities: frozenset[str] = frozenset()
    code: str | None = None


def known_systems(manifest: Manifest, facts: Mapping[tuple[str, str], DatasetFacts]) -> list[list[Known]]:
    """Return the datasets with facts, system by system."""
    systems: dict[str, list[Known]] = defaultdict(list)
    for dataset in manifest.datasets:
        if found := facts.get((dataset.system, dataset.dataset)):
            systems[dataset.system].append(Known(dataset, found))
    return list(systems.values())


def references_of(systems: list[list[Known]], check: Check, timing: Timing) -> list[Reference]:
    """Return the references within every system."""
    return [reference for system in systems for reference in find_references(system, check, timing)]


def structures_of(systems: list[list[Known]], references: list[Reference]) -> dict[tuple[str, str], Structure]:
    """Return what every dataset is, by system and name."""
    out: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    into: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for each in references:
        out[_name(each.known)].append(each)
        into[_name(each.to)].append(each)
    found = {}
    for system in systems:
        for known in system:
            view = View(known, system, out[_name(known)], into[_name(known)])
            copied = original(known, system)
            kind = dataset_kind(view)
            code = _code_of(known) if kind == "code_list" else None
            found[_name(known)] = Structure(kind, copied.dataset.dataset if copied else None, code=code)
    for name, references_from in out.items():
        if name in found:
            found[name] = replace(found[name], refers_to_entities=_to_things(references_from, found))
    return found


_THINGS = frozenset({"entity", "transaction"})


def _code_of(known: Known) -> str | None:
    """Return the field of a code list that holds the codes: its key, where that is a text."""
    keys = (key.fields[0] for key in known.facts.keys if len(key.fields) == 1 and not key.repeated)
    return next((name for name in keys if kind_of(known.facts.field(name)[0].engine_type) == "text"), None)


def _to_things(references: list[Reference], found: Mapping[tuple[str, str], Structure]) -> frozenset[str]:
    single = (each for each in references if len(each.fields) == 1)
    return frozenset(each.fields[0] for each in single if found[_name(each.to)].kind in _THINGS)


def reference_rows(manifest: Manifest, references: list[Reference]) -> Iterator[Row]:
    """Yield the references found, then those declared by datasets that could not be read."""
    told = set()
    for each in references:
        row = _row(
            each.known.dataset.system, each.known.dataset.dataset, each.fields, each.to.dataset.dataset, each.to_fields
        )
        told.add(tuple(row.values()))
        unmatched = None if each.filled is None or each.matched is None else each.filled - each.matched
        yield row | {
            "origin": "declared" if each.declared else "inferred",
            "matched_share": each.matched_share,
            "unmatched_records": unmatched,
            "earlier_records": each.earlier,
            "probability": each.probability,
        }
    for dataset in manifest.datasets:
        for reference in dataset.references:
            row = _row(dataset.system, dataset.dataset, reference.fields, reference.to_dataset, reference.to_fields)
            if tuple(row.values()) not in told:
                told.add(tuple(row.values()))
                yield row | {"origin": "declared", "probability": 1.0}


def key_rows(manifest: Manifest, facts: Mapping[tuple[str, str], DatasetFacts]) -> Iterator[Row]:
    """Yield the keys declared and inferred."""
    for dataset in manifest.datasets:
        name: Row = {"system": dataset.system, "dataset": dataset.dataset}
        if dataset.key:
            yield name | {"fields": SEPARATOR.join(dataset.key), "origin": "declared", "probability": 1.0}
        found = facts.get((dataset.system, dataset.dataset))
        for key in found.keys if found else ():
            yield name | {
                "fields": SEPARATOR.join(key.fields),
                "origin": "inferred",
                "repeated_records": key.repeated,
                "null_records": key.nulls,
                "probability": key.probability,
            }


def growth_rows(facts: Mapping[tuple[str, str], DatasetFacts]) -> Iterator[Row]:
    """Yield the records of each month."""
    for (system, dataset), found in facts.items():
        for month, records in found.growth:
            yield {
                "system": system, "dataset": dataset, "month": month, "records": records, "field": found.growth_field
            }  # fmt: skip


def _row(system: str, dataset: str, fields: tuple[str, ...], to_dataset: str, to_fields: tuple[str, ...]) -> Row:
    return {
        "system": system,
        "dataset": dataset,
        "fields": SEPARATOR.join(fields),
        "to_dataset": to_dataset,
        "to_fields": SEPARATOR.join(to_fields),
    }


def _name(known: Known) -> tuple[str, str]:
    return known.dataset.system, known.dataset.dataset
