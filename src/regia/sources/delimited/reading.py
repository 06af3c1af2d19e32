"""Reading a text file twice: once to learn what every value allows, once to give the values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.errors.files import FileChanged
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, Reading, Report
from regia.sources.delimited import quoting
from regia.sources.delimited.guess import ColumnGuess, decided
from regia.sources.delimited.kind import Decision
from regia.sources.delimited.layout import Layout
from regia.sources.delimited.parsing import Misfits, TextTable
from regia.sources.delimited.survey import Survey, surveyed
from regia.sources.delimited.totals import is_total, last_record
from regia.sources.file_format import unreadable

if TYPE_CHECKING:
    import pyarrow as pa

_CHANGED = Text("un altro programma vi ha scritto", "another program wrote to it")


@dataclass(frozen=True)
class _Plan:
    """How a file is read in the second pass: the parser, the types, and whether all of it fits the rows asked."""

    table: TextTable
    decisions: list[Decision | None]
    whole: bool


def read(path: Path, layout: Layout, dataset: DatasetInfo, report: Report, *, rows: int | None) -> Reading:
    """Read a file, or its first `rows` rows; what was guessed or did not fit is told.

    Raises:
        SourceError: it cannot be read, or changes meanwhile; also while its batches are taken.
        OSError: it cannot be opened.
    """
    import pyarrow as pa

    if len(layout.names) != len(dataset.fields):
        raise unreadable(path, _CHANGED, error=FileChanged)
    survey = surveyed(path)
    plan = _planned(TextTable(path, survey, layout, fast=False), dataset, report, rows)
    _tell_survey(survey, dataset.name, report)
    _tell_misfits(plan.table.misfits, dataset.name, report)
    types = [decision.type if decision else pa.string() for decision in plan.decisions]
    schema = pa.schema([(field.name, kind) for field, kind in zip(dataset.fields, types, strict=True)])
    found = _typed(path, plan, schema, rows)
    return Reading(schema, found, _query(path, plan, rows), "all" if plan.whole else "first")


def _planned(table: TextTable, dataset: DatasetInfo, report: Report, rows: int | None) -> _Plan:
    last = last_record(table.path, table.survey, table.layout) if rows is None else None
    if last is None:
        return _guarded(replace(table, fast=rows is None and _is_clean(table)), dataset, report, rows)
    notes: list[Note] = []
    without = replace(table, leave_last=True, misfits=Misfits())
    decisions, _ = _decisions(without, dataset, notes.append, rows)
    if not is_total(replace(without, misfits=Misfits()), last, decisions):
        return _guarded(table, dataset, report, rows)
    for note in (*notes, Note(Reason.ROWS_LEFT_OUT, dataset.name, detail="a last row of totals", count=1)):
        report(note)
    return _Plan(without, decisions, whole=True)


def _guarded(table: TextTable, dataset: DatasetInfo, report: Report, rows: int | None) -> _Plan:
    """Learn the types with Arrow's parser where it may, and with ours where it finds that it cannot."""
    import pyarrow as pa

    notes: list[Note] = []
    try:
        decisions, whole = _decisions(table, dataset, notes.append, rows)
    except pa.ArrowInvalid:
        if not table.fast:
            raise
        return _guarded(replace(table, fast=False, misfits=Misfits()), dataset, report, rows)
    for note in notes:
        report(note)
    return _Plan(table, decisions, whole)


def _is_clean(table: TextTable) -> bool:
    if not table.survey.quotes:
        return True
    with table.open() as stream:
        return quoting.clean(stream, table.layout.delimiter)


def _decisions(
    table: TextTable, dataset: DatasetInfo, report: Report, rows: int | None
) -> tuple[list[Decision | None], bool]:
    """Return the type of each column, None for text, and whether `rows` left nothing out."""
    columns = [ColumnGuess(field.name) for field in dataset.fields]
    left, whole = rows, True
    for batch in table.batches({}):
        taken = batch if left is None else batch.slice(0, left)
        whole = taken.num_rows == batch.num_rows
        if not whole and not taken.num_rows:
            break
        for column, values in zip(columns, taken.columns, strict=True):
            column.take(values)
        left = None if left is None else left - taken.num_rows
    return decided(columns, dataset.name, report), whole


def _typed(path: Path, plan: _Plan, schema: "pa.Schema", rows: int | None) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    table = replace(plan.table, misfits=Misfits())
    parsed = {
        name: decision.type
        for name, decision in zip(table.names, plan.decisions, strict=True)
        if decision and decision.parsed
    }
    try:
        for batch in _within(table.batches(parsed), rows):
            if batch.num_rows:
                yield pa.record_batch(_converted(batch, plan.decisions), schema=schema)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise unreadable(path, _CHANGED, error=FileChanged) from error


def _converted(batch: "pa.RecordBatch", decisions: "Sequence[Decision | None]") -> "list[pa.Array]":
    return [
        values if decision is None or values.type == decision.type else decision.convert(values)
        for values, decision in zip(batch.columns, decisions, strict=True)
    ]


def _within(batches: "Iterator[pa.RecordBatch]", rows: int | None) -> "Iterator[pa.RecordBatch]":
    left = rows
    for batch in batches:
        if left is None:
            yield batch
            continue
        yield batch.slice(0, left)
        left -= batch.num_rows
        if left <= 0:
            return


def _query(path: Path, plan: _Plan, rows: int | None) -> str:
    layout, survey = plan.table.layout, plan.table.survey
    parts = [path.name, survey.encoding, f"delimiter {layout.delimiter!r}"]
    parts.append("header" if layout.has_header else "no header")
    return ", ".join(parts if rows is None else [*parts, f"first {rows} rows"])


def _tell_survey(survey: Survey, dataset: str, report: Report) -> None:
    if not survey.certain:
        told = "UTF-8 and windows-1252 by line" if survey.encoding == "mixed" else survey.encoding
        report(Note(Reason.GUESSED, dataset, detail=f"encoding {told}", count=survey.broken or None))
    if survey.nulls:
        report(Note(Reason.ROW_MALFORMED, dataset, detail="characters NUL in the text, kept", count=survey.nulls))


def _tell_misfits(misfits: Misfits, dataset: str, report: Report) -> None:
    told = {
        "too few fields: the rest is empty": misfits.few,
        "too many fields: joined in the last": misfits.many,
        "quotes inside values": misfits.strays,
    }
    for detail, count in told.items():
        if count:
            report(Note(Reason.ROW_MALFORMED, dataset, detail=detail, count=count))
    if misfits.empty:
        report(Note(Reason.ROWS_LEFT_OUT, dataset, detail="empty rows", count=misfits.empty))
