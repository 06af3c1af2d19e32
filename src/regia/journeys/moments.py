"""A time as the data writes it, read as SQL: what the company's clock showed."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import column_types, literal, quoted
from regia.journeys.sources import TimeField
from regia.profile.clocks import shown_of_utc

if TYPE_CHECKING:
    import duckdb

# The last one is that of EDIFACT interchanges (UNB, ISO 9735).
_FORMS = ["%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S",
          "%Y/%m/%d", "%Y%m%d", "%d/%m/%y", "%d-%m-%y", "%y%m%d:%H%M"]  # fmt: skip

_OFFSET = r"\d:\d.*(Z|[+-]\d\d:?(\d\d)?)$"
_UNITS = "CASE WHEN abs({column}) >= 1e14 THEN 1e6 WHEN abs({column}) >= 1e11 THEN 1e3 ELSE 1 END"
"""Seconds since 1970 are ten digits, thousandths thirteen, millionths sixteen."""


@dataclass(frozen=True)
class Clock:
    """The company's time zone, and whether a system writes times without a zone in UTC."""

    zone: str
    utc: bool


def moment(time: TimeField, engine_type: str, clock: Clock) -> str:
    """Return a time as SQL: what the company's clock showed."""
    column = quoted(time.name)
    written = {
        "number": f"try_strptime(CAST({column} AS VARCHAR), '%Y%m%d')",
        "text": f"try_strptime(trim({column}), {_FORMS})",
        "text_time": _written(column, clock),
        "unix": f"timezone({literal(clock.zone)}, to_timestamp({column} / {_UNITS.format(column=column)}))",
    }
    if time.form in written:
        return written[time.form]
    if engine_type == "TIMESTAMP WITH TIME ZONE":
        return f"timezone({literal(clock.zone)}, {column})"
    if time.form == "time" and clock.utc:
        return shown_of_utc(f"CAST({column} AS TIMESTAMP)", clock.zone)
    return f"CAST({column} AS TIMESTAMP)"


def moments(connection: "duckdb.DuckDBPyConnection", path: Path, times: Iterable[TimeField]) -> dict[TimeField, str]:
    """Return times of a dataset's records as SQL, as they are written: to be set beside one another."""
    types = column_types(connection, path)
    return {time: moment(time, types[time.name], Clock("UTC", utc=False)) for time in times}


def _written(column: str, clock: Clock) -> str:
    """Return a time of day in text as SQL: with an offset it says when, without one what some clock showed."""
    text = f"trim({column})"
    shown = f"coalesce(TRY_CAST({text} AS TIMESTAMP), try_strptime({text}, {_FORMS}))"
    if clock.utc:
        shown = shown_of_utc(shown, clock.zone)
    offset = f"timezone({literal(clock.zone)}, TRY_CAST({text} AS TIMESTAMPTZ))"
    return f"CASE WHEN regexp_matches({text}, '{_OFFSET}') THEN {offset} ELSE {shown} END"
