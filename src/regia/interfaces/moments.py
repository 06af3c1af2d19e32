"""Times as texts of many forms, read into seconds of the clock on the company's wall."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import numpy as np

from regia.engine.session import selecting

if TYPE_CHECKING:
    import pyarrow as pa

Zone = Literal["known", "unknown"]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
DAY = 86_400.0
_FORMATS = (
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%Y%m%d%H%M%S", "%d/%m/%y",
    "%y%m%d:%H%M", "%Y%m%d%H%M",
)  # fmt: skip
_WHOLE_DAYS = 0.98
_UNIX_FROM, _UNIX_TO = 315_532_800, 4_102_444_800
"""Seconds from 1970: numbers from 1980 to 2100 are times of Unix, which are UTC."""


@dataclass(frozen=True)
class Moments:
    """Seconds from 1970 on the wall's clock, NaN where unknown; `days` where only the day is told.

    `zone` is unknown where the text says none: it may be the wall's, or UTC.
    """

    at: Floats
    days: bool
    zone: Zone

    def as_utc(self, timezone: str) -> "Moments":
        """Return the same texts read as UTC, on the wall's clock."""
        return Moments(self.at + offsets(self.at, timezone), self.days, self.zone)


def moments(dates: "pa.Array", clocks: "pa.Array | None", timezone: str) -> Moments:
    """Return what texts of times say; `clocks` are times of day kept beside dates.

    Dates are read day first where both readings are possible, as in Italy; whole numbers of ten or thirteen digits
    are seconds or milliseconds of Unix.
    """
    import pyarrow as pa

    table = pa.table({"t": dates, "c": clocks if clocks is not None else pa.nulls(len(dates), pa.string())})
    formats = ", ".join(f"'{each}'" for each in _FORMATS)
    signs = "regexp_replace(c, '[^0-9]', '', 'g')"
    digits = f"lpad({signs}, CASE WHEN length({signs}) > 4 THEN 6 ELSE 4 END, '0')"
    with selecting(table.nbytes) as engine:
        engine.register("given", table)
        rows = engine.sql(
            f"""SELECT regexp_matches(t, '[0-9](Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') AND length(t) > 12 AS zoned,
            try_cast(regexp_extract(t, '^([0-9]{{10}}|[0-9]{{13}})$') AS BIGINT) AS unix,
            CASE WHEN zoned THEN epoch(try_cast(t AS TIMESTAMPTZ))
            WHEN unix / CASE WHEN length(t) = 13 THEN 1000 ELSE 1 END BETWEEN {_UNIX_FROM} AND {_UNIX_TO}
            THEN unix / CASE WHEN length(t) = 13 THEN 1000 ELSE 1 END
            ELSE epoch(coalesce(try_strptime(t, [{formats}]), try_cast(t AS TIMESTAMP))) END AS at,
            try_cast({digits}[1:2] AS INTEGER) * 3600 + try_cast({digits}[3:4] AS INTEGER) * 60
            + coalesce(try_cast(nullif({digits}[5:6], '') AS INTEGER), 0) AS clock
            FROM (SELECT row_number() OVER () AS n, trim(t) AS t, trim(c) AS c FROM given) ORDER BY n"""  # noqa: S608
        ).to_arrow_table()
    return _moments(rows, timezone)


def _moments(rows: "pa.Table", timezone: str) -> Moments:
    at = np.asarray(rows["at"].to_numpy(zero_copy_only=False), dtype=np.float64)
    zoned = np.asarray([bool(each) for each in rows["zoned"].to_pylist()])
    zoned |= np.isfinite(at) & np.asarray([each is not None for each in rows["unix"].to_pylist()], dtype=bool)
    clock = np.asarray(rows["clock"].to_numpy(zero_copy_only=False), dtype=np.float64)
    told = np.isfinite(at)
    if np.isfinite(clock).sum() > 0.5 * told.sum():
        at = at + np.where(np.isfinite(clock), clock, 0.0)
    zone: Zone = "known" if zoned.sum() > 0.5 * told.sum() else "unknown"
    at = np.where(zoned, at + offsets(at, timezone), at)
    days = bool(told.any()) and float(np.mean(at[told] % DAY == 0)) >= _WHOLE_DAYS
    return Moments(at, days, zone)


def offsets(at: Floats, timezone: str) -> Floats:
    """Return how far the wall's clock is ahead of UTC at each moment, by the day."""
    days = np.where(np.isfinite(at), at // DAY, 0).astype(np.int64)
    unique, inverse = np.unique(days, return_inverse=True)
    ahead = np.asarray([_offset(int(day), timezone) for day in unique], dtype=np.float64)
    return np.asarray(ahead[inverse], dtype=np.float64)


@cache
def _offset(day: int, timezone: str) -> float:
    try:
        noon = datetime.fromtimestamp(day * DAY + DAY / 2, UTC)
    except (OverflowError, OSError, ValueError):
        return 0.0
    ahead = noon.astimezone(ZoneInfo(timezone)).utcoffset()
    return ahead.total_seconds() if ahead else 0.0
