"""What systems hold: records that learn facts at a time, with the flaws they learn them with."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from regia.demo.draw import Draw
from regia.demo.filling import Filling
from regia.demo.mistakes import FLAWLESS, MISTAKEN, TYPED, Care, slip, stand_in
from regia.demo.spec import DatasetSpec, Field

CELL_KEYS = 1_000_000
# what a record says of itself, besides its values
_OWN = frozenset({"number", "created", "changed"})
_NARROW = re.compile(r"CHAR\(([1-5]?\d|60)\)")

Value = str | int | float | bool | None


class Thing:
    """A customer, a product, an order: `facts` are true now, `records` are all that systems hold of it."""

    __slots__ = ("concept", "facts", "id", "records")

    def __init__(self, concept: str, number: str, facts: dict[str, Value]) -> None:
        self.concept, self.facts = concept, facts
        self.id = f"{concept}-{number}"
        self.records: list[Record] = []

    def record_in(self, system: str, dataset: str) -> "Record | None":
        """Return the newest record that a dataset holds of this thing."""
        for record in reversed(self.records):
            if record.dataset.name == dataset and record.dataset.system == system:
                return record
        return None


@dataclass
class Entry:
    """Values on their way into a record.

    `meant` is the true value each was meant to be; `flaws` says which are wrong from the start: typing,
    different (somebody else's), stand_in.
    """

    values: dict[str, Any] = field(default_factory=dict)
    meant: dict[str, Any] = field(default_factory=dict)
    flaws: dict[str, str] = field(default_factory=dict)


class Record:
    """One row of a system about one thing (or about none)."""

    __slots__ = ("changed", "created", "dataset", "flaws", "key", "meant", "number", "origin", "thing", "values")

    def __init__(
        self, dataset: "Dataset", key: Any, number: int, *, thing: Thing | None, entry: Entry, at: int
    ) -> None:
        self.dataset, self.key, self.number, self.thing = dataset, key, number, thing
        self.values, self.meant, self.flaws = entry.values, entry.meant, entry.flaws
        self.created = self.changed = at
        self.origin: Record | None = None

    def __getitem__(self, value: str) -> Any:
        """Return a value by its name, or None."""
        if value == "number":
            return self.key
        if value == "created":
            return self.created
        if value == "changed":
            return self.changed
        return self.values.get(value)

    @property
    def identity(self) -> str:
        """The record's identity: its key as written, parts joined by `|`; `#` and its place where it has none."""
        parts = self.dataset.key_parts
        if not parts:
            return f"#{self.dataset.rows_before + self.number % CELL_KEYS}"
        return "|".join(str(write(self[value]) if write else self[value]) for value, write in parts)


Watcher = Callable[[Record, int, bool], None]
Writer = Callable[["Dataset", list[tuple[Any, ...]]], None]


class Dataset:
    """One table, file or sheet, as it fills.

    From `stops_at` on a logged dataset keeps nothing more; `missed` counts what it has not kept. `fillings` tell
    of its columns, in their order, what they have held.
    """

    def __init__(
        self, system: str, spec: DatasetSpec, *, draw: Draw, cell: int, rows_before: int, writer: Writer
    ) -> None:
        self.system, self.spec, self.name = system, spec, spec.name
        self._draw, self._writer = draw, writer
        self._next = cell * CELL_KEYS
        self.records: list[Record] = []
        self.rows: list[tuple[Any, ...]] = []
        self.row_count = self.rows_before = rows_before
        self.watchers: list[Watcher] = []
        self.stops_at: int | None = None
        self.missed = 0
        self.fillings = [Filling() for _ in spec.fields]
        self._shown = [(item.value, item.write) for item in spec.fields]
        shown = {item.name: (item.value, item.write) for item in spec.fields}
        self.key_parts = [shown[name] for name in spec.key]
        self._kept = {item.value: item.keep for item in (*spec.fields, *spec.spread) if item.keep}
        # values that the system writes in a form of its own are fitted by that form
        free = [item for item in spec.fields if not item.to and item.name not in spec.key]
        fitted = [item for item in free if item.write is None and not spec.logged]
        self._widths = [(item.value, int(found[1])) for item in fitted if (found := _NARROW.search(item.sql))]
        self.attributes: dict[str, Field] = {
            item.value: item for item in (*spec.fields, *spec.spread) if item.meant_for(spec.concept) == spec.concept
        }
        self.learnable = [name for name in self.attributes if name != "number"]

    def enter(
        self, entry: Entry, at: int, *, thing: Thing | None = None, origin: Record | None = None, key: Any = None
    ) -> Record:
        """Add a record and return it; who watches the dataset is told."""
        self._next += 1
        if key is None:
            key = self.spec.number(self._next) if self.spec.number else self._next
        if thing is not None:
            for name in entry.values:
                if name in thing.facts:
                    entry.meant.setdefault(name, thing.facts[name])
        self._keep(entry)
        record = Record(self, key, self._next, thing=thing, entry=entry, at=at)
        record.origin = origin
        if thing is not None:
            thing.records.append(record)
        if self.spec.logged:
            self._log(record)
        else:
            self.records.append(record)
        for watcher in self.watchers:
            watcher(record, at, True)
        return record

    def add(self, when: int, /, **values: Any) -> Record:
        """Add a record that is about nothing but itself."""
        return self.enter(Entry(values), when)

    def correct(self, record: Record, entry: Entry, at: int, *, quietly: bool = False) -> None:
        """Change some values of a record; `quietly` leaves its time of change as it was."""
        self._keep(entry)
        for name, value in entry.values.items():
            record.values[name] = value
            record.flaws.pop(name, None)
        record.meant.update(entry.meant)
        record.flaws.update(entry.flaws)
        if not quietly:
            record.changed = at
        for watcher in self.watchers:
            watcher(record, at, False)

    def row(self, record: Record) -> tuple[Any, ...]:
        """Return a record as the system writes it."""
        values, row = record.values, []
        for name, write in self._shown:
            value = record[name] if name in _OWN else values.get(name)
            row.append(value if value is None or write is None else write(value))
        return tuple(row)

    def flush(self) -> None:
        """Hand over all rows and forget them."""
        self.rows.extend(self.row(record) for record in self.records)
        self._hand_over()
        self.records = []

    def _keep(self, entry: Entry) -> None:
        for name, keep in self._kept.items():
            value = entry.values.get(name)
            if value is not None:
                entry.values[name] = keep(value, self._draw)
        for name, width in self._widths:
            value = entry.values.get(name)
            if isinstance(value, str) and len(value) > width:
                entry.values[name] = value[:width]

    def _log(self, record: Record) -> None:
        if self.stops_at is not None and record.created >= self.stops_at:
            self.missed += 1
            return
        self.rows.append(self.row(record))
        if len(self.rows) >= 20_000:
            self._hand_over()

    def _hand_over(self) -> None:
        if self.rows:
            for place, filling in enumerate(self.fillings):
                if not filling.varies:
                    filling.take(row[place] for row in self.rows)
            self._writer(self, self.rows)
            self.row_count += len(self.rows)
        self.rows = []


def observe(
    thing: Thing, dataset: Dataset, draw: Draw, care: Care = FLAWLESS, *, only: tuple[str, ...] = (),
    others: Mapping[str, Any] | None = None,
) -> Entry:  # fmt: skip
    """Return what somebody writes down about a thing: some values left out, some wrong.

    `only` limits it to some attributes; `others` are the facts of another thing, taken by mistake.
    """
    entry = Entry()
    for name in dataset.learnable:
        if name not in thing.facts or (only and name not in only):
            continue
        fact = thing.facts[name]
        asked = dataset.attributes[name].asked
        if not only and asked < 1 and draw.random() > asked * (1 - care.hurry):
            _leave_out(entry, name, fact, draw, care)
        else:
            _write_down(entry, name, fact, draw, care=care, others=others)
    return entry


def _leave_out(entry: Entry, name: str, fact: Any, draw: Draw, care: Care) -> None:
    filler = stand_in(name, draw) if fact is not None and draw.random() < care.stand_in else None
    entry.values[name], entry.meant[name] = filler, None
    if filler is not None:
        entry.flaws[name] = "stand_in"


def _write_down(
    entry: Entry, name: str, fact: Any, draw: Draw, *, care: Care, others: Mapping[str, Any] | None
) -> None:
    value = fact
    if fact is not None and name in TYPED and draw.random() < care.typo:
        value = slip(str(fact), draw)
        entry.flaws[name] = "typing"
    elif others and name in MISTAKEN and draw.random() < care.other and others.get(name) not in (None, fact):
        value = others[name]
        entry.flaws[name] = "different"
    entry.values[name], entry.meant[name] = value, fact


def copied(record: Record, dataset: Dataset, attributes: tuple[str, ...], draw: Draw, care: Care) -> Entry:
    """Return what a copy carries of a record: its values as they are, flaws and all, and new slips if re-keyed."""
    entry = Entry()
    for name in dataset.learnable:
        if name not in record.values or (attributes and name not in attributes):
            continue
        value = record.values[name]
        entry.values[name], entry.meant[name] = value, record.meant.get(name)
        if name in record.flaws:
            entry.flaws[name] = record.flaws[name]
        if value is not None and name in TYPED and care.typo and draw.random() < care.typo:
            entry.values[name] = slip(str(value), draw)
            entry.flaws[name] = "typing"
    return entry
