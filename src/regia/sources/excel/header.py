"""Which rows of a block are its header, what stands above and below it, and what are its columns called?"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from regia.sources.excel.grid import Cell, Merge, Row

HEAD_ROWS = 40
_MOST_HEADER_ROWS = 4
_UNIT = re.compile(
    r"[\[(]?\s*(€|eur|euro|\$|usd|£|%|kg|g|gr|t|q|q\.li|l|lt|m|m2|m²|mq|m3|m³|mc|cm|mm|km|n|n\.|nr|nr\.|num|pz|pz\.|pcs|h|hh|"
    r"ore|hours|min|gg|giorni|days|kw|kwh|mwh|€/[a-z0-9]+|k€|m€|/000|€/000|€ ?000|migliaia)\s*[\])]?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[(].{1,12}[\])]")


@dataclass(frozen=True)
class Header:
    """The header of a block: `rows` of it from `first` (block rows), then `units` rows, then the body.

    `names` are as written, '' where there is none; `certain` is False where no row looks like a header.
    """

    first: int
    rows: int
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    certain: bool = True

    @property
    def body(self) -> int:
        """The body's first row within the block."""
        return self.first + self.rows + (1 if self.units else 0)


def find_header(head: Sequence[Row], merges: Sequence[Merge]) -> Header:
    """Return the header of a block from its first rows; `merges` count rows and columns from the block's corner."""
    spread = [_spread(row, number, merges) for number, row in enumerate(head)]
    first = _first_wide(spread)
    if not _is_label_row(spread[first], spread[first + 1 :]):
        return Header(first, 0, ("",) * len(head[0]), certain=False)
    if first and _is_group_row(spread[first - 1], spread[first]):
        first -= 1
    count = _header_rows(head, spread, first, merges)
    merged = any(first <= m.top < first + count and m.right - m.left > 1 for m in merges)
    names = _names(spread[first : first + count], carry=not merged)
    after = first + count
    units = _units(head[after], head[after + 1 :]) if after + 1 < len(head) else ()
    return Header(first, count, names, units)


def written(value: Cell) -> str:
    """Return a header's value as a name: spaces and line ends as one space, whole numbers without decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return " ".join(str(value).split())


def is_blank(value: Cell) -> bool:
    """Whether a cell holds nothing to be seen."""
    return isinstance(value, str) and (not value or value.isspace())


def _spread(row: Row, number: int, merges: Sequence[Merge]) -> list[Cell]:
    """Return a row with merged cells filled sideways."""
    filled = list(row)
    for merge in merges:
        if merge.top == number and 0 <= merge.left < len(filled):
            for column in range(merge.left, min(merge.right, len(filled))):
                filled[column] = row[merge.left]
    return filled


def _count(row: Sequence[Cell]) -> int:
    shown = [value for value in row if not is_blank(value)]
    return len(shown) if len(set(map(written, shown))) > 1 else len(shown[:1])


def _first_wide(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the first row that fills more than half of what the fullest row fills."""
    counts = [_count(row) for row in rows]
    enough = max(counts) / 2
    return next(number for number, count in enumerate(counts) if count > enough or count == max(counts))


def _is_year(value: Cell) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 1900 <= value <= 2100 and value % 1 == 0


def _is_label(value: Cell) -> bool:
    return is_blank(value) or isinstance(value, (str, dt.date)) or _is_year(value)


def _is_label_row(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row names columns: texts, or years and dates across a crosstab, not more of what stands below."""
    shown = [value for value in row if not is_blank(value)]
    if not shown or not all(map(_is_label, shown)):
        return False
    others = [value for value in shown if not isinstance(value, str)]
    if not others:
        return len(below) > 0 or len(shown) > 1
    if len(set(map(written, others))) < len(others) or len(others) == len(shown) == 1:
        return False
    columns = [i for i, value in enumerate(row) if not is_blank(value) and not isinstance(value, str)]
    return all(_differs(row[i], [line[i] for line in below]) for i in columns)


def _differs(label: Cell, values: Sequence[Cell]) -> bool:
    shown = [value for value in values if not is_blank(value)]
    if isinstance(label, dt.date):
        return not any(isinstance(value, dt.date) for value in shown)
    return not all(_is_year(value) for value in shown) and bool(shown)


def _is_group_row(row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    """Whether a row above the header groups its columns: labels over two columns or more, one alone only if merged."""
    if not all(isinstance(value, str) or _is_year(value) or isinstance(value, dt.date) for value in row):
        return False
    if any(isinstance(value, str) and value.rstrip().endswith(":") for value in row):
        return False
    starts = [i for i, value in enumerate(row) if not is_blank(value) and (i == 0 or row[i - 1] != value)]
    ends = [*starts[1:], len(header)]
    spans = [end - start for start, end in zip(starts, ends, strict=True)]
    alone = len(starts) == 1 and starts[0] > 0 and row[starts[0]] == row[min(starts[0] + 1, len(row) - 1)]
    return (len(starts) >= 2 or alone) and all(span >= 2 for span in spans)


def _header_rows(head: Sequence[Row], spread: Sequence[Sequence[Cell]], first: int, merges: Sequence[Merge]) -> int:
    """Return how many rows the header has: it goes on while a row is merged sideways or the next fills its gaps."""
    deepest = max((m.bottom for m in merges if m.top == first and m.bottom - m.top > 1), default=first + 1)
    count = 1
    while first + count < len(spread) - 1 and count < _MOST_HEADER_ROWS:
        last, row = first + count - 1, spread[first + count]
        sideways = any(m.top == last and m.right - m.left > 1 and m.right - m.left < len(row) for m in merges)
        gaps = [i for i, value in enumerate(spread[last]) if is_blank(value)]
        filled = [i for i in gaps if not is_blank(row[i])]
        stands_under = sideways or (len(filled) > 1 and _fills_gaps(head[last], row, gaps))
        if first + count >= deepest and not (stands_under and _is_label_row(row, spread[first + count + 1 :])):
            break
        count += 1
    return count


def _fills_gaps(above: Row, row: Sequence[Cell], gaps: Sequence[int]) -> bool:
    """Whether a row of texts names all that the row above left open, and leaves open some of what that named."""
    if not all(isinstance(value, str) or _is_year(value) for value in row if not is_blank(value)):
        return False
    all_filled = all(not is_blank(row[i]) for i in gaps)
    leaves_open = any(is_blank(value) and not is_blank(above[i]) for i, value in enumerate(row))
    return all_filled and leaves_open


def _names(rows: Sequence[Sequence[Cell]], *, carry: bool) -> tuple[str, ...]:
    """Return each column's name, its rows joined as `2024 / Gennaio`."""
    lines = [[written(value) for value in row] for row in rows]
    for number in range(len(lines) - 1 if carry else 0):
        lines[number] = _carry(lines[number], lines[number + 1])
    return tuple(" / ".join(dict.fromkeys(part for part in column if part)) for column in zip(*lines, strict=True))


def _carry(labels: Sequence[str], below: Sequence[str]) -> list[str]:
    """Let a group's label hold until the next one, where the file does not say which cells are merged."""
    carried, current = [], ""
    for label, under in zip(labels, below, strict=True):
        current = (label if under else "") if label else (current if under else "")
        carried.append(label or current)
    return carried


def _units(row: Row, below: Sequence[Row]) -> tuple[str, ...]:
    """Return the units of measure that a row holds and nothing else, or () where it is an ordinary one."""
    shown = [value for value in row if not is_blank(value)]
    if not shown or not all(isinstance(value, str) and _is_unit(value) for value in shown):
        return ()
    columns = [i for i, value in enumerate(row) if not is_blank(value)]
    numeric = any(isinstance(line[i], (int, float)) for line in below for i in columns)
    return tuple(written(value).strip("[]() ") for value in row) if numeric else ()


def _is_unit(text: str) -> bool:
    return bool(_UNIT.fullmatch(text.strip()) or _BRACKETED.fullmatch(text.strip()))


def is_pairs(head: Sequence[Row]) -> bool:
    """Whether a block is a preamble of `Label: value` lines rather than a table."""
    if len(head) > 12 or not head or len(head[0]) > 3:
        return False
    labels = [row[0] for row in head if not is_blank(row[0])]
    return len(labels) == len(head) and all(isinstance(v, str) and v.rstrip().endswith(":") for v in labels)
