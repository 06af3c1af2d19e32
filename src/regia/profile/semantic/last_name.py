"""Last names of people, by a list of frequent ones."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import words
from regia.profile.people import is_first, is_last, written


def told_by_name(name: str) -> bool:
    """Whether the name can mean nothing else: last names are too many for a list."""
    glued = "".join(words(name))
    return any(part in glued for part in ("cognome", "lastname", "surname", "familyname"))


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.mean_words > 1.7:
        return 0.0
    first, last = column.share(is_first), column.share(is_last)
    if told_by_name(column.name) and first < 0.5:
        return SURE if column.share(written) >= 0.8 else 0.0
    if last <= first:
        return 0.0
    if column.named("last_name"):
        return SURE if last >= 0.1 else 0.0
    return LIKELY if last >= 0.35 and len(column.looked_at) >= 5 else 0.0


DETECTOR = Detector("last_name", Text("cognome", "last name"), _evidence, written, fewest=1)
