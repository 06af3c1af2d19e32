"""Why a risk is among the five, in a sentence of each language."""

from collections.abc import Iterator

from regia.assess.measures import Measured
from regia.assess.risks import Risk
from regia.errors import LANGUAGES, Language, Text
from regia.wording import fill, number

_BOTH = Text("IT {it}, business {business} su 5", "IT {it}, business {business} of 5")
_ONE = {
    "it": Text("IT {level} su 5", "IT {level} of 5"),
    "business": Text("business {level} su 5", "business {level} of 5"),
    "all": Text("insieme {level} su 5", "together {level} of 5"),
}
_MEASURED = Text("misurato: {told}", "measured: {told}")


def reason(risk: Risk) -> Text:
    """Return why a risk matters: what both sides say, what that level looks like, what was measured."""
    told = {language: "; ".join(_parts(risk, language)) + "." for language in LANGUAGES}
    return Text(told["it"], told["en"])


def measured_sentence(found: Measured, language: Language) -> str:
    """Return what was measured, in one language."""
    return fill(found.measure.says, {"part": found.share, "whole": found.whole}, language)


def level(value: float, language: Language) -> str:
    """Return a level with one decimal."""
    return number(value, language, decimals=1)


def _parts(risk: Risk, language: Language) -> Iterator[str]:
    voices = risk.voices
    if voices.it is not None and voices.business is not None:
        yield fill(_BOTH, {"it": level(voices.it, language), "business": level(voices.business, language)}, language)
    else:
        for side, value in (("it", voices.it), ("business", voices.business), ("all", voices.pooled)):
            if value is not None:
                yield fill(_ONE[side], {"level": level(value, language)}, language)
    if voices.said is not None:
        yield risk.item.level(voices.said).say(language).rstrip(".").join("«»" if language == "it" else "''")
    if risk.measured:
        yield fill(_MEASURED, {"told": measured_sentence(risk.measured, language)}, language)
