"""Describing and reading JSON records: which members there are, what they hold, and their values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.errors.files import FileChanged
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, Report
from regia.sources.delimited.survey import Survey, surveyed
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable
from regia.sources.json_records.column import Member, MemberGuess
from regia.sources.json_records.records import Faults, records, shape

if TYPE_CHECKING:
    import pyarrow as pa
    from msgspec import Raw

_BATCH_BYTES = 16 * 2**20
_BATCH_ROWS = 50_000
_MOST_MEMBERS = 2000
_NO_RECORDS = Text(
    "non contiene oggetti JSON, uno per riga o in un elenco", "it holds no JSON objects, one a line or in an array"
)
_CHANGED = Text("un altro programma vi ha scritto", "another program wrote to it")
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
    survey, faults, taken = surveyed(path), Faults(), 0
    guesses = [MemberGuess(field.name) for field in dataset.fields]
    for batch in _batches(path, survey, faults, dataset, rows):
        taken += len(batch[0])
        for guess, tokens in zip(guesses, batch, strict=True):
            guess.take(tokens)
    members = [guess.decide() for guess in guesses]
    _tell(survey, faults, members, dataset.name, report)
    whole = rows is None or taken < rows or taken == dataset.estimated_records
    found = _typed(path, survey, dataset, members, rows)
    asked = f"{path.name}, {survey.encoding}" + (f", first {rows} records" if rows is not None else "")
    return Reading(_schema(members), found, asked, "all" if whole else "first")


def _batches(
    path: Path, survey: Survey, faults: Faults, dataset: DatasetInfo, rows: int | None
) -> "Iterator[list[pa.Array]]":
    """Yield the texts of members, member by member."""
    gathered: list[Mapping[str, Raw | bytes]] = []
    size = 0
    for record, length in islice(records(path, survey, faults), rows):
        gathered.append(record)
        size += length
        if len(gathered) >= _BATCH_ROWS or size >= _BATCH_BYTES:
            yield _columns(gathered, dataset)
            gathered, size = [], 0
    if gathered:
        yield _columns(gathered, dataset)


def _columns(gathered: "Sequence[Mapping[str, Raw | bytes]]", dataset: DatasetInfo) -> "list[pa.Array]":
    raw = dataset.locator
    columns = [_tokens([record.get(key) for record in gathered]) for key in raw]
    if len(dataset.fields) > len(raw):
        known = frozenset(raw)
        columns.append(_tokens([_object({k: it[k] for k in it if k not in known}) for it in gathered]))
    return columns


def _tokens(values: "Sequence[Raw | bytes | None]") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    tokens = pa.array([None if value is None else bytes(value) for value in values], pa.binary())
    nulls = pc.equal(tokens, b"null")
    return pc.if_else(nulls, pa.scalar(None, pa.binary()), tokens) if nulls.true_count else tokens


def _object(members: "Mapping[str, Raw | bytes]") -> bytes | None:
    parts = (json.dumps(key).encode() + b":" + bytes(value) for key, value in members.items())
    return b"{" + b",".join(parts) + b"}" if members else None


def _typed(
    path: Path, survey: Survey, dataset: DatasetInfo, members: Sequence[Member], rows: int | None
) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    schema = _schema(members)
    try:
        for columns in _batches(path, survey, Faults(), dataset, rows):
            arrays = [member.array(tokens) for member, tokens in zip(members, columns, strict=True)]
            yield pa.record_batch(arrays, schema=schema)
    except pa.ArrowInvalid as error:
        raise unreadable(path, _CHANGED, error=FileChanged) from error


def _schema(members: Sequence[Member]) -> "pa.Schema":
    import pyarrow as pa

    return pa.schema([(member.name, member.type) for member in members])


def _tell(survey: Survey, faults: Faults, members: Sequence[Member], dataset: str, report: Report) -> None:
    if not survey.certain:
        report(Note(Reason.GUESSED, dataset, detail=f"encoding {survey.encoding}", count=survey.broken or None))
    if faults.malformed:
        where = ", ".join(map(str, faults.where))
        detail = f"no JSON objects: {where}{', ...' if faults.malformed > len(faults.where) else ''}"
        report(Note(Reason.ROW_MALFORMED, dataset, detail=detail, count=faults.malformed))
    if faults.repeated:
        detail = "a key twice in an object: the last was taken"
        report(Note(Reason.ROW_MALFORMED, dataset, detail=detail, count=faults.repeated))
    for member in members:
        for note in member.notes(dataset):
            report(note)
