"""One part of a company that is simulated whole: its systems, teams, people and clock.

A company of scale 1 or less is one cell. A larger one is so many branches, each with its own customers and
staff, simulated one after the other into the same systems, so that memory does not grow with the company.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from regia.demo.agenda import Agenda
from regia.demo.calendar import Calendar
from regia.demo.copies import CopyJob, CopyPlan
from regia.demo.draw import Draw
from regia.demo.files import Store
from regia.demo.journal import Journal
from regia.demo.mistakes import FLAWLESS, Care
from regia.demo.options import DemoOptions
from regia.demo.record import Dataset, Record, Thing, observe
from regia.demo.spec import SystemSpec
from regia.demo.team import Slowdown, Team
from regia.demo.truth import Truth


@dataclass(frozen=True)
class TeamPlan:
    """A team: how many people at scale 1, how busy, with how many pieces of work a year."""

    team: str
    department: str
    members: int
    load: float
    pieces_year: float


@dataclass(frozen=True)
class Bottleneck:
    """Where work is made to wait: a team, since when (share of the history), why."""

    team: str
    onset_share: float
    cause: str


def _hand_over(store: Store, dataset: Dataset, rows: list[tuple[Any, ...]]) -> None:
    store.write(dataset.spec, rows)


class Cell:
    """What a simulated part of the company has in hand."""

    def __init__(
        self, options: DemoOptions, *, number: int, size: float, systems: tuple[SystemSpec, ...],
        stores: dict[str, Store], rows_before: dict[tuple[str, str], int], truth: Truth, journal: Journal,
        calendar: Calendar,
    ) -> None:  # fmt: skip
        self.options, self.number, self.size = options, number, size
        self.calendar, self.truth, self.journal = calendar, truth, journal
        self.name = f"{options.industry}/{options.seed}/{number}"
        self.agenda = Agenda(calendar.begins)
        self.draw = Draw(self.name, "business")
        self.hand = Draw(self.name, "hand")
        self.things: list[Thing] = []
        self.teams: dict[str, Team] = {}
        self.jobs: list[CopyJob] = []
        self._data: dict[str, dict[str, Dataset]] = {}
        for system in systems:
            store = stores[system.system]
            self._data[system.system] = {
                spec.name: Dataset(
                    system.system, spec, draw=Draw(self.name, "forms", system.system, spec.name), cell=number,
                    rows_before=rows_before.get((system.system, spec.name), 0),
                    writer=partial(_hand_over, store),
                )
                for spec in system.datasets
            }  # fmt: skip

    @property
    def now(self) -> int:
        """The time it is."""
        return self.agenda.now

    def has(self, system: str) -> bool:
        """Return whether the company has a system."""
        return system in self._data

    def has_dataset(self, system: str, dataset: str) -> bool:
        """Return whether the company has a dataset."""
        return dataset in self._data.get(system, {})

    def data(self, system: str, dataset: str) -> Dataset:
        """Return a dataset."""
        return self._data[system][dataset]

    def datasets(self) -> list[Dataset]:
        """Return all datasets of all systems."""
        return [dataset for system in self._data.values() for dataset in system.values()]

    def staff(self, plans: tuple[TeamPlan, ...], bottleneck: Bottleneck | None) -> None:
        """Hire the teams, in proportion to the cell's size."""
        span = self.calendar.ends - self.calendar.begins
        for plan in plans:
            slow = None
            if bottleneck and bottleneck.team == plan.team:
                slow = Slowdown(bottleneck.cause, self.calendar.begins + int(span * bottleneck.onset_share))
            self.teams[plan.team] = Team(
                plan.team, plan.department, members=max(1, round(plan.members * self.size)), load=plan.load,
                pieces_year=plan.pieces_year * self.size, calendar=self.calendar,
                draw=Draw(self.name, "team", plan.team), slowdown=slow,
            )  # fmt: skip

    def thing(self, concept: str, facts: dict[str, Any]) -> Thing:
        """Return a new thing of the world."""
        made = Thing(concept, f"{self.number:03}{len(self.things):07}", facts)
        self.things.append(made)
        return made

    def write_down(
        self, system: str, dataset: str, thing: Thing, at: int, *, care: Care = FLAWLESS,
        others: Mapping[str, Any] | None = None, key: Any = None, **details: Any,
    ) -> Record:  # fmt: skip
        """Let somebody enter a thing into a system from what they see and hear, and return the record."""
        place = self.data(system, dataset)
        careful = care if self.options.mistakes else FLAWLESS
        entry = observe(thing, place, self.hand, careful, others=others)
        entry.values.update(details)
        return place.enter(entry, at, thing=thing, key=key)

    def told(self, record: Record, names: tuple[str, ...], at: int, *, care: Care = FLAWLESS) -> None:
        """Let somebody change what a record says of some attributes to what is true now."""
        careful = care if self.options.mistakes else FLAWLESS
        assert record.thing is not None
        entry = observe(record.thing, record.dataset, self.hand, careful, only=names)
        if entry.values:
            record.dataset.correct(record, entry, at)

    def set(self, record: Record, at: int, *, quietly: bool = False, **values: Any) -> None:
        """Change details of a record."""
        record.values.update(values)
        if not quietly:
            record.changed = at
        for watcher in record.dataset.watchers:
            watcher(record, at, False)

    def copy(
        self, plan: CopyPlan, *, clerks: str, chosen: Callable[[Record], bool] | None = None,
        details: Callable[[Record, int], dict[str, Any]] | None = None,
        existing: Callable[[Record], Record | None] | None = None,
        arrived: Callable[[Record, Record, int], None] | None = None,
    ) -> CopyJob | None:  # fmt: skip
        """Set a copy job to work, where the company copies at all and has both systems; None where not."""
        if not self.options.copies or not (self.has(plan.source[0]) and self.has(plan.target[0])):
            return None
        job = CopyJob(
            plan, self.data(*plan.source), self.data(*plan.target), agenda=self.agenda, calendar=self.calendar,
            draw=Draw(self.name, "job", plan.name), clerks=self.teams[clerks], chosen=chosen, details=details,
            existing=existing, arrived=arrived,
        )  # fmt: skip
        self.jobs.append(job)
        return job
