"""Universally unique identifiers, RFC 9562."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import SURE, Detector

_UUID = re.compile(r"\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)


def valid(value: str) -> bool:
    """Whether it is one."""
    return _UUID.fullmatch(value.strip()) is not None


def _evidence(column: Column) -> float:
    return SURE if column.kind in ("text", "other") and column.share(valid) >= 0.8 else 0.0


DETECTOR = Detector("uuid", Text("UUID", "UUID"), _evidence, valid, fewest=1)
