"""What happens, as the data tells it."""

from dataclasses import dataclass
from typing import Literal

from regia.journeys.sources import EventSource, TimeField

LeftOut = Literal["repeated", "told_twice", "past", "ignored"]
"""Why an activity is no step of the work."""


@dataclass(frozen=True)
class Activity:
    """What happens, as the data tells it: a field of a dataset that got a time, or a state that was reached."""

    number: int
    source: EventSource
    time: TimeField
    state: str | None = None

    @property
    def code(self) -> str:
        """Its name, stable from snapshot to snapshot."""
        parts = (*self.source.place, self.time.name, *([self.state] if self.state is not None else []))
        return ".".join(parts)


@dataclass(frozen=True)
class Outside:
    """How many times of an activity tell no event: after the reading, before any believable one, written unreadably."""

    late: int = 0
    early: int = 0
    unreadable: int = 0
