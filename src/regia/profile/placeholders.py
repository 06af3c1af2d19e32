"""Values that stand for nothing while they look like data: 01/01/1900, 'NN', 0000000, aaa."""

import re
from functools import cache

from regia.profile.names import word_list
from regia.profile.semantic.date_text import parse

_ONE_SIGN = re.compile(r"(.)\1{4,}|0+[./-]0+[./-]0+|12345\d{0,5}|(.)\2{2,}[./-](.)\3{1,}[./-](.)\4{1,}")
_NO_MAIL = re.compile(
    r"(no|non|nd|nn|na|test|prova|nessun[oa]?|mancante|assente|vuoto|fake|dummy|x{2,}|a{2,})"
    r"([._-]?(e?mail|ha|disponibile|presente))?@.*|(\w+)@\4\.\w+"
)
_PREFIX = re.compile(r"^(\+39|0039)")
_SPACING = re.compile(r"(?<=\d)[\s./-]+(?=\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_PLAUSIBLE, _LAST_PLAUSIBLE = 1902, 2090


@cache
def is_placeholder(value: str, kind: str) -> bool:
    """Whether a value of a column of this kind (`scan_sql.Kind`) stands for nothing.

    A zero never does in a number: it may be an amount.
    """
    text = value.strip().lower()
    lists = word_list("placeholders")
    if kind == "time":
        return text[:10] in lists["dates"] or not _FIRST_PLAUSIBLE <= int(text[:4]) <= _LAST_PLAUSIBLE
    if kind != "text":
        return False
    day = parse(text)
    if day is not None:
        return day.isoformat() in lists["dates"]
    if "@" in text:
        return text in lists["emails"] or _NO_MAIL.fullmatch(text) is not None
    return text in lists["texts"] or _ONE_SIGN.fullmatch(_PREFIX.sub("", _SPACING.sub("", text))) is not None
