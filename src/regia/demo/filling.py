"""Whether a column is ever filled in, and ever with something else: noted while rows are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass
class Filling:
    """What a column has held so far. `filled` counts values only until a second one shows that it varies."""

    first: Any = None
    filled: int = 0
    varies: bool = False

    def take(self, values: Iterable[Any]) -> None:
        """Note some values; None and blank text are nothing."""
        for value in values:
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if self.first is None:
                self.first = value
            if value != self.first:
                self.varies = True
                return
            self.filled += 1

    def join(self, other: "Filling") -> None:
        """Note what the same column holds in another cell."""
        self.varies |= other.varies or (None not in (self.first, other.first) and self.first != other.first)
        self.first = other.first if self.first is None else self.first
        self.filled += other.filled

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever filled in."""
        return self.first is None

    def is_constant(self, records: int) -> bool:
        """Whether the same value stands in at least half of so many records, and no other in the rest."""
        return not self.varies and self.filled * 2 >= max(records, 1)
