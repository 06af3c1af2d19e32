"""Where each key of a TOML text stands, which no TOML library tells: for messages, and for edits that keep comments.

The text is known to be valid TOML, with line ends of one character.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: The keys, and numbers of elements, that lead to something.
Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


@dataclass(frozen=True)
class Place:
    """Where something stands: line and column from 1, and offsets of its start and of its value (end excluded).

    A table's value is its header.
    """

    line: int
    column: int
    start: int
    value_start: int
    value_end: int


@dataclass(frozen=True)
class Layout:
    """The places of all keys, elements and tables of a text, by path.

    `ends` holds, for each table with a header (and for the root, under the empty path), where a further key of
    its own may be written: the end of the line of its last key.
    """

    places: Mapping[Path, Place]
    ends: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of a path, or of its nearest parent that stands in the text."""
        for length in range(len(path), 0, -1):
            if place := self.places.get(path[:length]):
                return place.line
        return 1


def layout(text: str) -> Layout:
    """Return where everything stands in a valid TOML text."""
    scanner = _Scanner(text)
    scanner.scan()
    return Layout(scanner.places, scanner.ends)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.places: dict[Path, Place] = {}
        self.ends: dict[Path, int] = {(): 0}
        self.lengths: dict[Path, int] = {}

    def scan(self) -> None:
        table: Path = ()
        self._skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self.ends[table] = self._line_end()
            self._skip_blank()

    def _header(self) -> Path:
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path = self._in_arrays(tuple(self._key()))
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        self._record(path, start, (start, self.at))
        if not many:
            return path
        self.lengths[path] = self.lengths.get(path, 0) + 1
        element = (*path, self.lengths[path] - 1)
        self._record(element, start, (start, self.at))
        return element

    def _in_arrays(self, path: Path) -> Path:
        """Return the path with the number of the element it stands in, where a part of it is an array of tables."""
        found: Path = ()
        for position, part in enumerate(path, 1):
            found = (*found, part)
            if position < len(path) and found in self.lengths:
                found = (*found, self.lengths[found] - 1)
        return found

    def _pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self._key())
        self.at = self.text.index("=", self.at) + 1
        self._skip_blank()
        value_start = self.at
        self._record(path, start, (value_start, value_start))
        self._value(path)
        self._record(path, start, (value_start, self.at))

    def _key(self) -> Iterator[str]:
        while True:
            self._skip_blank()
            pattern = _STRING if self.text[self.at] in "\"'" else _BARE_KEY
            part = self._take(pattern)
            yield tomllib.loads(f"k = {part}")["k"] if pattern is _STRING else part
            self._skip_blank()
            if self.text[self.at] != ".":
                return
            self.at += 1

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self._take(_STRING)
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            start = self.at
            self.at = start + len(self._take(_BARE_VALUE).rstrip())

    def _array(self, path: Path) -> None:
        position = 0
        while self._next_part("]"):
            start = self.at
            self._value((*path, position))
            self._record((*path, position), start, (start, self.at))
            position += 1

    def _inline_table(self, path: Path) -> None:
        while self._next_part("}"):
            self._pair(path)

    def _next_part(self, close: str) -> bool:
        """Step over the opening bracket or a comma; whether a part follows, else step over the closing bracket."""
        self._skip_blank()
        if self.text[self.at] != close:
            self.at += self.text[self.at] in "[{,"
            self._skip_blank()
        if self.text[self.at] != close:
            return True
        self.at += 1
        return False

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None, "the text is valid TOML"
        self.at = match.end()
        return match[0]

    def _skip_blank(self) -> None:
        self._take(_BLANK)

    def _line_end(self) -> int:
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end

    def _record(self, path: Path, start: int, value: tuple[int, int]) -> None:
        line = bisect_right(self.lines, start)
        place = Place(line, start - self.lines[line - 1] + 1, start, *value)
        for length in range(1, len(path)):
            self.places.setdefault(path[:length], place)
        self.places[path] = place
