"""The aggregates that one scan asks of a column, by the kind of its type."""

from datetime import date, timedelta
from typing import Literal

LONGEST_EXTREME = 200
FIRST_YEAR = 1970
"""Times before it are birth dates or defaults (1900-01-01), never the write of a record."""

_MOST_SPACES = 4_000

Kind = Literal["text", "number", "float", "time", "boolean", "binary", "other"]

_PREFIXES: tuple[tuple[str, Kind], ...] = (
    ("VARCHAR", "text"),
    ("DECIMAL", "number"),
    ("DOUBLE", "float"),
    ("FLOAT", "float"),
    ("TIMESTAMP", "time"),
    ("DATE", "time"),
    ("BOOLEAN", "boolean"),
    ("BLOB", "binary"),
)


def kind_of(engine_type: str) -> Kind:
    """Return the kind of a DuckDB type."""
    for prefix, kind in _PREFIXES:
        if engine_type.startswith(prefix):
            return kind
    return "number" if engine_type.endswith("INT") or engine_type in ("INTEGER", "UINTEGER") else "other"


def aggregates(column: str, engine_type: str, *, exact: bool, today: date) -> dict[str, str]:
    """Return the SQL aggregates of a column by the name of the figure they give."""
    kind = kind_of(engine_type)
    distinct = f"count(DISTINCT {column})" if exact else f"approx_count_distinct({column})"
    found = {"values": f"count({column})", "distinct": distinct}
    return found | _OF_KIND[kind](column, today)


def blank(column: str) -> str:
    """Return the condition that a text is empty or of spaces alone.

    Trimming is costly: only a text that sorts before many spaces can be blank, and is trimmed to see.
    """
    return f"CASE WHEN {column} <= repeat(' ', {_MOST_SPACES}) THEN trim({column}) = '' ELSE FALSE END"


def _text(column: str, _: date) -> dict[str, str]:
    filled = f"FILTER (WHERE NOT ({blank(column)}))"
    return {
        "blanks": f"count(*) FILTER (WHERE {blank(column)})",
        "minimum": f"left(min({column}) {filled}, {LONGEST_EXTREME})",
        "maximum": f"left(max({column}) {filled}, {LONGEST_EXTREME})",
    } | _lengths(f"length({column})")


def _lengths(length: str) -> dict[str, str]:
    return {
        "length_minimum": f"min({length})",
        "length_mean": f"avg({length})",
        "length_maximum": f"max({length})",
    }


def _number(column: str, _: date) -> dict[str, str]:
    return {
        "minimum": f"CAST(min({column}) AS VARCHAR)",
        "maximum": f"CAST(max({column}) AS VARCHAR)",
        "mean": f"avg({column})",
        "zeros": f"count(*) FILTER (WHERE {column} = 0)",
    }


def _float(column: str, _: date) -> dict[str, str]:
    finite = f"FILTER (WHERE isfinite({column}))"  # one NaN would be the maximum and the mean of the field
    return {
        "minimum": f"CAST(min({column}) {finite} AS VARCHAR)",
        "maximum": f"CAST(max({column}) {finite} AS VARCHAR)",
        "mean": f"avg({column}) {finite}",
        "zeros": f"count(*) FILTER (WHERE {column} = 0)",
    }


def _time(column: str, today: date) -> dict[str, str]:
    tomorrow = f"DATE '{today + timedelta(days=1)}'"
    believable = f"FILTER (WHERE {column} >= DATE '{FIRST_YEAR}-01-02' AND {column} < {tomorrow})"
    return {
        "minimum": f"CAST(min({column}) AS VARCHAR)",
        "maximum": f"CAST(max({column}) AS VARCHAR)",
        "first": f"CAST(CAST(min({column}) {believable} AS TIMESTAMP) AS VARCHAR)",
        "last": f"CAST(CAST(max({column}) {believable} AS TIMESTAMP) AS VARCHAR)",
        "in_future": f"count(*) FILTER (WHERE {column} >= {tomorrow})",
        "midnights": f"count(*) FILTER (WHERE date_trunc('day', {column}) = {column})",
    }


def _extremes(column: str, _: date) -> dict[str, str]:
    return {"minimum": f"CAST(min({column}) AS VARCHAR)", "maximum": f"CAST(max({column}) AS VARCHAR)"}


def _binary(column: str, _: date) -> dict[str, str]:
    return _lengths(f"octet_length({column})")


_OF_KIND = {
    "text": _text,
    "number": _number,
    "float": _float,
    "time": _time,
    "boolean": _extremes,
    "binary": _binary,
    "other": _extremes,
}
