"""Where on a sheet do its tables stand? Cuts along blank rows and blank columns, in turn (recursive X-Y cut).

Source: Nagy and Seth, "Hierarchical representation of optically scanned documents", ICPR 1984. Two additions for
sheets: rows that go on with the same kinds of value after a blank row belong to the table above, and columns of
one cell's width set apart by blank columns all alike (a printed report's spacing) belong together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.sources.excel.grid import EMPTY, Grid, Row, chunks

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

TEXT, NUMBER, DATE, BOOL, MERGED = 1, 2, 4, 8, 16
_VALUE = 15
_CODES = {"str": TEXT, "int": NUMBER, "float": NUMBER, "bool": BOOL}
_SURVEY_ROWS = 2000
_MOST_TITLES = 20


@dataclass(frozen=True)
class Block:
    """A rectangle of cells between blank rows and columns, in sheet rows and grid columns; ends are exclusive."""

    top: int
    bottom: int
    left: int
    right: int


def survey(grid: Grid) -> "Codes":
    """Return what kind of value stands in each cell (0 for an empty one), merged cells filled."""
    import numpy as np

    codes = np.zeros((grid.height, grid.width), dtype=np.uint8)
    for start, rows in chunks(grid, _SURVEY_ROWS):
        for column, values in enumerate(zip(*rows, strict=True)):
            codes[start : start + len(rows), column] = _codes(values)
    for row, column in grid.errors:
        if row < grid.height and 0 <= column - grid.left < grid.width:
            codes[row, column - grid.left] = NUMBER
    for merge in grid.merges:
        left, right = max(merge.left - grid.left, 0), merge.right - grid.left
        if merge.top < grid.height and 0 <= merge.left - grid.left < grid.width:
            _fill(codes, Block(merge.top, merge.bottom, left, right))
    return codes


def _fill(codes: "Codes", merged: Block) -> None:
    value = codes[merged.top, merged.left]
    if value:
        codes[merged.top : merged.bottom, merged.left : merged.right] = value | MERGED
        codes[merged.top, merged.left] = value


def blocks(codes: "Codes") -> list[Block]:
    """Return the blocks of a surveyed sheet, from the top and then from the left."""
    found = list(_cut(codes, Block(0, codes.shape[0], 0, codes.shape[1]))) if codes.size else []
    return sorted(found, key=lambda block: (block.top, block.left))


def _codes(values: Row) -> int | list[int]:
    kinds = {kind.__name__ for kind in set(map(type, values))}
    if len(kinds) == 1 and "str" not in kinds:
        return _CODES.get(kinds.pop(), DATE)
    if kinds == {"str"} and values.count(EMPTY) == len(values):
        return 0
    return [_code(value) for value in values]


def _code(value: object) -> int:
    if value.__class__ is str:
        return TEXT if value and not value.isspace() else 0
    return _CODES.get(value.__class__.__name__, DATE)


def _runs(filled: "Flags") -> list[tuple[int, int]]:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _cut(codes: "Codes", area: Block) -> Iterator[Block]:
    waiting = [area]
    while waiting:
        block = waiting.pop()
        parts = _row_parts(codes, block)
        if len(parts) == 1:
            parts = _column_parts(codes, parts[0])
        if len(parts) == 1 and parts[0] == block:
            yield block
        else:
            waiting.extend(parts)


def _row_parts(codes: "Codes", block: Block) -> list[Block]:
    """Cut at blank rows, and put together again what goes on after one."""
    inside = codes[block.top : block.bottom, block.left : block.right]
    parts: list[Block] = []
    seen = inside[0]
    for first, last in _runs(any_along(inside > 0, 1)):
        if parts and (_goes_on(seen, inside[first:last]) or _is_body_of(codes, parts[-1], inside[first])):
            parts[-1] = Block(parts[-1].top, block.top + last, block.left, block.right)
            seen = seen | _kinds(inside[first:last])
        else:
            parts.append(Block(block.top + first, block.top + last, block.left, block.right))
            seen = _kinds(inside[first + 1 : last])
    return parts


def _goes_on(seen: "Codes", rows: "Codes") -> bool:
    """Whether rows after a blank one are more of the table above: their first has the kinds of value `seen` there.

    A row of texts over other kinds of value is a header of its own, whatever the table above holds; so is one over
    texts, unless the rows below fill columns of the table above that it leaves blank, as a header does not.
    """
    first = rows[0]
    filled = first > 0
    if filled.sum() < 2 or not ((seen & first & _VALUE)[filled] > 0).all():
        return False
    if (first[filled] & _VALUE != TEXT).any():
        return True
    below = _kinds(rows[1:])[filled] & _VALUE if len(rows) > 1 else seen[:0]
    if (below & (_VALUE - TEXT)).any():
        return False
    missing = (seen > 0) & ~filled
    return len(rows) == 1 or bool((missing & (_kinds(rows) > 0)).any())


def _is_body_of(codes: "Codes", above: Block, first: "Codes") -> bool:
    """Whether one row of texts above a blank row is the header of the rows below, which hold other kinds of value."""
    header = codes[above.top, above.left : above.right]
    if above.bottom - above.top > 1 or (header > 0).sum() < 2 or not (header[header > 0] == TEXT).all():
        return False
    return bool((header[first > 0] > 0).all() and (first[first > 0] & _VALUE != TEXT).any())


def _kinds(rows: "Codes") -> "Codes":
    """Return the kinds of value that each column holds, as bits."""
    import numpy as np

    return np.asarray(np.bitwise_or.reduce(rows, axis=0), dtype=np.uint8)


def any_along(flags: "Flags", axis: int) -> "Flags":
    """Return along an axis whether any is set."""
    import numpy as np

    return np.asarray(np.any(flags, axis=axis))


def _column_parts(codes: "Codes", block: Block) -> list[Block]:
    """Cut at blank columns, after taking the rows of one cell (titles) off the top."""
    inside = codes[block.top : block.bottom, block.left : block.right] > 0
    runs = _runs(any_along(inside, 0))
    if not runs:
        return []
    left, right = block.left + runs[0][0], block.left + runs[-1][1]
    tight = Block(block.top, block.bottom, left, right)
    titles = _title_rows(codes, tight)
    if titles:
        rest = Block(block.top + titles, block.bottom, left, right)
        return [Block(block.top, block.top + titles, left, right), rest]
    strips = [Block(block.top, block.bottom, block.left + a, block.left + b) for a, b in runs]
    return [tight] if len(strips) == 1 or _is_spacing(codes, strips) else strips


def _title_rows(codes: "Codes", block: Block) -> int:
    """How many first rows hold one value (in one cell, or merged over several) above rows that hold more."""
    rows = codes[block.top : block.bottom, block.left : block.right]
    if block.right - block.left < 2:
        return 0
    for number, row in enumerate(rows[:_MOST_TITLES]):
        shown = ((row > 0) & (row < MERGED)).nonzero()[0]
        if shown.size > 1 or (shown.size == 1 and shown[0] > 0 and (row >= MERGED).any()):
            return number
    return 0


def _is_spacing(codes: "Codes", strips: list[Block]) -> bool:
    extents = []
    for strip in strips:
        rows = any_along(codes[strip.top : strip.bottom, strip.left : strip.right] > 0, 1).nonzero()[0]
        extents.append((int(rows[0]), int(rows[-1])))
    narrow = any(strip.right - strip.left == 1 for strip in strips)
    if not narrow or len({top for top, _ in extents}) != 1 or any(top == bottom for top, bottom in extents):
        return False
    return len(strips) >= 3 or len({bottom for _, bottom in extents}) == 1
