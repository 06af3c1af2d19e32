"""A file of any encoding as a stream of UTF-8 bytes, decoded as it is read."""

import codecs
import io
from collections.abc import Callable
from pathlib import Path

from regia.sources.decoding import windows_1252
from regia.sources.delimited.survey import Encoding

_BLOCK = 2**20

_AS_LATIN_1 = bytes(set(range(256)) - set(range(0x80, 0xA0)))

Decode = Callable[[bytes, bool], bytes]


def utf8_stream(path: Path, encoding: Encoding, *, skip: int) -> io.BufferedReader:
    """Open a file as UTF-8 bytes without its byte order mark, `skip` bytes long; the caller closes it.

    Raises:
        OSError: it cannot be opened.
    """
    file = path.open("rb")
    file.seek(skip)
    if encoding == "utf-8":
        return file
    return io.BufferedReader(_Recoded(file, _decoder(encoding)), _BLOCK)


def _decoder(encoding: Encoding) -> Decode:
    if encoding in ("windows-1252", "mixed"):
        return _Lines(encoding == "mixed").decode
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return lambda data, final: decoder.decode(data, final).encode("utf-8", "replace")


class _Recoded(io.RawIOBase):
    """A readable stream of what `decode` makes of a file's blocks."""

    def __init__(self, file: io.BufferedReader, decode: Decode) -> None:
        self._file, self._decode = file, decode
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            block = self._file.read(_BLOCK)
            self._ended = not block
            self._ready = self._decode(block, self._ended)
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Lines:
    """Windows-1252, or line by line whatever a line is."""

    def __init__(self, mixed: bool) -> None:
        self._mixed = mixed
        self._rest = b""

    def decode(self, data: bytes, final: bool) -> bytes:
        if not self._mixed:
            return _recoded(data)
        lines = (self._rest + data).split(b"\n")
        self._rest = b"" if final else lines.pop()
        end = b"" if final else b"\n"
        return b"\n".join(_line(line) for line in lines) + (end if lines else b"")


def _recoded(data: bytes) -> bytes:
    if data.isascii():
        return data
    if not data.translate(None, _AS_LATIN_1):
        return data.decode("latin-1").encode()  # the same there, and ten times faster
    try:
        return data.decode("windows-1252").encode()
    except UnicodeDecodeError:
        return windows_1252(data).encode()


def _line(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return _recoded(line)
    return line
