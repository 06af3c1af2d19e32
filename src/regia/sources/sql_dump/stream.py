"""The bytes of a dump as a window that slides: plain, gzip, and UTF-16 (as PowerShell's `>` writes it)."""

import codecs
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from regia.errors import Text
from regia.sources.file_format import unreadable

CHUNK = 1 << 22
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def seek(self, offset: int, /) -> int: ...
    def close(self) -> None: ...


class Window:
    """A part of a dump in memory; `at` is where one reads on, counted from the start of `data`.

    `damaged` says why the file ends early, where it does.
    """

    def __init__(self, source: _Bytes, offset: int) -> None:
        self.data = b""
        self.at = 0
        self.damaged = ""
        self._start = offset
        self._source = source
        self._ended = False

    @property
    def offset(self) -> int:
        """Where one reads on, in bytes from the start of the (unpacked) dump."""
        return self._start + self.at

    def more(self) -> bool:
        """Read on, forgetting what lies before `at`; return whether there was more."""
        if self._ended:
            return False
        wanted = max(CHUNK, len(self.data) - self.at)  # doubles, so that a long value costs linear time
        try:
            piece = self._source.read(wanted)
        except (EOFError, OSError, zlib.error, UnicodeDecodeError) as error:
            piece, self.damaged = b"", str(error)
        self._ended = not piece
        self._start += self.at
        self.data = self.data[self.at :] + piece
        self.at = 0
        return bool(piece)

    def fill(self, size: int) -> None:
        """Have at least `size` bytes from `at` on, or all there are."""
        while len(self.data) - self.at < size and self.more():
            pass


@contextmanager
def opened(path: Path, offset: int = 0) -> Iterator[Window]:
    """Open a dump at an offset of its unpacked bytes; packed ones are unpacked up to there.

    Raises:
        FileUnreadable: it cannot be opened, or is empty.
    """
    try:
        source = _source(path)
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    try:
        _go_to(path, source, offset)
        yield Window(source, offset)
    finally:
        source.close()


def _go_to(path: Path, source: _Bytes, offset: int) -> None:
    try:
        source.seek(offset)
    except (EOFError, OSError, zlib.error, UnicodeDecodeError) as error:
        raise unreadable(path, str(error)) from error


def first_bytes(path: Path, size: int = CHUNK) -> bytes:
    """Return the first bytes of a dump, unpacked.

    Raises:
        FileUnreadable: there is none, or they cannot be unpacked.
    """
    with opened(path) as window:
        window.fill(size)
        if not window.data:
            detail = window.damaged or Text("il file è vuoto", "the file is empty")
            raise unreadable(path, detail)
        return window.data[:size]


def _source(path: Path) -> _Bytes:
    source = _unpacked(path)
    try:
        start = source.read(3)
    except (EOFError, OSError, zlib.error):
        start = b""
    source.close()
    if start[:2] in _UTF16:
        return _Recoded(_unpacked(path), _UTF16[start[:2]])
    return _Skipping(_unpacked(path), 3 if start == codecs.BOM_UTF8 else 0)


def _unpacked(path: Path) -> _Bytes:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return _Gzip(path) if packed else path.open("rb")


class _Gzip:
    """A gzip file; one that ends early gives all there is before it says so, which Python's own does not."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._member = zlib.decompressobj(wbits=31)
        self._packed = b""

    def read(self, size: int, /) -> bytes:
        while True:
            packed = self._packed or self._file.read(CHUNK)
            if self._member.eof:
                packed = packed.lstrip(b"\0")
                if not packed:
                    return b""
                self._member = zlib.decompressobj(wbits=31)
            piece = self._member.decompress(packed, size)
            self._packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if piece:
                return piece
            if not packed and not self._member.eof:
                raise EOFError("the gzip file ends too early")

    def seek(self, offset: int, /) -> int:
        left = offset
        while left and (piece := self.read(min(left, CHUNK))):
            left -= len(piece)
        return offset

    def close(self) -> None:
        self._file.close()


class _Skipping:
    """A file without its byte-order mark."""

    def __init__(self, source: _Bytes, skipped: int) -> None:
        self._source = source
        self._skipped = skipped

    def read(self, size: int, /) -> bytes:
        return self._source.read(size)

    def seek(self, offset: int, /) -> int:
        return self._source.seek(offset + self._skipped)

    def close(self) -> None:
        self._source.close()


class _Recoded:
    """A UTF-16 file as UTF-8."""

    def __init__(self, source: _Bytes, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._rest = b""
        self._source.read(2)

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            piece = self._source.read(size)
            self._rest = self._decoder.decode(piece, final=not piece).encode("utf-8", "surrogatepass")
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    def seek(self, offset: int, /) -> int:
        left = offset
        while left and (piece := self.read(min(left, CHUNK))):
            left -= len(piece)
        return offset

    def close(self) -> None:
        self._source.close()
