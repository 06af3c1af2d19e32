"""Conditions on the rows of a table: SQL with marks, and the values that fill them."""

from collections.abc import Iterable
from dataclasses import dataclass

from regia.engine.session import quoted


@dataclass(frozen=True)
class Where:
    """A condition; `values` fill its question marks, in order."""

    sql: str = "true"
    values: tuple[object, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        """Return the condition that both hold."""
        return Where(f"({self.sql}) AND ({other.sql})", (*self.values, *other.values))


ALL = Where()


def equal(**values: object) -> Where:
    """Return the condition that columns hold these values; None is no value."""
    parts = [f"{quoted(name)} IS NOT DISTINCT FROM ?" for name in values]
    return Where(" AND ".join(parts) or "true", tuple(values.values()))


def holds(text: str, columns: Iterable[str]) -> Where:
    """Return the condition that every word of a text stands in one of the columns, however it is written."""
    names = [f"strip_accents(lower(CAST({quoted(name)} AS VARCHAR)))" for name in columns]
    one = " OR ".join(f"contains({name}, strip_accents(lower(?)))" for name in names) or "false"
    words = text.split()
    return Where(" AND ".join(f"({one})" for _ in words) or "true", tuple(word for word in words for _ in names))
