"""How wide a text is, and how much of it fits: measured in the font that page and PDF share."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

Weight = Literal["regular", "semibold"]

ELLIPSIS = "…"
_FILES: dict[Weight, str] = {"regular": "SourceSansPro-Regular.ttf", "semibold": "SourceSansPro-Semibold.ttf"}
# A letter that the font lacks is drawn by another one: an emoji is the widest that is common.
_FOREIGN_EM = 1.3
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\u200c\u200d")


def clean(text: str) -> str:
    """Return a text on one line, without what an SVG may not hold or what turns its direction round."""
    spaced = " ".join(text.split())
    return "".join(each for each in spaced if each in _KEPT or unicodedata.category(each) not in _DROPPED)


def width(text: str, size: float, *, weight: Weight = "regular") -> float:
    """Return how wide a text is at a font size, never less than it is drawn."""
    known = advances(weight)
    return sum(known.get(ord(each), _FOREIGN_EM) for each in text) * size


def fit(text: str, size: float, room: float, *, weight: Weight = "regular") -> str:
    """Return as much of a text as `room` holds, with an ellipsis where it was cut; nothing where not even that fits."""
    if width(text, size, weight=weight) <= room:
        return text
    room -= width(ELLIPSIS, size, weight=weight)
    kept, used = 0, 0.0
    for each in text:
        used += width(each, size, weight=weight)
        if used > room:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS if room >= 0 else ""


def foreign(text: str, *, weight: Weight = "regular") -> bool:
    """Return whether another font will draw some of the text, so that its width is only guessed."""
    known = advances(weight)
    return any(ord(each) not in known for each in text)


@cache
def advances(weight: Weight) -> dict[int, float]:
    """Return the width of each letter of the font, in em."""
    from fontTools.ttLib import TTFont

    with TTFont(font_path(weight), lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


def font_path(weight: Weight) -> Path:
    """Return the font file that the metrics come from."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.__file__).parent / "files" / _FILES[weight]
