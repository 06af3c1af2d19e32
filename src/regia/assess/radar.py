"""The whole quick assessment of one company: scores of both sides, gaps, measures, risks, who decides, guidance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from regia.assess.declared import declared_tables
from regia.assess.disclosure import FEWEST, Group, Told, told
from regia.assess.guidance import Advice, State, advise, states
from regia.assess.measures import Measured, measured
from regia.assess.questionnaire import areas, items
from regia.assess.responsibilities import Decider, deciders
from regia.assess.risks import Risk, Voices, risks
from regia.assess.scores import GROUPS, Gap, Sample, Score, gap
from regia.judgement.answers import SIDES, Round, Side
from regia.workspace.company import Company

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Options:
    """How scores are made.

    `resamples`: how often people are drawn again (default 2,000: interval ends move by less than .02).
    `confidence`: the share that an interval holds (default .95). `seed`: of the drawing.
    """

    resamples: int = 2000
    confidence: float = 0.95
    seed: int = 20260101


@dataclass(frozen=True)
class View:
    """One area or item as far as it may be told: scores by group, the gap, the change since the round before."""

    scores: Mapping[Group, Score]
    gap: Gap | None
    changes: Mapping[Group, float]


@dataclass(frozen=True)
class Radar:
    """The quick assessment. `round` is the last closed one, None before the first; `waiting` counts who has answered
    since, by side; `answered` who answered in that round, by side.
    """

    round: Round | None
    areas: Mapping[str, View]
    items: Mapping[str, View]
    measured: Mapping[str, Measured]
    risks: tuple[Risk, ...]
    deciders: tuple[Decider, ...]
    states: Mapping[str, State]
    advice: Advice | None
    answered: Mapping[Side, int]
    waiting: Mapping[Side, int]

    @property
    def closed_on(self) -> date | None:
        """When the round was closed."""
        return self.round.closed_on if self.round else None

    @property
    def hidden(self) -> tuple[Side, ...]:
        """The sides that answered and cannot be told of."""
        seen = {group for view in self.items.values() for group in view.scores}
        return tuple(side for side in SIDES if self.answered.get(side) and side not in seen)

    def area_level(self, area: str) -> float | None:
        """Return the measured level of an area, where any of its items is measured."""
        levels = [self.measured[each].level for each in items() if items()[each].area == area and each in self.measured]
        return sum(levels) / len(levels) if levels else None


def assess(
    company: Company, rounds: Sequence[Round], tables: "Mapping[str, pa.Table]", options: Options | None = None
) -> Radar:
    """Return the assessment of a company from its answers and whatever evidence tables there are."""
    chosen = options or Options()
    history = told(rounds)
    drawn = samples(history[-1], chosen) if history else {}
    before = samples(history[-2], chosen) if len(history) > 1 else {}
    found = measured({**tables, **declared_tables(company)})
    voices = {name: _voices(name, drawn, found) for name in items()}
    known = states({name: said for name, each in voices.items() if (said := each.said) is not None})
    return Radar(
        round=history[-1].round if history else None,
        areas={each.area: _view([item.item for item in each.items], drawn, before, chosen) for each in areas()},
        items={name: _view([name], drawn, before, chosen) for name in items()},
        measured=found,
        risks=risks(voices, _resampled(drawn, found, min(_DRAWN, chosen.resamples)), found),
        deciders=deciders(company),
        states=known,
        advice=advise(known),
        answered=_counted(history[-1].round if history else None),
        waiting=_counted(rounds[-1] if rounds and rounds[-1].closed_on is None else None),
    )


def samples(one: Told, options: Options) -> dict[Group, Sample]:
    """Return the resampled answers of each group of a round that is large enough to be told."""
    return {
        group: Sample(one, group, resamples=options.resamples, confidence=options.confidence, seed=options.seed)
        for group in GROUPS
        if len(one.people(group)) >= FEWEST
    }


def _view(names: list[str], drawn: Mapping[Group, Sample], before: Mapping[Group, Sample], options: Options) -> View:
    now, then = scores(names, drawn), scores(names, before)
    changes = {group: score.score - then[group].score for group, score in now.items() if group in then}
    sides = drawn.get("it"), drawn.get("business")
    apart = gap(sides[0], sides[1], names, confidence=options.confidence) if sides[0] and sides[1] else None
    return View(now, apart, changes)


def scores(names: list[str], drawn: Mapping[Group, Sample]) -> dict[Group, Score]:
    """Return the score of some items together, by group."""
    scored = {group: sample.mean(names) for group, sample in drawn.items()}
    return {group: score for group, score in scored.items() if score}


def _voices(name: str, samples: Mapping[Group, Sample], found: Mapping[str, Measured]) -> Voices:
    said = {group: score.score for group, sample in samples.items() if (score := sample.mean([name]))}
    level = found[name].level if name in found else None
    return Voices(said.get("it"), said.get("business"), said.get("all"), level)


#: How many of the resamples, at most, say how sure a risk is.
_DRAWN = 400


def _resampled(
    samples: Mapping[Group, Sample], found: Mapping[str, Measured], count: int
) -> list[Mapping[str, Voices]]:
    """Return what is known of each item in every resample."""
    if not samples:
        return []
    levels = {(group, name): sample.drawn(name, count) for group, sample in samples.items() for name in items()}

    def voice(group: Group, name: str, number: int) -> float | None:
        values = levels.get((group, name))
        return values[number] if values else None

    def voices(name: str, number: int) -> Voices:
        level = found[name].level if name in found else None
        return Voices(voice("it", name, number), voice("business", name, number), voice("all", name, number), level)

    return [{name: voices(name, number) for name in items()} for number in range(count)]


def _counted(round_: Round | None) -> dict[Side, int]:
    return {side: len(round_.people(side)) for side in SIDES} if round_ else dict.fromkeys(SIDES, 0)
