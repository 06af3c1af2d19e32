"""How the attributes of an XES log are kept: the type that holds all values of a key, and values made of their text.

A type is told by one word, in XES's own words as far as they go: who describes a log says it to who reads.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from regia.sources.delimited.date_text import IsoText
from regia.sources.delimited.guess import ColumnGuess
from regia.sources.delimited.kind import Decision, Evidence, Kind
from regia.sources.delimited.number_text import NumberText
from regia.sources.event_logs import xes_values

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import pyarrow as pa

TEXT = "string"
_TRUTH, _TRUTHS = "boolean", frozenset(("true", "false"))
_TEXTS, _NUMBERS = frozenset((TEXT, "id", "date")), frozenset(("int", "float"))
_POINT = Evidence(decimal_marks=frozenset({"."}))
_TOGETHER = 1000
"""Values that are looked at at once."""
_number = partial(NumberText, alphabet=frozenset(b"-.eE+"))
_KINDS: dict[str, Callable[[], Kind]] = {
    "int": _number,
    "float": partial(_number, whole=False),
    "date": partial(IsoText, moment=True, zoned=True, long=True),
    "date without offset": partial(IsoText, moment=True, long=True),
    "day": partial(IsoText, moment=False),
}


@dataclass
class Attribute:
    """What the values of one key may be kept as, after those taken so far; `kinds` counts them as XES calls them."""

    kinds: Counter[str] = field(default_factory=Counter)
    _guess: ColumnGuess = field(default_factory=lambda: ColumnGuess("", [_number(), IsoText()]))
    _texts: list[str] = field(default_factory=list)
    _truths: bool = True

    def take(self, values: "Sequence[Element]") -> None:
        """Take some values."""
        self.kinds += xes_values.kinds(values)
        if self._truths or self._guess.kinds:
            self._texts += [each for each in xes_values.texts(values) if each is not None]
            if len(self._texts) >= _TOGETHER:
                self._look()

    def decide(self) -> tuple[str, str]:
        """Return the word for the type that holds all values, and what was guessed, empty where nothing was."""
        self._look()
        if set(self.kinds) == {_TRUTH} and self._truths:
            return _TRUTH, ""
        found = self._guess.decide(_POINT)
        if not isinstance(found, Decision):
            return TEXT, ""
        word = next(each for each in _KINDS if _decision(each).type == found.type)
        said = _NUMBERS if word in _NUMBERS else _TEXTS
        return (word, "" if word in _NUMBERS else found.guess) if said.issuperset(self.kinds) else (TEXT, "")

    def _look(self) -> None:
        import pyarrow as pa

        self._truths = self._truths and _TRUTHS.issuperset(self._texts)
        self._guess.take(pa.array(self._texts, pa.string()))
        self._texts = []

    @property
    def others(self) -> int:
        """How many values are no texts."""
        return sum(count for kind, count in self.kinds.items() if kind not in _TEXTS)


def type_of(word: str) -> "pa.DataType":
    """Return the type that a word tells of."""
    import pyarrow as pa

    if word in _KINDS:
        return _decision(word).type
    return pa.bool_() if word == _TRUTH else pa.string()


def column(word: str, values: "Sequence[Element | None]") -> "pa.Array":
    """Return values as the type that a word tells of.

    Raises:
        pyarrow.ArrowInvalid: one is no such value.
    """
    import pyarrow as pa

    texts = pa.array(xes_values.texts(values), pa.string())
    return _decision(word).convert(texts) if word in _KINDS else texts.cast(type_of(word))


def _decision(word: str) -> Decision:
    found = ColumnGuess("", [_KINDS[word]()], seen=True, untidy=True).decide(_POINT)
    assert isinstance(found, Decision)
    return found
