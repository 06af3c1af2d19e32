"""Splitting text into records and fields, whatever its quotes are like.

The rules of RFC 4180, and for text that breaks them the reading that loses least: a quote inside a value is a
character of it, and a quote that is never closed opens nothing.
"""

from collections.abc import Iterable, Iterator

_LONGEST = 2**20  # characters of one value over several lines, beyond which its quote is taken as stray
_MOST_LINES = 200

Field = str | None


class Records:
    """The records of lines that keep their ends, each a list of fields; an empty unquoted field is None.

    Empty lines are no records. `lines_used` counts the lines that the records given so far took, `characters`
    their length, `strays` the records with quotes where they do not belong.
    """

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines, self._delimiter = iter(lines), delimiter
        self._waiting: list[str] = []
        self.lines_used = 0
        self.characters = 0
        self.strays = 0

    def __iter__(self) -> Iterator[list[Field]]:
        while (line := self._next()) is not None:
            bare = line.rstrip("\r\n")
            if '"' in bare:
                yield self._quoted(line)
            elif bare:
                yield [field or None for field in bare.split(self._delimiter)]

    def _next(self) -> str | None:
        line = self._waiting.pop() if self._waiting else next(self._lines, None)
        if line is not None:
            self.lines_used += 1
            self.characters += len(line)
        return line

    def _quoted(self, line: str) -> list[Field]:
        """Read a record with quotes, taking more lines while one is open; give them back when it never closes."""
        fields, open_quote, stray = split(line.rstrip("\r\n"), self._delimiter)
        more: list[str] = []
        while open_quote and not stray and len(more) < _MOST_LINES and sum(map(len, more)) < _LONGEST:
            following = self._next()
            if following is None:
                break
            more.append(following)
            if '"' in following:
                fields, open_quote, stray = split("".join((line, *more)), self._delimiter)
        self.strays += stray or open_quote
        if open_quote or (more and stray):
            self._waiting.extend(reversed(more))
            self.lines_used -= len(more)
            return split(line.rstrip("\r\n"), self._delimiter, lenient=True)[0]
        return fields


def split(text: str, delimiter: str, *, lenient: bool = False) -> tuple[list[Field], bool, bool]:
    """Return the fields of one record, whether its last quote stays open, and whether a quote was out of place.

    With `lenient` a quote that is never closed is a character like any other.
    """
    fields: list[Field] = []
    position, stray = 0, False
    while True:
        start = _opening_quote(text, position)
        if start >= 0:
            value, end, odd = _quoted_value(text, start + 1, delimiter)
            stray = stray or odd
            if end < 0 and not lenient:
                return fields, True, stray
            if end >= 0:
                fields.append(value)
                if end >= len(text):
                    return fields, False, stray
                position = end + 1
                continue
        end = text.find(delimiter, position)
        value = text[position:] if end < 0 else text[position:end]
        stray = stray or '"' in value
        fields.append(value.rstrip("\r\n") if end < 0 else value or None)
        if end < 0:
            fields[-1] = fields[-1] or None
            return fields, False, stray
        position = end + 1


def _opening_quote(text: str, position: int) -> int:
    """Return where the quote stands that a value starts with, after spaces at most, or -1."""
    while text.startswith(" ", position):
        position += 1
    return position if text.startswith('"', position) else -1


def _quoted_value(text: str, start: int, delimiter: str) -> tuple[str, int, bool]:
    """Return a quoted value, where the delimiter after it stands (-1: never closed), and whether it is odd."""
    parts: list[str] = []
    odd = False
    while True:
        quote = text.find('"', start)
        if quote < 0:
            return "", -1, odd
        after = text[quote + 1 : quote + 2]
        if after == '"':
            parts.append(text[start : quote + 1])
            start = quote + 2
        elif after in ("", delimiter, "\r", "\n"):
            parts.append(text[start:quote])
            return "".join(parts), quote + 1 if after == delimiter else len(text), odd
        else:
            odd = True
            parts.append(text[start : quote + 1])
            start = quote + 1
