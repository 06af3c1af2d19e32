"""What the binary sheets of .xls and .xlsb hold, without loading them: how far they reach and their error cells.

Sources: [MS-XLS] 2.4 (Formula, BoolErr, BoundSheet8, FilePass), [MS-XLSB] 2.1.4 (records) and 2.4 (BrtBundleSh).
"""

import struct
from collections.abc import Iterator

from regia.sources.excel.limits import Extent

_BOUND_SHEET, _FILE_PASS, _FORMULA, _BOOL_ERR, _END = 0x85, 0x2F, 0x06, 0x205, 0x0A
_ROW_HEADER, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE_SHEET = 0, 3, 11, 156
_FILLED = range(2, 12)  # BrtCellRk to BrtFmlaError


def is_protected(workbook: bytes) -> bool:
    """Whether the workbook stream of an .xls is encrypted."""
    return any(kind == _FILE_PASS for kind, _, _ in _until_end(workbook, 0))


def xls_errors(workbook: bytes) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the error cells (row, column) of each sheet by its name."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for kind, at, size in _until_end(workbook, 0):
        if kind == _BOUND_SHEET and size > 8:
            start, count, wide = struct.unpack_from("<I", workbook, at)[0], workbook[at + 6], workbook[at + 7] & 1
            raw = workbook[at + 8 : at + 8 + count * (2 if wide else 1)]
            found[raw.decode("utf-16-le" if wide else "latin-1", "replace")] = tuple(_errors(workbook, start))
    return found


def _until_end(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Give the records of a substream: kind, where their content starts, its size."""
    at = start
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        yield kind, at + 4, size
        if kind == _END:
            return
        at += 4 + size


def _errors(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, at, size in _until_end(data, start):
        if (kind == _BOOL_ERR and size >= 8 and data[at + 7]) or (
            kind == _FORMULA and size >= 14 and data[at + 12 : at + 14] == b"\xff\xff" and data[at + 6] == 2
        ):
            yield struct.unpack_from("<HH", data, at)


def xlsb_sheets(workbook: bytes) -> dict[str, str]:
    """Return the relation that each sheet of an .xlsb is kept under, by its name."""
    sheets: dict[str, str] = {}
    for kind, at, size in _wide_records(workbook):
        if kind == _BUNDLE_SHEET:
            content = workbook[at + 8 : at + size]
            relation, rest = _wide_text(content)
            sheets[_wide_text(rest)[0]] = relation
    return sheets


def xlsb_extent(sheet: bytes) -> Extent:
    """Return how far a sheet of an .xlsb reaches."""
    row, rows, columns = 0, [1 << 30, -1], [1 << 30, -1]
    errors: list[tuple[int, int]] = []
    for kind, at, size in _wide_records(sheet):
        if kind == _ROW_HEADER and size >= 4:
            row = struct.unpack_from("<I", sheet, at)[0]
        elif kind in _FILLED and size >= 4:
            column = struct.unpack_from("<I", sheet, at)[0]
            rows = [min(rows[0], row), max(rows[1], row)]
            columns = [min(columns[0], column), max(columns[1], column)]
            if kind in (_CELL_ERROR, _FORMULA_ERROR):
                errors.append((row, column))
    cells = (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) if rows[1] >= 0 else 0
    return Extent(cells, f"R{rows[1] + 1}C{columns[1] + 1}", tuple(errors))


def _wide_text(content: bytes) -> tuple[str, bytes]:
    count = struct.unpack_from("<I", content)[0] if len(content) >= 4 else 0
    end = 4 + 2 * min(count, 255)
    return content[4:end].decode("utf-16-le", "replace"), content[end:]


def _wide_records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the records of an .xlsb part; kinds and sizes are numbers of seven bits a byte."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, min(size, end - at)
        at += size
