"""Different values are counted exactly, whether they are marked or told apart."""

import pyarrow as pa
import pytest

from regia.engine.session import connect
from regia.profile.distinct import distinct_values
from regia.profile.facts import FieldFacts

VALUES = [-7, -7, -6, 0, 61, 62, 63, 124, None, 124]
DIFFERENT = 7
"""Of the values, by hand: -7, -6, 0, 61, 62, 63, 124."""


@pytest.mark.parametrize(
    ("type_", "engine_type"),
    [(pa.int64(), "BIGINT"), (pa.int16(), "SMALLINT"), (pa.decimal128(20, 0), "DECIMAL(20,0)")],
)
def test_whole_numbers_close_together_are_counted_without_nulls(type_: pa.DataType, engine_type: str) -> None:
    """Across the border of a set of bits, below zero, and twice."""
    field = FieldFacts(name="n", engine_type=engine_type, held=9, nulls=1, minimum="-7", maximum="124")
    assert _count(VALUES, type_, field) == DIFFERENT


def test_numbers_far_apart_and_texts_of_digits_are_told_apart() -> None:
    """Neither is marked: a range of a trillion would not fit, and a text may have letters in between."""
    far = FieldFacts(name="n", engine_type="BIGINT", held=3, nulls=0, minimum="0", maximum="1000000000000")
    assert _count([0, 10**12, 10**12], pa.int64(), far) == 2
    text = FieldFacts(name="t", engine_type="VARCHAR", held=3, nulls=0, minimum="1", maximum="3")
    assert _count(["1", "2x", "3"], pa.string(), text) == 3


def _count(values: list[object], type_: pa.DataType, field: FieldFacts) -> int:
    with connect() as connection:
        connection.register("given", pa.table({"c0": pa.array(values, type_)}))
        return distinct_values(connection, "given", [0], field)
