"""Semantic types: what each is told by, what is never taken for it, and that no text breaks a detector."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.profile.column import Column, ColumnKind
from regia.profile.recognise import detector, detectors, recognise

CHANCE = random.Random(3)


def column(name: str, values: list[str], *, kind: ColumnKind = "text", times: int = 1, scale: int = 0) -> Column:
    distinct = list(dict.fromkeys(values))
    return Column(
        name=name,
        kind=kind,
        values=tuple((value, times) for value in distinct),
        filled=len(distinct) * times,
        distinct=len(distinct),
        scale=scale,
    )


def luhn(digits: str) -> str:
    """The check digit of an Italian VAT number, by the law of 1976 (DM 23/12/76)."""
    odd = sum(int(each) for each in digits[0::2])
    even = sum(sum(divmod(2 * int(each), 10)) for each in digits[1::2])
    return str((10 - (odd + even) % 10) % 10)


def ean13(digits: str) -> str:
    """The check digit of GS1: weights 1 and 3."""
    total = sum(int(each) * (3 if at % 2 else 1) for at, each in enumerate(digits))
    return str((10 - total % 10) % 10)


VAT = [
    body + luhn(body) for body in (f"{CHANCE.randrange(1, 10**7):07}{CHANCE.randrange(1, 101):03}" for _ in range(30))
]
# The law names the offices 001 to 100, 120, 121, 888 and 999: these digits add up, but no office 500 gave them.
NO_SUCH_OFFICE = [body + luhn(body) for body in (f"{CHANCE.randrange(1, 10**7):07}500" for _ in range(30))]
EAN = [body + ean13(body) for body in (f"80{CHANCE.randrange(10**10):010}" for _ in range(30))]
# Examples of the Agenzia delle Entrate and of the law; the second is an omocodia of the first (7 → T).
TAX = ["RSSMRA85T10A562S", "RSSMRA85T10A56NH", "VRDGPP13R10B293P"]
IBAN = [
    "IT60X0542811101000000123456",
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
]

TOLD = [
    ("email", column("contatto", ["anna@esempio.it", "info@ditta.com", "a.b-c@sub.dominio.org"])),
    ("phone", column("recapito", ["+39 02 1234567", "333 1234567", "06/12345678", "347-1234567"])),
    ("vat_number", column("x1", VAT)),
    ("vat_number", column("partita_iva", [*VAT[:5], "123", "IT" + VAT[6]])),
    ("tax_code", column("campo7", TAX)),
    ("tax_code", column("CodFisc", [TAX[0], *VAT[:4]])),
    ("iban", column("conto", IBAN)),
    ("ean", column("articolo", EAN)),
    ("ean", column("barcode", EAN, kind="integer")),
    ("postal_code", column("CAP", ["00185", "20121", "80100"])),
    ("province", column("pv", ["MI", "TO", "RM", "NA", "BO", "FI", "PD"])),
    ("municipality", column("residenza_citta", ["Milano", "Vedano Olona", "Torino", "Forlì"])),
    ("country", column("stato_estero", ["Italia", "Germania", "Francia"])),
    ("currency", column("div", ["EUR", "USD"])),
    ("url", column("pagina", ["https://www.esempio.it/a", "http://b.it", "https://c.com/x?y=1"])),
    ("uuid", column("chiave", ["123e4567-e89b-12d3-a456-426614174000", "00112233-4455-6677-8899-aabbccddeeff"])),
    ("first_name", column("NOME", ["Mario", "Giulia", "Anna Maria", "Luca", "Sara", "Zelmira"])),
    ("last_name", column("cognome", ["Rossi", "Bianchi", "D'Angelo", "Ferrari", "Xyzzi"])),
    ("person_name", column("referente", ["Rossi Mario", "Anna Bianchi", "Verdi Luca"])),
    ("company_name", column("cliente", ["Alfa S.r.l.", "Beta Spa", "Gamma di Rossi & C. s.n.c.", "Delta GmbH"])),
    ("company_name", column("RAGSOC", ["ROSSI MARIO", "BIANCHI ANNA", "VERDI LUCA", "ALFA S.R.L.", "NERI SARA"])),
    ("street", column("recapito_1", ["Via Roma 1", "Piazza Dante, 3", "Corso Italia 12/b", "V.le Europa 9"])),
    ("money", column("importo", ["10.5", "1200.0", "3.99"], kind="decimal", scale=2)),
    ("money", column("Totale", ["1.234,56 €", "12,00 €", "7,50 €"])),
    ("percent", column("sconto", ["0", "5", "10", "22.5"], kind="decimal")),
    ("status_code", column("stato", ["aperto", "chiuso", "sospeso"], times=40)),
    ("status_code", column("cod_causale", ["V1", "V2", "A1"], times=40)),
    ("yes_no", column("consenso", ["S", "N"], times=50)),
    ("date_text", column("nascita", ["31/12/1980", "1/2/1975", "05/11/2001"])),
    ("date_number", column("DTORD", ["20240131", "20231201", "20220704"], kind="integer")),
    ("date_number", column("ERDAT", ["20240131", "20231201", "0"], kind="integer")),
    ("unix_time", column("created_at", ["1704103200", "1706781600"], kind="integer")),
    ("unix_time", column("x9", [str(1704103200000 + n * 86_399_981) for n in range(40)], kind="integer")),
    ("vat_number", column("x2", NO_SUCH_OFFICE)),
    ("vat_number", column("partita_iva_2", [*VAT[:9], TAX[0]])),
    ("municipality", column("ORT01", ["Berlin", "Wien", "Milano"])),
    ("free_text", column("note", ["richiamare domani dopo le dieci", "il cliente vuole la consegna al piano"])),
    ("json", column("payload", ['{"a": 1}', "[1, 2]", "{}"])),
    ("number_text", column("peso_netto", ["1,25", "10,5", "1.250,75"])),
]

NEVER = [
    ("province", column("attivo", ["SI", "NO"], times=30)),
    ("vat_number", column("numero_ordine", [f"{CHANCE.randrange(10**11):011}" for _ in range(60)])),
    ("ean", column("progressivo", [f"{CHANCE.randrange(10**8):08}" for _ in range(60)], kind="integer")),
    ("postal_code", column("pezzi", ["10000", "20000", "30000"], kind="integer")),
    ("phone", column("codice", ["3331234567", "3471234567"], kind="integer")),
    ("date_number", column("codice", [f"{CHANCE.randrange(19000000, 21000000)}" for _ in range(60)], kind="integer")),
    (
        "free_text",
        column("ragione_sociale", ["Rossi Costruzioni di Rossi Mario & C. S.n.c.", "Alfa Beta Gamma Delta S.r.l."]),
    ),
    ("status_code", column("reparto_id", ["1", "2", "3"], kind="integer", times=50)),
    ("percent", column("aliquota", ["1000", "2500"], kind="integer")),
    ("first_name", column("comune", ["Milano", "Roma", "Torino", "Napoli", "Bari"])),
    ("unix_time", column("telefono2", [f"13{CHANCE.randrange(10**8):08}" for _ in range(60)], kind="integer")),
    ("unix_time", column("articolo", EAN, kind="integer")),
    ("person_name", column("x3", ["Mario Rossi", "Villa Anna"])),
    ("street", column("x4", ["Via Lattea 3"])),
    ("money", column("quantita", [f"{n}.50" for n in range(60)], kind="decimal", scale=2)),
]


@pytest.mark.parametrize(("semantic_type", "given_column"), TOLD, ids=lambda each: str(getattr(each, "name", each)))
def test_is_told(semantic_type: str, given_column: Column) -> None:
    found = recognise(given_column)
    assert found
    assert found.semantic_type == semantic_type


@pytest.mark.parametrize(("semantic_type", "given_column"), NEVER, ids=lambda each: str(getattr(each, "name", each)))
def test_is_not_taken_for(semantic_type: str, given_column: Column) -> None:
    found = recognise(given_column)
    assert found is None or found.semantic_type != semantic_type


@pytest.mark.parametrize(
    ("semantic_type", "good", "bad"),
    [
        (
            "vat_number",
            ["00743110157", "IT00743110157", "DE136695976", TAX[0]],
            ["00743110158", "00000000000", "12345", "RSSMRA85T10A562T", NO_SUCH_OFFICE[0]],
        ),
        ("tax_code", TAX, ["RSSMRA85T10A562T", "RSSMRA85T50Z", "00743110158"]),
        ("iban", IBAN, ["IT60X0542811101000000123457", "IT60X054281110100000012345"]),
        ("ean", ["4006381333931", "96385074", "9780306406157"], ["4006381333932", "0000000000000", "40063813-33931"]),
        ("phone", ["+39 06 69812345", "3331234567", "0039 02 1234567"], ["000000", "12", "333 12"]),
        ("email", ["a@b.it", "x.y+z@sub.example.com"], ["a@b", "a b@c.it", "a@@b.it", "@b.it", "a@b.it;c@d.it"]),
        ("postal_code", ["00185", "98168", "SW1A 1AA"], ["00000", "00009", "x"]),
        ("unix_time", ["1704103200", "1704103200123", "1704103200.5"], ["0", "20240101", "3331234567", "x"]),
        ("date_text", ["29/02/2024", "2024-12-31", "20240101"], ["31/02/2024", "2024-13-45", "00/00/0000"]),
    ],
)
def test_judges_values_by_their_standard(semantic_type: str, good: list[str], bad: list[str]) -> None:
    valid = detector(semantic_type).valid
    assert valid
    assert [value for value in good if not valid(value)] == []
    assert [value for value in bad if valid(value)] == []


def test_the_share_of_valid_values_counts_records() -> None:
    values = (("a@b.it", 6), ("c@d.it", 2), ("rotta@", 2))
    found = recognise(Column(name="email", kind="text", values=values, filled=10, distinct=3))
    assert found
    assert (found.semantic_type, found.valid_share, found.judged) == ("email", 0.8, 10)


@given(
    st.lists(st.text(max_size=30) | st.from_regex(r"[0-9²٣./+ -]{1,20}", fullmatch=True), min_size=1, max_size=8),
    st.sampled_from(["email", "telefono", "piva", "cap", "importo", "data", "note", "iban", "sconto", "x"]),
    st.sampled_from(["text", "integer", "decimal"]),
)
@settings(max_examples=50, deadline=None)
def test_no_text_breaks_a_detector(values: list[str], name: str, kind: ColumnKind) -> None:
    given_column = column(name, [value for value in values if value.strip()], kind=kind)
    for each in detectors():
        assert 0 <= each.evidence(given_column) <= 1
        if each.valid:
            for value in values:
                each.valid(value)
    recognise(given_column)


def test_every_type_has_both_languages_and_its_page() -> None:
    for each in detectors():
        assert each.title.it
        assert each.title.en
