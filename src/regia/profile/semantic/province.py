"""Italian provinces, by their sign (MI) or name (Milano)."""

from functools import cache

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import lines


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    pairs = [each.split(" ", 1) for line in lines("provinces") for each in line.split(";")]
    return frozenset(sign for sign, _ in pairs), frozenset(name.lower() for _, name in pairs)


def valid(value: str) -> bool:
    """Whether there is such a province."""
    signs, names = _known()
    text = value.strip().strip("()")
    return text.upper() in signs or text.lower() in names


def _sign(value: str) -> bool:
    return value.upper() in _known()[0]


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    if column.named("province") and column.share(valid) >= 0.4:
        return SURE
    # SI and NO are Siena and Novara: a few signs prove nothing, and names are those of the main towns too
    return LIKELY if len(column.looked_at) >= 6 and column.share(_sign) >= 0.9 else 0.0


DETECTOR = Detector("province", Text("provincia", "province"), _evidence, valid)
