"""The rows of a table as CSV, as a spreadsheet may open it: masked, and no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterator

from regia.model.harmless import harmless
from regia.pictures.twin import Twin
from regia.web.evidence.grid import GridPage


def lines(grid: GridPage) -> Iterator[bytes]:
    """Return the lines of a CSV file, with the columns of the contract; some thousand rows at a time."""
    names = [column.name for column in grid.grid.table.columns]
    yield "\ufeff".encode() + _written([names])
    for rows in grid.batches():
        yield _written([[harmless(row[name]) for name in names] for row in rows])


def twin_lines(twin: Twin) -> Iterator[bytes]:
    """Return the table twin of a picture as a CSV file, as the page tells it."""
    rows = [[harmless(cell) for cell in row] for row in (twin.headings, *twin.rows)]
    yield "\ufeff".encode() + _written(rows)


def _written(rows: list[list[object]] | list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
