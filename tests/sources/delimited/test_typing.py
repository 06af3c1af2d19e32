"""A column is typed only if every value converts and can be written back."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from regia.model.note import Reason
from tests.sources.delimited.reading_back import read_back

T = datetime
CASES: dict[str, tuple[list[str], str, list[Any] | None]] = {
    # what a column holds: (text, type, values; None means the text itself)
    "whole": (["1", "-20", "0"], "int64", [1, -20, 0]),
    "codes": (["007", "8"], "string", None),
    "one zero-led code among many": (["1", "2", "03"], "string", None),
    "telephones": (["+39333", "+39334"], "string", None),
    "minus zero": (["-0", "1"], "string", None),
    "too long for int64": (["9223372036854775808", "1"], "string", None),
    "int64 ends": (["9223372036854775807", "-9223372036854775808"], "int64", [2**63 - 1, -(2**63)]),
    "points": (["1.5", "2", ".25"], "double", [1.5, 2.0, 0.25]),
    "commas": (["1,5", "2", "-0,25"], "double", [1.5, 2.0, -0.25]),
    "italian": (["1.234,56", "1.000", "7"], "double", [1234.56, 1000.0, 7.0]),
    "italian thousands twice": (["1.234.567", "1.000"], "double", [1234567.0, 1000.0]),
    "english": (["1,234.56", "1,000", "7"], "double", [1234.56, 1000.0, 7.0]),
    "thousands or decimals": (["1.234", "5.678"], "string", None),
    "thousands or decimals, longer number beside": (["1.234", "56789"], "double", [1.234, 56789.0]),
    "both styles": (["1.234,5", "1,234.5"], "string", None),
    "misgrouped": (["1.23,5", "1"], "string", None),
    "zero-led decimals": (["00,5", "1,5"], "string", None),
    "17 digits a double prints": (["0.30000000000000004", "1.5"], "double", [0.30000000000000004, 1.5]),
    "more digits than a double keeps": (["1234567890123456.78", "1.5"], "string", None),
    "decimals beside a long whole": (["12345678901234567", "1.5"], "string", None),
    "scientific": (["1.5e-07", "2e+20"], "double", [1.5e-07, 2e20]),
    "codes that look scientific": (["12E5", "13E6"], "string", None),
    "beyond doubles": (["1e+999", "1.5"], "string", None),
    "words of floats": (["inf", "1.5"], "string", None),
    "hexadecimal": (["0x10", "0x11"], "string", None),
    "padded": ([" 5", "12 "], "int64", [5, 12]),
    "padded text": ([" a", "b "], "string", None),
    "missing words": (["1", "NULL", "\\N", "NA"], "int64", [1, None, None, None]),
    "missing words among text": (["a", "NULL"], "string", None),
    "only missing words": (["NULL", "NULL"], "string", None),
    "euro before": (["€ 1.234,50", "€ 2,00"], "double", [1234.5, 2.0]),
    "euro after": (["3,50 €", "12 €"], "double", [3.5, 12.0]),
    "two currencies": (["€ 1,50", "$ 1,50"], "string", None),
    "percent": (["12%", "7 %"], "int64", [12, 7]),
    "units": (["12 kg", "7 kg"], "string", None),
    "iso dates": (["2024-02-29", "1999-12-31"], "date32[day]", [date(2024, 2, 29), date(1999, 12, 31)]),
    "iso date that is none": (["2023-02-29", "2024-01-01"], "string", None),
    "zero date": (["0000-00-00", "2024-01-01"], "string", None),
    "dates and moments": (["2024-01-01", "2024-01-01 10:00:00"], "string", None),
    "moments": (
        ["2024-01-01 10:00:00", "2024-01-01 10:00:00.5"],
        "timestamp[us]",
        [T(2024, 1, 1, 10), T(2024, 1, 1, 10, 0, 0, 500000)],
    ),
    "moments with T": (["2024-01-01T10:00"], "timestamp[us]", [T(2024, 1, 1, 10)]),
    "sql server": (["2024-01-01 10:00:00.1230000"], "timestamp[us]", [T(2024, 1, 1, 10, 0, 0, 123000)]),
    "nanoseconds": (["2024-01-01 10:00:00.123456789"], "string", None),
    "zulu": (["2024-01-01T10:00:00Z"], "timestamp[us, tz=UTC]", [T(2024, 1, 1, 10, tzinfo=UTC)]),
    "offsets": (
        ["2024-01-01T10:00:00+01:00", "2024-07-01T10:00:00-02:00"],
        "timestamp[us, tz=UTC]",
        [T(2024, 1, 1, 9, tzinfo=UTC), T(2024, 7, 1, 12, tzinfo=UTC)],
    ),
    "some offsets": (["2024-01-01T10:00:00+01:00", "2024-07-01T10:00:00"], "string", None),
    "day first": (["31/01/2024", "01/02/2024"], "date32[day]", [date(2024, 1, 31), date(2024, 2, 1)]),
    "month first": (["01/31/2024", "02/01/2024"], "date32[day]", [date(2024, 1, 31), date(2024, 2, 1)]),
    "both orders": (["31/01/2024", "01/31/2024"], "string", None),
    "no order": (["01/02/2024", "03/04/2024"], "string", None),
    "same either way": (["01/01/2024", "02/02/2024"], "date32[day]", [date(2024, 1, 1), date(2024, 2, 2)]),
    "points in dates": (["01.02.2024", "03.04.2024"], "date32[day]", [date(2024, 2, 1), date(2024, 4, 3)]),
    "short days": (["1/2/2024", "31/12/2024"], "date32[day]", [date(2024, 2, 1), date(2024, 12, 31)]),
    "no such day": (["31/02/2024", "30/01/2024"], "string", None),
    "two-digit years": (["31/01/24", "30/01/24"], "string", None),
    "year first with slashes": (["2024/01/31"], "date32[day]", [date(2024, 1, 31)]),
    "day first with time": (
        ["31/01/2024 14:05", "1/2/2024 9:30"],
        "timestamp[us]",
        [T(2024, 1, 31, 14, 5), T(2024, 2, 1, 9, 30)],
    ),
    "hour 24": (["31/01/2024 24:00"], "string", None),
    "before 1970": (["31/12/1899"], "date32[day]", [date(1899, 12, 31)]),
    "times": (["14:05", "00:00"], "time64[us]", [time(14, 5), time(0)]),
    "durations": (["14:05", "27:00"], "string", None),
    "sì": (["sì", "NO", "Sì"], "bool", [True, False, True]),
    "only yes": (["sì", "sì"], "string", None),
    "true": (["true", "False"], "bool", [True, False]),
    "truth and something else": (["true", "false", "maybe"], "string", None),
    "letters": (["S", "N"], "string", None),
    "years": (["2023", "2024"], "int64", [2023, 2024]),
}


MANY = 30_000
LATE = [(name, MANY) for name, (_, kind, _) in CASES.items() if kind == "string"]


@pytest.mark.parametrize(("name", "padding"), [*((name, 0) for name in CASES), *LATE])
def test_a_column(name: str, padding: int, tmp_path: Path) -> None:
    """What refutes a type may stand at the very end: it is decided on every value."""
    texts, kind, values = CASES[name]
    lines = [f"{i}\t{texts[0]}" for i in range(padding)] + [f"{i}\t{text}" for i, text in enumerate(texts)]
    back = read_back(tmp_path, "\n".join(["numero\tvalore", *lines]) + "\n", name="t.tsv")
    assert back.types == ["int64", kind]
    assert back.column("valore")[padding:] == (texts if values is None else values)


def test_the_order_of_dates_is_settled_by_another_column(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b\n01/02/2024;31/12/2023\n03/04/2024;01/01/2024\n")
    assert back.column("a") == [date(2024, 2, 1), date(2024, 4, 3)]
    assert [detail for detail, _ in back.told(Reason.GUESSED)] == ["day first in dates, as in other columns"]


def test_columns_that_contradict_settle_nothing(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b;c\n01/02/2024;31/12/2023;12/31/2023\n")
    assert back.types == ["string", "date32[day]", "date32[day]"]


def test_the_decimal_mark_is_settled_by_another_column(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b\n1.234;0,5\n5.678;1,25\n")
    assert back.column("a") == [1234.0, 5678.0]
    assert len(back.told(Reason.GUESSED)) == 1


def test_what_stays_text_for_doubt_is_told(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b\n1.234;01/02/2024\n")
    assert len(back.told(Reason.VALUE_AS_TEXT)) == 2


def test_quoted_nothing_is_text_in_text_and_no_number_among_numbers(tmp_path: Path) -> None:
    back = read_back(tmp_path, 'a;b\n"";""\nx;1\n;\n')
    assert back.rows == [("", None), ("x", 1)]


def test_missing_words_are_counted(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b\n1;x\nNULL;x\nNULL;x\n")
    assert ("NULL: no value", 2) in back.told(Reason.GUESSED)
