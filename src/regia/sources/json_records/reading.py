"""Describing and reading JSON records: which members there are, and what cannot be taken."""

from itertools import islice
from pathlib import Path

from regia.errors import Text
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, Report
from regia.sources.delimited.survey import Survey, surveyed
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable
from regia.sources.json_records.columns import decided, schema, tell, typed
from regia.sources.json_records.records import Faults, records, shape

_MOST_MEMBERS = 2000
_NO_RECORDS = Text(
    "non contiene oggetti JSON, uno per riga o in un elenco", "it holds no JSON objects, one a line or in an array"
)
OTHERS = "_other_members"


def describe(path: Path, report: Report) -> list[DatasetInfo]:
    """Describe the records of a file by the members of all of them, in the order they are met.

    Raises:
        FileUnreadable: it holds no records.
        OSError: it cannot be opened.
    """
    survey = surveyed(path)
    if shape(path, survey) is None:
        report(Note(Reason.BROKEN, detail="empty file"))
        return []
    faults, members, count = Faults(), dict[str, None](), 0
    for record, _ in records(path, survey, faults):
        members.update(dict.fromkeys(record))
        count += 1
    if not members:
        if count:
            report(Note(Reason.BROKEN, detail="objects without members", count=count))
            return []
        raise unreadable(path, _NO_RECORDS)
    raw = list(members)[:_MOST_MEMBERS]
    names = unique_names([*raw, *([OTHERS] if len(members) > len(raw) else [])])
    tell_renamed(raw, names[: len(raw)], None, report)
    fields = tuple(FieldInfo(name, "json") for name in names)
    return [DatasetInfo("", "file", fields, estimated_records=count, estimated_bytes=survey.size, locator=tuple(raw))]


def read(path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None) -> Reading:
    """Read records, or the first `rows`; records that are none, and keys that stand twice, are told.

    Raises:
        FileUnreadable: it cannot be read; also while batches are taken.
        OSError: it cannot be opened.
    """
    survey, faults = surveyed(path), Faults()
    members, taken = decided(dataset, islice(records(path, survey, faults), rows))
    _tell(survey, faults, dataset.name, report)
    tell(members, dataset.name, report)
    whole = rows is None or taken < rows or taken == dataset.estimated_records
    found = typed(path, dataset, members, islice(records(path, survey, Faults()), rows))
    asked = f"{path.name}, {survey.encoding}" + (f", first {rows} records" if rows is not None else "")
    return Reading(schema(members), found, asked, "all" if whole else "first")


def _tell(survey: Survey, faults: Faults, dataset: str, report: Report) -> None:
    if not survey.certain:
        report(Note(Reason.GUESSED, dataset, detail=f"encoding {survey.encoding}", count=survey.broken or None))
    if faults.malformed:
        where = ", ".join(map(str, faults.where))
        detail = f"no JSON objects: {where}{', ...' if faults.malformed > len(faults.where) else ''}"
        report(Note(Reason.ROW_MALFORMED, dataset, detail=detail, count=faults.malformed))
    if faults.repeated:
        detail = "a key twice in an object: the last was taken"
        report(Note(Reason.ROW_MALFORMED, dataset, detail=detail, count=faults.repeated))
