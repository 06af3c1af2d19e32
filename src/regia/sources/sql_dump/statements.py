"""A dump as a sequence of statements; the data of COPY and INSERT are skipped or read where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regia.sources.sql_dump import tokens
from regia.sources.sql_dump.dialect import Dialect
from regia.sources.sql_dump.stream import Window

HEAD = 1 << 18  # bytes within which a COPY or INSERT names its columns
_LONGEST_TEXT = 8 << 20
_LONGEST_VALUE = 1 << 29
_SPACE = re.compile(
    rb"(?:\s++|--[^\n]*+\n|#[^\n]*+\n|/\*(?!M?!)(?:[^*]++|\*(?!/))*+\*/|/\*M?!\d*+\s*|\*/|\\[^\n]*+\n|;)*+"
)
_LIST = rb"\(((?:[^()\"`]++|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`)*+)\)"
_COPY = re.compile(
    rb"COPY\s+" + tokens.QUALIFIED + rb"\s*(?:" + _LIST + rb"\s*)?FROM\s+stdin[^\n]*?(\r?)\n", re.IGNORECASE
)
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*INTO\s+"
    + tokens.QUALIFIED
    + rb"\s*(?:"
    + _LIST
    + rb"\s*)?(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*(?=\()",
    re.IGNORECASE,
)
_DELIMITER = re.compile(rb"DELIMITER[ \t]+(\S+)[^\n]*\n?", re.IGNORECASE)
_BLANK = re.compile(rb"\s*+")


@dataclass(frozen=True)
class Statement:
    """One statement; for COPY and INSERT the window stands at their data, for others `text` holds all of it."""

    kind: Literal["copy", "insert", "other"]
    offset: int
    target: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    text: bytes = b""


class Statements:
    """The statements of a dump from where a window stands. After COPY and INSERT, skip or read their data.

    `cut` is True once the dump ended within a statement.
    """

    def __init__(self, window: Window, dialect: Dialect) -> None:
        self.window = window
        self.dialect = dialect
        self.cut = False
        self._delimiter = b";"
        self._crlf = False

    def next(self) -> Statement | None:
        """Return the next statement, or None at the end."""
        while self._to_statement():
            window = self.window
            if delimiter := _DELIMITER.match(window.data, window.at):
                self._delimiter = delimiter[1]
                window.at = delimiter.end()
                continue
            return self._statement()
        return None

    def _statement(self) -> Statement:
        window, offset = self.window, self.window.offset
        for kind, pattern in (("copy", _COPY), ("insert", _INSERT)):
            if head := pattern.match(window.data, window.at):
                window.at = head.end()
                self._crlf = kind == "copy" and head[3] == b"\r"
                target, columns = (tokens.names(part or b"", self.dialect.encoding) for part in head.group(1, 2))
                return Statement("copy" if kind == "copy" else "insert", offset, target, columns)
        return Statement("other", offset, text=self._text())

    def _to_statement(self) -> bool:
        """Go to the first byte of the next statement."""
        window = self.window
        while True:
            window.fill(HEAD)
            window.at = _end(_SPACE, window.data, window.at)
            if self._delimiter != b";" and window.data.startswith(self._delimiter, window.at):
                window.at += len(self._delimiter)
            elif len(window.data) - window.at >= HEAD or not window.more():
                break
        return self._leave_comment()

    def _leave_comment(self) -> bool:
        """Step over what is left of a comment that the end of the dump cuts; return whether a statement follows."""
        window = self.window
        left = window.data[window.at :] if len(window.data) - window.at < HEAD else b"x"
        if left.startswith((b"--", b"#", b"\\")) or (left.startswith(b"/*") and b"*/" not in left):
            window.at = len(window.data)
            return False
        return bool(left)

    def _text(self) -> bytes:
        """Take a statement that is neither COPY nor INSERT; one too long to be a definition is cut short."""
        parts: list[bytes] = []
        window = self.window
        for start, end in self._pieces():
            if sum(map(len, parts)) < _LONGEST_TEXT:
                parts.append(window.data[start:end])
        return b"".join(parts)

    def skip(self) -> int:
        """Skip the rest of a statement; return about how many rows it holds."""
        return sum(self.window.data.count(b"),", start, end) for start, end in self._pieces()) + 1

    def _pieces(self) -> Iterator[tuple[int, int]]:
        """Give the rest of a statement up to its end, piece by piece, as places in the window."""
        window = self.window
        if self._delimiter != b";":
            yield from self._up_to_delimiter()
            return
        pattern = tokens.skipping(backslash=self.dialect.backslash)
        while True:
            start = window.at
            end = _end(pattern, window.data, start)
            window.at = end
            yield start, end
            if window.data[end : end + 1] == b";":
                window.at = end + 1
                return
            if len(window.data) - window.at > _LONGEST_VALUE or not window.more():
                self.cut, window.at = True, len(window.data)
                return

    def _up_to_delimiter(self) -> Iterator[tuple[int, int]]:
        window = self.window
        while (end := window.data.find(self._delimiter, window.at)) < 0:
            if len(window.data) - window.at > _LONGEST_VALUE or not window.more():
                self.cut, window.at = True, len(window.data)
                return
        yield window.at, end
        window.at = end + len(self._delimiter)

    def skip_copy(self) -> int:
        """Skip the lines of a COPY; return how many there are."""
        return sum(window_lines.count(b"\n") for window_lines in self._copy_pieces())

    def copy_lines(self) -> Iterator[list[bytes]]:
        """Give the whole lines of a COPY, in lists."""
        for piece in self._copy_pieces():
            lines = piece.split(b"\n")
            lines.pop()
            yield [line.removesuffix(b"\r") for line in lines] if self._crlf else lines

    def _copy_pieces(self) -> Iterator[bytes]:
        """Give whole lines of a COPY up to its end mark."""
        window = self.window
        while True:
            end = _end_mark(window.data, window.at)
            last = end if end is not None else window.data.rfind(b"\n", window.at) + 1
            if last > window.at:
                piece = window.data[window.at : last]
                window.at = last
                yield piece
            if end is not None:
                window.at = min(end + 3 + self._crlf, len(window.data))
                return
            if not window.more():
                self.cut, window.at = True, len(window.data)
                return

    def rows(self, columns: int) -> Iterator[tuple[bytes, ...]]:
        """Give the rows of an INSERT, each value as written; where it is cut, those that are whole."""
        window, backslash = self.window, self.dialect.backslash
        pattern = tokens.row(columns, backslash=backslash) if columns else None
        while True:
            if pattern and (found := pattern.match(window.data, window.at)):
                values, end = found.groups(), found.end()
            elif window.data[window.at : window.at + 1] not in (b"(", b""):
                self.skip()
                return
            elif other := tokens.any_row(window.data, window.at, backslash=backslash):
                values, end = other
            elif len(window.data) - window.at < _LONGEST_VALUE and window.more():
                continue
            else:
                self.cut, window.at = True, len(window.data)
                return
            yield values
            window.at = end
            if not self._comma():
                self.skip()
                return

    def _comma(self) -> bool:
        """Step over the comma between two rows; return whether there is one."""
        if self.window.data.startswith(b",(", self.window.at):
            self.window.at += 1
            return True
        self._skip_blank()
        if not self.window.data.startswith(b",", self.window.at):
            return False
        self.window.at += 1
        self._skip_blank()
        return True

    def _skip_blank(self) -> None:
        window = self.window
        while True:
            window.at = _end(_BLANK, window.data, window.at)
            if window.at < len(window.data) or not window.more():
                return


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """Return where a pattern ends that matches nothing too."""
    found = pattern.match(data, at)
    return found.end() if found else at


def _end_mark(data: bytes, at: int) -> int | None:
    """Return where the line that ends a COPY begins, or None where it is not there yet."""
    if data.startswith((b"\\.\n", b"\\.\r"), at):
        return at
    place = at
    while (place := data.find(b"\n\\.", place)) >= 0:
        if data[place + 3 : place + 4] in (b"\n", b"\r"):
            return place + 1
        place += 3
    return None
