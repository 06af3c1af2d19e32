"""IBANs: ISO 13616, with the length and the check digits of each country, by `stdnum`."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import Detector, by_values

_SHAPE = re.compile(r"[A-Za-z]{2}\d{2}[A-Za-z0-9]{10,30}")
_HEAD = re.compile(r"[\s-]*[A-Za-z][\s-]*[A-Za-z][\s-]*\d")
"""Checking is costly: what does not begin as one is not checked."""


def shaped(value: str) -> bool:
    """Whether it looks like one."""
    return _SHAPE.fullmatch(value.replace(" ", "")) is not None


def valid(value: str) -> bool:
    """Whether its length and check digits are right."""
    from stdnum import iban

    return _HEAD.match(value) is not None and bool(iban.is_valid(value))


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    found = by_values(column, "iban", shaped, least=0.8, least_named=0.3)
    return found if column.named("iban") or column.share(valid) >= 0.5 else 0.0


DETECTOR = Detector("iban", Text("IBAN", "IBAN"), _evidence, valid, checked=True, fewest=1)
