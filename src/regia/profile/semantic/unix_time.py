"""Moments kept as a number: seconds, milliseconds or microseconds since 1970, as programs do."""

from datetime import UTC, date, datetime

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, POSSIBLE, Detector
from regia.profile.names import tells_time, words

FIRST, LAST = 631_152_000, 2_524_608_000
"""From 1990 to 2050, in seconds: what lies outside is no moment of a company's data."""

PARTS_OF_A_SECOND = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000}
_SAYS = frozenset({"epoch", "unix", "unixtime", "millis", "ms", "ts", "tstamp"})


def form(value: str) -> str:
    """Return the unit that makes a number a moment of our time, or nothing."""
    seconds = _number(value)
    return next((unit for unit, parts in PARTS_OF_A_SECOND.items() if FIRST <= seconds / parts < LAST), "")


def day(value: str) -> date | None:
    """Return the day (UTC) of a moment."""
    unit = form(value)
    return datetime.fromtimestamp(_number(value) / PARTS_OF_A_SECOND[unit], UTC).date() if unit else None


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0


def _evidence(column: Column) -> float:
    if column.kind not in ("integer", "decimal") or column.share(form) < 0.9:
        return 0.0
    if tells_time(column.name) or not _SAYS.isdisjoint(words(column.name)):
        # thirteen digits that all are moments are no amount, be it "due" or "paid"
        return LIKELY + 0.18 if column.share(lambda value: form(value) != "seconds") >= 0.99 else LIKELY + 0.1
    # without a name that tells it, ten digits may be a phone or a document's number; thirteen over years seldom are
    long = column.share(lambda value: form(value) != "seconds") >= 0.9 and column.share(form) >= 0.99
    return POSSIBLE if long and len(column.looked_at) >= 20 and _spread_days(column) >= 30 else 0.0


def _spread_days(column: Column) -> float:
    days = [found.toordinal() for value in column.looked_at if (found := day(value))]
    return max(days) - min(days)


DETECTOR = Detector(
    "unix_time",
    Text("momento in un numero", "moment in a number"),
    _evidence,
    form,
    checked=True,
    fewest=1,
    zero_is_none=True,
)
