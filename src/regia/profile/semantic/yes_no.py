"""Yes or no, written in any of the usual ways."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import word_list


def valid(value: str) -> bool:
    """Whether it is one of the ways to write it."""
    return value.strip().lower() in word_list("values")["yes_no"]


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "integer") or column.distinct > 4 or column.share(valid) < 1:
        return 0.0
    if not column.named("yes_no") and (column.kind == "integer" or column.distinct < 2):
        return 0.0
    return SURE if column.named("yes_no") else LIKELY + 0.01


DETECTOR = Detector("yes_no", Text("sì o no", "yes or no"), _evidence, valid, fewest=1)
