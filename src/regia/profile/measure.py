"""Measures a dataset from its Parquet file alone: one scan, then what only some records or values can tell."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regia.profile import texts
from regia.profile.column import Column, ColumnKind
from regia.profile.facts import DatasetFacts, FieldFacts, ValueFacts
from regia.profile.growth import growth
from regia.profile.keys import find_keys
from regia.profile.masks import frequent_masks
from regia.profile.placeholders import is_placeholder
from regia.profile.recognise import recognise
from regia.profile.sampling import SAMPLE_RECORDS, Sample, choosing, loaded
from regia.profile.scan import COLUMNS_A_SCAN, ColumnTypes, count, describe, groups, relation, scan
from regia.profile.scan_sql import FIRST_YEAR, Kind, kind_of
from regia.profile.semantic import date_text, phone, unix_time
from regia.profile.time_roles import DATED
from regia.profile.values import SKETCH, Columns, Listed, list_values, quantiles

if TYPE_CHECKING:
    import duckdb

FORMS = {
    "date_text": date_text.form, "date_number": date_text.form, "unix_time": unix_time.form, "phone": phone.form
}  # fmt: skip
"""How the values of some types may be written in several ways."""

DAYS = {"date_text": date_text.parse, "date_number": date_text.parse, "unix_time": unix_time.day}
"""How the day is read that a value tells."""

COLUMNS_LOADED = 40
"""A wider table is loaded in groups of columns, so that memory does not depend on its width."""

LEAST_SENSITIVE = 3
"""Records that must tell of a sensitive topic before a text is said to: one word alone is chance."""


def measure(connection: "duckdb.DuckDBPyConnection", path: Path, *, today: date) -> DatasetFacts:
    """Return all that a dataset's content tells.

    Raises:
        duckdb.Error: the file is damaged.
    """
    columns = dict(enumerate(describe(connection, path)))
    source = relation(path, len(columns))
    records = count(connection, source)
    if not records:
        empty = tuple(FieldFacts(name=name, engine_type=type_, held=0, nulls=0) for name, type_ in columns.values())
        return DatasetFacts(records=0, fields=empty, values=(ValueFacts(),) * len(empty))
    look = _look_at_small if records <= SAMPLE_RECORDS else _look_at_large
    fields, values = look(connection, source, columns, records, today)
    measured = DatasetFacts(records=records, fields=tuple(fields), values=tuple(values))
    measured = msgspec.structs.replace(measured, seen_from=today if _depends_on(measured) else None)
    measured = msgspec.structs.replace(measured, keys=find_keys(connection, source, measured))
    return growth(connection, source, measured)


Looked = tuple[list[FieldFacts], list[ValueFacts]]


def _look_at_small(
    connection: "duckdb.DuckDBPyConnection", source: str, columns: ColumnTypes, records: int, today: date
) -> Looked:
    """Load a group of columns at a time: all that is asked of them then reads the file once."""
    fields: list[FieldFacts] = []
    values: list[ValueFacts] = []
    for group in groups(columns, COLUMNS_LOADED):
        with loaded(connection, source, group) as sample:
            found = list(scan(connection, sample.relation, group, records=records, exact=True, today=today))
            values += _values(connection, sample.relation, sample, dict(zip(group, found, strict=True)), records, today)
            fields += found
    return fields, values


def _look_at_large(
    connection: "duckdb.DuckDBPyConnection", source: str, columns: ColumnTypes, records: int, today: date
) -> Looked:
    """Scan the file, then load a sample of it."""
    fields = list(scan(connection, source, columns, records=records, exact=False, today=today))
    values: list[ValueFacts] = []
    with choosing(connection, source, fields, records) as chosen:
        for group in groups(columns, COLUMNS_A_SCAN):
            with loaded(connection, source, group, chosen=chosen) as sample:
                values += _values(connection, source, sample, {at: fields[at] for at in group}, records, today)
    return fields, values


def _depends_on(facts: DatasetFacts) -> bool:
    return any(each.in_future for each in facts.fields) or any(each.dates_in_future for each in facts.values)


def _values(  # noqa: PLR0917
    connection: "duckdb.DuckDBPyConnection",
    source: str,
    sample: Sample,
    columns: Columns,
    records: int,
    today: date,
) -> list[ValueFacts]:
    listed = list_values(connection, source, sample, columns, records=records)
    ranked = quantiles(connection, sample, columns)
    return [
        _facts(field, listed.get(position, Listed()), ranked.get(position, ()), today)
        for position, field in columns.items()
    ]


def _facts(field: FieldFacts, listed: Listed, ranked: tuple[str, ...], today: date) -> ValueFacts:
    kind = kind_of(field.engine_type)
    found = recognise(_column(field, listed)) if kind != "time" else None
    facts = ValueFacts(
        top=tuple((value[:200], records) for value, records in listed.top),
        sampled=sum(records for _, records in listed.sampled),
        quantiles=ranked,
        sketch=listed.sketch,
        sketch_whole=len(listed.sketch) < SKETCH,
        placeholders=_placeholders(listed, kind),
        semantic_type=found.semantic_type if found else None,
        valid_share=found.valid_share if found else None,
        judged=found.judged if found else 0,
    )
    textual = kind == "text" or facts.semantic_type in DATED
    return _with_text(facts, field, listed, today) if textual else facts


def _placeholders(listed: Listed, kind: Kind) -> tuple[tuple[str, int], ...]:
    """Return the stand-ins with their records: exact ones of frequent values, those of the sample of the others."""
    exact = dict(listed.top)
    counted = {**dict(listed.sampled), **exact}
    found = ((value[:200], records) for value, records in counted.items() if is_placeholder(value, kind))
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))[:20]


def _with_text(facts: ValueFacts, field: FieldFacts, listed: Listed, today: date) -> ValueFacts:
    values = listed.sampled
    free = facts.semantic_type in ("free_text", None)
    read = DAYS.get(facts.semantic_type or "")
    return msgspec.structs.replace(
        facts,
        masks=frequent_masks(values),
        language=texts.language(values) if free else None,
        broken_share=texts.broken_share(values),
        personal_share=texts.personal_share(values) if free else 0.0,
        people_share=texts.people_share(values) if facts.semantic_type == "company_name" else 0.0,
        sensitive=texts.sensitive_topic(values, least=LEAST_SENSITIVE) if free else None,
        formats=_formats(values, FORMS[facts.semantic_type or ""]) if facts.semantic_type in FORMS else (),
        **_days(values, field, today, read) if read else {},
    )


def _formats(values: tuple[tuple[str, int], ...], form: Callable[[str], str]) -> tuple[tuple[str, float], ...]:
    total = sum(records for _, records in values)
    shares: dict[str, float] = {}
    for value, records in values:
        if written := form(value):
            shares[written] = shares.get(written, 0.0) + records / total
    return tuple(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))


def _days(
    values: tuple[tuple[str, int], ...], field: FieldFacts, today: date, read: Callable[[str], date | None]
) -> dict[str, object]:
    days = [(day, records) for value, records in values if (day := read(value))]
    extremes = [day for text in (field.minimum, field.maximum) if text and (day := read(text))]
    believable = [day for day in (*extremes, *(day for day, _ in days)) if day.year > FIRST_YEAR and day <= today]
    return {
        "dates_in_future": sum(records for day, records in days if day > today),
        "first_day": min(believable, default=None),
        "last_day": max(believable, default=None),
    }


def _column(field: FieldFacts, listed: Listed) -> Column:
    kind, scale = _kind_scale(field.engine_type)
    return Column(
        name=field.name,
        kind=kind,
        values=listed.sampled,
        filled=field.held - field.blanks,
        distinct=field.distinct or 0,
        scale=scale,
    )


def _kind_scale(engine_type: str) -> tuple[ColumnKind, int]:
    kind = kind_of(engine_type)
    if kind == "text":
        return "text", 0
    if kind == "time":
        return "time", 0
    if kind == "float":
        return "decimal", 0
    if kind == "number" and engine_type.startswith("DECIMAL"):
        scale = int(engine_type.rstrip(")").rpartition(",")[2])
        return ("decimal" if scale else "integer"), scale
    return ("integer" if kind == "number" else "other"), 0
