"""Writes the smallest .xlsb there is: one sheet of texts, numbers and errors. Source: [MS-XLSB] 2.1.4, 2.4."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

Cell = str | float | ValueError | None
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write(path: Path, sheet: str, rows: Sequence[Sequence[Cell]], *, far: tuple[int, int] | None = None) -> None:
    """Write rows of cells, an error for each ValueError; with `far`, one more number in that row and column."""
    book = _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text(sheet))
    content = b"".join(_row(number, enumerate(row)) for number, row in enumerate(rows))
    if far:
        content += _row(far[0], [(far[1], 1.0)])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", _record(131) + _record(143) + book + _record(144) + _record(132))
        target = f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.bin"/>'
        name = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{name}">{target}</Relationships>')
        size = _record(148, struct.pack("<4I", 0, len(rows), 0, 5))
        body = _record(129) + size + _record(145) + content + _record(146) + _record(130)
        archive.writestr("xl/worksheets/sheet1.bin", body)


def _row(number: int, cells: object) -> bytes:
    return _record(0, struct.pack("<I", number) + b"\0" * 13) + b"".join(_cell(*each) for each in cells)  # type: ignore[attr-defined]


def _cell(column: int, value: Cell) -> bytes:
    place = struct.pack("<II", column, 0)
    if value is None:
        return b""
    if isinstance(value, str):
        return _record(6, place + _text(value))
    if isinstance(value, ValueError):
        return _record(3, place + b"\x2a")
    return _record(5, place + struct.pack("<d", value))


def _text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(content)
    while True:
        size += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return number + size + content
