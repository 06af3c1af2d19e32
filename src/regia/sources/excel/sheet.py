"""Which tables are on a sheet? Finds regions, headers, titles, notes and totals, and tells what is not data."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regia.model.note import Note, Reason
from regia.sources.excel import totals
from regia.sources.excel.columns import Seen
from regia.sources.excel.grid import Grid, Merge, Row, chunks
from regia.sources.excel.header import HEAD_ROWS, Header, find_header, is_blank, is_pairs, written
from regia.sources.excel.regions import MERGED, TEXT, Block, any_along, blocks, survey
from regia.sources.excel.table import Table, as_runs, members

if TYPE_CHECKING:
    from regia.sources.excel.regions import Codes

_CHUNK = 5000
_LABEL_COLUMNS = 4
_LONGEST_ITEM = 60
_NOTE = re.compile(r"\W*(note?|n\.\s?b\.?|fonte|source|legenda|legend|avvertenz[ae]|\(\d\)|\*+)(\W|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A table, and what is told of it; `certain` is False where it has no header of its own."""

    table: Table
    notes: tuple[Note, ...]
    certain: bool


@dataclass(frozen=True)
class _Draft:
    block: Block
    head: tuple[Row, ...]
    columns: tuple[int, ...]
    rows: int


def find_tables(grid: Grid) -> tuple[list[Found], list[Note]]:
    """Return the tables of a sheet from the top, and notes on what stands outside them."""
    codes = survey(grid)
    drafts = _drafts(grid, codes)
    tabular = [draft for draft in drafts if _is_table(draft, drafts)]
    loose = [draft for draft in drafts if draft not in tabular]
    found = [_found(grid, codes, draft, _title(draft, loose)) for draft in tabular]
    return found, _outside(grid, loose)


def _outside(grid: Grid, loose: Sequence[_Draft]) -> list[Note]:
    rows = sum(draft.rows for draft in loose)
    return [Note(Reason.ROWS_LEFT_OUT, grid.name, detail="titles and notes outside tables", count=rows)] if rows else []


def _drafts(grid: Grid, codes: "Codes") -> list[_Draft]:
    found = blocks(codes)
    heads: list[list[Row]] = [[] for _ in found]
    waiting = set(range(len(found)))
    for start, rows in chunks(grid, _CHUNK):
        for number in sorted(waiting):
            block, head = found[number], heads[number]
            wanted = range(max(block.top, start), min(block.bottom, block.top + HEAD_ROWS, start + len(rows)))
            head.extend(rows[row - start][block.left : block.right] for row in wanted)
            if start + len(rows) >= min(block.bottom, block.top + HEAD_ROWS):
                waiting.discard(number)
        if not waiting:
            break
    return [_draft(codes, block, head) for block, head in zip(found, heads, strict=True)]


def _draft(codes: "Codes", block: Block, head: Sequence[Row]) -> _Draft:
    inside = codes[block.top : block.bottom, block.left : block.right] > 0
    shown = inside & (codes[block.top : block.bottom, block.left : block.right] < MERGED)
    columns = tuple(int(column) for column in any_along(shown, 0).nonzero()[0])
    narrow = tuple([row[column] for column in columns] for row in head)
    return _Draft(block, narrow, tuple(block.left + column for column in columns), int(any_along(inside, 1).sum()))


def _is_table(draft: _Draft, drafts: Sequence[_Draft]) -> bool:
    """Whether a block is a table rather than a title, a note, or a preamble of `Label: value` lines."""
    others = any(other is not draft and len(other.columns) > 1 and other.rows > 1 for other in drafts)
    if len(draft.columns) == 1:
        return _is_list(draft, others=others)
    if is_pairs(draft.head):
        return False
    if draft.rows == 1 and others:
        return not (totals.labelled(draft.head, range(len(draft.columns))) or _is_remark(draft))
    return True


def _is_list(draft: _Draft, *, others: bool) -> bool:
    texts = [row[0] for row in draft.head if isinstance(row[0], str) and not is_blank(row[0])]
    if draft.rows < 2 or (others and draft.rows < 4):
        return False
    remarks = any(len(text) > _LONGEST_ITEM or _NOTE.match(text) for text in texts)
    return len(texts) <= 1 or not (remarks and len(texts) == len(draft.head))


def _is_remark(draft: _Draft) -> bool:
    first = next(value for row in draft.head for value in row if not is_blank(value))
    return isinstance(first, str) and (bool(_NOTE.match(first)) or first.rstrip().endswith(":"))


def _title(draft: _Draft, loose: Sequence[_Draft]) -> str:
    """Return the text just above a table, at most two blank rows away."""
    for other in reversed(loose):
        gap = draft.block.top - other.block.bottom
        overlaps = other.block.left < draft.block.right and draft.block.left < other.block.right
        if 0 <= gap <= 2 and overlaps and len(other.columns) == 1:
            return written(next(value for row in reversed(other.head) for value in row if not is_blank(value)))
    return ""


def _found(grid: Grid, codes: "Codes", draft: _Draft, title: str) -> Found:
    block = draft.block
    header = find_header(draft.head, _inner(grid, draft))
    table = Table(
        grid.name,
        title or _preamble_title(draft, header),
        top=block.top + header.first,
        body=block.top + header.body,
        bottom=block.bottom,
        columns=draft.columns,
        names=header.names,
        kinds=(),
        units=header.units,
    )
    table, notes = _without_others(grid, codes, table, header)
    above = [Note(Reason.ROWS_LEFT_OUT, grid.name, detail="rows above the header", count=header.first)]
    guessed = [Note(Reason.GUESSED, grid.name, detail="no header row: columns are numbered")]
    units = [Note(Reason.ROWS_LEFT_OUT, grid.name, detail="units of measure", count=1)]
    told = (above if header.first else []) + ([] if header.certain else guessed) + (units if header.units else [])
    return Found(_typed(grid, codes, table), (*told, *notes), header.certain)


def _preamble_title(draft: _Draft, header: Header) -> str:
    shown = [value for row in draft.head[: header.first] for value in row if isinstance(value, str)]
    return written(next((value for value in shown if not is_blank(value)), ""))


def _inner(grid: Grid, draft: _Draft) -> list[Merge]:
    """Return the merged cells of a block's head, counted in its rows and columns."""
    places = {column: place for place, column in enumerate(draft.columns)}
    inner = []
    for merge in grid.merges:
        inside = [places[c - grid.left] for c in range(merge.left, merge.right) if c - grid.left in places]
        if inside and 0 <= merge.top - draft.block.top < len(draft.head):
            top = merge.top - draft.block.top
            inner.append(Merge(top, top + merge.bottom - merge.top, inside[0], inside[-1] + 1))
    return inner


def _body(grid: Grid, table: Table) -> Iterator[tuple[int, list[Row]]]:
    yield from chunks(grid, _CHUNK, start=table.body, stop=table.bottom)


def _without_others(grid: Grid, codes: "Codes", table: Table, header: Header) -> tuple[Table, list[Note]]:
    """Leave out the totals, repeated headers and footnotes among a table's rows."""
    footnotes = _footnotes(grid, codes, table)
    table = replace(table, bottom=table.bottom - footnotes)
    labelled, repeated = _suspects(grid, table, header)
    sums = list(_with_sums(grid, table, labelled)) if labelled else []
    total = list(totals.certain(sums))
    kept = len(labelled) - len(total)
    told = [("footnotes", footnotes), ("totals and subtotals", len(total)), ("repeated header", len(repeated))]
    notes = [Note(Reason.ROWS_LEFT_OUT, grid.name, detail=what, count=count) for what, count in told if count]
    if kept:
        notes.append(Note(Reason.GUESSED, grid.name, detail="look like totals but do not add up: kept", count=kept))
    return replace(table, left_out=as_runs([*total, *repeated])), notes


def _footnotes(grid: Grid, codes: "Codes", table: Table) -> int:
    """How many last rows hold nothing but a remark in the first column."""
    if len(table.columns) < 3:
        return 0
    first, count = max(table.body, table.bottom - 20), 0
    rows = [row for _, part in chunks(grid, _CHUNK, start=first, stop=table.bottom) for row in part]
    for row, kinds in zip(reversed(rows), codes[first : table.bottom][::-1], strict=True):
        inside = kinds[list(table.columns)]
        shown = ((inside > 0) & (inside < MERGED)).nonzero()[0]
        text = row[table.columns[0]]
        lone = shown.size == 1 and shown[0] == 0 and inside[0] == TEXT
        if inside.any() and not (lone and isinstance(text, str) and (_NOTE.match(text) or len(text) > _LONGEST_ITEM)):
            break
        count += 1
    return count


def _suspects(grid: Grid, table: Table, header: Header) -> tuple[list[int], list[int]]:
    """Return the rows that call themselves totals, and those that repeat the header."""
    labelled: list[int] = []
    repeated: list[int] = []
    named = next((i for i, name in enumerate(table.names) if name), None)
    for start, rows in _body(grid, table):
        labelled.extend(start + i for i in totals.labelled(rows, table.columns[:_LABEL_COLUMNS]))
        if named is None or header.rows != 1:
            continue
        column, name = table.columns[named], table.names[named]
        same = (i for i, row in enumerate(rows) if row[column] == name)
        repeated.extend(start + i for i in same if _is_header(rows[i], table))
    return labelled, repeated


def _is_header(row: Row, table: Table) -> bool:
    return len(table.names) > 1 and all(
        written(row[column]) == name for column, name in zip(table.columns, table.names, strict=True)
    )


def _with_sums(grid: Grid, table: Table, labelled: Sequence[int]) -> Iterator[totals.Candidate]:
    """Give the rows that call themselves totals, with the running sums of all columns above them."""
    import numpy as np

    running = np.zeros(len(table.columns))
    waiting = list(reversed(labelled))
    for start, rows in _body(grid, table):
        values = np.array([[_number(row[column]) for column in table.columns] for row in rows])
        sums = running + np.cumsum(values, axis=0) - values
        while waiting and waiting[-1] < start + len(rows):
            row = waiting.pop()
            cells = tuple(rows[row - start][column] for column in table.columns)
            yield totals.Candidate(row, cells, tuple(sums[row - start].tolist()))
        running = running + values.sum(axis=0)


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


def _typed(grid: Grid, codes: "Codes", table: Table) -> Table:
    """Return the table with the kind of each column, the cells to fill down, and its count of records."""
    seen = [Seen() for _ in table.columns]
    out = set(members(table.left_out))
    for start, rows in _body(grid, table):
        kept = [row for i, row in enumerate(rows, start) if i not in out] if out else rows
        values = list(zip(*kept, strict=True))
        for column, one in zip(table.columns, seen, strict=True):
            one.take(values[column] if values else ())
    filled = any_along(codes[table.body : table.bottom][:, list(table.columns)] > 0, 1)
    return replace(
        table,
        kinds=tuple(one.kind() for one in seen),
        fills=_fills(grid, table),
        errors=_errors(grid, table, out),
        errors_unplaced=grid.errors_unplaced,
        records=int(filled.sum()) - len(out),
    )


def _fills(grid: Grid, table: Table) -> tuple[tuple[int, int, int], ...]:
    """Return the merged cells that stretch down through the body: first row, row after the last, grid column."""
    columns = set(table.columns)
    return tuple(
        (merge.top, min(merge.bottom, table.bottom), merge.left - grid.left)
        for merge in grid.merges
        if merge.bottom - merge.top > 1 and table.body <= merge.top < table.bottom and merge.left - grid.left in columns
    )


def _errors(grid: Grid, table: Table, left_out: set[int]) -> tuple[int, ...]:
    """Return how many cells of each column show an error."""
    counts = dict.fromkeys(table.columns, 0)
    for row, column in grid.errors:
        if table.body <= row < table.bottom and row not in left_out and column - grid.left in counts:
            counts[column - grid.left] += 1
    return tuple(counts.values())
