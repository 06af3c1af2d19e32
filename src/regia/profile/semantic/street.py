"""Addresses: they begin as Italian ones do (via, piazza, ...), or hold a street's word and a number."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import word_list

_WORDS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_SUFFIX = re.compile(r"(strasse|straße|str\.|platz|weg|gasse|allee|straat|gatan|vej)\b", re.IGNORECASE)


def valid(value: str) -> bool:
    """Whether it is written as an address."""
    parts = _WORDS.findall(value.lower())
    if not parts or (len(parts) < 2 and not _SUFFIX.search(value)):
        return False
    lists = word_list("streets")
    if parts[0] in lists["first"] or "".join(parts[:2]) in lists["first"]:
        return True
    return _DIGIT.search(value) is not None and (
        not lists["holds"].isdisjoint(parts) or _SUFFIX.search(value) is not None
    )


def _numbered(value: str) -> bool:
    return len(value) >= 6 and _DIGIT.search(value) is not None and _WORDS.search(value) is not None


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.share(lambda value: "@" in value or "://" in value) > 0.3:
        return 0.0
    share = column.share(valid)
    if column.named("street"):
        return SURE if share >= 0.2 or (column.mean_words >= 2 and column.share(_numbered) >= 0.6) else 0.0
    return LIKELY if share >= 0.6 and column.share(_numbered) >= 0.3 and column.mean_words < 8 else 0.0


DETECTOR = Detector("street", Text("indirizzo", "street address"), _evidence, valid)
