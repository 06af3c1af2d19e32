"""How alike values are, and what is not compared twice."""

import numpy as np
import pyarrow as pa
import pytest

from regia.resolve.comparing import highest, levels, likeness
from regia.resolve.pool import Pool, pool_of


def pool(**columns: list[str | None]) -> Pool:
    size = len(next(iter(columns.values())))
    return pool_of(np.arange(size) % 2, {name: pa.array(texts, pa.string()) for name, texts in columns.items()})


def level(one: str, other: str) -> tuple[int, int]:
    made = pool(a=[one, other, "qualcosa di diverso"])
    return int(levels(made, np.array([0]), np.array([1]))[0, 0]), highest(made.columns[0])


@pytest.mark.parametrize(("one", "other"), [("Rossi Mario", "MARIO ROSSI"), ("S.r.l. Bianchi", "bianchi srl")])
def test_the_order_of_words_says_little(one: str, other: str) -> None:
    found, top = level(one, other)
    assert found >= top - 2


def test_texts_with_nothing_in_common_are_of_the_lowest_level() -> None:
    assert level("Carla Ferri", "Hugo Motta")[0] == 0


def test_a_code_with_one_slip_is_nearly_equal_and_with_three_is_another() -> None:
    made = pool(code=["0471234567", "0471234576", "0478884567", "12"])
    column = made.columns[0]
    code = {text: at for at, text in enumerate(column.texts)}
    pairs = [("0471234567", "0471234576"), ("0471234567", "0478884567")]
    left, right = (np.array([code[pair[side]] for pair in pairs]) for side in (0, 1))
    assert likeness(column, left, right).tolist() == [0.95, 0.0]


def test_numbers_are_near_by_their_ratio_however_they_are_written() -> None:
    made = pool(price=["1.250,00", "1250.00", "12.50", "99.90", "1,250.0"])
    column = made.columns[0]
    assert column.kind == "number"
    code = {text: at for at, text in enumerate(column.texts)}
    alike = likeness(column, np.array([code["1.250,00"]] * 2), np.array([code["1250.00"], code["12.50"]]))
    assert alike.tolist() == pytest.approx([1.0, 0.01])


def test_an_equal_value_that_others_have_is_a_level_below_one_that_nobody_has() -> None:
    made = pool(who=["Anna Bassi", "Anna Bassi", "Ugo Pace", "Ugo Pace", "Ugo Pace", "Ugo Pace"])
    found = levels(made, np.array([0, 2]), np.array([1, 3]))[:, 0]
    assert found.tolist() == [highest(made.columns[0]), highest(made.columns[0]) - 1]


def test_a_town_says_nothing_more_where_the_postal_code_is_equal() -> None:
    codes = [f"{10000 + at % 12}" for at in range(120)]
    towns = [f"Borgo {at % 6}" for at in range(120)]
    made = pool_of(np.zeros(120, dtype=np.int64), {"code": pa.array(codes), "town": pa.array(towns)})
    assert made.follows == ((1, 0),)
    equal, different = levels(made, np.array([0, 0]), np.array([12, 6]))
    assert (equal[0], equal[1]) == (highest(made.columns[0]) - 1, -1)
    assert different[1] == highest(made.columns[1]) - 1
