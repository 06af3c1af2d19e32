"""What the landscape map shows, in the reader's words."""

from dataclasses import dataclass
from typing import Literal

JOURNEY, STAFF, OPENED = 0, 1, 2

Tone = Literal["good", "fair", "bad", "unknown", "low", "medium", "high"]


@dataclass(frozen=True)
class Badge:
    """What the chosen view says of a card: a word or a figure. The tone is told by colour and by glyph."""

    text: str
    tone: Tone


@dataclass(frozen=True)
class Card:
    """A system, or a whole department. `href` is where choosing it leads, `detail` what is told in full."""

    key: str
    name: str
    kind: str
    owner: str
    records: str
    badge: Badge
    href: str
    detail: str


@dataclass(frozen=True)
class Lane:
    """A department with its systems; `summary` stands for it where there is no room for all.

    Lanes of one `band` stand beside one another, a higher band below. The cards of a `fixed` lane keep their order.
    """

    key: str
    name: str
    count: str
    cards: tuple[Card, ...]
    summary: Card
    band: int = JOURNEY
    fixed: bool = False


@dataclass(frozen=True)
class Link:
    """What passes between two cards, or what they hold in common; a heavier one is drawn thicker."""

    source: str
    target: str
    weight: float
    text: str
    directed: bool = False
    certain: bool = True


@dataclass(frozen=True)
class Landscape:
    """The whole map; `chosen` is the key of a card, whose lines are lit, `opened` that of a card shown in full."""

    title: str
    description: str
    lanes: tuple[Lane, ...]
    links: tuple[Link, ...]
    chosen: str | None = None
    opened: str | None = None
