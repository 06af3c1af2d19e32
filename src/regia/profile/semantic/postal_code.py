"""Postal codes: Italian CAPs (five digits from 00010 to 98168), and those of other countries by their shape."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import POSSIBLE, SURE, Detector

_CAP = re.compile(r"\d{5}")
_FOREIGN = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 .-]{2,9}", re.IGNORECASE)
_FIRST_CAP, _LAST_CAP = 10, 98_168


def valid(value: str) -> bool:
    """Whether it is a CAP in the range of those given out, or a foreign code."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return len(text) in (4, 6, 7) or (len(text) == 5 and int(text) >= _FIRST_CAP)
    return _FOREIGN.fullmatch(text) is not None


def _cap(value: str) -> bool:
    return _CAP.fullmatch(value) is not None and _FIRST_CAP <= int(value) <= _LAST_CAP


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "integer"):
        return 0.0
    if column.named("postal_code") and column.share(_FOREIGN.fullmatch) >= 0.5:
        return SURE
    if column.named("identifier"):
        return 0.0
    led_by_zero = column.share(lambda value: value.startswith("0"))
    whole = len(column.looked_at) >= 10 and column.share(_cap) >= 0.9
    return POSSIBLE if column.kind == "text" and whole and 0.02 <= led_by_zero <= 0.6 else 0.0


DETECTOR = Detector("postal_code", Text("CAP", "postal code"), _evidence, valid, checked=True)
