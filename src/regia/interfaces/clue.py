"""What one piece of evidence says: that data passes from one system to another, or that one field makes another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from regia.interfaces.landscape import Landscape

Origin = Literal["declared", "observed", "inferred"]
Mode = Literal["realtime", "batch", "manual", "import"]
ANY = "*"
"""Stands for a field that is not known, or for all of them."""


@dataclass(frozen=True)
class Clue:
    """One piece of evidence of data that passes; `job` is the script that does it, where one is named."""

    kind: str
    origin: Origin
    from_system: str
    to_system: str
    reference: str
    detail: str = ""
    concept: str | None = None
    from_dataset: str | None = None
    to_dataset: str | None = None
    mode: Mode | None = None
    probability: float = 1.0
    lag_p50_hours: float | None = None
    lag_p90_hours: float | None = None
    records_per_month: float | None = None
    error_share: float | None = None
    runs_at_hour: float | None = None
    runs_on: str | None = None
    last_seen_at: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One field made from another; datasets as the snapshot names them, or as the script does."""

    from_system: str
    from_dataset: str
    from_field: str
    to_system: str
    to_dataset: str
    to_field: str
    reference: str
    origin: Origin = "declared"


@dataclass(frozen=True)
class Schedule:
    """A script that something starts at fixed hours."""

    script: str
    reference: str
    detail: str


@dataclass(frozen=True)
class Post:
    """A system that sends on a channel of messages, or receives; whoever is at the other end may stand elsewhere."""

    system: str
    channel: str
    sends: bool
    reference: str
    concept: str | None = None


@dataclass(frozen=True)
class Found:
    """What one file says; `trouble` is what of it could not be read."""

    clues: tuple[Clue, ...] = ()
    steps: tuple[Step, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    trouble: str = ""
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True)
class File:
    """One file of evidence, as text; `system` is the one whose catalogue it comes from, if any."""

    name: str
    lines: tuple[str, ...] = field(repr=False)
    system: str | None = None
    dialect: str | None = None

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines)

    @cached_property
    def json(self) -> object | None:
        """The content as JSON, None where it is none."""
        if not self.name.lower().removesuffix(".gz").endswith(".json"):
            return None
        try:
            found: object = msgspec.json.decode(self.text)
        except msgspec.DecodeError:
            return None
        return found

    def has_suffix(self, *suffixes: str) -> bool:
        """Whether the name ends so, packed or not."""
        return self.name.lower().removesuffix(".gz").endswith(suffixes)


@dataclass(frozen=True)
class Kind:
    """A kind of evidence: which files are of it, and what they say."""

    name: str
    is_it: Callable[[File], bool]
    read: Callable[[File, "Landscape"], Found]


def gathered(parts: Iterable[Found]) -> Found:
    """Return what several parts of a file say together."""
    listed = list(parts)
    return Found(
        tuple(each for part in listed for each in part.clues),
        tuple(each for part in listed for each in part.steps),
        tuple(each for part in listed for each in part.schedules),
        "; ".join(dict.fromkeys(part.trouble for part in listed if part.trouble)),
    )
