"""Workbooks as people lay them out, and as crashes, passwords and other programs leave them."""

import datetime as dt
import io
import random
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import xlsxwriter
import xlwt

from regia.model.note import Reason
from tests.badly_made.truth import BadFile, Table, Value, italian, plain, some_table

BROKEN = frozenset({Reason.BROKEN})
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


class _Page:
    """A sheet being written, with its formats."""

    def __init__(self, book: Any, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})

    def put(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, dt.date):
            self.sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self.day)
        elif isinstance(value, Decimal):
            self.sheet.write_number(row, column, float(value))
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value)
        elif value is not None:
            self.sheet.write_number(row, column, value)

    def table(self, table: Table, top: int, left: int) -> int:
        """Write a table; return the row after its last."""
        for place, name in enumerate(table.names):
            self.sheet.write_string(top, left + place, name, self.bold)
        for number, row in enumerate(table.rows, top + 1):
            for place, value in enumerate(row):
                self.put(number, left + place, value)
        return top + 1 + len(table.rows)


def workbooks(chance: random.Random) -> Iterator[BadFile]:
    """Give the files."""
    for number in range(30):
        yield _laid_out(chance, number)
    for number in range(8):
        yield _two_tables(chance, number)
    yield from _others(chance)
    yield from _old(chance)
    yield from _open_document(chance)
    yield from _damaged(chance)
    yield from _in_disguise(chance)


def _bytes(write: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        write(book)
    return out.getvalue()


def _laid_out(chance: random.Random, number: int) -> BadFile:
    """One table with a random choice of title, preamble, offset, total, notes and line of units."""
    table, told = some_table(chance, chance.randrange(3, 25)), set()
    titled, dated, totalled, noted, united = (chance.random() < 0.5 for _ in range(5))

    def write(book: Any) -> None:
        page = _Page(book, "Dati")
        top, left = chance.randrange(4), chance.randrange(3)
        if titled:
            page.sheet.merge_range(top, left, top, left + 4, "Elenco clienti", page.bold)
            top += chance.choice((1, 2))
        if dated:
            page.put(top, left, "Stampato il:")
            page.put(top, left + 1, "31/01/2024")
            top += 2
        after = page.table(replace(table, rows=()), top, left)
        if united:
            page.put(after, left + 2, "(pz)")
            page.put(after, left + 3, "€")
            after += 1
        for row in table.rows:
            for place, value in enumerate(row):
                page.put(after, left + place, value)
            after += 1
        if totalled:
            page.put(after, left, chance.choice(("Totale", "TOTALE GENERALE", "Total")))
            page.put(after, left + 2, sum(v for v in table.column("pezzi") if isinstance(v, int)))
            page.put(after, left + 3, sum((v for v in table.column("importo") if isinstance(v, Decimal)), Decimal(0)))
            after += 1
        if noted:
            page.put(after + chance.randrange(2), left, "* importi al netto di IVA")

    content = _bytes(write, date_1904=chance.random() < 0.3)
    if titled or dated or totalled or noted or united:
        told.add(Reason.ROWS_LEFT_OUT)
    return BadFile(f"sheet{number:02d}.{chance.choice(('xlsx', 'xlsm'))}", content, (table,), frozenset(told))


def _two_tables(chance: random.Random, number: int) -> BadFile:
    first, second = some_table(chance, chance.randrange(4, 12)), some_table(chance, chance.randrange(4, 12))
    second = Table(("prodotto", "giacenza"), tuple((f"p{i}", chance.randrange(100)) for i in range(3, 15)))

    def write(book: Any) -> None:
        page = _Page(book, "Dati")
        if number % 2:
            page.table(first, 1, 0)
            page.table(second, 1, 7)
        else:
            after = page.table(first, 0, 0)
            page.put(after + 1, 0, "Magazzino")
            page.table(second, after + 2, 0)

    return BadFile(f"two{number}.xlsx", _bytes(write), (first, second), frozenset({Reason.GUESSED}))


def _others(chance: random.Random) -> Iterator[BadFile]:
    table = some_table(chance, 10)
    yield BadFile("hidden.xlsx", _hidden(table), (table, table), frozenset({Reason.HIDDEN, Reason.ROWS_LEFT_OUT}))
    yield _grouped()
    yield _mixed()
    yield _errors()
    yield _merged()
    far = _bytes(lambda book: _with_cell(_Page(book, "A"), table, 1_048_575, 16_383))
    yield BadFile("far_cell.xlsx", far, None, frozenset({Reason.BYTE_LIMIT}))
    yield BadFile("formatted.xlsx", _bytes(lambda book: _with_empty_rows(_Page(book, "A"), table)), (table,))
    huge = Table(("a", "b"), (("x" * 32_767, 1), ("y", 2)))
    yield BadFile("huge_cell.xlsx", _bytes(lambda book: _Page(book, "A").table(huge, 0, 0)), (huge,))
    yield BadFile("no_cells.xlsx", _bytes(lambda book: book.add_worksheet("A")), (), frozenset({Reason.ROWS_LEFT_OUT}))


def _hidden(table: Table) -> bytes:
    def write(book: Any) -> None:
        _Page(book, "A").table(table, 0, 0)
        page = _Page(book, "B")
        page.table(table, 0, 0)
        page.sheet.hide()
        book.add_worksheet("Vuoto")

    return _bytes(write)


def _with_cell(page: _Page, table: Table, row: int, column: int) -> None:
    page.table(table, 0, 0)
    page.put(row, column, "x")


def _with_empty_rows(page: _Page, table: Table) -> None:
    page.table(table, 0, 0)
    for row in range(50, 5_000):
        page.sheet.write_blank(row, 9, None, page.bold)


def _grouped() -> BadFile:
    months = ("2024 / Gennaio", "2024 / Febbraio", "2025 / Gennaio", "2025 / Febbraio")
    table = Table(("Prodotto", *months), tuple((f"p{i}", i, i + 1, i + 2, i + 3) for i in range(5)))

    def write(book: Any) -> None:
        page = _Page(book, "A")
        page.sheet.merge_range("A1:A2", "Prodotto")
        page.sheet.merge_range("B1:C1", "2024")
        page.sheet.merge_range("D1:E1", "2025")
        page.sheet.write_row(1, 1, ["Gennaio", "Febbraio"] * 2)
        for number, row in enumerate(table.rows, 2):
            page.sheet.write_row(number, 0, row)

    return BadFile("grouped.xlsx", _bytes(write), (table,))


def _mixed() -> BadFile:
    table = Table(("v", "n"), (("12", 1), ("A-7", 2), ("1.5", 3), ("2024-02-29", 4)))

    def write(book: Any) -> None:
        page = _Page(book, "A")
        page.sheet.write_row(0, 0, table.names)
        for number, value in enumerate([12, "A-7", Decimal("1.5"), dt.date(2024, 2, 29)], 1):
            page.put(number, 0, value)
            page.put(number, 1, number)

    return BadFile("mixed.xlsx", _bytes(write), (table,), frozenset({Reason.VALUE_AS_TEXT}))


def _errors() -> BadFile:
    table = Table(("a", "b"), ((1, None), (2, None), (3, 7)))

    def write(book: Any) -> None:
        page = _Page(book, "A")
        page.sheet.write_row(0, 0, table.names)
        page.sheet.write_column(1, 0, [1, 2, 3])
        page.sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        page.sheet.write_formula("B3", "=NA()", None, "#N/A")
        page.sheet.write_formula("B4", "=3+4", None, 7)

    return BadFile("errors.xlsx", _bytes(write), (table,), frozenset({Reason.VALUE_CHANGED}))


def _merged() -> BadFile:
    table = Table(("regione", "città"), (("Lazio", "Roma"), ("Lazio", "Rieti"), ("Puglia", "Bari")))

    def write(book: Any) -> None:
        page = _Page(book, "A")
        page.table(table, 0, 0)
        page.sheet.merge_range("A2:A3", "Lazio")

    return BadFile("merged.xlsx", _bytes(write), (table,), frozenset({Reason.GUESSED}))


def _old(chance: random.Random) -> Iterator[BadFile]:
    for number in range(6):
        table = some_table(chance, 10)
        book = xlwt.Workbook()
        sheet = book.add_sheet("Dati")
        day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        top = number % 3
        if top:
            sheet.write(0, 0, "Elenco")
        for row, values in enumerate([table.names, *table.rows], top + top // 2):
            for column, value in enumerate(values):
                if value is not None:
                    shown = float(value) if isinstance(value, Decimal) else value
                    sheet.write(row, column, shown, *([day] if isinstance(value, dt.date) else []))
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
        yield BadFile(f"old{number}.xls", content, (table,))
        cut = content[: chance.randrange(600, len(content) - 600)]
        yield BadFile(f"old_cut{number}.xls", cut, (table,), either=True)
        yield BadFile(f"old_size{number}.xls", _with_huge_size(content, number), (table,), either=True)


def _with_huge_size(content: bytes, number: int) -> bytes:
    """Return an .xls whose sheet (or table of texts) says it is far larger than it is."""
    damaged = bytearray(content)
    if number % 2:
        at = content.index(b"\x00\x02\x0e\x00") + 4  # the record Dimensions
        damaged[at : at + 12] = b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff"
    else:
        at = _record(content, 0xFC) + 4  # how many texts there are
        damaged[at : at + 4] = b"\xff\xff\xff\x7f"
    return bytes(damaged)


def _record(content: bytes, wanted: int) -> int:
    """Return where the content of a record begins, in a file whose workbook stream comes first and in one piece."""
    at = 512
    while True:
        kind, size = struct.unpack_from("<HH", content, at)
        if kind == wanted:
            return at + 4
        at += 4 + size


def ods(rows: list[tuple[Value, ...]], *, encrypted: bool = False) -> bytes:
    """Return an OpenDocument spreadsheet of one sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "manifest")
    )
    lines = "".join("<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    body = f'<table:table table:name="Dati">{lines}{empty}</table:table>'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    secret = "<manifest:encryption-data/>" if encrypted else ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), _ODS)
        entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{entry}{secret}</manifest:manifest>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return out.getvalue()


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, dt.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def _open_document(chance: random.Random) -> Iterator[BadFile]:
    for number in range(6):
        table = some_table(chance, 8)
        title: list[tuple[Value, ...]] = [("Elenco",), ()] if number % 2 else []
        content = ods([*title, table.names, *table.rows])
        yield BadFile(f"open{number}.ods", content, (table,))
        yield BadFile(
            f"open_cut{number}.ods", content[: chance.randrange(10, len(content) - 10)], (table,), BROKEN, either=True
        )
    yield BadFile("open_secret.ods", ods([("a", "b"), (1, 2)], encrypted=True), None, frozenset({Reason.ENCRYPTED}))
    repeated = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{repeated}</table:table-row>'
    trap = _replaced(
        ods([]), "content.xml", b'<table:table table:name="Dati">', f'<table:table table:name="Dati">{rows}'.encode()
    )
    yield BadFile("open_trap.ods", trap, None, BROKEN)


def _replaced(archive: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            target.writestr(info.filename, data.replace(old, new) if info.filename == part else data)
    return out.getvalue()


def _damaged(chance: random.Random) -> Iterator[BadFile]:
    table = some_table(chance, 40)
    whole = _bytes(lambda book: _Page(book, "Dati").table(table, 0, 0))
    for number in range(8):
        cut = chance.randrange(4, len(whole) - 4)
        yield BadFile(f"cut{number}.xlsx", whole[:cut], None, BROKEN)
    for number in range(16):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        yield BadFile(f"flipped{number:02d}.xlsx", bytes(damaged), (table,), either=True)
    for part, old, new in (
        ("xl/worksheets/sheet1.xml", b"</row>", b""),
        ("xl/worksheets/sheet1.xml", b'r="B2"', b'r="ZZZZZ99999999"'),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/gone.xml"),
        ("[Content_Types].xml", b"<", b""),
    ):
        name = f"xml_{old.strip(b'</>').decode()[:3].strip()}.xlsx".replace("=", "").replace('"', "")
        yield BadFile(f"part_{name}", _replaced(whole, part, old, new), (table,), either=True)
    trap = io.BytesIO()
    with (
        zipfile.ZipFile(trap, "w", zipfile.ZIP_DEFLATED) as archive,
        zipfile.ZipFile(io.BytesIO(whole)) as source,
    ):
        for info in source.infolist():
            archive.writestr(info.filename, source.read(info))
        with archive.open("xl/sharedStrings2.xml", "w") as part_file:
            for _ in range(257):
                part_file.write(b"\0" * 2**20)
    yield BadFile("trap.xlsx", trap.getvalue(), None, BROKEN)


def _in_disguise(chance: random.Random) -> Iterator[BadFile]:
    table = some_table(chance, 10)
    whole = _bytes(lambda book: _Page(book, "Dati").table(table, 0, 0))
    from msoffcrypto.format.ooxml import OOXMLFile

    secret = io.BytesIO()
    OOXMLFile(io.BytesIO(whole)).encrypt("segreto", secret)
    yield BadFile("secret.xlsx", secret.getvalue(), None, frozenset({Reason.ENCRYPTED}))
    yield BadFile("secret.xls", secret.getvalue(), None, frozenset({Reason.ENCRYPTED}))
    yield BadFile("empty.xlsx", b"", None, BROKEN)
    yield BadFile("empty.xls", b"", None, BROKEN)
    yield BadFile("zeros.xlsx", b"\0" * 9000, None, BROKEN)
    yield BadFile("noise.xls", chance.randbytes(9000), None, BROKEN)
    yield BadFile("new_as_old.xls", whole, (table,))
    yield BadFile("new_as_open.ods", whole, (table,))
    yield BadFile("workbook_as_text.csv", whole, None, BROKEN)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("leggimi.txt", "ciao")
    yield BadFile("zip.xlsx", zipped.getvalue(), None, BROKEN)
    yield BadFile("word.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000, None, BROKEN)
    lines = "".join("<tr>" + "".join(f"<td>{_html(v)}</td>" for v in row) + "</tr>" for row in table.rows)
    head = "".join(f"<th>{name}</th>" for name in table.names)
    for encoding in ("utf-8", "cp1252", "utf-16"):
        page = f'<html><head><meta charset="{encoding}"></head><table><tr>{head}</tr>{lines}</table></html>'
        yield BadFile(f"page_{encoding}.xls", page.encode(encoding), (table,))
    text = "\r\n".join("\t".join(row) for row in [table.names, *[tuple(map(plain, row)) for row in table.rows]])
    yield BadFile("text.xls", text.encode("cp1252"), (table,), frozenset({Reason.GUESSED}))
    yield BadFile("cut_page.xls", page.encode()[:700], None, either=True)


def _html(value: Value) -> str:
    return italian(value).replace("&", "&amp;").replace("<", "&lt;")
