"""How many ways cases take, in one sentence: whoever tells it, in the terminal or in the workspace, tells it so."""

from collections.abc import Mapping, Sequence

from regia.errors import Language, Text
from regia.wording import fill, share

MOST = 0.8
"""The share of cases whose ways are counted."""

_ALL = Text(
    "{ended:caso finito segue|casi finiti seguono} una sola strada.",
    "{ended:case that ended follows|cases that ended follow} one single way.",
)
_FEW = Text(
    "{ended:caso finito|casi finiti} seguono {ways} strade in tutto.",
    "{ended:case|cases} that ended follow {ways} ways in all.",
)
_ONE = Text(
    "{share} dei {ended:caso finito|casi finiti} segue la strada più battuta; in tutto le strade sono {ways}.",
    "{share} of {ended:case|cases} that ended follow the most travelled way; there are {ways} ways in all.",
)
_SOME = Text(
    "{share} dei {ended:caso finito|casi finiti} segue una delle {few} strade più battute; in tutto le strade sono "
    "{ways}.",
    "{share} of {ended:case|cases} that ended follow one of the {few} most travelled ways; there are {ways} ways in "
    "all.",
)
_OPEN = Text(
    "{open:caso è ancora in corso e non ha|casi sono ancora in corso e non hanno} ancora una strada.",
    "{open:case is still under way and has|cases are still under way and have} no way yet.",
)


def told(journey: Mapping[str, object], ways: Sequence[Mapping[str, object]], language: Language) -> str:
    """Return how many ways cover most cases; `ways` are rows of `journey_variants`, the most travelled first."""
    ended, count, still = (int(str(journey[name] or 0)) for name in ("ended_cases", "ways", "open_cases"))
    covered, few = 0.0, 0
    for few, row in enumerate(ways, 1):  # noqa: B007 how many it took
        covered += float(str(row["share"]))
        if covered >= MOST:
            break
    text = _ALL if count == 1 else _FEW if few == count else _ONE if few == 1 else _SOME
    values = {"ended": ended, "ways": count, "few": few, "share": share(covered, language)}
    said = [fill(text, values, language)] if ended else []
    return " ".join([*said, *([fill(_OPEN, {"open": still}, language)] if still else [])])
