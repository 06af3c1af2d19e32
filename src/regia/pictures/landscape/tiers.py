"""Which lanes stand side by side, and how many columns of cards each one has."""

from collections.abc import Sequence
from dataclasses import dataclass

from regia.pictures.landscape.values import JOURNEY, Lane

USUAL_COLUMNS = 4
WIDEST_COLUMNS = 5


@dataclass(frozen=True)
class Span:
    """A lane and the columns it has: from `first`, `columns` of them."""

    lane: Lane
    first: int
    columns: int

    @property
    def rows(self) -> int:
        """How many rows its cards need, at least one."""
        return max(1, -(-len(self.lane.cards) // self.columns))


@dataclass(frozen=True)
class Tier:
    """Lanes side by side; their rows of cards are aligned, so that lines find a way between them."""

    spans: tuple[Span, ...]

    @property
    def rows(self) -> int:
        """How many rows the tallest lane needs."""
        return max(span.rows for span in self.spans)


def columns_of(lanes: Sequence[Lane]) -> int:
    """Return how many columns the map has: five where the journey has five departments, else four."""
    return WIDEST_COLUMNS if sum(lane.band == JOURNEY for lane in lanes) == WIDEST_COLUMNS else USUAL_COLUMNS


def tiers_of(lanes: Sequence[Lane]) -> tuple[Tier, ...]:
    """Return the lanes band after band, as few beside one another as are legible."""
    columns = columns_of(lanes)
    rows: list[Sequence[Lane]] = []
    for band in sorted({lane.band for lane in lanes}):
        rows += _balanced([lane for lane in lanes if lane.band == band], columns)
    return tuple(_tier(row, columns) for row in rows)


def _balanced(lanes: list[Lane], most: int) -> list[Sequence[Lane]]:
    count = -(-len(lanes) // most)
    if not count:
        return []
    short, longer = divmod(len(lanes), count)
    sizes = [short + 1] * longer + [short] * (count - longer)
    return [lanes[sum(sizes[:index]) : sum(sizes[: index + 1])] for index in range(count)]


def _tier(lanes: Sequence[Lane], columns: int) -> Tier:
    shares = [1] * len(lanes)
    for _ in range(columns - len(lanes)):
        fullest = max(range(len(lanes)), key=lambda index: (len(lanes[index].cards) / shares[index], -index))
        shares[fullest] += 1
    firsts = [sum(shares[:index]) for index in range(len(lanes))]
    return Tier(tuple(map(Span, lanes, firsts, shares)))
