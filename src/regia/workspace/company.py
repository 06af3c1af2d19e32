"""A company as its `regia.toml` declares it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Literal

from regia.errors import Language, Text

Criticality = Literal["low", "medium", "high", "critical"]
Mode = Literal["realtime", "batch", "manual", "import"]


@dataclass(frozen=True)
class Limits:
    """What a check-up may take from one source; None is no limit.

    `rows_per_dataset` turns a larger dataset into a sample; the others stop the source where they are
    reached. Every limit that bites is reported.
    """

    statement_seconds: int = 300
    minutes: int = 120
    rows_per_dataset: int | None = None
    rows: int | None = None
    gigabytes: float | None = None


@dataclass(frozen=True)
class Source:
    """Where a system's data is read: `url` never holds a secret, `password` refers to one (env:, file:).

    A path in `url` is absolute or relative to the company folder. `include` and `exclude` are shell patterns
    on dataset names. `options` are the connector's own.
    """

    system: str
    url: str
    kind: str | None = None
    password: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    read_views: bool = False
    limits: Limits = Limits()
    options: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()


@dataclass(frozen=True)
class Capability:
    """Something the company is able to do, whoever does it with whatever system."""

    capability: str
    name: str


@dataclass(frozen=True)
class Department:
    """A department, in journey order (marketing, sales, operations, customer care, then staff)."""

    department: str
    name: str
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class System:
    """One application with its data, as declared; `serves` are the objectives it is there for.

    `aliases` are its other names: in traces, in scripts, on servers.
    """

    system: str
    name: str
    department: str | None = None
    kind: str | None = None
    vendor: str | None = None
    owner: str | None = None
    cost_eur_year: Decimal | None = None
    contract_end: date | None = None
    criticality: Criticality | None = None
    users: int | None = None
    serves: tuple[str, ...] = ()
    source: Source | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeclaredInterface:
    """Data that somebody says passes from one system to another."""

    from_system: str
    to_system: str
    concept: str | None = None
    mode: Mode | None = None
    owner: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class DeclaredCorrespondence:
    """Two fields, each written `system.dataset.field`, that somebody says mean the same, or do not."""

    left: str
    right: str
    same: bool = True
    note: str | None = None


@dataclass(frozen=True)
class Direction:
    """Where technology is to take the company: the vision in one page, and the principles of architecture."""

    vision: str | None = None
    principles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objective:
    """What the company wants to reach, how it will know, by when, and who answers for it."""

    objective: str
    name: str
    kpi: str | None = None
    baseline: str | None = None
    target: str | None = None
    due: date | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Project:
    """A piece of change under way or approved: the objectives it serves, the systems it touches, who answers for it."""

    project: str
    name: str
    serves: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    owner: str | None = None
    due: date | None = None
    budget_eur: Decimal | None = None


@dataclass(frozen=True)
class Responsibility:
    """Who decides in one area: roles, never single workers. One is accountable; nobody or two is a finding."""

    area: str
    accountable: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()


@dataclass(frozen=True)
class GuidanceCost:
    """What one form of guidance would cost here, in euro a year, from the least to the most."""

    option: str
    cost_eur_year_low: Decimal
    cost_eur_year_high: Decimal


@dataclass(frozen=True)
class WorkingTime:
    """When the company works: weekdays (0 is Monday), hours, own closures (first and last day).

    `holidays` is the country whose holidays are kept, with a province where its patron saint is kept too
    (`IT-MI`); None keeps no holiday.
    """

    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(18)
    timezone: str = "Europe/Rome"
    holidays: str | None = "IT"
    closures: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Assumptions:
    """What the company assumes when Regia turns records and hours into euro; `confirmed` by a person or not.

    What a day of waiting costs differs too much from company to company to be assumed: without
    `minutes_per_day_waited`, waits are told in hours alone.
    """

    hour_cost_eur: Decimal = Decimal(32)
    minutes_per_duplicate: Decimal = Decimal(6)
    minutes_per_conflict: Decimal = Decimal(8)
    minutes_per_rekeyed_record: Decimal = Decimal(3)
    minutes_per_day_waited: Decimal | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Company:
    """One company folder.

    `keep_snapshots` is how many snapshots are kept, `keep_days` for how long; the newest good one always is.
    `evidence` are the files and folders of scripts, traces and logs that tell how systems talk. `remarks` tell
    what was guessed while reading regia.toml.
    """

    folder: Path
    name: str
    language: Language = "it"
    made_up: bool = False
    departments: tuple[Department, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    systems: tuple[System, ...] = ()
    direction: Direction = Direction()
    objectives: tuple[Objective, ...] = ()
    projects: tuple[Project, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    guidance: tuple[GuidanceCost, ...] = ()
    interfaces: tuple[DeclaredInterface, ...] = ()
    correspondences: tuple[DeclaredCorrespondence, ...] = ()
    evidence: tuple[str, ...] = ()
    working_time: WorkingTime = WorkingTime()
    assumptions: Assumptions = Assumptions()
    keep_snapshots: int = 12
    keep_days: int = 730
    remarks: tuple[Text, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all systems that have one."""
        return tuple(system.source for system in self.systems if system.source)
