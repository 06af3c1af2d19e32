"""Whatever a text file is like, its values are read as they are, or it is told."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from regia.errors.sources import FileUnreadable
from regia.model.note import Note, Reason
from regia.sources.formats.delimited import FORMAT
from tests.sources.delimited.reading_back import read_back

TEXT = "codice;città;totale\n007;Forlì;1,5\n008;Cefalù;2,5\n"
ROWS = [("007", "Forlì", 1.5), ("008", "Cefalù", 2.5)]


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", True),
        ("utf-16-be", True),
        ("utf-32", False),
        ("windows-1252", True),
    ],
)
def test_encodings(encoding: str, guessed: bool, tmp_path: Path) -> None:
    back = read_back(tmp_path, TEXT.encode(encoding))
    assert back.rows == ROWS
    assert any("encoding" in detail for detail, _ in back.told(Reason.GUESSED)) == guessed


def test_an_encoding_that_shows_late(tmp_path: Path) -> None:
    content = ("a;b\n" + "x;y\n" * 500_000).encode() + "Forlì;€\n".encode("windows-1252")
    back = read_back(tmp_path, content)
    assert back.rows[-1] == ("Forlì", "€")
    assert back.told(Reason.GUESSED)[-1] == ("encoding windows-1252", 2)


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    content = "a;b\nForlì;però\nCefalù;più\n".encode() + "Forlì;x\n".encode("windows-1252")
    back = read_back(tmp_path, content)
    assert back.rows == [("Forlì", "però"), ("Cefalù", "più"), ("Forlì", "x")]
    assert ("encoding UTF-8 and windows-1252 by line", 1) in back.told(Reason.GUESSED)


def test_a_marked_file_whose_header_breaks_its_encoding(tmp_path: Path) -> None:
    back = read_back(tmp_path, b"\xef\xbb\xbfTitolo\na|citt\xe0|c\n1|x|2\n3|y|4\n")
    assert back.rows == [(1, "x", 2), (3, "y", 4)]


def test_a_header_in_another_encoding_than_the_rest(tmp_path: Path) -> None:
    rows = b"".join(b"%d;citt\xe0\n" % number for number in range(60_000))
    back = read_back(tmp_path, "a;più\n".encode() + rows)
    assert back.rows[:2] == [(0, "città"), (1, "città")]
    assert len(back.rows) == 60_000


def test_a_character_split_between_blocks(tmp_path: Path) -> None:
    for shift in range(4):
        content = "a;b\n" + "x" * shift + ";" + "è🎬" * 900_000 + "\n"
        back = read_back(tmp_path, content + "y;z\n")
        assert back.rows[0][1] == "è🎬" * 900_000
        assert back.told(Reason.GUESSED) == [] or "encoding" not in str(back.told(Reason.GUESSED))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("final", [True, False])
def test_delimiters_and_line_ends(delimiter: str, ending: str, final: bool, tmp_path: Path) -> None:
    lines = [delimiter.join(row) for row in (("nome", "anno", "nota"), ("a", "2001", "x"), ("b", "2002", ""))]
    back = read_back(tmp_path, ending.join(lines) + (ending if final else ""))
    assert back.rows == [("a", 2001, "x"), ("b", 2002, None)]


def test_semicolons_with_decimal_commas(tmp_path: Path) -> None:
    back = read_back(tmp_path, "1,5;2,5;3,5\n" * 5)
    assert back.rows == [(1.5, 2.5, 3.5)] * 5
    assert ("no header: columns are numbered", None) in back.told(Reason.GUESSED)


def test_commas_with_a_semicolon_in_each_text(tmp_path: Path) -> None:
    back = read_back(tmp_path, "id,nome,nota\n" + "".join(f"{i},n{i},x;y\n" for i in range(20)))
    assert back.rows[3] == (3, "n3", "x;y")


def test_the_delimiter_that_the_first_line_tells(tmp_path: Path) -> None:
    back = read_back(tmp_path, "sep=|\na|b\nx;y;z|1\nx;y;z|2\n")
    assert back.rows == [("x;y;z", 1), ("x;y;z", 2)]


def test_quotes(tmp_path: Path) -> None:
    back = read_back(tmp_path, 'a,b\n"x,1","say ""hi"""\n"two\nlines","two\r\nlines"\n')
    assert back.rows == [("x,1", 'say "hi"'), ("two\nlines", "two\r\nlines")]
    assert back.told(Reason.ROW_MALFORMED) == []


def test_quotes_out_of_place(tmp_path: Path) -> None:
    back = read_back(tmp_path, 'id;nome;misura\n1;"Bar "Da Gino" s.n.c.";5"\n2;"aperto;x\n3;c;d\n')
    assert back.rows == [(1, 'Bar "Da Gino" s.n.c.', '5"'), (2, '"aperto', "x"), (3, "c", "d")]
    assert back.told(Reason.ROW_MALFORMED) == [("quotes inside values", 2)]


def test_a_quote_never_closed_swallows_nothing(tmp_path: Path) -> None:
    lines = [f"{i};x" for i in range(5000)]
    lines[10] = '10;"x'
    back = read_back(tmp_path, "\n".join(["a;b", *lines]) + "\n")
    assert len(back.rows) == 5000
    assert back.rows[10] == (10, '"x')


@pytest.mark.parametrize("quoted", ["", '"q"'], ids=["fast", "quoted"])
def test_rows_that_do_not_fit(quoted: str, tmp_path: Path) -> None:
    content = f"id;nome;nota\n1;a;{quoted}\n2;b\n3;c;d;e;f\n4;g;h;;\n5;i;\n"
    back = read_back(tmp_path, content)
    note = "q" if quoted else None
    assert sorted(back.rows) == [(1, "a", note), (2, "b", None), (3, "c", "d;e;f"), (4, "g", "h"), (5, "i", None)]
    assert back.told(Reason.ROW_MALFORMED) == [
        ("too few fields: the rest is empty", 1),
        ("too many fields: joined in the last", 1),
    ]


def test_many_rows_that_do_not_fit(tmp_path: Path) -> None:
    lines = [f"{i};x;y" if i % 10 else f"{i};x;y;z" for i in range(200_000)]
    back = read_back(tmp_path, "\n".join(["a;b;c", *lines]) + "\n")
    assert back.told(Reason.ROW_MALFORMED) == [("too many fields: joined in the last", 20_000)]
    assert sorted(back.column("a")) == list(range(200_000))
    assert back.column("c").count("y;z") == 20_000


def test_a_delimiter_after_the_last_field(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b;\n1;2;\n3;4;\n")
    assert back.rows == [(1, 2), (3, 4)]
    assert back.told(Reason.NAME_CHANGED) == []


def test_something_after_the_last_delimiter(tmp_path: Path) -> None:
    lines = ["1;x;"] * 100_000 + ["2;y;z"]
    back = read_back(tmp_path, "\n".join(["a;b;", *lines]))
    assert back.rows[-1] == (2, "y;z")
    assert back.told(Reason.ROW_MALFORMED) == [("too many fields: joined in the last", 1)]


@pytest.mark.parametrize(
    ("above", "count"),
    [
        ("Report vendite\n\n", 1),
        ("Report vendite;;;\nPeriodo: 2024;;;\n", 2),
        ("Azienda S.r.l.\nEstratto il;01/02/2024\n\n", 2),
    ],
)
def test_rows_above_the_header(above: str, count: int, tmp_path: Path) -> None:
    back = read_back(tmp_path, above + "codice;nome;data;importo\nA1;x;31/01/2024;1,5\nA2;y;01/02/2024;2,5\n")
    assert [field.name for field in back.dataset.fields] == ["codice", "nome", "data", "importo"]
    assert back.rows[0] == ("A1", "x", date(2024, 1, 31), 1.5)
    assert back.told(Reason.ROWS_LEFT_OUT) == [("rows above the header", count)]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Prodotto;2022;2023;2024\nViti;10;20;30\nDadi;11;21;31\n", ["Prodotto", "2022", "2023", "2024"]),
        ("Viti;10;20\nDadi;11;21\n", ["column_1", "column_2", "column_3"]),
        ("nome;cognome\nAnna;Bianchi\nUgo;Neri\n", ["nome", "cognome"]),
        ("AB-1;x\nCD-2;x\nEF-3;y\nGH-4;x\n", ["column_1", "column_2"]),
        ("nome;;nome;NOME\na;b;c;d\n", ["nome", "column_2", "nome_2", "NOME_3"]),
        ('x y "mpg" "cyl"\n', ['x y "mpg" "cyl"']),
        ("mpg;cyl\nMazda;21.0;6\nFiat;22.8;4\n", ["column_1", "mpg", "cyl"]),
        ("solo\nuno\ndue\n", ["solo"]),
    ],
)
def test_headers(content: str, names: list[str], tmp_path: Path) -> None:
    assert [field.name for field in read_back(tmp_path, content).dataset.fields] == names


def test_rows_that_hold_nothing_are_left_out(tmp_path: Path) -> None:
    back = read_back(tmp_path, "a;b\n1;x\n;\n\n2;y\n;\n;\n")
    assert back.rows == [(1, "x"), (2, "y")]
    assert back.told(Reason.ROWS_LEFT_OUT) == [("empty rows", 3)]


def test_totals_are_left_out_when_their_sums_are_right(tmp_path: Path) -> None:
    back = read_back(tmp_path, "codice;pezzi;importo\n1;10;1.000,50\n2;20;0,50\nTotale;30;1.001,00\n")
    assert back.rows == [(1, 10, 1000.5), (2, 20, 0.5)]
    assert back.told(Reason.ROWS_LEFT_OUT) == [("a last row of totals", 1)]


def test_a_total_whose_sum_is_wrong_stays(tmp_path: Path) -> None:
    back = read_back(tmp_path, "nome;pezzi\nViti;10\nTotale;31\n")
    assert back.rows == [("Viti", 10), ("Totale", 31)]


def test_a_company_called_total_stays(tmp_path: Path) -> None:
    back = read_back(tmp_path, "nome;sconto\nEni;10\nTotal Energies;10\n")
    assert len(back.rows) == 2


def test_nulls_in_text(tmp_path: Path) -> None:
    back = read_back(tmp_path, b"a;b\nx\0y;1\nz;2\n")
    assert back.rows == [("x\0y", 1), ("z", 2)]
    assert ("characters NUL in the text, kept", 1) in back.told(Reason.ROW_MALFORMED)


def test_no_rows(tmp_path: Path) -> None:
    for ending in ("", "\n", "\n\n\n"):
        back = read_back(tmp_path, "a;b;c" + ending)
        assert back.rows == []
        assert [field.name for field in back.dataset.fields] == ["a", "b", "c"]


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    for content in (b"", b"\n\n", "\ufeff".encode()):
        notes: list[Note] = []
        (tmp_path / "v.csv").write_bytes(content)
        assert FORMAT.describe(tmp_path / "v.csv", notes.append) == []
        assert [note.detail for note in notes] == ["empty file"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + bytes(100), b"%PDF-1.7\n", bytes(range(1, 32)) * 100, b"x" * 2**19]
)
def test_what_is_no_table_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(FileUnreadable):
        FORMAT.describe(tmp_path / "x.csv", [].append)


def test_prose_is_no_table(tmp_path: Path) -> None:
    notes: list[Note] = []
    (tmp_path / "leggimi.txt").write_text("Caro collega,\necco, come detto, i file.\nSaluti\n")
    assert FORMAT.describe(tmp_path / "leggimi.txt", notes.append) == []
    assert [note.reason for note in notes] == [Reason.UNSUPPORTED]


def test_first_rows(tmp_path: Path) -> None:
    content = "a;b\n" + "".join(f"{i};x\n" for i in range(100_000)) + "y;z\n"
    back = read_back(tmp_path, content, rows=70_000)
    assert back.types == ["int64", "string"]
    assert back.column("a") == list(range(70_000))


def test_a_file_smaller_than_the_sample_asked_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a;b\n1;x\n2;y\n")
    (dataset,) = FORMAT.describe(tmp_path / "t.csv", [].append)
    assert FORMAT.read(tmp_path / "t.csv", dataset, [].append, rows=2).sampled == "all"
    assert FORMAT.read(tmp_path / "t.csv", dataset, [].append, rows=1).sampled == "first"


def test_a_file_that_changes_between_the_passes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a;b\n" + "1;2\n" * 10)
    (dataset,) = FORMAT.describe(path, [].append)
    reading = FORMAT.read(path, dataset, [].append)
    path.write_text("a;b\n" + "x;y\n" * 10)
    with pytest.raises(FileUnreadable):
        list(reading.batches)


def test_sixteen_hundred_columns(tmp_path: Path) -> None:
    names = [f"c{i}" for i in range(1600)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(names)
    writer.writerows([[str(i * j) for i in range(1600)] for j in range(5)])
    back = read_back(tmp_path, out.getvalue())
    assert back.rows[4][1599] == 4 * 1599
    assert set(back.types) == {"int64"}


def test_values_of_many_megabytes(tmp_path: Path) -> None:
    big = "è" * 6_000_000
    back = read_back(tmp_path, f'a;b\n1;"{big}"\n2;y\n')
    assert back.rows == [(1, big), (2, "y")]
