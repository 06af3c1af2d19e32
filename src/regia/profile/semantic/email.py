"""E-mail addresses: the shape of RFC 5321 as mail systems accept it, with a domain that has a suffix."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import Detector, by_values

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


def valid(value: str) -> bool:
    """Whether a mail can be sent to it, as far as its text tells."""
    return len(value) <= 254 and _ADDRESS.fullmatch(value.strip()) is not None


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    return by_values(column, "email", lambda value: "@" in value and " " not in value, least=0.7, least_named=0.3)


DETECTOR = Detector("email", Text("e-mail", "e-mail"), _evidence, valid, checked=True, fewest=1)
