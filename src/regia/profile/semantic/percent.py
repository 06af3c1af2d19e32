"""Percentages and rates: numbers from 0 to 100 that their name calls so, or texts with a percent sign."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector

_WRITTEN = re.compile(r"-?\d{1,3}([.,]\d+)?\s*%")


def _number(value: str) -> float | None:
    try:
        return float(value.strip().rstrip("%").strip().replace(",", "."))
    except ValueError:
        return None


def valid(value: str) -> bool:
    """Whether it lies from -100 to 100."""
    number = _number(value)
    return number is not None and -100 <= number <= 100


def _evidence(column: Column) -> float:
    if column.kind == "text":
        return LIKELY if column.share(_WRITTEN.fullmatch) >= 0.8 else 0.0
    if column.kind not in ("integer", "decimal") or not column.named("percent") or column.share(valid) < 0.98:
        return 0.0
    return LIKELY if column.named("money") or column.named("identifier") else SURE


DETECTOR = Detector("percent", Text("percentuale", "percentage"), _evidence, valid)
