"""What people said of values: a record's word is right, or wrong, whatever the figures say, while it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Name, subject_value, value_mark
from regia.resolve.conflicts.contest import Contest
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.settling import Settled
from regia.resolve.conflicts.values import Values

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Word:
    """What a person said of what a record says of an attribute; `mark` is the fingerprint of the value they saw."""

    record: Name
    attribute: str
    right: bool
    mark: str


@dataclass(frozen=True)
class Overruled:
    """What was settled, as people corrected it, and the groups in which a person said what is right."""

    settled: Settled
    decided: "np.ndarray"


def words(log: VerdictLog) -> tuple[Word, ...]:
    """Return what stands of what people said of values, those of wrong ones first, else as they were given.

    Raises:
        LogDamaged: the log cannot be read.
    """
    given = [(each, subject_value(each.subject)) for each in log.standing(Kind.VALUE)]
    found = [Word(record, name, each.verdict == Decision.CONFIRMED, each.of) for each, (record, name) in given]
    return tuple(sorted(found, key=lambda word: word.right))


def spoken_of(family: Family, values: Values, given: Sequence[Word]) -> list[tuple[int, bool]]:
    """Return the rows of the values that people spoke of, and whether they are right; of another value, nothing."""
    rows = []
    for word in given:
        row = _row(family, values, word) if word.attribute == values.attribute.name else None
        if row is not None and word.mark == value_mark(word.record, word.attribute, values.texts[values.raw[row]]):
            rows.append((row, word.right))
    return rows


def overruled(
    given: Contest, settled: Settled, candidate: "np.ndarray", spoken: Sequence[tuple[int, bool]]
) -> Overruled:
    """Return what was settled with what people said: what is right is sure, what is wrong is out of the contest."""
    import numpy as np

    probability, decided = settled.probability.copy(), np.zeros(len(given.first), dtype=bool)
    for row, right in spoken:
        at = candidate[row]
        if at < 0:
            continue
        group = given.group[at]
        rivals = np.flatnonzero(given.group == group)
        if right:
            probability[rivals], decided[group] = 0.0, True
            probability[at] = 1.0
        else:
            probability[at] = 0.0
            left = probability[rivals].sum()
            probability[rivals] /= left or 1.0
    return Overruled(replace(settled, probability=probability), decided)


def _row(family: Family, values: Values, word: Word) -> int | None:
    """Return the row of the values that is of a record and says something."""
    import numpy as np
    import pyarrow.compute as pc

    system, dataset, record = word.record
    for source, place in enumerate(values.attribute.held):
        held = family.held[place]
        if held.holder.place == (system, dataset) and (at := pc.index(held.records, record).as_py()) >= 0:
            mine = np.flatnonzero((values.source == source) & (values.row == at) & (values.raw >= 0))
            return int(mine[0]) if len(mine) else None
    return None
