"""What an industry brings: its plan of a company and how that company lives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from regia.demo.cell import Bottleneck, Cell
from regia.demo.copies import CopyPlan
from regia.demo.journal import Activity
from regia.demo.options import DemoOptions
from regia.demo.spec import SystemSpec


class Plan(Protocol):
    """What the engine wants to know of a company's plan."""

    @property
    def systems(self) -> tuple[SystemSpec, ...]:
        """The systems it has."""

    @property
    def copies(self) -> tuple[CopyPlan, ...]:
        """The jobs that feed them."""

    @property
    def dead_copies(self) -> tuple[tuple[str, str, str], ...]:
        """From, to and concept of what is still declared and no longer runs."""

    @property
    def bottleneck(self) -> Bottleneck | None:
        """Where work waits."""

    @property
    def duplicates(self) -> float:
        """How often somebody is entered twice."""

    @property
    def traps(self) -> frozenset[str]:
        """What lies in wait for whoever analyses it."""


@dataclass(frozen=True)
class IndustrySpec:
    """One industry. `waits` says where a slow team is felt; `masters` which system leads for which concept."""

    company: str
    plan: Callable[[DemoOptions], Any]
    simulate: Callable[[Cell, Any], None]
    activities: tuple[Activity, ...]
    waits: dict[str, tuple[str, str]]
    masters: Callable[[Any], dict[str, str]]
    departments: dict[str, tuple[str, tuple[str, ...]]]
    journeys: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]
