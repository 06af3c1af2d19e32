"""Dates kept as text (31/12/2026, 2026-12-31, 20261231), where the type does not say so."""

import re
from datetime import date

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import tells_time

_TIME = r"([ T]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})" + _TIME)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})" + _TIME)
_GLUED = re.compile(r"(?P<y>(19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(\d{6})?")
_EDIFACT = re.compile(r"(?P<y>\d{2})(?P<m>\d{2})(?P<d>\d{2}):\d{4}")  # date and time of preparation, UNB S004
_FORMATS = (
    ("dd/mm/yyyy", _DAY_FIRST), ("yyyy-mm-dd", _YEAR_FIRST), ("yyyymmdd", _GLUED), ("yymmdd:hhmm", _EDIFACT),
)  # fmt: skip


def parse(value: str) -> date | None:
    """Return the day that a text tells, day before month unless that cannot be."""
    for _, pattern in _FORMATS:
        if match := pattern.fullmatch(value.strip()):
            return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return None


def form(value: str) -> str:
    """Return the form a date is written in, or nothing: 31/12/2026 and 31/12/26 are two."""
    for name, pattern in _FORMATS:
        if match := pattern.fullmatch(value.strip()):
            separator = match.groupdict().get("s", "")
            short = name.replace("yyyy", "yy") if len(match["y"]) == 2 else name
            return re.sub("[/-]", separator, short) if separator else short
    return ""


def _day(year: int, month: int, day: int) -> date | None:
    century = 2000 if year < 70 else 1900
    whole = year + century if year < 100 else year
    try:
        return date(whole, day, month) if month > 12 else date(whole, month, day)
    except ValueError:
        return None


def _evidence(column: Column) -> float:
    return evidence(column) if column.kind == "text" else 0.0


def evidence(column: Column) -> float:
    """Return how sure it is that a column of any kind holds dates."""
    if column.share(form) < 0.7:
        return 0.0
    glued = column.share(_GLUED.fullmatch) > 0.5
    share = column.share(parse)
    if glued:  # eight digits may be any number: all of them must be days of our time
        named = tells_time(column.name) or column.named("date_text") or column.name.lower().startswith(("dt", "dat"))
        return LIKELY if share >= (0.95 if named else 0.995) and (named or len(column.looked_at) >= 20) else 0.0
    return SURE if share >= 0.6 else 0.0


DETECTOR = Detector(
    "date_text", Text("data in un testo", "date in text"), _evidence, parse, checked=True, fewest=1, zero_is_none=True
)
