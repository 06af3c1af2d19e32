"""A sheet as rows of cells, whatever the file it comes from."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

Cell = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta
Row = Sequence[Cell]
EMPTY = ""


@dataclass(frozen=True)
class Merge:
    """Cells shown as one; the first row and column hold the value, ends are exclusive."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet: `rows()` starts at the sheet's first row, and each row at column `left` (from 0).

    An empty cell is ''. `errors` are the (row, column) of cells that show an error such as #N/D: they come as
    empty ones; `errors_unplaced` counts those whose place is not known.
    """

    name: str
    rows: Callable[[], Iterable[Row]]
    left: int = 0
    width: int = 0
    height: int = 0
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    errors: tuple[tuple[int, int], ...] = ()
    errors_unplaced: int = 0
    typed: bool = True
    cut: bool = False


def chunks(grid: Grid, size: int, *, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, list[Row]]]:
    """Give the grid's rows `start` to `stop` in lists of at most `size`, each with its first row's number."""
    rows = islice(grid.rows(), start, stop)
    while part := list(islice(rows, size)):
        yield start, part
        start += len(part)
