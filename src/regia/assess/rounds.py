"""Every closed round beside the others: the same areas, the same scale, as far as each round may be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from regia.assess.disclosure import Group, told
from regia.assess.questionnaire import areas
from regia.assess.radar import Options, samples, scores
from regia.assess.scores import Score
from regia.judgement.answers import Round


@dataclass(frozen=True)
class RoundScores:
    """One closed round: the score of each area by group; a group that may not be told is left out."""

    number: int
    closed_on: date
    areas: Mapping[str, Mapping[Group, Score]]

    @property
    def groups(self) -> frozenset[Group]:
        """The groups that are told of."""
        return frozenset(group for scored in self.areas.values() for group in scored)


@dataclass(frozen=True)
class Move:
    """How far a group went in an area between the first and the last round that tell of it; `sure` where the intervals
    of both do not touch.
    """

    area: str
    group: Group
    change: float
    sure: bool


def history(rounds: Sequence[Round], options: Options | None = None) -> list[RoundScores]:
    """Return every closed round, the oldest first."""
    chosen = options or Options()
    found = []
    for each in told(rounds):
        assert each.round.closed_on is not None, "only closed rounds are told"
        drawn = samples(each, chosen)
        scored = {area.area: scores([item.item for item in area.items], drawn) for area in areas()}
        found.append(RoundScores(each.round.number, each.round.closed_on, scored))
    return found


def moves(rounds: Sequence[RoundScores]) -> list[Move]:
    """Return how far each group went in each area, the furthest first."""
    found = [
        move for area in areas() for group in ("it", "business", "all") if (move := _move(rounds, area.area, group))
    ]
    return sorted(found, key=lambda move: -abs(move.change))


def _move(rounds: Sequence[RoundScores], area: str, group: Group) -> Move | None:
    known = [score for each in rounds if (score := each.areas[area].get(group))]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    return Move(area, group, last.score - first.score, last.low > first.high or last.high < first.low)
