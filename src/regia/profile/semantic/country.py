"""Countries: ISO 3166 codes, or names in Italian, English and the languages of Europe."""

from functools import cache

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, SURE, Detector
from regia.profile.names import lines


@cache
def _codes_names() -> tuple[frozenset[str], frozenset[str]]:
    from phonenumbers import SUPPORTED_REGIONS

    three, *named = lines("countries")
    names = frozenset(name for line in named for name in line.split(";"))
    return frozenset(SUPPORTED_REGIONS) | frozenset(three.split()), names


def valid(value: str) -> bool:
    """Whether there is such a country."""
    codes, names = _codes_names()
    text = value.strip()
    return text.upper() in codes or text.lower() in names


def _evidence(column: Column) -> float:
    if column.kind != "text":
        return 0.0
    share = column.share(valid)
    # `stato` is a country or a status, and two letters are easily a country's
    if column.named("country") and share >= (0.95 if column.named("status_code") and column.mean_length <= 2 else 0.5):
        return SURE
    named = column.share(lambda value: len(value) > 3 and valid(value))
    return (
        LIKELY
        if share >= 0.9 and (len(column.looked_at) >= 8 or (named >= 0.9 and len(column.looked_at) >= 2))
        else 0.0
    )


DETECTOR = Detector("country", Text("nazione", "country"), _evidence, valid, fewest=2)
