"""One thing in every system: its records side by side, and on one line of time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from regia.errors import Text
from regia.pictures.timeline import Moment, Timeline, draw
from regia.pictures.timeline import twin as timeline_twin
from regia.pictures.twin import Twin
from regia.resolve.conflicts.tables import CONFLICTS
from regia.resolve.tables import ENTITY_RECORDS
from regia.web.entities.kinds import KIND_TAGS
from regia.web.entities.names import Called, called
from regia.web.entities.records import Record, fields_of, records_of
from regia.web.evidence.reader import Row
from regia.web.evidence.where import equal
from regia.web.frame.cell import Tag
from regia.web.frame.language import spoken
from regia.web.visit import Visit

_MOST_RECORDS = 40
_PLAIN = re.compile(r"[\W_]+")
_HEADINGS = (Text("Quando", "When"), Text("Dove", "Where"), Text("Che cosa", "What"))


@dataclass(frozen=True)
class Column:
    """One record, at the head of its column."""

    system: str
    system_url: str
    dataset: str
    record: str
    is_copy: bool


@dataclass(frozen=True)
class ValueCell:
    """What one record says of an attribute; `tag` where it is not held to be right."""

    shown: str | None
    field: str
    tag: Tag | None


@dataclass(frozen=True)
class Line:
    """One attribute in every record; `golden` is the value held to be right, where that was worked out."""

    attribute: str
    cells: tuple[ValueCell, ...]
    differs: bool


@dataclass(frozen=True)
class EntityPage:
    """One thing: `lines` that differ come first."""

    name: str
    concept: str
    concept_key: str
    systems: int
    records: int
    missing: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    differing: int
    judged: bool
    picture: SafeString | None
    twin: Twin | None


def entity_page(visit: Visit, entity: str) -> EntityPage:
    """Return one thing in every system.

    Raises:
        Http404: the check-up knows no such entity.
        SnapshotMissing, SnapshotDamaged: the snapshot is not kept any more.
    """
    evidence = visit.evidence
    rows = evidence.rows(ENTITY_RECORDS, equal(entity=entity), order=("system", "dataset", "record"))
    if not rows:
        raise Http404
    names = called(evidence)
    records = records_of(visit, rows[:_MOST_RECORDS])
    wrong = _wrong(visit, entity)
    lines = lines_of(records, names, wrong)
    line_of_time = _timeline(visit, records, names)
    concept = str(rows[0]["concept"])
    return EntityPage(
        name=next((each.called for each in records if each.called), entity),
        concept=names.concept(concept),
        concept_key=concept,
        systems=len({row["system"] for row in rows}),
        records=len(rows),
        missing=len(rows) - len(records),
        columns=columns_of(visit, records, names),
        lines=tuple(lines),
        differing=sum(line.differs for line in lines),
        judged=wrong is not None,
        picture=mark_safe(draw(line_of_time, name="time")) if line_of_time else None,
        twin=timeline_twin(line_of_time, _headings()) if line_of_time else None,
    )


def _wrong(visit: Visit, entity: str) -> Mapping[tuple[str, str, str, str], str] | None:
    """Return why values are not held to be right, by system, dataset, record and field; None where not worked out."""
    if not visit.evidence.has(CONFLICTS):
        return None
    rows = visit.evidence.rows(CONFLICTS, equal(entity=entity))
    return {
        (str(row["system"]), str(row["dataset"]), str(row["record"]), str(row["field"])): str(row["kind"])
        for row in rows
    }


def columns_of(visit: Visit, records: Sequence[Record], names: Called) -> tuple[Column, ...]:
    """Return the heads of the columns in which records stand side by side."""
    return tuple(
        Column(
            names.system(record.system),
            reverse("system", args=[visit.company.slug, record.system]),
            record.dataset,
            record.shown_record,
            record.is_copy,
        )
        for record in records
    )


def lines_of(
    records: Sequence[Record], names: Called, wrong: Mapping[tuple[str, str, str, str], str] | None = None
) -> list[Line]:
    """Return each attribute in every record, those that differ first; `wrong` says why a value is not right."""
    attributes = dict.fromkeys(name for record in records for name in record.values)
    lines = [_line(name, records, names, wrong) for name in attributes]
    held = {line.attribute: sum(cell.shown is not None for cell in line.cells) for line in lines}
    return sorted(lines, key=lambda line: (not line.differs, -held[line.attribute], line.attribute))


def _line(
    attribute: str,
    records: Sequence[Record],
    names: Called,
    wrong: Mapping[tuple[str, str, str, str], str] | None,
) -> Line:
    cells = []
    for record in records:
        value = record.values.get(attribute)
        kind = (wrong or {}).get((*record.place, record.record, value.field)) if value else None
        cells.append(ValueCell(value.shown if value else None, value.field if value else "", KIND_TAGS.get(kind)))
    values = [each.values[attribute] for each in records if attribute in each.values]
    said = {_PLAIN.sub("", value.raw).casefold() for value in values if value.tells}
    differs = any(cell.tag for cell in cells) if wrong is not None else len(said) > 1
    return Line(names.attribute(attribute), tuple(cells), differs)


def _timeline(visit: Visit, records: Sequence[Record], names: Called) -> Timeline | None:
    """Return when things were written of it, as far as times tell nothing of a person."""
    fields = fields_of(visit, list(dict.fromkeys(record.place for record in records)))
    moments = [
        Moment(names.system(record.system), at, names.attribute(attribute))
        for record in records
        for attribute, value in record.values.items()
        if _tells_time(fields.get((*record.place, value.field))) and (at := _moment(value.raw))
    ]
    if not moments:
        return None
    title = Text("Nel tempo", "In time").say(spoken())
    description = Text(
        "Che cosa è successo, e in quale sistema, dalle date dei suoi record.",
        "What happened, and in which system, by the dates of its records.",
    ).say(spoken())
    rows = tuple(dict.fromkeys(names.system(each.system) for each in records))
    return Timeline(title, description, rows, tuple(dict.fromkeys(moments)), spoken())


def _tells_time(field: Row | None) -> bool:
    return (
        field is not None and field["time_role"] in ("event", "technical") and field["personal_data"] in (None, "none")
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _headings() -> tuple[str, str, str]:
    when, where, what = (each.say(spoken()) for each in _HEADINGS)
    return when, where, what
