"""The value held to be right of each entity, why, and how each record departs from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from regia.resolve.conflicts.contest import NEWEST, Contest
from regia.resolve.conflicts.forms import CHECKED, STANDARD, TYPED, checker
from regia.resolve.conflicts.learning import Learned, contest_of
from regia.resolve.conflicts.said import overruled
from regia.resolve.conflicts.settling import Settled, judge
from regia.resolve.conflicts.values import NOTHING, STAND_IN, Values

if TYPE_CHECKING:
    import numpy as np

Reason = Literal["only", "agree", "newest", "valid", "accurate", "person"]
REASONS: tuple[Reason, ...] = ("only", "agree", "valid", "newest", "accurate", "person")
ConflictKind = Literal["format", "missing", "typing", "stale", "different"]
KINDS: tuple[ConflictKind, ...] = ("format", "missing", "typing", "stale", "different")
FORMAT, MISSING, TYPING, STALE, DIFFERENT = range(5)

_DAY = 86_400.0
_INDEPENDENT = 1.5
"""Weight from which a value is said by more than one source of its own."""


@dataclass(frozen=True)
class Judged:
    """One attribute of a family, judged: its contest, what was settled, and the candidate of each of its values."""

    values: Values
    contest: Contest
    settled: Settled
    candidate: "np.ndarray"
    golden: "Golden"
    departures: "Departures"


@dataclass(frozen=True)
class Golden:
    """For each entity of a contest: its candidate, the probability, the reason (place in REASONS), the text shown."""

    candidate: "np.ndarray"
    probability: "np.ndarray"
    reason: "np.ndarray"
    shown: "np.ndarray"


@dataclass(frozen=True)
class Departures:
    """Records that depart: their place among the values, the kind (place in KINDS), and the entity's group."""

    row: "np.ndarray"
    kind: "np.ndarray"
    group: "np.ndarray"


def judged(values: Values, learned: Learned, spoken: Sequence[tuple[int, bool]] = ()) -> Judged:
    """Return an attribute judged with what was learned of its sources.

    `spoken` are rows of the values that a person called right, or wrong.
    """
    attribute = values.attribute
    meaning, found = contest_of(values, learned.meaning[attribute.name])
    settled = judge(found, learned.chances[attribute.name], learned.copied(attribute))
    candidate = candidates(found, values)
    said = overruled(found, settled, candidate, spoken)
    settled = said.settled
    won = _decided(golden(found, settled, values, candidate), said.decided)
    return Judged(values, found, settled, candidate, won, departures(found, won, values, candidate, meaning))


def _decided(won: Golden, decided: "np.ndarray") -> Golden:
    """Return the same, sure where a person said what is right."""
    import numpy as np

    reason = np.where(decided, REASONS.index("person"), won.reason)
    return replace(won, probability=np.where(decided, 1.0, won.probability), reason=reason)


def golden(given: Contest, settled: Settled, values: Values, candidate: "np.ndarray") -> Golden:
    """Return the most probable candidate of each entity; `candidate` is that of each row of the values, or -1."""
    import numpy as np

    order = np.lexsort((-settled.probability, given.group))
    best = order[given.first]
    chance = settled.probability[best] * _unopposed(settled)[best]
    return Golden(
        best,
        np.clip(chance, 0.0, 1.0),
        _reasons(given, settled, best, values),
        _shown(best, values, candidate, settled),
    )


def _unopposed(settled: Settled) -> "np.ndarray":
    """Return the chance of each candidate if there were no rival: that not all who say it are wrong."""
    import numpy as np

    doubt = np.log(1 - settled.overall)
    chance: np.ndarray = 1 - np.exp((settled.weight * doubt).sum(axis=1))
    return chance


def candidates(given: Contest, values: Values) -> "np.ndarray":
    """Return the candidate that each row of the values speaks for, -1 where it says nothing."""
    import numpy as np

    width = np.int64(max(len(values.forms), 1))
    keys = given.entity * width + given.value
    order = np.argsort(keys, kind="stable")
    wanted = values.entity * width + np.maximum(values.value, 0)
    place = order[np.minimum(np.searchsorted(keys[order], wanted), max(given.size - 1, 0))] if given.size else wanted
    said = (values.value >= 0) & (keys[place] == wanted) if given.size else np.zeros(len(wanted), dtype=bool)
    return np.where(said, place, -1)


def groups(given: Contest, values: Values) -> "np.ndarray":
    """Return the group of each row's entity, -1 where nobody says anything of it."""
    import numpy as np

    entities = given.entity[given.first]
    if not len(entities):
        return np.full(len(values.entity), -1)
    place = np.minimum(np.searchsorted(entities, values.entity), len(entities) - 1)
    return np.where(entities[place] == values.entity, place, -1)


def departures(
    given: Contest, won: Golden, values: Values, candidate: "np.ndarray", meaning: "np.ndarray"
) -> Departures:
    """Return the records that do not hold the value that is right, and how each departs from it.

    Sources that mean something else (`meaning`) depart from nothing.
    """
    import numpy as np

    group = groups(given, values)
    kind = np.full(len(group), -1, dtype=np.int64)
    known = (group >= 0) & meaning[values.source]
    kind[known & (values.value == NOTHING)] = MISSING
    kind[known & (values.value == STAND_IN)] = DIFFERENT
    said = known & (candidate >= 0)
    target = np.where(known, won.candidate[np.maximum(group, 0)], -1) if len(won.candidate) else group
    other = np.flatnonzero(said & (candidate != target))
    kind[other] = _how_different(given, values, candidate[other], target[other], row=other, won=won)
    same = np.flatnonzero(said & (candidate == target))
    kind[same[_written_otherwise(values, won, group, same)]] = FORMAT
    rows = np.flatnonzero(kind >= 0)
    return Departures(rows, kind[rows], group[rows])


def _how_different(
    given: Contest, values: Values, candidate: "np.ndarray", target: "np.ndarray", *, row: "np.ndarray", won: Golden
) -> "np.ndarray":
    import numpy as np

    near = _linked(given.near, candidate, target, given.size)
    cut = _linked(given.cut, candidate, target, given.size)
    broken = _broken(given, values, candidate) & ~_broken(given, values, target)
    latest = _latest(values, won, candidates(given, values), given)
    with np.errstate(invalid="ignore"):
        newer = values.at[row] > latest[given.group[candidate]] + _DAY
    found = np.where(newer, DIFFERENT, STALE)
    found = np.where(near | broken, TYPING, found)
    return np.where(cut, FORMAT, found)


def _linked(pairs: "tuple[np.ndarray, np.ndarray]", one: "np.ndarray", other: "np.ndarray", size: int) -> "np.ndarray":
    """Whether each two candidates are among the pairs, either way round."""
    import numpy as np

    keys = np.concatenate([pairs[0] * size + pairs[1], pairs[1] * size + pairs[0]])
    return np.isin(one * size + other, keys)


def _broken(given: Contest, values: Values, candidate: "np.ndarray") -> "np.ndarray":
    """Whether candidates are values that break their check digit."""
    import numpy as np

    check = checker(values.attribute.kind) if values.attribute.kind in CHECKED else None
    if check is None or not len(candidate):
        return np.zeros(len(candidate), dtype=bool)
    codes = given.value[candidate]
    wrong = {code: not check(values.forms[code]) for code in np.unique(codes)}
    return np.array([wrong[code] for code in codes], dtype=bool)


def _latest(values: Values, won: Golden, candidate: "np.ndarray", given: Contest) -> "np.ndarray":
    """Return when the newest record that holds the right value was changed, by group; nan where unknown."""
    import numpy as np

    latest = np.full(len(won.candidate), -np.inf)
    right = np.flatnonzero((candidate >= 0) & ~np.isnan(values.at))
    right = right[candidate[right] == won.candidate[given.group[candidate[right]]]]
    np.maximum.at(latest, given.group[candidate[right]], values.at[right])
    return np.where(np.isinf(latest), np.nan, latest)


def _written_otherwise(values: Values, won: Golden, group: "np.ndarray", rows: "np.ndarray") -> "np.ndarray":
    """Whether records write the right value in another way than it is shown, where their entity has two ways."""
    import numpy as np

    if values.attribute.kind not in TYPED:
        return np.zeros(len(rows), dtype=bool)
    low, high = np.full(len(won.candidate), np.iinfo(np.int64).max), np.full(len(won.candidate), -1)
    np.minimum.at(low, group[rows], values.raw[rows])
    np.maximum.at(high, group[rows], values.raw[rows])
    texts = np.array(values.texts, dtype=object)
    return np.asarray((low != high)[group[rows]] & (texts[values.raw[rows]] != won.shown[group[rows]]), dtype=bool)


def _reasons(given: Contest, settled: Settled, best: "np.ndarray", values: Values) -> "np.ndarray":
    import numpy as np

    counts = np.diff(given.first, append=given.size)
    weight = settled.weight.sum(axis=1)
    newest = (given.said & (given.age == NEWEST)).any(axis=1)
    others_newest = np.add.reduceat(newest.astype(np.int64), given.first) - newest[best] if given.size else counts
    valid_alone = _valid_alone(given, values, best)
    tests = [counts == 1, weight[best] >= _INDEPENDENT, valid_alone, newest[best] & (others_newest == 0)]
    agree_alone = (counts == 1) & (weight[best] >= _INDEPENDENT)
    return np.where(agree_alone, 1, np.select(tests, [0, 1, 2, 3], default=4))


def _valid_alone(given: Contest, values: Values, best: "np.ndarray") -> "np.ndarray":
    """Whether the winner passes its check and no rival does."""
    import numpy as np

    if values.attribute.kind not in CHECKED or not given.size:
        return np.zeros(len(best), dtype=bool)
    contested = np.diff(given.first, append=given.size) > 1
    rows = np.flatnonzero(contested[given.group])
    passed = np.zeros(given.size, dtype=np.int64)
    passed[rows] = ~_broken(given, values, rows)
    return np.asarray(contested & (passed[best] == 1) & (np.add.reduceat(passed, given.first) == 1))


def _shown(best: "np.ndarray", values: Values, candidate: "np.ndarray", settled: Settled) -> "np.ndarray":
    """Return the winner as it is best written: in its standard form, else with small letters and accents."""
    import numpy as np

    forms = np.array([*values.forms, ""], dtype=object)
    shown = np.full(len(best), None, dtype=object)
    winner = np.full(int(candidate.max(initial=-1)) + 2, -1)
    winner[best[best < len(winner)]] = np.flatnonzero(best < len(winner))
    rows = np.flatnonzero((candidate >= 0) & (winner[candidate] >= 0))
    if values.attribute.kind in STANDARD:
        shown[winner[candidate[rows]]] = forms[values.value[rows]]
        return shown
    trust = settled.overall[values.source[rows]]
    quality = _quality(values.texts, values.raw[rows]) if values.attribute.kind in TYPED else np.zeros(len(rows))
    order = np.lexsort((values.raw[rows], trust, quality))
    texts = np.array([text.strip() for text in values.texts], dtype=object)
    shown[winner[candidate[rows][order]]] = texts[values.raw[rows][order]]
    return shown


def _quality(texts: Sequence[str], raw: "np.ndarray") -> "np.ndarray":
    """Return how well texts are written: in small letters and capitals, with accents, with all their words."""
    import numpy as np

    marks = np.zeros(max(len(texts), 1))
    for code in np.unique(raw):
        text = texts[code]
        mixed = text != text.upper() and text != text.lower()
        marks[code] = 4.0 * mixed + (not text.isascii()) + min(len(text), 80) / 100 - text.count("  ")
    return np.asarray(marks[raw])
