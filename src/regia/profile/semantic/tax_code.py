"""Italian tax codes: 16 characters for people (omocodia included), 11 digits for organisations, by `stdnum`."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector

# In an omocodia, digits are replaced by letters of LMNPQRSTUV.
_PERSON = re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]")
_SHAPE = re.compile(r"[A-Z0-9]{16}|\d{11}")


def person(value: str) -> bool:
    """Whether it looks like a person's."""
    return _PERSON.fullmatch(value.strip().upper()) is not None


def valid(value: str) -> bool:
    """Whether its date and check character are right."""
    from stdnum.it import codicefiscale

    return bool(codicefiscale.is_valid(value.strip().upper()))


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    if column.named("tax_code") and column.share(lambda value: _SHAPE.fullmatch(value.upper())) >= 0.3:
        return SURE
    return LIKELY if column.share(person) >= 0.3 and len(column.looked_at) >= 3 else 0.0


DETECTOR = Detector("tax_code", Text("codice fiscale", "tax code"), _evidence, valid, checked=True)
