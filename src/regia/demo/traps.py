"""What lies in wait for whoever trusts the times that systems keep: drawn by the plan, done and noted here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from regia.demo import forms
from regia.demo.calendar import DAY, HOUR, utc
from regia.demo.cell import Cell
from regia.demo.draw import Draw
from regia.demo.record import Dataset
from regia.demo.spec import DatasetSpec, Field, SystemSpec, Write
from regia.demo.truth import Truth

Place = tuple[str, str, str]

# the clock of another form, and what a column that shows it is told to be
_OTHER_CLOCK: dict[Write, tuple[Write, str]] = {
    forms.utc_plain: (forms.rome_plain, "Rome's time where the system keeps UTC"),
    forms.rome_plain: (forms.utc_plain, "UTC where the system keeps Rome's time"),
}


@dataclass(frozen=True)
class Homes:
    """Where an industry's traps can lie: a load, a clock that is off, a time of change, a log that stops."""

    loads: tuple[Place, ...]
    clocks: tuple[Place, ...]
    changes: tuple[Place, ...]
    logs: tuple[tuple[str, str], ...]


def shift_clock(systems: tuple[SystemSpec, ...], clocks: tuple[Place, ...], draw: Draw) -> tuple[SystemSpec, ...]:
    """Return the systems with one clock column that is off by Rome's distance from UTC, summer time and all.

    Without any of the columns in `clocks` they stay as they are.
    """
    names = {system.system for system in systems}
    possible = [place for place in clocks if place[0] in names]
    if not possible:
        return systems
    off = draw.pick(possible)
    return tuple(_shifted_system(system, off) if system.system == off[0] else system for system in systems)


def _shifted_system(system: SystemSpec, off: Place) -> SystemSpec:
    datasets = (_shifted(dataset, off[2]) if dataset.name == off[1] else dataset for dataset in system.datasets)
    return replace(system, datasets=tuple(datasets))


def _shifted(dataset: DatasetSpec, name: str) -> DatasetSpec:
    return replace(dataset, fields=tuple(_wrong(field) if field.name == name else field for field in dataset.fields))


def _wrong(field: Field) -> Field:
    assert field.write is not None
    write, clock = _OTHER_CLOCK[field.write]
    return replace(field, write=write, wrong_clock=clock)


def lay_traps(cell: Cell, traps: frozenset[str], homes: Homes) -> None:
    """Set what will happen in the course of a cell's history: a load of old records, a log that stops."""
    draw = Draw(cell.options.industry, cell.options.seed, "traps")
    span = cell.calendar.ends - cell.calendar.begins
    load = draw.pick([place for place in homes.loads if cell.has_dataset(*place[:2])])
    at = cell.calendar.begins + int(span * draw.uniform(0.45, 0.6)) // DAY * DAY + 21 * HOUR
    if "bulk_import" in traps:
        cell.agenda.at(at, partial(_load, cell, load))
    log = draw.pick([place for place in homes.logs if cell.has_dataset(*place)])
    if cell.options.mistakes:
        cell.data(*log).stops_at = cell.calendar.ends - draw.randrange(200, 330) * DAY


def _load(cell: Cell, place: Place) -> None:
    # the new installation is filled in one go: all that was there is born and changed at that moment
    dataset = cell.data(*place[:2])
    for record in dataset.records:
        record.created = record.changed = cell.now
        if "stamped" in record.values:
            record.values["stamped"] = cell.now
    moment = utc(cell.now).isoformat()
    cell.truth.trap("bulk_import", *place, detail=f"loaded at {moment}", records=len(dataset.records))


def spring_traps(cell: Cell, traps: frozenset[str], homes: Homes) -> None:
    """Do what is done at the end of a cell's history, and note which log has stopped."""
    unchanged = {place for dataset in cell.datasets() for place in _unchanged(dataset)}
    if "created_is_updated" in traps:
        place = next(place for place in homes.changes if cell.has_dataset(*place[:2]))
        for record in cell.data(*place[:2]).records:
            record.changed = record.created
        unchanged.add(place)
    for place in sorted(unchanged):
        cell.truth.trap("created_is_updated", *place, records=len(cell.data(*place[:2]).records))
    for dataset in cell.datasets():
        if dataset.stops_at is not None and dataset.missed:
            rows = dataset.row_count - dataset.rows_before + len(dataset.rows)
            cell.truth.plant("stale_data", dataset.system, dataset.name, records=rows)


def _unchanged(dataset: Dataset) -> Iterator[Place]:
    """Yield the time of change of documents with a state which nobody ever changed."""
    values = {field.value: field.name for field in dataset.spec.fields}
    telling = dataset.spec.kind == "transaction" and {"status", "created", "changed"} <= values.keys()
    if telling and dataset.records and all(record.changed == record.created for record in dataset.records):
        yield dataset.system, dataset.name, values["changed"]


def note_forms(systems: tuple[SystemSpec, ...], truth: Truth, records: Counter[tuple[str, str]]) -> None:
    """Note the traps that lie in how systems write: days without a time, dates in text, statuses without a history."""
    for system in systems:
        for dataset in system.datasets:
            count = records[system.system, dataset.name]
            if not count:
                continue
            place = (system.system, dataset.name)
            for field in dataset.fields:
                for trap, detail in _traps_of(field):
                    truth.trap(trap, *place, field.name, detail=detail, records=count)
            if (status := _overwritten(system, dataset)) is not None:
                truth.trap("overwritten_status", *place, status, records=count)


def _traps_of(field: Field) -> list[tuple[str, str]]:
    told = field.time_role in ("event", "technical")
    found = [("date_only", "")] if told and field.write in forms.DAYS else []
    found += [("text_dates", "")] if field.semantic == "date_text" else []
    return found + ([("time_zone_shift", field.wrong_clock)] if field.wrong_clock else [])


def _overwritten(system: SystemSpec, dataset: DatasetSpec) -> str | None:
    status = next((field.name for field in dataset.fields if field.value == "status"), None)
    histories = (other for other in system.datasets if other.kind == "status_history")
    kept = any(field.to == dataset.name for other in histories for field in other.fields)
    return status if dataset.kind == "transaction" and not kept else None
