"""JSON objects and lists kept in a text field."""

import json

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import SURE, Detector


def valid(value: str) -> bool:
    """Whether it can be parsed."""
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True


def _evidence(column: Column) -> float:
    if column.kind not in ("text", "other"):
        return 0.0
    return SURE if column.share(lambda value: value[:1] in "{[" and value[-1:] in "}]" and valid(value)) >= 0.6 else 0.0


DETECTOR = Detector("json", Text("JSON", "JSON"), _evidence, valid, checked=True, most_values=500, fewest=1)
