"""The rows of fields, and of their values, shapes and sketches, from the facts."""

from collections.abc import Iterator, Mapping

from regia.profile.facts import DatasetFacts, FieldFacts, ValueFacts
from regia.profile.personal import personal_data, sensitive_topic
from regia.profile.recognise import detector
from regia.profile.scan_sql import kind_of
from regia.profile.structure import Structure
from regia.profile.time_roles import DATED, role_in
from regia.snapshot.manifest import Dataset, Field, Manifest

Row = dict[str, object]
Facts = Mapping[tuple[str, str], DatasetFacts]

_PERCENTILES = ("p05", "p25", "p50", "p75", "p95")


def field_rows(manifest: Manifest, facts: Facts, structures: Mapping[tuple[str, str], Structure]) -> Iterator[Row]:
    """Yield every field of every dataset, with its figures where the dataset was read."""
    for dataset in manifest.datasets:
        known = facts.get((dataset.system, dataset.dataset))
        structure = structures.get((dataset.system, dataset.dataset), Structure())
        figures = {pair[0].name: pair for pair in zip(known.fields, known.values, strict=True)} if known else {}
        for position, field in enumerate(dataset.fields, start=1):
            row = _declared(dataset, field, position)
            if known and field.name in figures:
                row |= field_figures(*figures[field.name], known, structure)
            yield row


def field_figures(field: FieldFacts, values: ValueFacts, known: DatasetFacts, structure: Structure) -> Row:
    """Return what was measured of one field of a dataset, by the columns of `fields`."""
    return (
        _counts(field, known.records) | _meaning(field, values, known, structure) | _texts(field, values, known.records)
    )


def value_rows(manifest: Manifest, facts: Facts) -> Iterator[Row]:
    """Yield the frequent values of every field."""
    types = {
        (dataset.system, dataset.dataset, field.name): field.type
        for dataset in manifest.datasets
        for field in dataset.fields
    }
    for name, values, known in _each(facts):
        place = str(name["system"]), str(name["dataset"]), str(name["field"])
        field = known.field(place[2])[0]
        told = {"type": types.get(place), "personal_data": personal_data(field, values, known)}
        stand_ins = {value for value, _ in values.placeholders}
        for rank, (value, records) in enumerate(values.top, start=1):
            figures = {"rank": rank, "value": value, "records": records, "share": records / known.records}
            yield name | figures | told | {"placeholder": value in stand_ins}


def mask_rows(facts: Facts) -> Iterator[Row]:
    """Yield the shapes of every text field."""
    for name, values, _ in _each(facts):
        for rank, (mask, records) in enumerate(values.masks, start=1):
            yield name | {"rank": rank, "mask": mask, "records": records, "share": records / values.sampled}


def sketch_rows(facts: Facts) -> Iterator[Row]:
    """Yield the sketch of every field that has one."""
    for name, values, _ in _each(facts):
        if values.sketch:
            yield name | {"hashes": " ".join(values.sketch), "whole": values.sketch_whole}


def _each(facts: Facts) -> Iterator[tuple[Row, ValueFacts, DatasetFacts]]:
    for (system, dataset), known in facts.items():
        for field, values in zip(known.fields, known.values, strict=True):
            yield {"system": system, "dataset": dataset, "field": field.name}, values, known


def _declared(dataset: Dataset, field: Field, position: int) -> Row:
    return {
        "system": dataset.system,
        "dataset": dataset.dataset,
        "field": field.name,
        "position": position,
        "source_type": field.source_type,
        "type": field.type,
        "comment": field.comment or None,
        "in_key": field.name in dataset.key,
    }


def _counts(field: FieldFacts, records: int) -> Row:
    return {
        "null_share": _share(field.nulls, records),
        "blank_share": _share(field.blanks, records),
        "distinct_count": field.distinct,
        "distinct_exact": field.distinct_exact,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "mean": field.mean,
        "zero_share": _share(field.zeros, records),
        "length_minimum": field.length_minimum,
        "length_mean": field.length_mean,
        "length_maximum": field.length_maximum,
    }


def _meaning(field: FieldFacts, values: ValueFacts, known: DatasetFacts, structure: Structure) -> Row:
    # a short list of codes that names customers or agents is a reference, not a status
    refers = values.semantic_type == "status_code" and field.name in structure.refers_to_entities
    semantic_type = None if refers else values.semantic_type
    if semantic_type is None and field.name == structure.code:
        semantic_type = "status_code"
    found = detector(semantic_type) if semantic_type else None
    return {
        "semantic_type": semantic_type,
        "semantic_share": values.valid_share,
        "judged_records": values.judged or None,
        "can_be_wrong": found.checked if found else None,
        "time_role": role_in(structure.kind, field, values, known),
        "personal_data": personal_data(field, values, known) if known.records else None,
        "sensitive_topic": sensitive_topic(field, values),
        "language": values.language,
    }


def _texts(field: FieldFacts, values: ValueFacts, records: int) -> Row:
    textual = kind_of(field.engine_type) == "text" and values.sampled
    rest = sum(share for _, share in values.formats[1:])
    return {
        **dict(zip(_PERCENTILES, values.quantiles, strict=False)),
        "formats": ", ".join(name for name, _ in values.formats) or None,
        "second_format_share": min(rest, 1.0) if values.formats else None,
        "broken_text_share": values.broken_share if textual else None,
        "personal_text_share": values.personal_share if textual else None,
        "placeholder_share": _share(sum(count for _, count in values.placeholders), records),
        "future_share": _future(field, values, records),
        "top_share": _share(values.top[0][1] if values.top else None, records),
    }


def _future(field: FieldFacts, values: ValueFacts, records: int) -> float | None:
    if values.semantic_type in DATED:
        return _share(values.dates_in_future, values.sampled)
    return _share(field.in_future, records) if kind_of(field.engine_type) == "time" else None


def _share(part: int | None, records: int) -> float | None:
    return part / records if part is not None and records else None
