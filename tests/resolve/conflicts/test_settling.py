"""Who is right: by hand where a case can be worked out, and against sources whose accuracy is known."""

import numpy as np
import pytest

from regia.resolve.conflicts.contest import Claims, Contest, contest
from regia.resolve.conflicts.copying import copying, dependence, shared
from regia.resolve.conflicts.forms import Kind
from regia.resolve.conflicts.settling import Settled, judge, settle, starting

DAY = 86_400.0
LATE, EARLY, NEVER = 900 * DAY, 100 * DAY, float("nan")

Said = tuple[int, int, str, float]
"""Entity, source, value, when its record was changed."""


def _contest(said: list[Said], sources: int, kind: Kind = "email") -> tuple[Contest, list[str]]:
    values = sorted({value for _, _, value, _ in said})
    columns = ([row[0] for row in said], [row[1] for row in said], [values.index(row[2]) for row in said])
    entity, source, value = (np.array(column, dtype=np.int64) for column in columns)
    return contest(Claims(entity, source, value, np.array([row[3] for row in said])), sources, values, kind), values


def _winner(said: list[Said], sources: int, kind: Kind = "email", dependent: float = 0.0) -> tuple[str, float]:
    found, values = _contest(said, sources, kind)
    copies = np.full((sources, sources), dependent) * (1 - np.eye(sources))
    settled = judge(found, starting(sources), copies)
    best = int(settled.probability.argmax())
    return values[int(found.value[best])], float(settled.probability[best])


def test_the_newest_record_wins_over_old_ones_that_agree() -> None:
    said = [(0, source, "old@x.it", EARLY) for source in range(3)] + [(0, 3, "quite.new@y.it", LATE)]
    assert _winner(said, 4)[0] == "quite.new@y.it"


def test_of_two_spellings_the_one_said_by_more_wins_whatever_its_age() -> None:
    said = [(0, 0, "Rossi", EARLY), (0, 1, "Rossi", EARLY), (0, 2, "Rosssi", LATE)]
    assert _winner(said, 3, "name")[0] == "Rossi"


def test_three_that_copy_one_another_are_one_vote() -> None:
    said = [(0, 0, "Rossi", NEVER), (0, 1, "Rosssi", NEVER), (0, 2, "Rosssi", NEVER), (0, 3, "Rosssi", NEVER)]
    free, copied = _winner(said, 4, "name"), _winner(said, 4, "name", dependent=1.0)
    # each source is believed at .7: odds of 7 to 3 for each of the two votes more
    assert free == ("Rosssi", pytest.approx(1 / (1 + (3 / 7) ** 2)))
    # .7 against .7 once the copies count for nothing: even, were the spelling of more entities not likelier
    assert copied[1] == pytest.approx(0.5, abs=0.01)


def test_a_value_that_breaks_its_check_digit_loses_against_more_sources() -> None:
    right, wrong = "00743110157", "00743110158"
    said = [(0, 0, right, NEVER), (0, 1, wrong, NEVER), (0, 2, wrong, NEVER)]
    assert _winner(said, 3, "vat_number")[0] == right


def test_probabilities_of_an_entity_add_up_to_one() -> None:
    found, _ = _contest([(0, 0, "a@x.it", EARLY), (0, 1, "b@y.it", LATE), (1, 0, "c@z.it", EARLY)], 2)
    settled = judge(found, starting(2), np.zeros((2, 2)))
    assert np.add.reduceat(settled.probability, found.first) == pytest.approx([1.0, 1.0])


def _world(rng: np.random.Generator, sizes: int, right: list[float], copier: int | None = None) -> list[Said]:
    """Return what sources with known chances of being right say of random eight-letter words; slips are one letter.

    A copier says what source 0 says in nine cases of ten.
    """
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    said: list[Said] = []
    for entity in range(sizes):
        truth = "".join(rng.choice(letters, 8))
        told = []
        for source, chance in enumerate(right):
            at = int(rng.integers(8))
            slip = truth[:at] + str(rng.choice(letters)) + truth[at + 1 :]
            told.append(truth if rng.random() < chance else slip)
            if source == copier and rng.random() < 0.9:
                told[source] = told[0]
        said += [(entity, source, value, NEVER) for source, value in enumerate(told)]
    return said


def _settled(said: list[Said], sources: int, copies: np.ndarray | None = None) -> tuple[Contest, Settled]:
    found, _ = _contest(said, sources, "name")
    copies = np.zeros((sources, sources)) if copies is None else copies
    chances, _ = settle(found, starting(sources), copies)
    return found, judge(found, chances, copies)


def test_sources_are_told_by_how_often_they_are_right() -> None:
    right = [0.97, 0.9, 0.8, 0.7]
    _, settled = _settled(_world(np.random.default_rng(1), 1500, right), 4)
    assert list(np.argsort(-settled.overall)) == [0, 1, 2, 3]
    # a slip may hit upon the same letter: one in 26 of the wrong ones is right after all
    assert settled.overall == pytest.approx([chance + (1 - chance) / 26 for chance in right], abs=0.05)


def test_who_copies_is_found_by_the_mistakes_it_shares() -> None:
    said = _world(np.random.default_rng(2), 1500, [0.85, 0.85, 0.85, 0.85], copier=3)
    first = shared(*_settled(said, 4))
    known = shared(*_settled(said, 4, dependence(first)))
    assert copying(known)[0, 3] > 0.99
    assert copying(known)[0, 1] < 0.1
    assert dependence(known)[0, 3] > 0.6
    assert dependence(known)[0, 3] > dependence(first)[0, 3]


def test_nobody_claims_nothing() -> None:
    found, _ = _contest([], 2)
    chances, _ = settle(found, starting(2), np.zeros((2, 2)))
    settled = judge(found, chances, np.zeros((2, 2)))
    assert len(settled.probability) == 0
    assert copying(shared(found, settled)).max() < 0.6
