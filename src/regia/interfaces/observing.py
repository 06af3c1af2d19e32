"""What the data shows, as clues for the register: arrivals are read from the snapshot, flows inferred from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from regia.engine.session import selecting
from regia.interfaces.arrivals import Arrivals, TimeFields, read_arrivals, time_fields
from regia.interfaces.clue import Clue, Step
from regia.interfaces.inference import FEWEST, Flow, Inferred, Known, infer
from regia.interfaces.kept import Field, joined_by, kept_numbers
from regia.interfaces.landscape import Landscape
from regia.interfaces.register import Ruling, ends_of
from regia.interfaces.tables import WEEKDAYS
from regia.model.progress import Progress
from regia.profile.clocks import Clocks, Timed, clocks
from regia.profile.tables import DATASETS, FIELDS
from regia.resolve.records import Holder, holders
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence

Row = Mapping[str, object]
Place = tuple[str, str]
_SINKS = frozenset(("bi", "dwh", "warehouse", "data_warehouse", "datawarehouse", "reporting", "analytics", "datalake"))
_UNIQUE = 0.97
_BUCKETS_HOURS = (0.0, 0.25, 1.0, 4.0, 12.0, 24.0, 48.0, 96.0, 192.0, 384.0, 768.0, 1536.0, 3072.0)


@dataclass(frozen=True)
class Seen:
    """What the data shows: flows, where the data could tell, and the entities by their numbers."""

    flows: tuple[Flow, ...]
    looked_at: frozenset[tuple[str, str, str]]
    entities: tuple[str, ...]


def observe(
    evidence: Evidence, landscape: Landscape, clues: Iterable[Clue], rulings: Mapping[str, Ruling], progress: Progress
) -> Seen:
    """Return the flows that the records of all systems show; `clues` are what is declared and observed.

    What a person confirmed (`rulings`, by interface) is as good as said; what they rejected explains nothing.
    """

    def family(concept: str) -> str:
        return landscape.family(concept) or concept

    reader = _Reader(evidence)
    found = _datasets(reader, progress)
    sinks = frozenset(each.system for each in evidence.company.systems if (each.kind or "").lower() in _SINKS)
    kept = kept_numbers(found, {each.place: each for each in reader.holders()}, reader.naming(sinks), landscape)
    found = joined_by(found, kept)
    said = frozenset((c.from_system, c.to_system, landscape.family(c.concept) or "") for c in clues)
    known = Known(
        sinks=sinks,
        timezone=evidence.company.working_time.timezone,
        said=said | _ruled(rulings, holds=True),
        refused=_ruled(rulings, holds=False),
        kept=kept,
    )
    inferred: Inferred = infer(found, family, known)
    return Seen(inferred.flows, inferred.looked_at, tuple(reader.numbers))


def _ruled(rulings: Mapping[str, Ruling], *, holds: bool) -> frozenset[tuple[str, str, str]]:
    return frozenset(ends for name, ruling in rulings.items() if ruling.holds == holds and (ends := ends_of(name)))


def _datasets(reader: "_Reader", progress: Progress) -> list[Arrivals]:
    listed = reader.holders()
    found = []
    for done, holder in enumerate(listed):
        progress.step(f"{holder.system}.{holder.dataset}", done=done, total=len(listed))
        arrivals = reader.arrivals(holder)
        if len(arrivals.records) >= FEWEST:
            found.append(arrivals)
    return found


class _Reader:
    """Reads the datasets whose records are of an entity; old copies inside a system are left out."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.entities = _entities(evidence)
        self.fields = _by_place(evidence.table(FIELDS.name).to_pylist())
        self.kinds = {_place(row): row for row in evidence.table(DATASETS.name).to_pylist()}
        self.numbers: dict[str, int] = {}
        self.clocks = self._clocks()

    def holders(self) -> list[Holder]:
        """Return the datasets to read."""
        resolved = {(system, dataset) for system, dataset, _ in self.entities}
        known = (each for each in holders(self.evidence) if each.place in resolved)
        return [each for each in known if not self.kinds[each.place]["copy_of"]]

    def naming(self, sinks: frozenset[str]) -> list[Field]:
        """Return the fields that may name a record; what a sheet or warehouse names its own by was dealt elsewhere."""
        return [
            Field(
                place,
                str(row["field"]),
                unique=distinct >= _UNIQUE * _number(self.kinds[place]["records"]),
                own=bool(row["in_key"]) and place[0] not in sinks and not self._sheet(place),
            )
            for place, rows in self.fields.items()
            for row in rows
            if _may_name(row) and (distinct := _number(row["distinct_count"])) >= FEWEST
        ]

    def arrivals(self, holder: Holder) -> Arrivals:
        """Read one dataset."""
        cache = self.evidence.cache
        times, sheet = self._times(holder), self._is_sheet(holder)
        zone = self.evidence.company.working_time.timezone
        spill = cache / "spill" if cache else None
        read = read_arrivals(holder, times, self.entities, self.numbers, sheet=sheet, timezone=zone, spill=spill)
        told = read.moments
        if times is None or told is None or told.days or told.zone == "known":
            return read
        if not self.clocks.utc(holder.place, times.date):
            return read
        return replace(read, moments=replace(told.as_utc(zone), zone="known"))

    def _clocks(self) -> Clocks:
        """Return which times are UTC without saying so."""
        listed = self.holders()
        timed = [Timed(each.place, each.path, (times.date,)) for each in listed if (times := self._times(each))]
        with selecting(sum(each.size_bytes for each in listed)) as connection:
            return clocks(connection, timed, self.evidence.company.working_time.timezone)

    def _times(self, holder: Holder) -> TimeFields | None:
        kind = "sheet" if self._is_sheet(holder) else str(self.kinds[holder.place]["kind"])
        return time_fields(self.fields.get(holder.place, []), kind)

    def _is_sheet(self, holder: Holder) -> bool:
        return self._sheet(holder.place)

    def _sheet(self, place: Place) -> bool:
        row = self.kinds[place]
        return bool(row["source_kind"] == "sheet" or row["kind"] == "spreadsheet")


def _entities(evidence: Evidence) -> dict[tuple[str, str, str], str]:
    table = evidence.table(ENTITY_RECORDS.name)
    columns = [table.column(name).to_pylist() for name in ("system", "dataset", "record", "entity")]
    return {(system, dataset, record): entity for system, dataset, record, entity in zip(*columns, strict=True)}


def _by_place(rows: Iterable[Row]) -> dict[Place, list[Row]]:
    found: dict[Place, list[Row]] = {}
    for row in rows:
        found.setdefault(_place(row), []).append(row)
    return found


def _may_name(row: Row) -> bool:
    plain = row["time_role"] is None and row["semantic_type"] in (None, "uuid")
    return plain and row["type"] in ("text", "integer")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _place(row: Row) -> Place:
    return str(row["system"]), str(row["dataset"])


def clue_of(flow: Flow) -> Clue:
    """Return a flow as a clue of the register."""
    left, right = flow.source, flow.target
    when = flow.runs()
    return Clue(
        kind="data",
        origin="inferred",
        from_system=left.place[0],
        to_system=right.place[0],
        reference=f"{'.'.join(left.place)} > {'.'.join(right.place)}",
        detail=" · ".join(filter(None, (f"n = {len(flow.targets)}", right.time_field, flow.number))),
        concept=right.concept,
        from_dataset=left.place[1],
        to_dataset=right.place[1],
        mode=flow.mode,
        probability=flow.probability,
        lag_p50_hours=flow.hours(0.5),
        lag_p90_hours=flow.hours(0.9),
        records_per_month=flow.records_per_month,
        error_share=flow.carried.errors,
        runs_at_hour=when.hour if when else None,
        runs_on=None if when is None or when.weekday is None else WEEKDAYS[when.weekday],
        reasons=flow.reasons,
    )


def lag_rows(flows: Iterable[Flow], landscape: Landscape) -> list[dict[str, object]]:
    """Return how many records of each flow came with what lag, beside what chance would give."""
    rows: list[dict[str, object]] = []
    told: set[str] = set()
    for flow in flows:
        name = name_of(flow, landscape)
        if flow.lags is None or name in told:
            continue
        told.add(name)
        hours = np.maximum(flow.lags.seconds[flow.lags.known], -1.0) / 3600.0
        dealt = np.maximum(flow.lags.dealt, -1.0) / 3600.0
        for low, high in zip(_BUCKETS_HOURS, (*_BUCKETS_HOURS[1:], None), strict=True):
            top = float(max(high or 0.0, hours.max(initial=0.0))) if high is None else high
            rows.append({
                "interface": name, "from_hours": low, "to_hours": max(top, low),
                "records": _between(hours, low, high), "expected_records": float(_between(dealt, low, high)),
            })  # fmt: skip
    return rows


def _between(hours: "np.ndarray[tuple[int], np.dtype[np.float64]]", low: float, high: float | None) -> int:
    floor = -0.002 if low == 0.0 else low
    return int(((hours >= floor) & ((hours < high) if high is not None else True)).sum())


def name_of(flow: Flow, landscape: Landscape) -> str:
    """Return the name of the interface that a flow belongs to."""
    family = landscape.family(flow.target.concept)
    return f"{flow.source.place[0]}>{flow.target.place[0]}:{family}"


def example_rows(seen: Seen, landscape: Landscape) -> list[dict[str, object]]:
    """Return a few records of each flow whose value changed by a typo on the way."""
    rows: dict[tuple[str, str, str], dict[str, object]] = {}
    for flow in seen.flows:
        name = name_of(flow, landscape)
        for each in flow.carried.typos:
            entity = seen.entities[int(flow.target.entities[each.target])]
            lag = flow.target.at[each.target] - flow.source.at[each.source]
            rows.setdefault((name, entity, each.attribute), {
                "interface": name, "entity": entity, "attribute": each.attribute, "kind": "new_typo",
                "from_record": flow.source.records[each.source], "to_record": flow.target.records[each.target],
                "from_value": each.from_value, "to_value": each.to_value,
                "lag_hours": float(lag) / 3600.0 if np.isfinite(lag) else None,
            })  # fmt: skip
    return list(rows.values())


def steps_of(flow: Flow, fields: Mapping[Place, Mapping[str, str]]) -> tuple[Step, ...]:
    """Return which field becomes which in a flow: those of the attributes whose values are the same on both sides."""
    left, right = fields.get(flow.source.place, {}), fields.get(flow.target.place, {})
    return tuple(
        Step(*flow.source.place, left[name], *flow.target.place, right[name], "data", "inferred")
        for name in flow.carried.attributes
        if name in left and name in right
    )
