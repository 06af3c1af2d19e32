"""When the records of each dataset arrived in their system, and what they hold: read from the snapshot."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regia.interfaces.moments import Floats, Moments, moments
from regia.profile.names import says
from regia.resolve.records import RECORD, Holder, read_records

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, object]
Place = tuple[str, str]
Entities = Mapping[tuple[str, str, str], str]
Integers = np.ndarray[tuple[int], np.dtype[np.int64]]

_CREATED = re.compile(
    r"(creat|creazion|inseriment|inserit|iscrizion|registrazion|immission|_ins$|ins$|_reg$|reg$|erdat|ersda|crdat|"
    r"aggiunt|added|insert|signup|subscribed|opened|apertura|ricevut|received)",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"(modif|updat|aggiorn|agg$|change|variaz|modstamp|last)", re.IGNORECASE)
_DATE_WORD = re.compile(r"(data|dat|date|dt)", re.IGNORECASE)
_CLOCK_WORD = re.compile(r"(ora|ore|time|tim|hour|zeit|zet|uhr|heure)", re.IGNORECASE)
_SHEETS = ("sheet", "spreadsheet")
_AT, _CLOCK = "~at", "~clock"


@dataclass(frozen=True)
class Arrivals:
    """The records of a dataset: their ids, entities (numbers, shared by all datasets), arrivals and texts.

    `moments` is None where the records carry no time of arrival.
    """

    place: Place
    concept: str
    sheet: bool
    records: tuple[str, ...]
    entities: Integers
    moments: Moments | None
    values: Mapping[str, tuple[str | None, ...]]
    time_field: str | None = None

    @property
    def at(self) -> Floats:
        """The arrivals; unknown throughout where there is no time."""
        return self.moments.at if self.moments else np.full(len(self.records), np.nan)


@dataclass(frozen=True)
class TimeFields:
    """The field that tells a record's arrival, and the one of its time of day."""

    date: str
    clock: str | None = None


def time_fields(fields: Sequence[Row], kind: str | None) -> TimeFields | None:
    """Return which field of a dataset tells when a record was written: its making, or the only thing that happened."""
    times = [row for row in fields if row["time_role"] in ("technical", "event")]
    made = [row for row in times if _is_creation(str(row["field"]))]
    made.sort(key=lambda row: (row["time_role"] != "technical", _number(row["null_share"]), _number(row["position"])))
    only = [row for row in times if row["time_role"] == "event"]
    if not made and (len(only) != 1 or kind in _SHEETS):
        return None
    name = str((made or only)[0]["field"])
    return TimeFields(name, _clock(name, fields))


def _is_creation(field: str) -> bool:
    if _CHANGED.search(field):
        return False
    return bool(_CREATED.search(field)) or says(field, "times", "creation")


def _clock(date: str, fields: Sequence[Row]) -> str | None:
    """Return the field that keeps the time of day of a date beside it: DATINS and ORAINS."""
    stem = _DATE_WORD.sub("", date, count=1).lower()
    for row in fields:
        name = str(row["field"])
        if name != date and _CLOCK_WORD.search(name) and _CLOCK_WORD.sub("", name, count=1).lower() == stem:
            return name
    return None


def read_arrivals(
    holder: Holder, times: TimeFields | None, entities: Entities, numbers: dict[str, int], *, sheet: bool,
    timezone: str, spill: Path | None = None,
) -> Arrivals:  # fmt: skip
    """Read the records of a holder that are of a known entity; `numbers` gives each entity its number."""
    fields = {name: field for name, field in holder.fields.items() if not name.startswith("~")}
    asked = fields | ({_AT: times.date} if times else {}) | ({_CLOCK: times.clock} if times and times.clock else {})
    ids: list[str] = []
    columns: dict[str, list[pa.Array]] = {name: [] for name in asked}
    kept: list[int] = []
    for batch in read_records(replace(holder, fields=asked), sorted(asked), spill=spill):
        chosen = list(_chosen(holder, batch.column(RECORD).to_pylist(), entities))
        part = batch.take(_indices([at for at, _, _ in chosen]))
        ids += [record for _, record, _ in chosen]
        kept += [numbers.setdefault(entity, len(numbers)) for _, _, entity in chosen]
        for name in asked:
            columns[name].append(part.column(name))
    return _arrivals(holder, times, ids, kept, columns, sheet=sheet, timezone=timezone)


def _chosen(holder: Holder, records: Iterable[str], entities: Entities) -> Iterator[tuple[int, str, str]]:
    for at, record in enumerate(records):
        if entity := entities.get((holder.system, holder.dataset, record)):
            yield at, record, entity


def _indices(positions: list[int]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(positions, pa.int64())


def _arrivals(
    holder: Holder, times: TimeFields | None, ids: list[str], kept: list[int],
    columns: "Mapping[str, list[pa.Array]]", *, sheet: bool, timezone: str,
) -> Arrivals:  # fmt: skip
    import pyarrow as pa

    whole = {name: pa.chunked_array(parts, pa.string()).combine_chunks() for name, parts in columns.items()}
    told = moments(whole[_AT], whole.get(_CLOCK), timezone) if times and ids else None
    return Arrivals(
        place=holder.place,
        concept=holder.concept,
        sheet=sheet,
        records=tuple(ids),
        entities=np.asarray(kept, dtype=np.int64),
        moments=told if told is not None and np.isfinite(told.at).any() else None,
        values={name: tuple(each.to_pylist()) for name, each in whole.items() if not name.startswith("~")},
        time_field=times.date if times else None,
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
