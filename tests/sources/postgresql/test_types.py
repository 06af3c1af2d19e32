"""How sizes of numerics are decided, worked out by hand from the packing that PostgreSQL documents."""

import pytest

from regia.sources.postgresql.types import NumericShape, SourceType, declared_size, measured_size, plan, quote


def packed(precision: int, scale: int) -> int:
    return ((precision << 16) | (scale & 0x7FF)) + 4


@pytest.mark.parametrize(
    ("declared", "size"),
    [
        ((12, 2), (12, 2)),
        ((38, 38), (38, 38)),
        ((39, 0), None),
        ((1000, 10), None),
        ((2, -3), (5, 0)),
        ((37, -2), None),
        ((2, 5), (5, 5)),
    ],
)
def test_declared_sizes(declared: tuple[int, int], size: tuple[int, int] | None) -> None:
    assert declared_size(SourceType("numeric", packed(*declared))) == size


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        (NumericShape(36, 2, finite=True), (38, 2)),
        (NumericShape(36, 3, finite=True), None),
        (NumericShape(1, 37, finite=True), (38, 37)),
        (NumericShape(1, 0, finite=False), None),
    ],
)
def test_measured_sizes(shape: NumericShape, size: tuple[int, int] | None) -> None:
    assert measured_size(SourceType("numeric"), shape) == size


def test_an_unmeasured_numeric_stays_text() -> None:
    assert plan("x", SourceType("numeric")).expression == '"x"::text'


def test_names_are_quoted() -> None:
    assert quote('a"; DROP TABLE x; --') == '"a""; DROP TABLE x; --"'
    assert plan('a"b', SourceType("money"), money_scale=0).expression == '"a""b"::numeric'
