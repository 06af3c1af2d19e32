"""Amounts of money: numbers that their name calls a price, a total, a cost, or that all have two decimals."""

import re

from regia.errors import Text
from regia.profile.column import Column, names_it
from regia.profile.detector import LEAST, LIKELY, SURE, Detector
from regia.profile.names import words

_WRITTEN = re.compile(r"[€$£]?\s*-?\d{1,3}([.,' ]?\d{3})*([.,]\d{1,2})?\s*(€|EUR|euro|\$|£)?", re.IGNORECASE)
_SIGNED = re.compile(r"[€$£]|\bEUR\b", re.IGNORECASE)
_CENTS_AT_MOST = re.compile(r"-?\d+(\.\d{1,2})?")
_WHOLE = re.compile(r"-?\d+(\.0+)?")
_CENTS = re.compile(r"-?\d+[.,]\d{2}")


def valid(value: str) -> bool:
    """Whether it is written as an amount."""
    return _WRITTEN.fullmatch(value.strip()) is not None or value.replace(".", "", 1).lstrip("-").isdecimal()


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "integer", "decimal") or column.share(valid) < 0.8:
        return 0.0
    if column.kind == "text":
        return _of_text(column)
    if column.named("money"):
        return _of_named(column)
    told_otherwise = any(map(column.named, ("percent", "quantity", "identifier", "phone", "ean")))
    return LEAST if (column.scale == 2 or _cents(column)) and not told_otherwise and column.distinct > 20 else 0.0


def _of_named(column: Column) -> float:
    weight = column.named("quantity") and names_it(words(column.name)[0], "quantity")  # a total weight is a weight
    if weight or (column.kind == "integer" and column.distinct <= 2):
        return 0.0
    if not column.named("percent"):
        return SURE if column.kind == "decimal" or not column.named("identifier") else 0.0
    return LIKELY if max(map(abs, column.numbers), default=0) > 100 else LEAST


def _cents(column: Column) -> bool:
    """Whether floats are amounts with cents: at most two decimals, and not whole."""
    return column.scale == 0 and column.share(_CENTS_AT_MOST.fullmatch) >= 0.99 and column.share(_WHOLE.fullmatch) < 0.5


def _of_text(column: Column) -> float:
    if column.named("money") and not column.named("quantity") and column.share(_CENTS.search) >= 0.3:
        return SURE
    return LIKELY if column.share(_SIGNED.search) >= 0.8 else 0.0


DETECTOR = Detector("money", Text("importo", "amount of money"), _evidence, valid)
