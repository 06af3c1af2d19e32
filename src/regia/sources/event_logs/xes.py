"""An XES log (IEEE 1849-2016) as two datasets: its events, each with the name of its case, and its cases.

Fields are called as pandas-based tools call them: an event's by their keys, the case's name `case:concept:name`.
The text is gone through once to describe the log, which settles every type, and once to read each dataset.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.errors.files import FileChanged
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, ReferenceInfo, Report
from regia.sources.event_logs.xes_columns import TEXT, Attribute, column, type_of
from regia.sources.event_logs.xes_text import Part, Records, records
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable

if TYPE_CHECKING:
    import pyarrow as pa

_OWN: dict[Part, tuple[FieldInfo, ...]] = {
    "events": (FieldInfo("case:concept:name", "string"), FieldInfo("event:number", "int")),
    "cases": (FieldInfo("concept:name", "string"),),
}
"""What a record is given beside its attributes: its case's name, and an event its number."""
_NO_LOG = Text("non contiene tracce di eventi", "it holds no traces of events")
_CHANGED = Text("un altro programma vi ha scritto", "another program wrote to it")


def describe(path: Path, report: Report) -> list[DatasetInfo]:
    """Describe the events and the cases by the keys that any of them has, and what holds all values of each.

    Raises:
        FileUnreadable: it cannot be opened, is cut or damaged, or no log.
    """
    attributes: dict[Part, defaultdict[str, Attribute]] = {part: defaultdict(Attribute) for part in _OWN}
    counts = dict.fromkeys(_OWN, 0)
    for taken in records(path):
        counts[taken.part] += len(taken.cases)
        for key, values in taken.attributes.items():
            attributes[taken.part][key].take([each for each in values if each is not None])
    if not counts["cases"]:
        raise unreadable(path, _NO_LOG)
    return [_dataset(part, attributes[part], counts[part], report) for part in _OWN]


def read(path: Path, dataset: DatasetInfo, *, rows: int | None) -> Reading:
    """Read the events or the cases, or the first `rows` of them.

    Raises:
        FileUnreadable: while batches are taken: it cannot be opened, is cut or damaged, or changed since described.
    """
    import pyarrow as pa

    schema = pa.schema([(each.name, type_of(each.source_type)) for each in dataset.fields])
    whole = rows is None or (dataset.estimated_records is not None and rows >= dataset.estimated_records)
    asked = f"{path.name}, {dataset.locator[0]}" + (f", first {rows} records" if rows is not None else "")
    return Reading(schema, _batches(path, dataset, schema, rows), asked, "all" if whole else "first")


def _dataset(part: Part, attributes: Mapping[str, Attribute], count: int, report: Report) -> DatasetInfo:
    own = _OWN[part]
    raw = (*(each.name for each in own), *attributes)
    names = unique_names(raw)
    tell_renamed(raw, names, part, report)
    found = (
        _field(name, each, part, report) for name, each in zip(names[len(own) :], attributes.values(), strict=True)
    )
    of_case = (ReferenceInfo((own[0].name,), "cases", (_OWN["cases"][0].name,)),) if part == "events" else ()
    return DatasetInfo(
        part, "file", (*own, *found), key=(own[-1].name,), references=of_case, estimated_records=count,
        locator=(part, *attributes),
    )  # fmt: skip


def _field(name: str, attribute: Attribute, part: Part, report: Report) -> FieldInfo:
    word, guess = attribute.decide()
    if guess:
        report(Note(Reason.GUESSED, part, name, guess))
    if word == TEXT and attribute.others:
        report(Note(Reason.VALUE_AS_TEXT, part, name, ", ".join(sorted(attribute.kinds)), attribute.others))
    return FieldInfo(name, word)


def _batches(path: Path, dataset: DatasetInfo, schema: "pa.Schema", rows: int | None) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    left = rows
    for taken in records(path):
        if taken.part == dataset.locator[0] and taken.cases:
            try:
                batch = pa.record_batch(_columns(taken, dataset), schema=schema).slice(0, left)
            except pa.ArrowInvalid as error:
                raise unreadable(path, _CHANGED, error=FileChanged) from error
            yield batch
            if left is not None and (left := left - batch.num_rows) <= 0:
                return


def _columns(taken: Records, dataset: DatasetInfo) -> "list[pa.Array]":
    """Return the columns of some records; a key that none of them has is nothing but nulls."""
    import pyarrow as pa

    count = len(taken.cases)
    own = [pa.array(taken.cases, pa.string()), pa.array(range(taken.first, taken.first + count), pa.int64())]
    own = own[: len(_OWN[taken.part])]
    words = [each.source_type for each in dataset.fields[len(own) :]]
    found = [taken.attributes.get(key, [None] * count) for key in dataset.locator[1:]]
    return [*own, *(column(word, values) for word, values in zip(words, found, strict=True))]
