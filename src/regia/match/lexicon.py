"""The words of business systems, gathered under terms: `words/terms.toml` and a company's own `terms.toml`."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from regia.errors.match import TermsUnreadable

# What a name may mean: one term, or a few where the word alone does not tell.
Word = frozenset[str]

TERMS = "terms.toml"
_SHORTEST_CUT = 3  # a cut word of fewer letters could be anything
_AGREEING = 0.6  # share of the words with one start that must mean the same
_PLURALS = ("es", "s")


@dataclass(frozen=True)
class Lexicon:
    """`meanings` of every known word; pairs that never mean the same; words that turn a name into another thing."""

    meanings: Mapping[str, Word]
    opposites: frozenset[frozenset[str]] = frozenset()
    turning: Word = frozenset()
    empty: frozenset[str] = frozenset()
    _cut: dict[str, Word | None] = field(default_factory=dict, repr=False, compare=False)
    _idioms_cut: dict[tuple[str, ...], Word | None] = field(default_factory=dict, repr=False, compare=False)

    def word(self, token: str) -> Word:
        """Return what a token may mean; an unknown one means itself."""
        return self.known(token) or frozenset({_singular(token)})

    def known(self, token: str) -> Word | None:
        """Return what a token may mean if it, its singular, or the only word that it is cut from, is known."""
        if found := self.meanings.get(token):
            return found
        for ending in _PLURALS:
            if token.endswith(ending) and (found := self.meanings.get(token.removesuffix(ending))):
                return found
        return None

    def completed(self, token: str) -> Word | None:
        """Return the meaning of the words that start with a token, as older systems cut them, if they agree."""
        if len(token) < _SHORTEST_CUT:
            return None
        if token not in self._cut:
            self._cut[token] = self._complete(token)
        return self._cut[token]

    def _complete(self, token: str) -> Word | None:
        words = [word for word in self._starting.get(token[:_SHORTEST_CUT], ()) if word.startswith(token)]
        terms = Counter(term for word in words for term in self.meanings[word])
        return frozenset(term for term, count in terms.items() if count >= _AGREEING * len(words)) or None

    def idiom(self, listed: tuple[str, ...]) -> Word | None:
        """Return what some words mean together, each whole or cut, if all known ones that they may be agree."""
        if found := self.meanings.get(" ".join(listed)):
            return found
        if listed not in self._idioms_cut:
            self._idioms_cut[listed] = self._whole_idiom(listed)
        return self._idioms_cut[listed]

    def _whole_idiom(self, listed: tuple[str, ...]) -> Word | None:
        if len(listed[0]) < _SHORTEST_CUT or len(listed[-1]) < _SHORTEST_CUT:
            return None
        found = {
            self.meanings[" ".join(words)]
            for words in self._idioms
            if len(words) == len(listed) and all(map(str.startswith, words, listed))
        }
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _idioms(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(word.split()) for word in self.meanings if " " in word)

    @cached_property
    def _starting(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for word in self.meanings:
            found.setdefault(word[:_SHORTEST_CUT], []).append(word)
        return {start: tuple(words) for start, words in found.items()}


def _singular(token: str) -> str:
    return token[:-1] if len(token) > 3 and token.endswith("s") and not token.endswith("ss") else token


def read_lexicon(folder: Path | None = None) -> Lexicon:
    """Return the lexicon, with the terms that a company adds in the `terms.toml` of its folder.

    Raises:
        TermsUnreadable: the company's file is not a list of words under each term.
    """
    own = folder / TERMS if folder else None
    if own is None or not own.is_file():
        return shipped()
    return _lexicon(shipped_terms(), _own_terms(own))


@cache
def shipped() -> Lexicon:
    """Return the lexicon that every company has."""
    return _lexicon(shipped_terms(), {})


@cache
def shipped_terms() -> Mapping[str, list[str]]:
    """Return the words under each term, as shipped."""
    return dict(_shipped("terms.toml"))


def _lexicon(*sources: Mapping[str, list[str]]) -> Lexicon:
    meanings: dict[str, set[str]] = {}
    for terms in sources:
        for term, words in terms.items():
            for word in (term, *words):
                meanings.setdefault(word.lower(), set()).add(term)
    pairs = _shipped("opposites.toml")
    return Lexicon(
        meanings={word: frozenset(terms) for word, terms in meanings.items()},
        opposites=frozenset(frozenset(pair) for pair in pairs["opposites"]),
        turning=frozenset(pairs["turning"]),
        empty=frozenset(pairs["empty"]),
    )


def _shipped(name: str) -> dict[str, list[str]]:
    return tomllib.loads(files("regia.match").joinpath("words", name).read_text(encoding="utf-8"))


def _own_terms(path: Path) -> Mapping[str, list[str]]:
    try:
        terms = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TermsUnreadable(path=str(path), detail=str(error)) from error
    for term, words in terms.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise TermsUnreadable(path=str(path), detail=f"{term} = {words!r}")
    return terms
