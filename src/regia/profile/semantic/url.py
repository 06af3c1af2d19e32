"""Web addresses, with or without their scheme."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import Detector, by_values

_URL = re.compile(r"((https?|ftps?|sftp)://[^\s]{3,}|www\.[^\s]+\.[a-z]{2,}[^\s]*)", re.IGNORECASE)
_DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,24}(/\S*)?", re.IGNORECASE)


def valid(value: str) -> bool:
    """Whether a browser would open it."""
    text = value.strip()
    return _URL.fullmatch(text) is not None or _DOMAIN.fullmatch(text) is not None


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    test = valid if column.named("url") else _URL.fullmatch
    return by_values(column, "url", test, least=0.8, least_named=0.4, fewest=1)


DETECTOR = Detector("url", Text("indirizzo web", "web address"), _evidence, valid, fewest=1)
