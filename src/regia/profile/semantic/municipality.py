"""Towns: recognised by a list of the larger Italian and European ones; any name of letters counts as valid."""

import re
from functools import cache

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import lines

_SHAPE = re.compile(r"[^\W\d_][^\d_@|{}<>]{1,48}")


@cache
def _known() -> frozenset[str]:
    return frozenset(name for line in lines("municipalities") for name in line.split(";"))


def valid(value: str) -> bool:
    """Whether it is written as a town's name."""
    return _SHAPE.fullmatch(value.strip()) is not None


def _listed(value: str) -> bool:
    return value.strip().lower() in _known()


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    listed = column.share(_listed)
    if column.named("municipality"):
        return SURE if listed >= 0.2 else 0.0
    return LIKELY if listed >= 0.5 and len(column.looked_at) >= 5 else 0.0


DETECTOR = Detector("municipality", Text("comune", "town"), _evidence, valid)
