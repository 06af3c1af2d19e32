"""VAT numbers: the Italian partita IVA (11 digits, Luhn) and those of the EU with their country, by `stdnum`."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector

_SHAPE = re.compile(r"(IT)?\d{11}|[A-Z]{2}[0-9A-Z+*]{8,12}")
_LOST_ZEROS = re.compile(r"\d{8,11}")
_TAX_CODE = 16
_SPACING = re.compile(r"[\s.\-/]")


def shaped(value: str) -> bool:
    """Whether it looks like one."""
    return _SHAPE.fullmatch(_SPACING.sub("", value).upper()) is not None


def valid(value: str) -> bool:
    """Whether its check digit and its office are right; so is a person's tax code, which a sole trader has instead."""
    from stdnum.eu import vat
    from stdnum.it import codicefiscale, iva

    text = _SPACING.sub("", value).upper()
    if len(text) == _TAX_CODE and text[:6].isalpha():
        return bool(codicefiscale.is_valid(text))
    if text[:2].isalpha():
        return bool(vat.is_valid(text))
    return bool(iva.is_valid(text)) and text != "0" * 11


def _adds_up(value: str) -> bool:
    """Whether its check digit is right, be there such an office or not."""
    from stdnum import luhn

    text = _SPACING.sub("", value).upper().removeprefix("IT")
    return valid(value) or (len(text) == 11 and text.strip("0") != "" and bool(luhn.is_valid(text)))


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "integer"):
        return 0.0
    share = column.share(shaped)
    if column.named("vat_number") and not column.named("percent") | column.named("money"):
        lost_zeros = column.kind == "integer" and column.share(_LOST_ZEROS.fullmatch) >= 0.7
        return SURE if share >= 0.3 or lost_zeros else 0.0
    return LIKELY if share >= 0.8 and column.share(_adds_up) >= 0.6 and len(column.looked_at) >= 5 else 0.0


DETECTOR = Detector("vat_number", Text("partita IVA", "VAT number"), _evidence, valid, checked=True)
