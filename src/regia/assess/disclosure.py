"""What may be told without telling of anyone: no figure about fewer than five people, not even by subtraction.

The people whose answers have ever been told are divided into cells: people of one cell are in exactly the same told
groups. A new group is told only if every cell it makes has five people or more. Any sum, difference or other
combination of told figures is then one of whole cells, so it never speaks of fewer than five. That holds between sides
and between rounds, also for who takes it that people answer as they did before.

A group is the same for every item, lest what one person leaves out show who they are: who cannot say counts with the
mean of their own answers in that area, and who leaves more than half out is not counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from regia.assess.questionnaire import items
from regia.judgement.answers import SIDES, Round

FEWEST = 5

#: A side, or both together where neither is large enough.
Group = Literal["it", "business", "all"]
Cells = list[frozenset[str]]
Levels = Mapping[str, float]


@dataclass(frozen=True)
class Told:
    """What may be told of one closed round: for each group and item, the level of each person of it."""

    round: Round
    levels: Mapping[tuple[Group, str], Levels]

    def people(self, group: Group) -> frozenset[str]:
        """Return whose answers are told of in a group."""
        return frozenset(person for (each, _), given in self.levels.items() if each == group for person in given)


def told(rounds: Sequence[Round]) -> list[Told]:
    """Return what may be told of each closed round, in order: what one tells limits the ones after it."""
    cells: Cells = []
    history = []
    for each in rounds:
        if each.closed_on is not None:
            found, cells = _told(each, cells)
            history.append(found)
    return history


def _told(round_: Round, cells: Cells) -> tuple[Told, Cells]:
    """Return what may be told of a round: by side, or of both together where neither side may be."""
    counted = _counted(round_)
    sides: dict[Group, frozenset[str]] = {side: round_.people(side) & counted.keys() for side in SIDES}
    found, divided = _tellable(sides, cells)
    if not found:
        found, divided = _tellable({"all": frozenset(counted)}, cells)
    asked = [item for item in items() if any(item in levels for levels in counted.values())]
    levels = {
        (group, item): {person: counted[person][item] for person in sorted(people)}
        for group, people in found.items()
        for item in asked
    }
    return Told(round_, levels), divided


def _tellable(groups: Mapping[Group, frozenset[str]], cells: Cells) -> tuple[dict[Group, frozenset[str]], Cells]:
    found: dict[Group, frozenset[str]] = {}
    for group, people in groups.items():
        inside, divided = admitted(people, cells)
        if inside:
            found[group], cells = inside, divided
    return found, cells


def _counted(round_: Round) -> dict[str, Levels]:
    """Return a level for every item asked in a round, of each person who gave half of them or more."""
    asked = [item for item in items() if item in {answer.item for answer in round_.answers}]
    given: dict[str, dict[str, float]] = {}
    for answer in round_.answers:
        if answer.level is not None and answer.item in asked:
            given.setdefault(answer.person, {})[answer.item] = float(answer.level)
    return {
        person: {item: levels[item] if item in levels else _mean_near(item, levels) for item in asked}
        for person, levels in given.items()
        if 2 * len(levels) >= len(asked)
    }


def _mean_near(item: str, levels: Levels) -> float:
    """Return the mean of a person's answers in the area of an item; of all of them where that area has none."""
    area = items()[item].area
    near = [level for other, level in levels.items() if items()[other].area == area] or list(levels.values())
    return sum(near) / len(near)


def admitted(people: frozenset[str], cells: Cells) -> tuple[frozenset[str], Cells]:
    """Return whom of a group a figure may speak of, and the cells as they are divided after it.

    A cell is taken whole, left out, or divided in two parts of five or more: then who is left out to make up the number
    is chosen by pseudonym, which says nothing of them. Newcomers are taken from five on.
    """
    inside: set[str] = set()
    divided: Cells = []
    for cell in cells:
        taken = _part(cell, people)
        inside |= taken
        divided += [part for part in (taken, cell - taken) if part]
    newcomers = people - frozenset().union(*cells)
    if len(newcomers) >= FEWEST:
        inside |= newcomers
        divided.append(newcomers)
    return frozenset(inside), divided


def _part(cell: frozenset[str], people: frozenset[str]) -> frozenset[str]:
    here = cell & people
    if here == cell:
        return cell
    most = len(cell) - FEWEST
    kept = frozenset(sorted(here)[: min(len(here), most)]) if most > 0 else frozenset()
    return kept if len(kept) >= FEWEST else frozenset()
