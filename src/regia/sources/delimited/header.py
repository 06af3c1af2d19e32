"""Which record holds the names of the columns, if one does: names differ from what stands under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from regia.sources.delimited.records import Field

_DEEPEST = 50  # records above a header, at most
_NUMBER = re.compile(r"[-+]?[€$£]?\s*[\d.,'  ]*\d\s*[%€$£]?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2}.*)?")
_YEARS = range(1900, 2101)
_REGULAR = 0.8


@dataclass(frozen=True)
class Head:
    """Where the table begins in the sample: at its header if one was `found`, else at its first record."""

    position: int
    found: bool
    sure: bool


def find_header(sample: Sequence[Sequence[Field]], width: int) -> Head:
    """Return where the header of a table of `width` fields stands among its first records."""
    for position, record in enumerate(sample[:_DEEPEST]):
        if _is_full(record, width) and (position == 0 or _all_thinner(sample[:position], record, width)):
            verdict = _evidence(record, sample[position + 1 :], width)
            if verdict >= 0:
                return Head(position, found=True, sure=verdict > 0)
            return Head(_first_wide(sample, width), found=False, sure=True)
    start = _first_wide(sample, width)
    verdict = _evidence(sample[start], sample[start + 1 :], width)
    return Head(start, found=verdict > 0, sure=verdict != 0)


def _first_wide(sample: Sequence[Sequence[Field]], width: int) -> int:
    return next((position for position, record in enumerate(sample[:_DEEPEST]) if len(record) == width), 0)


def _is_full(record: Sequence[Field], width: int) -> bool:
    filled = sum(1 for cell in record if cell and cell.strip())
    return len(record) in (width, width - 1) and filled >= max(1, ceil(0.75 * (width - 1)))


def _all_thinner(above: Sequence[Sequence[Field]], record: Sequence[Field], width: int) -> bool:
    filled = sum(1 for cell in record if cell)
    return all(len(each) < width - 1 or sum(1 for cell in each if cell) < filled for each in above)


def _evidence(record: Sequence[Field], under: Sequence[Sequence[Field]], width: int) -> int:
    """Return how many columns say that the record is a header, less those that say it is data; 0 is no evidence."""
    body = [each for each in under if len(each) == width]
    offset = width - len(record)
    cells = [(cell or "").strip() for cell in record]
    if not body:
        return -1 if cells and all(_shape(cell) in ("number", "date") for cell in cells) else 1
    votes = [_vote(cell, [each[offset + i] for each in body]) for i, cell in enumerate(cells)]
    if -1 in votes and _are_years(cells, votes, body, offset):
        return 1
    if -1 in votes:
        return -1 if votes.count(-1) >= votes.count(1) else 1
    return votes.count(1)


def _vote(cell: str, column: Sequence[Field]) -> int:
    values = [value.strip() for value in column if value and value.strip()]
    if not cell or not values:
        return 0
    if cell in values[:200] and len(values) > 1:
        return -1
    shapes = {shape: sum(_shape(value) == shape for value in values) for shape in ("number", "date")}
    for count in shapes.values():
        if count >= _REGULAR * len(values):
            return -1 if _shape(cell) in ("number", "date") else 1
    if _shape(cell) in ("number", "date"):
        return -1 if len(values) > 1 else 0
    return _mask_vote(cell, values)


def _mask_vote(cell: str, values: Sequence[str]) -> int:
    """Codes of one pattern, such as AB-123, under a cell that has another."""
    masks = {_mask(value) for value in values}
    if len(values) < 3 or len(masks) > 1 or not any("9" in mask for mask in masks):
        return 0
    return -1 if _mask(cell) in masks else 1


def _shape(value: str) -> str:
    if _DATE.fullmatch(value):
        return "date"
    return "number" if _NUMBER.fullmatch(value) else "text"


def _mask(value: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))


def _are_years(cells: Sequence[str], votes: Sequence[int], body: Sequence[Sequence[Field]], offset: int) -> bool:
    """Whether the cells that look like data are years in a row over figures that are none."""
    against = [index for index, vote in enumerate(votes) if vote < 0]
    if len(against) < 2 or len(against) == len(cells):
        return False
    years = [int(cells[index]) if cells[index].isdigit() else 0 for index in against]
    in_a_row = all(year in _YEARS and year == years[0] + step for step, year in enumerate(years))
    return in_a_row and not all(value in map(str, _YEARS) for value in _under(body, against, offset))


def _under(body: Sequence[Sequence[Field]], columns: Sequence[int], offset: int) -> Iterator[str]:
    for record in body:
        yield from (record[offset + index] or "" for index in columns)
