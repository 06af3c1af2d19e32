"""A table found on a sheet: where it stands, its columns, and which rows are not data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regia.sources.excel.columns import Kind


@dataclass(frozen=True)
class Table:
    """A table on a sheet, in sheet rows and columns (from 0); it can be stored as text and had back.

    `body` is its first row of data, `bottom` the row after its last; `left_out` are runs of rows within that are
    no data, `fills` the merged cells that stretch down (first row, row after the last, column). `errors` counts each
    column's cells that show an error, `errors_unplaced` those of the sheet whose column is not known. `stamp` is of
    the file's content.
    """

    sheet: str
    title: str
    top: int
    body: int
    bottom: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    units: tuple[str, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    fills: tuple[tuple[int, int, int], ...] = ()
    errors: tuple[int, ...] = ()
    errors_unplaced: int = 0
    records: int = 0
    stamp: str = ""

    def stored(self) -> str:
        """Return the table as text, for a dataset's locator."""
        import msgspec

        return msgspec.json.encode(self).decode()


def restored(text: str) -> Table:
    """Return the table that `stored` gave."""
    import msgspec

    return msgspec.json.decode(text, type=Table)


def as_runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers as runs: 4, 5, 6, 9 becomes (4, 7), (9, 10)."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return tuple(runs)


def members(runs: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Give back the numbers of runs."""
    for first, last in runs:
        yield from range(first, last)
