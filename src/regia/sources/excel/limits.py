"""Is a workbook safe to load? Archives that unpack to more than a limit, and sheets whose far cells would fill memory.

The reader allocates a sheet's whole rectangle at once (32 bytes a cell), so one stray cell in XFD1048576 would end
the process: every sheet's extent is known here before it is loaded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from regia.errors import Text
from regia.sources.file_format import unreadable

MOST_CELLS = 60_000_000  # of one sheet's rectangle: 2 GB while it is read
MOST_BYTES = 6 * 2**30  # of an archive's parts, unpacked
MOST_RATIO = 250  # unpacked over packed, of a part larger than ...
_RATIO_FROM = 256 * 2**20
_CHUNK = 1 << 20
_FAR_ROW = re.compile(rb' r="[A-Za-z]?([0-9]{6,})"')
_FAR_COLUMN = re.compile(rb' r="([A-Za-z]{2,})[0-9]')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Za-z]+)([0-9]+)"(?:[^<>]*[^<>/])?>\s*<(?:\w+:)?[vfi]')
_ERROR = re.compile(rb'<(?:\w+:)?c\b[^<>]*\bt="e"[^<>]*>')
_PLACE = re.compile(rb'\br="([A-Za-z]+)([0-9]+)"')
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:>| (?![^<>]*\br=))")


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches, and the cells that show an error; `cells` is an upper bound of its rectangle."""

    cells: int
    farthest: str = ""
    errors: tuple[tuple[int, int], ...] = ()
    errors_unplaced: int = 0

    @property
    def loadable(self) -> bool:
        """Whether the sheet's rectangle fits in memory."""
        return self.cells <= MOST_CELLS


def check_archive(path: Path, archive: ZipFile) -> None:
    """Refuse an archive that says it unpacks to too much.

    Raises:
        FileUnreadable: it is larger than the limit, or packed so tightly that only a trap is.
    """
    parts = [part for part in archive.infolist() if "/media/" not in part.filename]
    size = sum(part.file_size for part in parts)
    tight = [part for part in parts if _is_trap(part)]
    if size > MOST_BYTES or tight:
        detail = Text(
            f"archivio che si espande a {size / 2**20:.0f} MiB: oltre il limite",
            f"an archive that unpacks to {size / 2**20:.0f} MiB: past the limit",
        )
        raise unreadable(path, detail)


def _is_trap(part: ZipInfo) -> bool:
    return part.file_size > _RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def drain(archive: ZipFile, name: str) -> None:
    """Unpack a part to nowhere, so that one that lies about its size is found out (BadZipFile)."""
    with archive.open(name) as part:
        while part.read(_CHUNK):
            pass


def tags(archive: ZipFile, name: str) -> Iterator[bytes]:
    """Give an XML part in pieces that split neither a tag nor, of a sheet, a cell; quotes are double ones."""
    rest = b""
    with archive.open(name) as part:
        while piece := part.read(_CHUNK):
            piece = rest + piece
            cut = max(piece.rfind(b"<c"), 0) or max(piece.rfind(b"<"), 0)
            rest = piece[cut:]
            yield _double_quoted(piece[:cut])
    yield _double_quoted(rest)


def _double_quoted(piece: bytes) -> bytes:
    return piece.replace(b"'", b'"') if b"='" in piece else piece


def sheet_extent(archive: ZipFile, name: str) -> Extent:
    """Return how far a sheet of an .xlsx reaches, reading it once without loading it."""
    row, column, across = 1, 26, 0
    errors: list[tuple[int, int]] = []
    unplaced = 0
    for piece in tags(archive, name):
        row = max(row, *map(int, _FAR_ROW.findall(piece)), 0)
        column = max(column, *map(_column, set(_FAR_COLUMN.findall(piece))), 0)
        if b't="e"' in piece:
            found = [_PLACE.search(cell) for cell in _ERROR.findall(piece)]
            errors.extend(_at(match) for match in found if match)
            unplaced += found.count(None)
        if piece.count(b"<c r=") < piece.count(b"<c ") + piece.count(b"<c>") and _UNPLACED.search(piece):
            across = max(across, *(part.count(b"<c") for part in piece.split(b"<row")))
    cells = max(row, 99_999) * max(column, across)
    if cells <= MOST_CELLS:
        return Extent(cells, errors=tuple(errors), errors_unplaced=unplaced)
    return _filled_extent(archive, name, across, tuple(errors))


def _filled_extent(archive: ZipFile, name: str, across: int, errors: tuple[tuple[int, int], ...]) -> Extent:
    """Return the exact rectangle of the cells that hold something, as formatted empty ones cost nothing."""
    top, bottom, left, right, farthest = 1 << 30, 0, 1 << 30, 0, ""
    for piece in tags(archive, name):
        for letters, digits in _CELL.findall(piece):
            row, column = int(digits), _column(letters)
            if row > bottom or column > right:
                farthest = (letters + digits).decode()
            top, bottom, left, right = min(top, row), max(bottom, row), min(left, column), max(right, column)
    cells = (bottom - top + 1) * max(right - left + 1, across) if bottom else 0
    return Extent(cells, farthest, errors)


def _at(match: re.Match[bytes]) -> tuple[int, int]:
    return int(match[2]) - 1, _column(match[1]) - 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
