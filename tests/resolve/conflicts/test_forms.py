"""Equal things become equal texts, different ones do not, by what the values are."""

import pytest

from regia.resolve.conflicts.forms import Kind, checker, normal

ALIKE: list[tuple[Kind, str, str]] = [
    ("phone", "0773 380524", "+39 0773/380524"),
    ("phone", "00393460278265", "346-0278265"),
    ("phone", "+41 44 668 18 00", "0041446681800"),
    ("email", " Anna.Bianchi@Example.IT ", "anna.bianchi@example.it"),
    ("vat_number", "IT 67989370142", "67989370142"),
    ("vat_number", "1234567890", "01234567890"),
    ("tax_code", "rss mra 80a01 h501u", "RSSMRA80A01H501U"),
    ("postal_code", "137.0", "00137"),
    ("place", "SCORZE'", "Scorzè"),
    ("place", "BOVISIO MASCIAGO", "Bovisio-Masciago"),
    ("place", "Milano (MI)", "MILANO"),
    ("street", "V.LE PIAVE 1", "Viale Piave, 1"),
    ("street", "C.SO GIUSEPPE VERDI 48", "Corso Giuseppe Verdi, n. 48"),
    ("street", "Via Alessandro Manzoni, 47 bis", "VIA ALESSANDRO MANZONI 47BIS"),
    ("name", "ROSSI MARIO", "Mario Rossi"),
    ("name", "Rossi S.R.L.", "ROSSI s r l"),
    ("name", "F.LLI BIANCHI & C. S.N.C.", "Fratelli Bianchi e C. snc"),
    ("name", "Rossi Società a responsabilità limitata", "Rossi srl"),
    ("number", "1.234,50 €", "1234.5"),
    ("number", "12.00", "12"),
    ("date", "2026-03-10 23:00:00+00", "11/03/2026"),
    ("flag", "Sì", "1"),
]

UNLIKE: list[tuple[Kind, str, str]] = [
    ("phone", "0773 380524", "0773 380525"),
    ("name", "Rossi S.r.l.", "Rossi S.a.s."),
    ("street", "Via Roma 1", "Viale Roma 1"),
    ("street", "Via Roma 14/A", "Via Roma 14"),
    ("number", "1234.5", "12345"),
    ("date", "2026-03-11", "2026-11-03"),
    ("flag", "sì", "no"),
]


@pytest.mark.parametrize(("kind", "one", "other"), ALIKE)
def test_the_same_thing_written_otherwise_is_the_same(kind: Kind, one: str, other: str) -> None:
    form = normal(kind, "Europe/Rome")
    assert form(one) == form(other) != ""


@pytest.mark.parametrize(("kind", "one", "other"), UNLIKE)
def test_different_things_stay_different(kind: Kind, one: str, other: str) -> None:
    form = normal(kind, "Europe/Rome")
    assert form(one) != form(other)


def test_a_company_s_tax_code_may_be_its_vat_number() -> None:
    check = checker("tax_code")
    assert check is not None
    assert check("RSSMRA80A01H501U")
    assert check("00743110157")
    assert not check("00743110158")
    assert checker("street") is None
