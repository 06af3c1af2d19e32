"""Currencies, by ISO 4217 code, sign or name."""

from functools import cache

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import lines

_USUAL = frozenset({"EUR", "USD", "GBP", "CHF", "€", "$", "£", "EURO"})


@cache
def _known() -> frozenset[str]:
    return frozenset(code for line in lines("currencies") for code in line.split())


def valid(value: str) -> bool:
    """Whether there is such a currency."""
    return value.strip().upper() in _known()


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    share = column.share(valid)
    if column.named("currency") and share >= 0.5:
        return SURE
    usual = any(value.upper() in _USUAL for value in column.looked_at)
    return LIKELY if usual and share >= 0.95 else 0.0


DETECTOR = Detector("currency", Text("valuta", "currency"), _evidence, valid, fewest=1)
