"""First names of people, by a list of frequent ones."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.people import is_first, is_last, written


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.mean_words > 1.7:
        return 0.0
    first, last = column.share(is_first), column.share(is_last)
    if first < last:
        return 0.0
    if column.named("first_name"):
        return SURE if first >= 0.25 else 0.0
    return LIKELY if first >= 0.5 and len(column.looked_at) >= 5 else 0.0


DETECTOR = Detector("first_name", Text("nome", "first name"), _evidence, written)
