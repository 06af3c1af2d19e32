"""What tells a person's name: frequent first and last names, read from lists."""

import re
from functools import cache

from regia.profile.names import lines

_SPLIT = re.compile(r"[\s,.]+")
_LETTERS = re.compile(r"[^\W\d_][^\d_@/\\|{}<>()&+*=:;]*")


@cache
def _first() -> frozenset[str]:
    return frozenset(name for line in lines("first_names") for name in line.split())


@cache
def _last() -> frozenset[str]:
    return frozenset(name.replace("_", " ") for line in lines("last_names") for name in line.split())


def is_first(value: str) -> bool:
    """Whether it is a frequent first name, or two."""
    return bool(parts := value.lower().split()) and len(parts) <= 3 and parts[0] in _first()


def is_last(value: str) -> bool:
    """Whether it is a frequent last name."""
    text = value.lower().strip().replace("'", " ").replace("’", " ")
    return text in _last() or " ".join(text.split()) in _last()


def is_whole(value: str) -> bool:
    """Whether it is two to four words, one of them a frequent first name and none of them a number."""
    parts = [part for part in _SPLIT.split(value.lower()) if part]
    return 2 <= len(parts) <= 5 and written(value) and any(part in _first() for part in (parts[0], parts[-1], parts[1]))


def written(value: str) -> bool:
    """Whether it is written as a name: letters, spaces, apostrophes."""
    return _LETTERS.fullmatch(value.strip()) is not None and len(value) <= 60
