"""Answers of made-up people, as rounds."""

from collections.abc import Mapping, Sequence
from datetime import date

from regia.assess.questionnaire import items
from regia.judgement.answers import Answer, Round, Side

DAY = date(2026, 3, 2)


def answers(side: Side, people: Mapping[str, Mapping[str, int | None]], number: int = 1) -> list[Answer]:
    """Return what these people answer on a side, by person and item."""
    return [Answer(number, side, person, item, level, DAY) for person, given in people.items()
            for item, level in given.items()]  # fmt: skip


def alike(names: Sequence[str], levels: Mapping[str, int | None]) -> dict[str, Mapping[str, int | None]]:
    """Return people who all answer alike."""
    return {name: dict(levels) for name in names}


def everywhere(level: int, **but: int | None) -> dict[str, int | None]:
    """Return the same level for every item but some."""
    return {**dict.fromkeys(items(), level), **but}


def closed(number: int, *given: list[Answer]) -> Round:
    """Return a closed round."""
    return Round(number, tuple(answer for part in given for answer in part), DAY)
