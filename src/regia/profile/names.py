"""Splits the names of fields and datasets into words, and reads the word lists of this room."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_WORDS = re.compile(r"[A-ZÀ-Ý]+(?![a-zà-ÿ])|[A-ZÀ-Ý]?[a-zà-ÿ]+|\d+")


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case: `DataNascita`, `data_nascita`, `DATA NASCITA` are alike."""
    found = tuple(match.group().lower() for match in _WORDS.finditer(name))
    return tuple(part for word in found for part in _legacy_parts(word)) if _glued(name) else found


def _glued(name: str) -> bool:
    """Whether a name is written as legacy systems do: capitals without a break, but for a suffix."""
    return name.isascii() and name == name.upper()


@cache
def _legacy_parts(word: str) -> tuple[str, ...]:
    if not 4 <= len(word) <= 7 or word in _whole_words():
        return (word,)
    if len(word) > 4 and word[:3] in word_list("legacy")["first"]:
        return word[:3], word[3:]
    end = next((end for end in word_list("legacy")["last"] if word.endswith(end) and len(word) > len(end) + 1), "")
    return (word[: -len(end)], end) if end else (word,)


@cache
def _whole_words() -> frozenset[str]:
    """Return every word that the lists know as a whole: TOTALE is not TOT and ALE."""
    of_fields = (listed for table in nested_words("fields").values() for listed in table.values())
    return frozenset().union(*of_fields, *word_list("times").values(), *word_list("kinds").values())


@cache
def tells_time(name: str) -> bool:
    """Whether a field's name tells that it holds a day or a moment."""
    told = {*words(name), "".join(words(name))}
    listed = frozenset().union(nested_words("fields")["date_text"]["words"], *word_list("times").values())
    return not told.isdisjoint(listed - word_list("times")["fact"])


@cache
def lines(file: str) -> tuple[str, ...]:
    """Return the lines of a text file in `profile/words/`, without its remarks."""
    text = files("regia.profile").joinpath("words", f"{file}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def word_list(file: str) -> Mapping[str, frozenset[str]]:
    """Return the lists of words of a file in `profile/words/`, by their names."""
    text = files("regia.profile").joinpath("words", f"{file}.toml").read_text(encoding="utf-8")
    return {name: frozenset(listed) for name, listed in tomllib.loads(text).items()}


def says(name: str, file: str, listed: str) -> bool:
    """Whether a name holds a word of a list of a file in `profile/words/`."""
    return not word_list(file)[listed].isdisjoint(words(name))


@cache
def nested_words(file: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the tables of lists of words of a file in `profile/words/`, by their names."""
    text = files("regia.profile").joinpath("words", f"{file}.toml").read_text(encoding="utf-8")
    return {
        name: {part: frozenset(listed) for part, listed in table.items()} for name, table in tomllib.loads(text).items()
    }
