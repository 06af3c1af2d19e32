"""Which rows of a table are totals and subtotals? Those that say so and whose numbers are the sum of rows above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from regia.sources.excel.grid import Cell, Row

_LABEL = re.compile(
    r"\W*(sub[- ]?tot(al[ei]?|\.)?|parziale|(gran|grand)?\s*tot(al[ei]?|\.)?|somma|sum|summe|gesamt|riporto)\b",
    re.IGNORECASE,
)
_MOST_STARTS = 50


@dataclass(frozen=True)
class Candidate:
    """A row that calls itself a total: its number, its cells, and the sums of each column above it."""

    row: int
    cells: tuple[Cell, ...]
    sums: tuple[float, ...]


def labelled(rows: Sequence[Row], columns: Sequence[int]) -> list[int]:
    """Return which rows have a total's label in one of the columns."""
    found: set[int] = set()
    for column in columns:
        found.update(i for i, row in enumerate(rows) if row[column] and _is_label(row[column]))
    return sorted(found)


def certain(candidates: Sequence[Candidate]) -> Iterator[int]:
    """Give the rows that are totals for certain: every sum they show, and at least one, is that of rows above.

    `sums` are running sums over all rows before the candidate, candidates among them.
    """
    starts = [_Start(0, (0.0,) * len(candidates[0].sums))] if candidates else []
    taken = (0.0,) * len(candidates[0].sums) if candidates else ()
    for candidate in candidates:
        clean = tuple(total - out for total, out in zip(candidate.sums, taken, strict=True))
        if any(_adds_up(candidate.cells, clean, start.sums) for start in starts[:1] + starts[-_MOST_STARTS:]):
            yield candidate.row
            taken = tuple(out + _number(v) for out, v in zip(taken, candidate.cells, strict=True))
            starts.append(_Start(candidate.row, clean))


@dataclass(frozen=True)
class _Start:
    row: int
    sums: tuple[float, ...]


def _is_label(value: Cell) -> bool:
    return isinstance(value, str) and bool(_LABEL.match(value))


def _is_number(value: Cell) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


def _adds_up(cells: Sequence[Cell], sums: Sequence[float], before: Sequence[float]) -> bool:
    """Whether more than half of a row's numbers, and one that is not zero, are sums of the rows since `before`."""
    shown = [
        (_number(cell), total - old) for cell, total, old in zip(cells, sums, before, strict=True) if _is_number(cell)
    ]
    equal = [cell for cell, total in shown if isclose(cell, total, rel_tol=1e-9, abs_tol=0.006)]
    return any(equal) and 2 * len(equal) > len(shown)
