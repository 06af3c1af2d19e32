"""What a column of text can be decided to hold, and how its text becomes values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

DateOrder = Literal["day", "month"]
DecimalMark = Literal[".", ","]


@dataclass(frozen=True)
class Evidence:
    """What other columns of the same file settle: which comes first in dates, what marks decimals."""

    date_orders: frozenset[DateOrder] = frozenset()
    decimal_marks: frozenset[DecimalMark] = frozenset()


@dataclass(frozen=True)
class Decision:
    """The type of a column and how to make it of trimmed, present text.

    `parsed` is whether Arrow's CSV reader makes the same values by itself. `guess` tells what was guessed, empty
    where nothing was.
    """

    type: "pa.DataType"
    convert: "Callable[[pa.Array], pa.Array]"
    parsed: bool = False
    guess: str = ""


@dataclass(frozen=True)
class Undecided:
    """Why a column that looks typed stays text."""

    why: str


class Kind(Protocol):
    """A hypothesis on a column, which every batch of its values may refute."""

    @property
    def alphabet(self) -> frozenset[int] | None:
        """The bytes beside digits that its values may have; None allows any."""

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:
        """Take more values, none empty, `present` the bytes in them beside digits; False once one does not fit."""

    def evidence(self) -> Evidence:
        """Return what the column settles for others."""

    def decide(self, others: Evidence) -> Decision | Undecided | None:
        """Return the decision on all values taken."""


def all_of(mask: "pa.Array") -> bool:
    """Whether a mask without nulls is true everywhere."""
    return bool(mask.true_count == len(mask))


def any_of(mask: "pa.Array") -> bool:
    """Whether a mask is true anywhere."""
    return bool(mask.true_count)
