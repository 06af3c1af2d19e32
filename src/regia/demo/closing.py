"""At the end of a cell: what each system holds of each thing, what is wrong with it, and all rows written out."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regia.demo import identifiers
from regia.demo.cell import Cell
from regia.demo.concepts import CONCEPTS, attribute
from regia.demo.filling import Filling
from regia.demo.journal import quantile
from regia.demo.record import Dataset, Record, Thing
from regia.demo.team import Team, Work
from regia.demo.truth import Truth


def _is_mail(text: str) -> bool:
    local, at, host = text.partition("@")
    plain = all(symbol.isalnum() or symbol in "._-" for symbol in local + host)
    return bool(local and at and plain and "." in host[1:-2] and ".." not in text and local[-1] != "." != host[0])


_CHECKS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "tax_code": (
        "invalid_tax_code",
        lambda text: identifiers.tax_code_holds(text) or identifiers.vat_number_holds(text),
    ),
    "vat_number": ("invalid_vat_number", lambda text: identifiers.vat_number_holds(text.removeprefix("IT"))),
    "iban": ("invalid_iban", identifiers.iban_holds),
    "ean": ("invalid_ean", identifiers.ean13_holds),
    "email": ("invalid_email", _is_mail),
    "phone": ("invalid_phone", identifiers.phone_holds),
}


@dataclass
class Waits:
    """When pieces of work came and how long they waited, in working seconds: bare numbers, since all are kept."""

    came: "array[int]" = field(default_factory=lambda: array("q"))
    waited: "array[int]" = field(default_factory=lambda: array("q"))

    def extend(self, works: list[Work]) -> None:
        """Add pieces of work."""
        self.came.extend(work.came for work in works)
        self.waited.extend(work.waited for work in works)


@dataclass
class Tally:
    """What the cells add up to."""

    right: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    compared: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    filled: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    records: Counter[tuple[str, str]] = field(default_factory=Counter)
    fillings: dict[tuple[str, str], list[Filling]] = field(default_factory=dict)
    concepts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    concept_records: Counter[str] = field(default_factory=Counter)
    lags: "dict[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    carried: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    recent: dict[str, list[int]] = field(default_factory=dict)
    works: dict[str, Waits] = field(default_factory=lambda: defaultdict(Waits))
    teams: dict[str, Team] = field(default_factory=dict)
    members: Counter[str] = field(default_factory=Counter)


def close(cell: Cell, tally: Tally) -> None:
    """Write down what is true of every thing of a cell, then all of its rows."""
    for thing in cell.things:
        if thing.records:
            _close_thing(thing, cell.truth, tally)
    for dataset in cell.datasets():
        _spread(cell, dataset)
    for dataset in cell.datasets():
        dataset.flush()
        tally.records[dataset.system, dataset.name] = dataset.row_count
        known = tally.fillings.setdefault((dataset.system, dataset.name), [Filling() for _ in dataset.fillings])
        for filling, seen in zip(known, dataset.fillings, strict=True):
            filling.join(seen)
    for job in cell.jobs:
        tally.lags[job.plan.name].extend(job.lags)
        tally.carried[job.plan.name] += job.carried
        tally.recent[job.plan.name] = list(job.recent)
        tally.failed[job.plan.name] += job.failed
    for name, team in cell.teams.items():
        tally.works[name].extend(team.done)
        tally.teams[name] = team
        tally.members[name] += team.members


def _close_thing(thing: Thing, truth: Truth, tally: Tally) -> None:
    identities = {id(record): record.identity for record in thing.records}
    truth.add("entities", thing.id, thing.concept, getattr(thing, "household", None), getattr(thing, "firm", None))
    for record in thing.records:
        origin = record.origin
        truth.add(
            "entity_records", thing.id, thing.concept, record.dataset.system, record.dataset.name,
            identities[id(record)], 1.0, origin.dataset.system if origin else None,
            origin.dataset.name if origin else None, origin.identity if origin else None, record.created,
        )  # fmt: skip
        tally.concepts[thing.concept].add(record.dataset.system)
    tally.concept_records[thing.concept] += len(thing.records)
    alive = [record for record in thing.records if record.dataset.spec.kind != "backup_copy"]
    _count_duplicates(alive, truth)
    several = len(alive) > 1
    for record in alive:
        _judge(record, identities[id(record)], thing, truth, tally, several=several)


def _count_duplicates(records: list[Record], truth: Truth) -> None:
    counted = Counter(
        (record.dataset.system, record.dataset.name) for record in records if not record.dataset.spec.repeats
    )
    for (system, dataset), count in counted.items():
        if count > 1 and records[0].thing and records[0].thing.concept == "customer":
            truth.plant("duplicate_customers", system, dataset, records=count)


def _judge(record: Record, identity: str, thing: Thing, truth: Truth, tally: Tally, *, several: bool) -> None:
    dataset = record.dataset
    for name, shown in dataset.attributes.items():
        if name not in thing.facts or name not in record.values:
            continue
        fact, value = thing.facts[name], record.values[name]
        kind = _kind(record, name, fact, value)
        place = (thing.concept, name, dataset.system)
        tally.compared[place] += fact is not None
        tally.filled[place] += fact is not None and value is not None
        tally.right[place] += fact is not None and kind in (None, "format")
        _count_flaw(record, name, shown.name, value, truth)
        if kind and several:
            truth.add(
                "conflicts", thing.id, thing.concept, name, dataset.system, dataset.name, shown.name, identity,
                _text(value), _text(fact), kind, record.flaws.get(name),
            )  # fmt: skip


def _kind(record: Record, name: str, fact: Any, value: Any) -> str | None:
    flaw = record.flaws.get(name)
    if value is None:
        return None if fact is None else "missing"
    if _text(value) == _text(fact):
        # a slip that the system cut off, or somebody else's value that is also this one's
        return None
    if flaw in ("different", "stand_in") or fact is None:
        return "different"
    if record.meant.get(name) != fact:
        return "stale"
    return "typing" if flaw else "format"


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value)


def _count_flaw(record: Record, name: str, field_name: str, value: Any, truth: Truth) -> None:
    flaw = record.flaws.get(name)
    if flaw is None or value is None:
        return
    place = (record.dataset.system, record.dataset.name, field_name)
    if flaw == "stand_in":
        truth.plant("default_value", *place)
        if name in ("tax_code", "phone"):
            truth.plant(f"invalid_{name}", *place)
        return
    if name in _CHECKS:
        rule, holds = _CHECKS[name]
        if not holds(str(value)):
            truth.plant(rule, *place)


def _spread(cell: Cell, dataset: Dataset) -> None:
    """Write what a system keeps as attributes and values: one row for each value that is there."""
    spec = dataset.spec
    if not spec.spread:
        return
    target = cell.data(dataset.system, spec.spread_to)
    for record in dataset.records:
        for shown in spec.spread:
            value = record[shown.value]
            if value is not None:
                target.add(
                    record.changed, attribute=int(shown.sql), entity=record.key,
                    value=shown.write(value) if shown.write else value,
                )  # fmt: skip


def conclude(truth: Truth, tally: Tally) -> None:
    """Write what only the whole company's history tells."""
    for concept, systems in sorted(tally.concepts.items()):
        known = CONCEPTS[concept]
        truth.add("concepts", concept, known.name_it, known.name_en, len(systems), tally.concept_records[concept])
    for place in sorted(tally.compared):
        compared, filled = tally.compared[place], tally.filled[place]
        if compared and attribute(place[0], place[1]):
            accuracy = tally.right[place] / filled if filled else None
            truth.add("source_accuracy", *place, accuracy, filled / compared, filled, compared)
    for name, works in sorted(tally.works.items()):
        waits = [waited / 3600 for waited in works.waited]
        team = tally.teams[name]
        if waits:
            truth.add(
                "teams", name, team.department, tally.members[name], team.load, team.mean_seconds / 3600, len(waits),
                sum(waits) / len(waits), sum(wait > 0 for wait in waits) / len(waits),
            )  # fmt: skip


def halves(works: Waits, onset: int) -> tuple[float | None, float | None, float, int]:
    """Return the median wait in hours before and after a moment, the excess of the mean, and the cases after."""
    pieces = list(zip(works.came, works.waited, strict=True))
    before = sorted(waited / 3600 for came, waited in pieces if came < onset)
    after = sorted(waited / 3600 for came, waited in pieces if came >= onset)
    mean = (sum(values) / max(len(values), 1) for values in (after, before))
    return quantile(before, 0.5), quantile(after, 0.5), next(mean) - next(mean), len(after)
