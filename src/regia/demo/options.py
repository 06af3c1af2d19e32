"""What a made-up company is asked to be."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from regia.errors.demo import DemoScaleOutOfRange

Industry = Literal["furniture", "distribution"]
Variant = Literal["base", "no_bottleneck", "seasonal", "no_copies", "clean"]

INDUSTRIES: tuple[Industry, ...] = ("furniture", "distribution")
VARIANTS: tuple[Variant, ...] = ("base", "no_bottleneck", "seasonal", "no_copies", "clean")

UNTIL = date(2026, 6, 30)
YEARS = 4


@dataclass(frozen=True)
class DemoOptions:
    """One made-up company: the same options give the same bytes.

    `scale` 1 is a firm of some five thousand customers and nine thousand orders over four years; its rows grow
    in proportion. `until` is the last day of its history. `variant` alters what is planted: no_bottleneck
    (work flows), seasonal (strong seasons, no bottleneck), no_copies (no system feeds another), clean (no
    mistakes). `servers` are URLs of PostgreSQL or MariaDB that take the place of the embedded databases.

    Raises:
        DemoScaleOutOfRange: `scale` is not between 0.01 and 1000.
    """

    seed: int = 1
    scale: float = 1.0
    industry: Industry = "furniture"
    variant: Variant = "base"
    servers: tuple[str, ...] = ()
    until: date = UNTIL

    def __post_init__(self) -> None:
        """Check the scale."""
        if not 0.01 <= self.scale <= 1000:
            raise DemoScaleOutOfRange(scale=self.scale)

    @property
    def mistakes(self) -> bool:
        """Whether people and systems err."""
        return self.variant != "clean"

    @property
    def copies(self) -> bool:
        """Whether systems feed one another."""
        return self.variant != "no_copies"

    @property
    def bottleneck(self) -> bool:
        """Whether work is made to wait somewhere."""
        return self.variant not in ("no_bottleneck", "seasonal")
