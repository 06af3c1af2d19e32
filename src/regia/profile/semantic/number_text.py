"""Numbers kept as text with a decimal mark (1.234,56), where the type does not say so."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import POSSIBLE, Detector

_NUMBER = re.compile(r"[+-]?(\d{1,3}([.' ]\d{3})+|\d+)(,\d+)?|[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_MARKED = re.compile(r"\d[.,]\d")


def valid(value: str) -> bool:
    """Whether it is a number."""
    return _NUMBER.fullmatch(value.strip()) is not None


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.share(_MARKED.search) < 0.3:
        return 0.0
    return POSSIBLE if column.share(valid) >= 0.9 else 0.0


DETECTOR = Detector("number_text", Text("numero in un testo", "number in text"), _evidence, valid, checked=True)
