"""Dates, times and durations in the reader's form."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from regia.errors import Language, Text
from regia.wording.numbers import number

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = (
    (86_400, Text("giorno", "day"), Text("giorni", "days")),
    (3_600, Text("ora", "hour"), Text("ore", "hours")),
    (60, Text("minuto", "minute"), Text("minuti", "minutes")),
    (1, Text("secondo", "second"), Text("secondi", "seconds")),
)


def date_(value: date | datetime, language: Language, *, timezone: str | None = None) -> str:
    """Return a date, or a date and time to the minute: 31/12/2026 14:30 in Italian, 31 Dec 2026 14:30 in English.

    A time that knows its zone is told in `timezone` (as `Europe/Rome`), or in UTC and then says so.
    """
    if not isinstance(value, datetime):
        return _day(value, language)
    zone = ""
    if value.tzinfo is not None:
        value = value.astimezone(ZoneInfo(timezone or "UTC"))
        zone = "" if timezone else " UTC"
    return f"{_day(value, language)} {value:%H:%M}{zone}"


def duration(value: timedelta | float, language: Language) -> str:
    """Return a duration (a timedelta, or seconds) in its two largest units: 2 ore 5 minuti, 2 hours 5 minutes."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    if abs(seconds) < 10:
        return _counted(round(seconds, 1), 3, language)
    rest, parts = _to_the_second_unit(round(abs(seconds))), []
    for index, (length, _, _) in enumerate(_UNITS):
        count, rest = divmod(rest, length)
        if count:
            parts.append(_counted(count, index, language))
    return ("-" if seconds < 0 else "") + " ".join(parts)


def _to_the_second_unit(seconds: int) -> int:
    """Round to the unit after the largest one: hours are told with minutes, days with hours."""
    largest = next((index for index, (length, _, _) in enumerate(_UNITS) if seconds >= length), len(_UNITS) - 1)
    step = _UNITS[min(largest + 1, len(_UNITS) - 1)][0]
    return round(seconds / step) * step


def _counted(count: float, unit: int, language: Language) -> str:
    _, one, many = _UNITS[unit]
    return f"{number(count, language)} {(one if count == 1 else many).say(language)}"


def _day(value: date, language: Language) -> str:
    if language == "it":
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
