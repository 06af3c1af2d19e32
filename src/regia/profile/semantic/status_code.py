"""A code from a short closed list: a status, a type, a channel, terms of payment."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, POSSIBLE, Detector
from regia.profile.names import word_list, words

MOST_CODES = 40


def _may_be(column: Column) -> bool:
    if column.kind not in ("text", "integer") or not 1 <= column.distinct <= MOST_CODES:
        return False
    if column.mean_length > 30 or column.mean_words > 3.5 or column.filled < 2 * column.distinct:
        return False
    if column.named("who"):
        return False
    if words(column.name)[-1:] == ("id",) and column.mean_length > 4:
        return False
    counted = column.named("identifier") or column.named("quantity") or column.distinct > 15
    return column.kind == "text" or not counted


def _evidence(column: Column) -> float:
    if not _may_be(column):
        return 0.0
    if column.named("status_code"):
        return LIKELY
    if column.kind == "integer" or column.distinct == 1:
        return 0.0
    if column.share(lambda value: value.lower() in word_list("values")["statuses"]) >= 0.5:
        return LIKELY
    return POSSIBLE if column.filled >= 10 * column.distinct and column.mean_length <= 20 else 0.0


DETECTOR = Detector("status_code", Text("codice di stato o tipo", "status or type code"), _evidence, fewest=1)
