from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regia.wording import money, number, share, size

GREAT_EN = "1,234,567,890,123,456,789,012,345,678,901,234,567,890.12"
GREAT_IT = "1.234.567.890.123.456.789.012.345.678.901.234.567.890,12"


@pytest.mark.parametrize(
    ("value", "it", "en"),
    [
        (0, "0", "0"),
        (1234, "1.234", "1,234"),
        (-1234567, "-1.234.567", "-1,234,567"),
        (1234.56, "1.234,56", "1,234.56"),
        (0.1 + 0.2, "0,3", "0.3"),
        (0.000123456, "0,00012", "0.00012"),
        (-0.0, "0", "0"),
        (Decimal("12.50"), "12,50", "12.50"),
        (Decimal("1E+5"), "100.000", "100,000"),
        (Decimal("1234567890123456789012345678901234567890.12"), GREAT_IT, GREAT_EN),
        (float("nan"), "non è un numero", "not a number"),
        (float("-inf"), "-∞", "-∞"),
    ],
)
def test_numbers(value, it, en):
    assert (number(value, "it"), number(value, "en")) == (it, en)


@pytest.mark.parametrize(
    ("value", "decimals", "it"),
    [(-0.001, 2, "0,00"), (2.5, 0, "2"), (3.5, 0, "4"), (1234, 1, "1.234,0"), (1e300, 1, "1" + ".000" * 100 + ",0")],
)
def test_numbers_with_decimals(value, decimals, it):
    assert number(value, "it", decimals=decimals) == it


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_decimal_is_written_whole_in_both_languages(value):
    it, en = number(value, "it"), number(value, "en")
    assert Decimal(it.replace(".", "").replace(",", ".")) == value
    assert Decimal(en.replace(",", "")) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_off_by_no_more_than_half_of_its_last_digit(value):
    written = Decimal(number(value, "en").replace(",", ""))
    allowed = Decimal("0.005") if abs(value) >= 1 else abs(Decimal(repr(value))) * Decimal("0.05")
    assert abs(written - Decimal(repr(value))) <= allowed


@pytest.mark.parametrize(
    ("value", "it", "en"),
    [
        (12000, "12.000 €", "€12,000"),
        (Decimal("12000.51"), "12.001 €", "€12,001"),
        (Decimal("99.5"), "99,50 €", "€99.50"),
        (Decimal("-3.456"), "-3,46 €", "-€3.46"),
        (-0.001, "0 €", "€0"),
    ],
)
def test_money(value, it, en):
    assert (money(value, "it"), money(value, "en")) == (it, en)


@pytest.mark.parametrize(
    ("value", "it", "en"),
    [
        (0.125, "12,5 %", "12.5%"),
        (0, "0 %", "0%"),
        (1, "100 %", "100%"),
        (1e-9, "<0,1 %", "<0.1%"),
        (0.9999999, ">99,9 %", ">99.9%"),
        (1.5, "150 %", "150%"),
        (float("nan"), "non è un numero", "not a number"),
    ],
)
def test_shares_never_call_something_nothing_or_all(value, it, en):
    assert (share(value, "it"), share(value, "en")) == (it, en)


@pytest.mark.parametrize(
    ("count", "it"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (1_250_000, "1,2 MB"),
        (999_949, "1 MB"),
        (123_456_789, "123 MB"),
        (10**18, "1.000 PB"),
    ],
)
def test_sizes(count, it):
    assert size(count, "it") == it
