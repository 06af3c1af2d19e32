"""How a value of the company's own data is shown on a card: in clear only where it cannot tell of a person."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from regia.errors import Language
from regia.model.masking import PLAIN_TYPES, mask
from regia.wording import date_, number

# Values of these types are codes of a short list, which tell nothing of a person by themselves.
_CODES = frozenset({"status_code", "yes_no", "currency", "country", "percent", "money"})


def shown(text: str, field: Mapping[str, object], language: Language) -> str:
    """Return a value of a field (a row of `fields`) in the reader's form, or masked."""
    harmless = field["type"] in PLAIN_TYPES or field["semantic_type"] in _CODES
    return in_form(text, field, language) if harmless and field["personal_data"] in (None, "none") else mask(text)


def in_form(text: str, field: Mapping[str, object], language: Language) -> str:
    """Return a number or a day of the evidence in the reader's form; what is neither, as it is."""
    try:
        if field["type"] in ("decimal", "float"):
            return number(Decimal(text), language)
        if field["type"] == "date":
            return date_(date.fromisoformat(text), language)
    except (ArithmeticError, ValueError):
        return text
    return text
