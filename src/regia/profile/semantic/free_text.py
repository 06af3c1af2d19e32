"""What people write in their own words: notes, messages, descriptions."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, POSSIBLE, Detector
from regia.profile.names import word_list, words


def _letters(value: str) -> bool:
    return sum(map(str.isalpha, value)) >= 0.6 * len(value)


def _sentence(value: str) -> bool:
    """Whether it holds a small word, as sentences do and the names of articles seldom."""
    found = set(value.lower().split())
    return any(not found.isdisjoint(listed) for listed in word_list("language").values())


_DESCRIBES = frozenset({"descrizione", "descr", "des", "desc", "description"})
"""A name for what a thing is called, more often than for a text."""


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.share(_letters) < 0.6:
        return 0.0
    described = column.named("free_text") and column.mean_words >= 2.5
    if described and (column.mean_words >= 4 or not _DESCRIBES.intersection(words(column.name))):
        return LIKELY
    long = column.mean_words >= 4 and column.mean_length >= 25
    return POSSIBLE if long and column.share(_sentence) >= 0.4 else 0.0


DETECTOR = Detector("free_text", Text("testo libero", "free text"), _evidence)
