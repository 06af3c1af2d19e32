"""Phone numbers: possible ones by E.164, valid ones by the numbering plans of `phonenumbers` (Italy by default)."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector

_SHAPE = re.compile(r"[+(]?\d[\d\s./()-]{4,20}(\s*(int|ext|x)\.?\s*\d+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s./()-]")
_MARKED = re.compile(r"\+|^00|[\s./()-]")


def shaped(value: str) -> bool:
    """Whether it is 6 to 15 digits, written as people write phone numbers."""
    return _SHAPE.fullmatch(value) is not None and 6 <= sum(map(str.isdigit, value)) <= 15


def form(value: str) -> str:
    """Return how a number is written: with its country's prefix (+39, 0039) or without, with signs between or not."""
    if not shaped(value):
        return ""
    prefix = "+" if value.startswith("+") else "00" if value.startswith("00") else ""
    return f"{prefix}9{' 9' if _BETWEEN.search(value) else ''}"


def valid(value: str) -> bool:
    """Whether the number exists in its country's plan."""
    import phonenumbers

    if not shaped(value):
        return False
    text = f"+{value[2:]}" if value.startswith("00") else value
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "IT"))
    except phonenumbers.NumberParseException:
        return False


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "integer"):
        return 0.0
    if column.named("phone") and column.share(shaped) >= 0.4:
        return SURE
    if column.kind != "text" or column.share(_MARKED.search) < 0.4 or column.share(shaped) < 0.9:
        return 0.0
    return LIKELY if sum(map(valid, column.looked_at[:100])) >= 0.7 * min(len(column.looked_at), 100) else 0.0


DETECTOR = Detector("phone", Text("telefono", "phone"), _evidence, valid, checked=True, most_values=2_000)
