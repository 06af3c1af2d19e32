from datetime import date

import pytest

from regia.demo import identifiers


def test_tax_code_of_the_published_example() -> None:
    # Mario Rossi, born in Rome on 1 January 1980: the example of the tax office's own explanations
    code = identifiers.tax_code("Rossi", "Mario", born=date(1980, 1, 1), female=False, place="H501")
    assert code == "RSSMRA80A01H501U"


@pytest.mark.parametrize("code", ["RCCMNL83S18D969H", "RSSMRA80A01H501U", "MRTMTT91D08F205J"])
def test_tax_codes_from_outside_hold_and_fail_when_changed(code: str) -> None:
    assert identifiers.tax_code_holds(code)
    assert not identifiers.tax_code_holds(code[:10] + "9" + code[11:])


def test_a_taken_tax_code_gets_letters_for_digits_from_the_right() -> None:
    first = identifiers.tax_code("Rossi", "Mario", born=date(1980, 1, 1), female=False, place="H501")
    second = identifiers.tax_code("Rossi", "Mario", born=date(1980, 1, 1), female=False, place="H501", taken=1)
    assert second[:15] == first[:14] + "M"
    assert identifiers.tax_code_holds(second)


def test_a_woman_is_born_forty_days_later() -> None:
    code = identifiers.tax_code("Bianchi", "Anna", born=date(1990, 12, 31), female=True, place="F205")
    assert code[6:11] == "90T71"


def test_agree_with_an_independent_library() -> None:
    from stdnum import ean, iban
    from stdnum.it import codicefiscale, iva

    code = identifiers.tax_code("D'Angelo", "Maria Teresa", born=date(1975, 12, 31), female=True, place="F205")
    assert codicefiscale.validate(code)
    assert iva.validate(identifiers.vat_number(1234567, 15))
    assert iban.validate(identifiers.iban("05428", "11101", "000000123456"))
    assert ean.validate(identifiers.ean13("8012345", 12345))


def test_iban_of_the_published_example() -> None:
    # the Italian example of the SWIFT IBAN registry
    assert identifiers.iban("05428", "11101", "000000123456") == "IT60X0542811101000000123456"
    assert not identifiers.iban_holds("IT60X0542811101000000123457")


def test_ean_of_the_published_example() -> None:
    assert identifiers.ean13_holds("4006381333931")
    assert not identifiers.ean13_holds("4006381333932")
