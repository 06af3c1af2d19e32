"""One look at every byte of a file: which encoding it can be, and whether its quotes can be trusted."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

Encoding = Literal["utf-8", "windows-1252", "mixed", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]

_BLOCK = 4 * 2**20
_SAMPLE = 4096
_BOMS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Survey:
    """What the bytes of a file say.

    `skip` is the length of the byte order mark; `certain` whether one, or the absence of any byte beyond ASCII or
    any broken one, settles the encoding. `broken` counts bytes that are not UTF-8, `nulls` characters NUL.
    `mixed` is a file of both UTF-8 and Windows-1252, which is decoded line by line.
    """

    encoding: Encoding
    skip: int
    certain: bool
    quotes: bool
    nulls: int
    broken: int
    carriage_returns: bool
    size: int


def surveyed(path: Path) -> Survey:
    """Read a whole file once and say what its bytes allow.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        encoding, skip = _start(file.read(_SAMPLE))
        file.seek(skip)
        if encoding in ("utf-8", None):
            return _of_bytes(file, skip)
        found = _of_wide(file, encoding)
    return Survey(encoding, skip, skip > 0, found.quotes, found.nulls, 0, found.carriage_returns, path.stat().st_size)


def start_encoding(start: bytes) -> tuple[Encoding, int]:
    """Return the encoding that the first bytes of a file allow, and the length of its byte order mark."""
    encoding, skip = _start(start)
    if encoding not in (None, "utf-8"):
        return encoding, skip
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start[skip:])
    except UnicodeDecodeError:
        return _broken_encoding(*_beyond_ascii(start[skip:])), skip
    return "utf-8", skip


def _start(start: bytes) -> tuple[Encoding | None, int]:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding, len(mark)
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if len(start) >= 4 and max(even, odd) > len(start) // 2 * 0.4 and min(even, odd) < max(even, odd) / 4:
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    return None, 0


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _of_bytes(file: BinaryIO, skip: int) -> Survey:
    valid = broken = nulls = size = 0
    quotes = ascii_only = True
    quotes = returns = False
    rest = b""
    for block in _blocks(file):
        size += len(block)
        quotes = quotes or b'"' in block
        nulls += block.count(0)
        returns = returns or b"\r" in block
        if not rest and block.isascii():
            continue
        ascii_only = False
        whole, rest = _whole_characters(rest + block)
        more, worse = _beyond_ascii(whole)
        valid, broken = valid + more, broken + worse
    broken += len(rest)
    encoding = _broken_encoding(valid, broken) if broken else "utf-8"
    return Survey(encoding, skip, not broken or ascii_only, quotes, nulls, broken, returns, size + skip)


def _whole_characters(data: bytes) -> tuple[bytes, bytes]:
    """Cut off a UTF-8 character that the end of a block splits."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            needs = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return (data[:-back], data[-back:]) if needs > back else (data, b"")
        if byte < 0x80:
            break
    return data, b""


def _beyond_ascii(data: bytes) -> tuple[int, int]:
    """Count the characters beyond ASCII that are good UTF-8, and the bytes that are not."""
    good = data.decode("utf-8", "ignore")
    return len(good) - _ascii_characters(data), len(data) - len(good.encode())


def _ascii_characters(data: bytes) -> int:
    return len(data.translate(None, bytes(range(128, 256))))


def _broken_encoding(valid: int, broken: int) -> Encoding:
    """A file with some good UTF-8 and some broken bytes was glued from two; one with none is Windows-1252."""
    return "mixed" if valid > broken / 4 else "windows-1252"


@dataclass(frozen=True)
class _Wide:
    quotes: bool
    nulls: int
    carriage_returns: bool


def _of_wide(file: BinaryIO, encoding: Encoding) -> _Wide:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    quotes = returns = False
    nulls = 0
    for block in _blocks(file):
        text = decoder.decode(block)
        quotes = quotes or '"' in text
        returns = returns or "\r" in text
        nulls += text.count("\0")
    return _Wide(quotes, nulls, returns)
