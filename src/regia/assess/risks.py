"""The five risks that matter most: what is low, what the two sides do not see alike, what was measured.

The exposure of an item is a straight line in its scores, so a small change of a score makes a small change of exposure:
two risks change places only if they stood that close. At most two are of one area, so that one sore spot does not hide
the others. How often a risk is among the five when people are drawn again says how sure it is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from regia.assess.measures import Measured
from regia.assess.questionnaire import Item, items

MOST = 5
MOST_OF_AN_AREA = 2

#: How much being low weighs, and how much being seen differently; what was measured counts as a third voice.
LOW_WEIGHT = 0.8
GAP_WEIGHT = 0.2
_LEAST, _WIDTH = 1.0, 4.0


@dataclass(frozen=True)
class Voices:
    """What is known of one item, each from 1 to 5, or None: the two sides, both pooled, and the measure."""

    it: float | None = None
    business: float | None = None
    pooled: float | None = None
    measured: float | None = None

    @property
    def said(self) -> float | None:
        """What people say: the mean of the sides."""
        given = [each for each in (self.it, self.business, self.pooled) if each is not None]
        return sum(given) / len(given) if given else None


@dataclass(frozen=True)
class Risk:
    """One risk: `exposure` 0 to 1; `probability` is how often it is among the five when people are drawn again."""

    item: Item
    exposure: float
    probability: float
    voices: Voices
    measured: Measured | None


def exposure(voices: Voices) -> float | None:
    """Return how exposed the company is; None where nothing is known."""
    sides = [each for each in (voices.it, voices.business, voices.pooled, voices.measured) if each is not None]
    if not sides:
        return None
    low = 1 - (sum(sides) / len(sides) - _LEAST) / _WIDTH
    apart = abs(voices.it - voices.business) / _WIDTH if voices.it is not None and voices.business is not None else 0.0
    return LOW_WEIGHT * low + GAP_WEIGHT * apart


def worst(voices: Mapping[str, Voices]) -> list[str]:
    """Return the items of the five greatest risks, the greatest first."""
    exposures = {name: value for name, each in voices.items() if (value := exposure(each)) is not None}
    order = {name: (at, item.area) for at, (name, item) in enumerate(items().items())}
    of_area: Counter[str] = Counter()
    chosen: list[str] = []
    for name in sorted(exposures, key=lambda each: (-exposures[each], order[each][0])):
        area = order[name][1]
        if of_area[area] < MOST_OF_AN_AREA and len(chosen) < MOST:
            chosen.append(name)
            of_area[area] += 1
    return chosen


def risks(
    voices: Mapping[str, Voices], resampled: list[Mapping[str, Voices]], measured: Mapping[str, Measured]
) -> tuple[Risk, ...]:
    """Return the five risks with how sure each is."""
    drawn = [frozenset(worst(each)) for each in resampled]
    found = []
    for name in worst(voices):
        sure = sum(name in each for each in drawn) / len(drawn) if drawn else 1.0
        found.append(Risk(items()[name], exposure(voices[name]) or 0.0, sure, voices[name], measured.get(name)))
    return tuple(found)
