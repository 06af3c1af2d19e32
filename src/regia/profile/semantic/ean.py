"""Article numbers of GS1: EAN-13 (and ISBN-13), EAN-8, UPC-A, GTIN-14, with their check digit."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector

_SHAPE = re.compile(r"\d{8}|\d{12,14}")


def shaped(value: str) -> bool:
    """Whether it has the length of one."""
    return _SHAPE.fullmatch(value.strip()) is not None


def valid(value: str) -> bool:
    """Whether its check digit is right."""
    from stdnum import ean

    text = value.strip()
    return shaped(text) and text.strip("0") != "" and bool(ean.calc_check_digit(text[:-1]) == text[-1])


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "integer"):
        return 0.0
    if column.named("ean"):
        return SURE if column.share(shaped) >= 0.4 else 0.0
    return LIKELY if len(column.looked_at) >= 5 and column.share(valid) >= 0.7 else 0.0


DETECTOR = Detector("ean", Text("EAN/GTIN", "EAN/GTIN"), _evidence, valid, checked=True)
