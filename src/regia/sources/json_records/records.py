"""The records of a JSON file, one at a time, each value still the text it was written as."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from regia.sources.delimited.survey import Survey
from regia.sources.delimited.text_stream import utf8_stream

if TYPE_CHECKING:
    from msgspec import Raw

Shape = Literal["lines", "array"]

_BLOCK = 2**20
_LONGEST = 64 * 2**20  # bytes of one record
_SMALL = 32 * 2**20
_MEMBER = re.compile(rb'"\s*:')
_KEY = re.compile(r'[\s,]*"')
_SPACE = b" \t\r\n"
_LINES_TOLD = 5
_QUOTE, _COMMA = ord('"'), ord(",")


@dataclass
class Faults:
    """Records that could not be taken, by line or place in the array, and keys that stood twice in one."""

    malformed: int = 0
    where: list[int] = field(default_factory=list)
    repeated: int = 0

    def add(self, number: int) -> None:
        """Count one more."""
        self.malformed += 1
        if len(self.where) < _LINES_TOLD:
            self.where.append(number)


def shape(path: Path, survey: Survey) -> Shape | None:
    """Return how the records stand in a file, or None where it holds none.

    Raises:
        OSError: it cannot be read.
    """
    with utf8_stream(path, survey.encoding, skip=survey.skip) as stream:
        start = stream.read(_BLOCK).lstrip(_SPACE)
    if start.startswith(b"["):
        return "array"
    return "lines" if start else None


def records(path: Path, survey: Survey, faults: Faults) -> "Iterator[tuple[Mapping[str, Raw | bytes], int]]":
    """Yield each record's members and its length in bytes; of a key that stands twice the last counts, as in JSON.

    Raises:
        OSError: the file cannot be read.
    """
    import msgspec

    decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
    items = _elements(path, survey, faults) if shape(path, survey) == "array" else _lines(path, survey, faults)
    for number, item in items:
        try:
            record: Mapping[str, Raw | bytes] = decoder.decode(item)
        except (msgspec.DecodeError, UnicodeDecodeError):
            lenient = _leniently(item)
            if lenient is None:
                faults.add(number)
                continue
            record = lenient
        faults.repeated += _repeats(item, record)
        yield record, len(item)


def _leniently(item: bytes) -> dict[str, bytes] | None:
    """Return the members of an object with what Python's reader allows and others do not: NaN, half surrogates."""
    try:
        text = item.decode()
        if not isinstance(json.loads(text, strict=False), dict):
            return None
    except (ValueError, RecursionError):
        return None
    decoder, members, position = json.JSONDecoder(strict=False), dict[str, bytes](), text.index("{") + 1
    while quote := _KEY.match(text, position):
        key, end = decoder.raw_decode(text, quote.end() - 1)
        _, position = decoder.raw_decode(text, start := len(text) - len(text[end:].lstrip(" \t\r\n:")))
        members[key.encode("utf-8", "backslashreplace").decode()] = text[start:position].encode()
    return members


def _repeats(item: bytes, record: "Mapping[str, Raw | bytes]") -> bool:
    """Whether a key stands twice: every member ends its key with a quote and a colon, also inside its value."""
    spaced = b'" ' in item or b'"\t' in item or b'"\n' in item or b'"\r' in item
    members = len(_MEMBER.findall(item)) if spaced else item.count(b'":')
    if members == len(record):
        return False
    inside = sum(len(_MEMBER.findall(bytes(value))) for value in record.values())
    if members == len(record) + inside:
        return False
    return len(json.loads(item, object_pairs_hook=_Pairs, strict=False)) > len(record)


class _Pairs(list[tuple[str, object]]):
    """An object's members as they stand."""


def _lines(path: Path, survey: Survey, faults: Faults) -> Iterator[tuple[int, bytes]]:
    with utf8_stream(path, survey.encoding, skip=survey.skip) as stream:
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST and not line.endswith(b"\n"):
                faults.add(number)
                while (line := stream.readline(_LONGEST)) and not line.endswith(b"\n"):
                    pass
            elif line.strip(_SPACE + b"\x1e"):
                yield number, line.strip(_SPACE + b"\x1e")


def _elements(path: Path, survey: Survey, faults: Faults) -> Iterator[tuple[int, bytes]]:
    """Cut an array into its elements: at once if it is small and whole, else where brackets say that each ends."""
    whole = _small_array(path, survey)
    if whole is not None:
        yield from enumerate(map(bytes, whole), 1)
        return
    with utf8_stream(path, survey.encoding, skip=survey.skip) as stream:
        cutter = _Cutter()
        number = 0
        while block := stream.read(_BLOCK):
            for element in cutter.take(block):
                number += 1
                yield number, element
        if cutter.open:
            faults.add(number + 1)


def _small_array(path: Path, survey: Survey) -> "list[Raw] | None":
    import msgspec

    if survey.size > _SMALL:
        return None
    with utf8_stream(path, survey.encoding, skip=survey.skip) as stream:
        try:
            return msgspec.json.decode(stream.read(), type=list[msgspec.Raw])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None


_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+", re.DOTALL)
_TO_COMMA = re.compile(rb'(?:[^"{}\[\],]++|' + _STRING + rb")*+", re.DOTALL)


class _Cutter:
    """Finds the elements of one array in blocks of its text; `open` is whether the array has not ended."""

    def __init__(self) -> None:
        self.open = True
        self._text = b""
        self._scanned = 0
        self._start = 0
        self._depth = 0

    def take(self, block: bytes) -> Iterator[bytes]:
        """Yield the elements that end in this block; a string that the block cuts waits for the next one."""
        if not self.open:
            return
        self._text = self._text[self._start :] + block
        self._scanned -= self._start
        self._start = 0
        while self.open:
            skip = _TO_COMMA if self._depth == 1 else _TO_BRACKET
            matched = skip.match(self._text, self._scanned)
            at = matched.end() if matched else len(self._text)
            if at == len(self._text) or self._text[at] == _QUOTE:
                self._scanned = at
                return
            self._scanned = at + 1
            yield from self._structure(self._text[at], at)

    def _structure(self, mark: int, at: int) -> Iterator[bytes]:
        if mark in b"{[":
            self._depth += 1
            self._start = at + 1 if self._depth == 1 else self._start
        elif mark in b"}]":
            self._depth -= 1
        if (mark == _COMMA and self._depth == 1) or self._depth == 0:
            element = self._text[self._start : at].strip(_SPACE)
            self._start = at + 1
            self.open = self._depth > 0
            if element:
                yield element
