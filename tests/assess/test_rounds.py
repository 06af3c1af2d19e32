"""Rounds beside one another: the same figures as each round alone, what moved for sure, nobody told of too closely."""

from datetime import date

from regia.assess.questionnaire import areas
from regia.assess.radar import Options
from regia.assess.rounds import history, moves
from regia.judgement.answers import Round
from tests.assess.answers import DAY, alike, answers, closed, everywhere

FIVE = ("a", "b", "c", "d", "e")
SIX = ("m", "n", "o", "p", "q", "r")
QUICK = Options(resamples=200)


def both(number: int, it: int, business: int) -> Round:
    return closed(
        number,
        answers("it", alike(FIVE, everywhere(it)), number),
        answers("business", alike(SIX, everywhere(business)), number),
    )


def test_each_round_keeps_its_scores_and_what_moved_is_told() -> None:
    rounds = history([both(1, 2, 4), both(2, 2, 4), both(3, 4, 3)], QUICK)
    assert [(each.number, each.closed_on) for each in rounds] == [(1, DAY), (2, DAY), (3, DAY)]
    [trust] = [area.area for area in areas() if "trust" in {item.item for item in area.items}]
    assert [[each.areas[trust][side].score for each in rounds] for side in ("it", "business")] == [[2, 2, 4], [4, 4, 3]]
    found = {(move.area, move.group): (move.change, move.sure) for move in moves(rounds)}
    assert found[trust, "it"] == (2.0, True)
    assert found[trust, "business"] == (-1.0, True)
    assert [move.group for move in moves(rounds)][: len(areas())] == ["it"] * len(areas())  # the furthest first


def test_what_chance_may_do_is_not_sure() -> None:
    def apart(number: int, levels: tuple[int, ...]) -> Round:
        people = {name: everywhere(level) for name, level in zip(FIVE, levels, strict=True)}
        return closed(number, answers("it", people, number))

    rounds = history([apart(1, (1, 2, 3, 4, 5)), apart(2, (1, 2, 3, 5, 5))], QUICK)
    assert {(round(move.change, 1), move.sure) for move in moves(rounds)} == {(0.2, False)}


def test_a_side_too_small_in_one_round_is_left_out_of_that_round_alone() -> None:
    small = closed(
        2, answers("it", alike(FIVE[:3], everywhere(4)), 2), answers("business", alike(SIX, everywhere(3)), 2)
    )
    first, second = history([both(1, 2, 4), small], QUICK)
    assert first.groups == {"it", "business"}
    assert second.groups == {"business"}
    assert {move.group for move in moves([first, second])} == {"business"}


def test_an_open_round_is_not_there_and_one_round_moves_nothing() -> None:
    still_open = Round(2, tuple(answers("it", alike(FIVE, everywhere(5)), 2)), None)
    rounds = history([both(1, 2, 4), still_open], QUICK)
    assert [each.number for each in rounds] == [1]
    assert moves(rounds) == []
    assert history([]) == []
    assert isinstance(rounds[0].closed_on, date)
