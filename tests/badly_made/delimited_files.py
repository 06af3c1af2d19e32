"""Delimited text as it comes: every encoding, delimiter and line end, preambles, totals, broken quotes and bytes."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from regia.model.note import Reason
from tests.badly_made.truth import BadFile, Table, Value, italian, plain, some_table

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252")
_DELIMITERS = (";", ",", "\t", "|")
_ENDS = ("\n", "\r\n")
_PREAMBLES: tuple[tuple[str, ...], ...] = ((), ("Elenco clienti",), ("ACME S.p.A.", "Stampa del 31/01/2024", ""))


def delimited_files(chance: random.Random) -> Iterator[BadFile]:
    """Give the files."""
    number = 0
    for encoding in _ENCODINGS:
        for delimiter in _DELIMITERS:
            number += 1
            table = some_table(chance, 15)
            write = chance.choice((italian, plain)) if delimiter != "," else plain
            lines = [*chance.choice(_PREAMBLES), *_lines(table, delimiter, write)]
            text = chance.choice(_ENDS).join(lines) + chance.choice(("", "\n"))
            name = f"text{number:02d}.{'tsv' if delimiter == chr(9) else 'csv'}"
            content = text.encode(encoding)
            yield BadFile(name, b"\xfe\xff" + content if encoding == "utf-16-be" else content, (table,))
    yield from _odd(chance)
    yield from _told(chance)


def _lines(table: Table, delimiter: str, write: Callable[[Value], str]) -> list[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([write(value) for value in row] for row in table.rows)
    return out.getvalue().splitlines()


def _odd(chance: random.Random) -> Iterator[BadFile]:
    """Files that hold all of their table all the same."""
    table = some_table(chance, 20)
    lines = _lines(table, ";", italian)
    mixed = "".join(line + ("\r\n" if i % 3 else "\n") for i, line in enumerate(lines))
    yield BadFile("mixed_ends.csv", mixed.encode(), (table,))
    yield BadFile("old_mac.csv", "\r".join(lines).encode(), (table,))
    yield BadFile("sep_line.csv", ("sep=;\r\n" + "\r\n".join(lines)).encode("cp1252"), (table,))
    yield BadFile("blank_lines.csv", "\n\n".join(lines).encode(), (table,))
    yield BadFile("trailing_blank_lines.csv", ("\n".join(lines) + "\n\n\n\n").encode(), (table,))
    yield BadFile("end_mark.csv", ("\r\n".join(lines) + "\r\n\x1a").encode("cp1252"), (table,), either=True)
    total = sum((v for v in table.column("importo") if isinstance(v, Decimal)), Decimal(0))
    foot = f"TOTALE;;;{italian(total)};"
    yield BadFile("total.csv", "\n".join([*lines, foot]).encode(), (table,), frozenset({Reason.ROWS_LEFT_OUT}))
    long = replace(table, rows=(*table.rows, ("00021", "x" * 300_000, 1, Decimal("1.00"), table.rows[0][4])))
    yield BadFile("huge_cell.csv", "\n".join(_lines(long, ";", italian)).encode(), (long,))
    yield from _of_texts(chance)


def _of_texts(chance: random.Random) -> Iterator[BadFile]:
    notes = Table(("id", "nota"), tuple((i, f'riga uno\nriga {i}; "due"') for i in range(1, 15)))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([notes.names, *notes.rows])
    yield BadFile("line_ends_in_cells.csv", out.getvalue().encode(), (notes,))
    wide = Table(
        tuple(f"c{i}" for i in range(900)), tuple(tuple(chance.randrange(9) for _ in range(900)) for _ in range(5))
    )
    yield BadFile("wide.csv", "\n".join(_lines(wide, ";", plain)).encode(), (wide,))
    twice = Table(("nome", "nome_2", "column_3"), (("a", "b", "c"), ("d", "e", "f"), ("g", "h", "i")))
    yield BadFile("names_twice.csv", b"nome;nome;\na;b;c\nd;e;f\ng;h;i\n", (twice,), frozenset({Reason.NAME_CHANGED}))
    numbers = Table(("column_1", "column_2"), tuple((i, i * i) for i in range(1, 12)))
    content = "\n".join(f"{a};{b}" for a, b in numbers.rows).encode()
    yield BadFile("no_header.csv", content, (numbers,), frozenset({Reason.GUESSED}))
    only = Table(("codice", "nome"), ())
    yield BadFile("header_only.csv", b"codice;nome\n", (only,))
    zero = Table(("codice", "nome"), tuple((i, f"a\0b{i}") for i in range(1, 9)))
    content = ("codice;nome\n" + "".join(f"{a};{b}\n" for a, b in zero.rows)).encode()
    yield BadFile("zero_bytes_in_cells.csv", content, (zero,), either=True)


def _told(chance: random.Random) -> Iterator[BadFile]:
    """Files that are not whole, or not text: what is not right must be told."""
    table = some_table(chance, 30)
    lines = _lines(table, ";", plain)
    broken = frozenset({Reason.BROKEN})
    yield BadFile("empty.csv", b"", told=broken)
    yield BadFile("mark_only.csv", b"\xef\xbb\xbf", told=broken)
    yield BadFile("spaces.csv", b"  \r\n \r\n", told=broken)
    yield BadFile("zeros.csv", b"\0" * 4096, either=True)
    yield BadFile("noise.csv", chance.randbytes(5000), either=True)
    yield BadFile("pdf.csv", b"%PDF-1.7\n" + chance.randbytes(500), told=broken)
    short = [*lines[:10], "00099;troppo corta", *lines[10:], "00098;una;due;3,00;x;y;z;troppo lunga"]
    yield BadFile("ragged.csv", "\n".join(short).encode(), told=frozenset({Reason.ROW_MALFORMED}))
    half = "\n".join(lines[:15]).encode() + b"\n" + "\n".join(lines[15:]).encode("cp1252")
    yield BadFile("two_encodings.csv", half, (table,))
    for number in range(6):
        cut = chance.randrange(200, len("\n".join(lines)) - 30)
        content = "\n".join(lines).encode()[:cut]
        yield BadFile(f"cut{number}.csv", content, (_up_to(table, content),), either=True)
    quote = "\n".join([*lines[:8], '00100;"mai chiuso;1;2.00;2024-01-01', *lines[8:]])
    yield BadFile("open_quote.csv", quote.encode(), None, frozenset({Reason.ROW_MALFORMED}))


def _up_to(table: Table, content: bytes) -> Table:
    """Return a table up to a cut; a last line cut in its last value is a line like any other."""
    lines = content.decode(errors="ignore").split("\n")
    whole = table.rows[: len(lines) - 2]
    last = next(csv.reader([lines[-1]], delimiter=";"))
    kept = (*table.rows[len(whole)][:-1], last[-1]) if len(last) == len(table.names) else None
    return replace(table, rows=(*whole, kept) if kept else whole)
