"""The elements of the lists that stand in one JSON object, found in blocks of its text: nothing else is held."""

import re
from collections.abc import Iterator
from typing import BinaryIO

_BLOCK = 2**20
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_FLAT = rb'[{\[](?:[^"{}\[\]]++|' + _STRING + rb")*+[}\]]"
_WHOLE = rb'[{\[](?:[^"{}\[\]]++|' + _STRING + rb"|" + _FLAT + rb")*+[}\]]"
"""An object or a list that ends in the block and holds none that holds others: it is passed over in one step."""
_TO_MARK = re.compile(rb'(?:[^"{}\[\],:]++|' + _STRING + rb")*+", re.DOTALL)
_TO_COMMA = re.compile(rb'(?:[^"{}\[\],]++|' + _STRING + rb"|" + _WHOLE + rb")*+", re.DOTALL)
_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb"|" + _WHOLE + rb")*+", re.DOTALL)
_SPACE = b" \t\r\n"
_LONGEST = 64 * 2**20
_QUOTE = ord('"')


class Cut(ValueError):
    """The object ends before its last bracket, or one element is longer than any record is."""


def list_elements(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield each element of each list of the object, with the key of its list; all other members are passed over.

    Raises:
        Cut: the text ends in the middle.
        OSError, UnicodeDecodeError: it cannot be read.
    """
    scanner = _Scanner()
    while block := stream.read(_BLOCK):
        yield from scanner.take(block)
    if scanner.depth or not scanner.begun:
        raise Cut


class _Scanner:
    """Where in the object the text stands: `depth` is 1 in the object, 2 in a list of it."""

    def __init__(self) -> None:
        self.depth = 0
        self.begun = False
        self._text = b""
        self._scanned = 0
        self._start = 0
        self._key = ""
        self._in_list = False

    def take(self, block: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield what ends in this block; a string that the block cuts waits for the next one."""
        self._text = self._text[self._start :] + block
        self._scanned -= self._start
        self._start = 0
        if len(self._text) > _LONGEST:
            raise Cut
        while not self.begun or self.depth:
            matched = self._skip().match(self._text, self._scanned)
            at = matched.end() if matched else len(self._text)
            if at == len(self._text) or self._text[at] == _QUOTE:
                self._scanned = at
                if self.depth == 2 and not self._in_list:
                    self._start = at
                return
            self._scanned = at + 1
            yield from self._mark(self._text[at : at + 1], at)

    def _skip(self) -> "re.Pattern[bytes]":
        if self.depth <= 1:
            return _TO_MARK
        return _TO_COMMA if self.depth == 2 and self._in_list else _TO_BRACKET

    def _mark(self, mark: bytes, at: int) -> Iterator[tuple[str, bytes]]:
        if mark in b"{[":
            self.begun = True
            self.depth += 1
            if self.depth == 2:
                self._in_list = mark == b"["
            if self.depth <= 2:
                self._start = at + 1
        elif mark in b"}]":
            self.depth -= 1
            if self.depth == 1 and self._in_list:
                yield from self._element(at)
            self._start = at + 1 if self.depth <= 1 else self._start
        elif mark == b"," and self.depth == 2:
            yield from self._element(at)
        elif mark == b":" and self.depth == 1:
            self._key = self._text[self._start : at].strip(_SPACE).strip(b'"').decode()
            self._start = at + 1
        elif mark == b"," and self.depth == 1:
            self._start = at + 1

    def _element(self, at: int) -> Iterator[tuple[str, bytes]]:
        element = self._text[self._start : at].strip(_SPACE)
        self._start = at + 1
        if element:
            yield self._key, element
