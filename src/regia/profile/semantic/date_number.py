"""Dates kept as a number (20261231), as legacy systems do."""

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import Detector
from regia.profile.semantic.date_text import evidence, parse


def _evidence(column: Column) -> float:
    return evidence(column) if column.kind == "integer" else 0.0


DETECTOR = Detector(
    "date_number",
    Text("data in un numero", "date in a number"),
    _evidence,
    parse,
    checked=True,
    fewest=1,
    zero_is_none=True,
)
