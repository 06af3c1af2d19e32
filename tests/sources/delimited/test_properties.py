"""Whatever table a program writes, each value read is the value written: same text, or a value that says the same."""

import csv
import io
import re
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.delimited.reading_back import read_back

ODD = [
    "007",
    "0",
    "-0",
    "-1",
    "+39",
    "1e5",
    "1E+05",
    "1.234",
    "1,5",
    "1.234,56",
    "1,234.56",
    "12.",
    ".5",
    "1.5",
    "1..5",
    "-.5",
    "NaN",
    "nan",
    "inf",
    "NULL",
    "null",
    "NA",
    "\\N",
    "sì",
    "no",
    "Sì",
    "true",
    "False",
    "S",
    "N",
    "0x10",
    "1_000",
    "2024-02-29",
    "2023-02-29",
    "0000-00-00",
    "31/12/2024",
    "12/31/2024",
    "01/02/2024",
    "1/2/2024",
    "31/12/24",
    "1.2.2024",
    "2024-01-01 10:00:00",
    "2024-01-01T10:00:00Z",
    "2024-01-01T10:00:00+02:00",
    "14:05",
    "24:00",
    "€ 5",
    "5 €",
    "5%",
    "% 5",
    "9223372036854775807",
    "9223372036854775808",
    "0.30000000000000004",
    "0.1000000000000000055",
    "12345678901234567.5",
    " 5",
    "5 ",
    " x",
    "\u00a05",
    "٣",
    "２",
    "è",
    "🎬",
    "\u2028",
    "\x85",
    "\x0b",
    "a\0b",
    "'",
    "`",
    "#",
    "--",
    "1 234",
    "1'234",
]
PLAIN = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=6)


def _italian(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


VALUES = [
    st.sampled_from(ODD),
    PLAIN,
    st.integers(-(2**70), 2**70).map(str),
    st.integers(-9999, 9999).map(str),
    st.floats(allow_nan=False).map(repr),
    st.decimals(-(10**9), 10**9, places=3).map(_italian),
    st.decimals(-(10**9), 10**9, places=2).map(lambda it: f"{it:,}"),
    st.dates().map(lambda it: f"{it:%d}/{it:%m}/{it.year:04}"),
    st.dates().map(str),
    st.datetimes().map(str),
    st.times().map(str),
]
COLUMNS = st.one_of(
    *(st.lists(values, min_size=3, max_size=12) for values in VALUES),
    st.sampled_from(ODD).map(lambda it: [it] * 4),
)
MISSING = {"", "NULL", "null", "\\N", "NA", "N/A", "NaN", "#N/D", "#N/A"}


def number(text: str, mark: str) -> Decimal | None:
    group = "," if mark == "." else "."
    try:
        return Decimal(text.replace(group, "").replace(mark, "."))
    except InvalidOperation:
        return None


def says_the_same(text: str, value: Any) -> bool:
    """Whether a value is one that its text can mean, with nothing lost but spaces and a sign of money around it."""
    bare = text.strip(" \t")
    figure = re.sub(r"\s*[€%]\s*", "", bare)
    meanings: dict[type, Callable[[], bool]] = {
        type(None): lambda: bare in MISSING,
        str: lambda: value == text,
        bool: lambda: bare.lower() in (("sì", "si", "true", "vero", "yes") if value else ("no", "false", "falso")),
        int: lambda: str(value) == figure,
        float: lambda: not figure.startswith("+") and value in [float(it) for it in numbers(figure)],
        datetime: lambda: datetime.fromisoformat(bare) == value,
        date: lambda: str(value) == bare or parts(bare) == [value.day, value.month, value.year] or us(bare, value),
        time: lambda: time.fromisoformat(bare) == value,
    }
    return meanings[type(value)]()


def numbers(text: str) -> list[Decimal]:
    """Return what a text means with a point, and with a comma, for decimals."""
    return [found for mark in ".," if (found := number(text, mark)) is not None]


def parts(text: str) -> list[int]:
    return [int(part) for part in re.split(r"\D", text)]


def us(text: str, value: date) -> bool:
    return parts(text) == [value.month, value.day, value.year]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    columns=st.lists(COLUMNS, min_size=1, max_size=4),
    delimiter=st.sampled_from(";,\t|"),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_value_is_the_value_written(
    columns: list[list[str]], delimiter: str, ending: str, quoting: int, encoding: str
) -> None:
    length = min(map(len, columns))
    rows = [[str(i), *(column[i] for column in columns)] for i in range(length)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["riga", *(f"campo {chr(97 + i)}" for i in range(len(columns)))])
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        back = read_back(Path(folder), out.getvalue().encode(encoding))
    assert [field.name for field in back.dataset.fields] == [
        "riga",
        *(f"campo {chr(97 + i)}" for i in range(len(columns))),
    ]
    assert len(back.rows) == length
    for written, read in zip(rows, back.rows, strict=True):
        for text, value in zip(written, read, strict=True):
            assert says_the_same(text, value), (text, value)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".csv", ".tsv", ".txt"]))
def test_no_bytes_bring_it_down(content: bytes, suffix: str) -> None:
    """Read or told: nothing else may happen."""
    from regia.errors.sources import SourceError

    with tempfile.TemporaryDirectory() as folder:
        try:
            read_back(Path(folder), b"a;b\n1;2\n" + content, name=f"t{suffix}")
        except (SourceError, ValueError) as error:
            assert isinstance(error, SourceError) or "unpack" in str(error)  # noqa: PT017 - no dataset was described
