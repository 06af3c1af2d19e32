"""How far fields agree on records of the same things, against hand calculation."""

from collections.abc import Sequence

import pytest

from regia.match.agreement import agreement, column

WEEK = ["mon", "tue", "wed", "thu", "fri"] * 8  # 40 records, each of five values as often


def _agree(left: Sequence[str | None], right: Sequence[str | None]) -> tuple[str, float, float]:
    found = agreement(column(left), column(right))
    assert found
    return found.how, pytest.approx(found.share), pytest.approx(found.beyond)


def test_equal_values_agree_wholly_however_they_are_written() -> None:
    assert _agree(WEEK, [f" {day.upper()}." for day in WEEK]) == ("same", 1.0, 1.0)


def test_chance_is_taken_off() -> None:
    # 30 of 40 are right; by chance one in five would be, for both sides have the five values alike: (.75-.2)/.8.
    wrong = [*WEEK[:30], *WEEK[31:], WEEK[30]]
    assert _agree(WEEK, wrong) == ("same", 0.75, (0.75 - 0.2) / 0.8)


def test_cents_are_a_multiple_of_euros() -> None:
    euros = [str(10 + number * 1.37) for number in range(40)]
    how, share, _ = _agree(euros, [str(round(float(each) * 100)) for each in euros])
    assert (how, share) == ("multiple", 1.0)


def test_codes_tell_one_another() -> None:
    german = {"mon": "Mo", "tue": "Di", "wed": "Mi", "thu": "Do", "fri": "Fr"}
    assert _agree(WEEK, [german[day] for day in WEEK]) == ("coded", 1.0, 1.0)


def test_strangers_do_not_agree() -> None:
    numbers = [str(number * 7919 % 1009) for number in range(40)]
    _, share, beyond = _agree(numbers, [str(number * 104729 % 1013 + 2000) for number in range(40)])
    assert (share, beyond) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (WEEK[:19], WEEK[:19]),  # too few records
        ([None] * 21 + WEEK[:19], WEEK),  # too few with both values
        (["x"] * 40, WEEK),  # one value tells nothing
        ([None] * 40, WEEK),
        ([], []),
    ],
)
def test_too_little_tells_nothing(left: Sequence[str | None], right: Sequence[str | None]) -> None:
    assert agreement(column(left), column(right)) is None


def test_wild_values_are_no_error() -> None:
    wild = ["nan", "inf", "-inf", "1e400", "0", "", "١٢", "½"] * 5
    assert agreement(column(wild), column(WEEK)) is not None
