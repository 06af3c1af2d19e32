"""What a name says: split at its capitals, signs and glued words, and read with the lexicon."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from regia.match.lexicon import Lexicon, Word

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DIGITS = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_ATTRIBUTE = re.compile(r"\w+\[(.+)\]")
_SIGNS = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_CUT = 12  # a longer unknown token is a word of its own, never a row of cut ones
_LONGEST_IDIOM = 3
_SHARED = 0.6  # share of names that must start alike for the start to be a prefix
_FEWEST = 4
_JOINING = frozenset({"for"})  # a supplier (fornitore) at either end of a name, a preposition between two words


class Naming:
    """Reads names with one lexicon; the same name is read once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._read: dict[str, tuple[Word, ...]] = {}

    def words(self, name: str) -> tuple[Word, ...]:
        """Return what a name says, in its order, without the words that say nothing (of, del, tbl)."""
        if name not in self._read:
            self._read[name] = tuple(self._words(name))
        return self._read[name]

    def _words(self, name: str) -> Iterable[Word]:
        left = tokens(name)
        first = True
        while left:
            size, meaning = self._idiom(left)
            joins = left[0] in _JOINING and not first and len(left) > 1
            if meaning:
                yield meaning
            elif left[0] not in self._lexicon.empty and not joins:
                yield from self._meanings(left[0])
            left, first = left[size:], False

    def _idiom(self, listed: list[str]) -> tuple[int, Word | None]:
        """Return how many tokens make one known word (ragione sociale, also cut: rag soc), and what it means."""
        for size in range(min(_LONGEST_IDIOM, len(listed)), 1, -1):
            if meaning := self._lexicon.idiom(tuple(listed[:size])):
                return size, meaning
        return 1, None

    def _meanings(self, token: str) -> Iterable[Word]:
        if found := self._lexicon.known(token):
            return (found,)
        if token.isdigit() or len(token) < 4:
            return (self._lexicon.word(token),)
        if parts := self._parts(token):
            return parts
        if found := self._lexicon.completed(token):
            return (found,)
        if len(token) <= _LONGEST_CUT and (parts := self._parts(token, cut=True)):
            return parts
        return self._parts(token, gaps=True) or (self._lexicon.word(token),)

    def _parts(self, token: str, *, cut: bool = False, gaps: bool = False) -> tuple[Word, ...]:
        """Return the words that a token is glued from, as few and as long as possible; () if it is not.

        With `gaps`, one unknown piece may stand beside known words that make more than half of the token.
        """
        best: list[_Glued | None] = [_Glued(), *([None] * len(token))]
        for start in range(len(token)):
            if (so_far := best[start]) is None:
                continue
            for end in range(start + 2, len(token) + 1):
                if grown := self._grown(so_far, token[start:end], cut=cut, gaps=gaps):
                    there = best[end]
                    if there is None or grown.cost < there.cost:
                        best[end] = grown
        whole = best[-1]
        if whole is None or len(whole.words) < 2 or whole.cost >= len(whole.words) or 2 * whole.unknown >= len(token):
            return ()
        return whole.words

    def _grown(self, so_far: "_Glued", part: str, *, cut: bool, gaps: bool) -> "_Glued | None":
        """Return the words so far with one more part, if it can be one: short parts and cut words are dear."""
        meaning = self._lexicon.meanings.get(part)
        if meaning and (len(part) > (3 if gaps else 2) or part in _SHORT_PARTS):
            return _Glued(so_far.cost + 0.3 + 1.5 / len(part), (*so_far.words, meaning), so_far.unknown)
        if cut and len(part) > 2 and (meaning := self._lexicon.completed(part)):
            return _Glued(so_far.cost + 0.45 + 1.5 / len(part), (*so_far.words, meaning), so_far.unknown)
        if gaps and not so_far.unknown and len(part) > 2:
            return _Glued(so_far.cost + 0.6 + 0.2 * len(part), (*so_far.words, frozenset({part})), len(part))
        return None


@dataclass(frozen=True, slots=True)
class _Glued:
    """The words that the start of a token is glued from, what they cost, and how many letters say nothing."""

    cost: float = 0.0
    words: tuple[Word, ...] = ()
    unknown: int = 0


_SHORT_PARTS = frozenset({"id", "no", "nr"})


def tokens(name: str) -> list[str]:
    """Split a name into lower-case tokens without accents."""
    if inside := _ATTRIBUTE.fullmatch(name):  # an attribute kept as a row: value[city]
        name = inside[1]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    spaced = _DIGITS.sub(" ", _CAMEL.sub(" ", plain))
    return [token for token in _SIGNS.split(spaced.lower()) if token]


def common_prefix(names: Iterable[str]) -> str:
    """Return the first token that most names share (`tbl_`, `client_`), or nothing."""
    listed = list(names)
    starts = Counter(_start(name) for name in listed)
    starts.pop("", None)
    if len(listed) < _FEWEST or not starts:
        return ""
    prefix, count = starts.most_common(1)[0]
    return prefix if count >= _SHARED * len(listed) else ""


def _start(name: str) -> str:
    start, sign, rest = name.partition("_")
    return f"{start}_" if sign and start and rest else ""
