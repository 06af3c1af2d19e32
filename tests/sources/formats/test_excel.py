"""Workbooks as people make them: what is read and what is told, on the layouts that go wrong elsewhere."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regia.errors.files import FileChanged, FileLocked, FileProtected
from regia.errors.sources import FileUnreadable
from regia.model.note import Note, Reason
from regia.sources.formats.excel import FORMAT
from tests.sources.formats import xlsb_writer

Rows = list[dict[str, Any]]
Write = Callable[[Any, Any], None]


def book(path: Path, write: Write, **options: Any) -> Path:
    """Make a workbook of one sheet; `write` gets the sheet and the book."""
    with xlsxwriter.Workbook(path, options) as made:
        write(made.add_worksheet("Foglio"), made)
    return path


def lay(sheet: Any, rows: list[list[Any]], top: int = 0, left: int = 0) -> None:
    """Write rows of values; None leaves a cell empty."""
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(top + number, left + column, value)


def read(path: Path) -> tuple[dict[str, Rows], list[Note]]:
    """Read every dataset of a file."""
    notes: list[Note] = []
    read: dict[str, Rows] = {}
    for dataset in FORMAT.describe(path, notes.append):
        batches = FORMAT.read(path, dataset, notes.append).batches
        read[dataset.name] = [row for batch in batches for row in batch.to_pylist()]
        assert dataset.estimated_records == len(read[dataset.name])
    return read, notes


def told(notes: list[Note], reason: Reason, detail: str = "") -> int:
    """How many rows or values the notes of a reason count."""
    return sum(note.count or 1 for note in notes if note.reason is reason and detail in note.detail)


def test_a_plain_table_keeps_its_types(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        date, time = made.add_format({"num_format": "dd/mm/yyyy"}), made.add_format({"num_format": "hh:mm"})
        sheet.write_row(0, 0, ["codice", "importo", "attivo", "data", "ora", "cap"])
        for row in (1, 2):
            sheet.write_row(row, 0, [row, row + 0.5, row == 1])
            sheet.write_datetime(row, 3, dt.date(2024, 1, 30 + row - 1), date)
            sheet.write_number(row, 4, 0.5, time)
            sheet.write_string(row, 5, "00123")

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert read_ == {
        "Foglio": [
            {
                "codice": 1,
                "importo": 1.5,
                "attivo": True,
                "data": dt.date(2024, 1, 30),
                "ora": dt.time(12),
                "cap": "00123",
            },
            {
                "codice": 2,
                "importo": 2.5,
                "attivo": False,
                "data": dt.date(2024, 1, 31),
                "ora": dt.time(12),
                "cap": "00123",
            },
        ]
    }
    assert notes == []


def test_a_preamble_a_title_and_footnotes_are_left_out_and_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["ACME S.p.A."],
        ["Elenco ordini"],
        ["Data stampa:", "31/01/2024"],
        [],
        ["Ordine", "Cliente", "Importo"],
        [1, "Rossi", 10],
        [2, "Bianchi", 20],
        ["* importi al netto di IVA"],
    ]
    read_, notes = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {
        "Foglio": [
            {"Ordine": 1, "Cliente": "Rossi", "Importo": 10},
            {"Ordine": 2, "Cliente": "Bianchi", "Importo": 20},
        ]
    }
    assert told(notes, Reason.ROWS_LEFT_OUT) == 4


def test_a_preamble_right_above_the_header(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["ACME S.p.A."],
        ["Periodo", "gennaio"],
        ["Ordine", "Cliente", "Importo", "Data", "Agente"],
        [1, "Rossi", 10, "x", "y"],
    ]
    read_, _ = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert list(read_["Foglio"][0]) == ["Ordine", "Cliente", "Importo", "Data", "Agente"]


def test_tables_side_by_side_and_below_each_become_a_dataset(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(sheet, [["Vendite"], ["mese", "euro"], ["gen", 1], ["feb", 2]])
        lay(sheet, [["Costi"], ["voce", "euro"], ["luce", 3], ["gas", 4], ["acqua", 5]], left=3)
        lay(sheet, [["Agenti"], ["nome", "zona", "budget"], ["Ugo", "nord", 9]], top=8)

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert read_ == {
        "Foglio#Vendite": [{"mese": "gen", "euro": 1}, {"mese": "feb", "euro": 2}],
        "Foglio#Costi": [{"voce": "luce", "euro": 3}, {"voce": "gas", "euro": 4}, {"voce": "acqua", "euro": 5}],
        "Foglio#Agenti": [{"nome": "Ugo", "zona": "nord", "budget": 9}],
    }
    assert told(notes, Reason.GUESSED, "several tables") == 3


def test_a_narrower_table_below_a_wider_one_is_a_table_of_its_own(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(sheet, [["Agente", "Zona", "Q1"], ["Rossi", "Nord", 100], ["Bianchi", "Sud", 80]])
        lay(sheet, [["Codice", "Sconto"], ["A1", 0.1], ["A2", 0.2]], top=5)

    read_, _ = read(book(tmp_path / "a.xlsx", write))
    assert list(read_.values()) == [
        [{"Agente": "Rossi", "Zona": "Nord", "Q1": 100}, {"Agente": "Bianchi", "Zona": "Sud", "Q1": 80}],
        [{"Codice": "A1", "Sconto": 0.1}, {"Codice": "A2", "Sconto": 0.2}],
    ]


def test_a_narrower_table_of_texts_below_one_with_texts_is_a_table_of_its_own(tmp_path: Path) -> None:
    def write(sheet: Any, _: Any) -> None:
        lay(sheet, [["mese", "area", "importo"], ["gennaio", "nord", 10], ["febbraio", "sud", 20]])
        lay(sheet, [["cod", "descrizione"], ["a", "tavolo"], ["b", "sedia"]], top=6)

    assert read(book(tmp_path / "a.xlsx", write))[0] == {
        "Foglio": [
            {"mese": "gennaio", "area": "nord", "importo": 10},
            {"mese": "febbraio", "area": "sud", "importo": 20},
        ],
        "Foglio#2": [{"cod": "a", "descrizione": "tavolo"}, {"cod": "b", "descrizione": "sedia"}],
    }


def test_a_title_merged_over_tables_side_by_side_does_not_join_them(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        sheet.merge_range("A1:E1", "Riepilogo")
        lay(sheet, [["mese", "euro"], ["gen", 1], ["feb", 2]], top=1)
        lay(sheet, [["voce", "pezzi"], ["a", 3], ["b", 4]], top=1, left=3)

    read_, _ = read(book(tmp_path / "a.xlsx", write))
    assert list(read_) == ["Foglio", "Foglio#2"]
    assert read_["Foglio#2"] == [{"voce": "a", "pezzi": 3}, {"voce": "b", "pezzi": 4}]


def test_rows_after_a_blank_row_belong_to_the_table_above(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a", "b", "c"], [1, "x", 2.5], [], [2, "y", 3.5], [], [3, None, 4.5]]
    read_, _ = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {
        "Foglio": [{"a": 1, "b": "x", "c": 2.5}, {"a": 2, "b": "y", "c": 3.5}, {"a": 3, "b": None, "c": 4.5}]
    }


def test_a_blank_row_between_header_and_data(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a", "b"], [], [1, "x"], [2, "y"]]
    read_, _ = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {"Foglio": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}


def test_blank_columns_of_a_printed_report_do_not_cut_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["a", None, "b", None, None, "c"],
        [1, None, "x", None, None, 2],
        [3, None, "y", None, None, 4],
    ]
    read_, _ = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {"Foglio": [{"a": 1, "b": "x", "c": 2}, {"a": 3, "b": "y", "c": 4}]}


def test_headers_in_two_rows_are_joined(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        sheet.merge_range("A1:A2", "Prodotto")
        sheet.merge_range("B1:C1", "2024")
        sheet.merge_range("D1:E1", "2025")
        sheet.merge_range("F1:F2", "Note")
        lay(sheet, [["Gennaio", "Febbraio", "Gennaio", "Febbraio"]], top=1, left=1)
        lay(sheet, [["vite", 1, 2, 3, 4, "ok"], ["dado", 5, 6, 7, 8, None]], top=2)

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert read_["Foglio"][0] == {
        "Prodotto": "vite",
        "2024 / Gennaio": 1,
        "2024 / Febbraio": 2,
        "2025 / Gennaio": 3,
        "2025 / Febbraio": 4,
        "Note": "ok",
    }
    assert notes == []


def test_one_group_over_part_of_the_header(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        sheet.merge_range("B1:C1", "2024")
        lay(sheet, [["Prodotto", "Gennaio", "Febbraio"], ["vite", 1, 2]], top=1)

    read_, _ = read(book(tmp_path / "a.xlsx", write))
    assert read_ == {"Foglio": [{"Prodotto": "vite", "2024 / Gennaio": 1, "2024 / Febbraio": 2}]}


def test_merged_cells_in_the_body_are_filled_down_and_told(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(
            sheet,
            [
                ["regione", "città", "n"],
                [None, "Milano", 1],
                [None, "Como", 2],
                [None, "Lodi", 3],
                ["Lazio", "Roma", 4],
            ],
        )
        sheet.merge_range("A2:A4", "Lombardia")

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert [row["regione"] for row in read_["Foglio"]] == ["Lombardia", "Lombardia", "Lombardia", "Lazio"]
    assert told(notes, Reason.GUESSED, "merged") == 2


def test_totals_that_add_up_are_left_out_and_others_kept(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["cliente", "pezzi", "euro"],
        ["a", 1, 10.1],
        ["b", 2, 20.2],
        ["Subtotale", 3, 30.3],
        ["c", 3, 30.3],
        ["Total Gas S.r.l.", 7, 1],
        ["Subtotale", 10, 31.3],
        ["Totale generale", 13, 61.6],
    ]
    read_, notes = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert [row["cliente"] for row in read_["Foglio"]] == ["a", "b", "c", "Total Gas S.r.l."]
    assert told(notes, Reason.ROWS_LEFT_OUT, "totals") == 3
    assert told(notes, Reason.GUESSED, "do not add up") == 1


def test_a_total_after_a_blank_row_under_a_column_of_numbers(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["id", "cliente", "euro"], [1, "a", 10], [2, "b", 20], [], [None, "Totale", 30]]
    read_, notes = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {"Foglio": [{"id": 1, "cliente": "a", "euro": 10}, {"id": 2, "cliente": "b", "euro": 20}]}
    assert told(notes, Reason.ROWS_LEFT_OUT, "totals") == 1


def test_errors_become_empty_and_are_counted_by_column(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(sheet, [["a", "b"], [1, 1.5], [2, None], [3, None]])
        sheet.write_formula("B3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B4", "=NA()", None, "#N/A")

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert [row["b"] for row in read_["Foglio"]] == [1.5, None, None]
    assert [(note.field, note.count) for note in notes if note.reason is Reason.VALUE_CHANGED] == [("b", 2)]


def test_formulas_give_the_value_they_last_had(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(sheet, [["a", "b"], [1], [2]])
        sheet.write_formula("B2", "=A2*2", None, 2)
        sheet.write_formula("B3", "=A3*2", None, 4)

    assert read(book(tmp_path / "a.xlsx", write))[0] == {"Foglio": [{"a": 1, "b": 2}, {"a": 2, "b": 4}]}


def test_mixed_types_become_text_without_loss(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(sheet, [["v", "n"], [12, 1], [1.5, 2], ["A-7", 3], [True, 4], [None, 5]])
        sheet.write_datetime("A7", dt.datetime(2024, 2, 29), made.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write("B7", 6)

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert [row["v"] for row in read_["Foglio"]] == ["12", "1.5", "A-7", "true", None, "2024-02-29"]
    assert told(notes, Reason.VALUE_AS_TEXT) == 4


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_in_both_systems(tmp_path: Path, date_1904: bool) -> None:
    def write(sheet: Any, made: Any) -> None:
        form = made.add_format({"num_format": "dd/mm/yyyy"})
        lay(sheet, [["n", "giorno"], [1], [2]])
        sheet.write_datetime("B2", dt.datetime(2024, 2, 29), form)
        sheet.write_datetime("B3", dt.datetime(1999, 12, 31, 18, 30), form)

    read_, _ = read(book(tmp_path / "a.xlsx", write, date_1904=date_1904))
    assert [row["giorno"] for row in read_["Foglio"]] == [dt.datetime(2024, 2, 29), dt.datetime(1999, 12, 31, 18, 30)]


def test_zero_shown_as_a_date_is_no_date(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        form = made.add_format({"num_format": "dd/mm/yyyy"})
        lay(sheet, [["n", "giorno"], [1], [2]])
        sheet.write_number("B2", 45351, form)
        sheet.write_number("B3", 0, form)

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert [row["giorno"] for row in read_["Foglio"]] == [dt.date(2024, 2, 29), None]
    assert told(notes, Reason.VALUE_CHANGED, "0 shown") == 1


def test_durations_past_a_day_are_kept_as_text(tmp_path: Path) -> None:
    def write(sheet: Any, made: Any) -> None:
        lay(sheet, [["n", "ore"], [1]])
        sheet.write_number("B2", 1.5, made.add_format({"num_format": "[h]:mm"}))

    read_, notes = read(book(tmp_path / "a.xlsx", write))
    assert read_ == {"Foglio": [{"n": 1, "ore": "36:00:00"}]}
    assert told(notes, Reason.VALUE_AS_TEXT, "durations") == 1


def test_units_below_the_header_become_comments(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["articolo", "peso", "prezzo"], [None, "(kg)", "€"], ["vite", 1.5, 2], ["dado", 2.5, 3]]
    path = book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows))
    (dataset,) = FORMAT.describe(path, lambda note: None)
    assert [(field.name, field.comment) for field in dataset.fields] == [
        ("articolo", ""),
        ("peso", "kg"),
        ("prezzo", "€"),
    ]
    assert len(read(path)[0]["Foglio"]) == 2


def test_empty_and_double_names_are_made_unique_and_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a", None, "A", "b"], [1, 2, 3, 4]]
    read_, notes = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {"Foglio": [{"a": 1, "column_2": 2, "A_2": 3, "b": 4}]}
    assert told(notes, Reason.NAME_CHANGED) == 2


def test_numbers_without_a_header_are_all_kept(tmp_path: Path) -> None:
    read_, notes = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, [[1, "x"], [2, "y"]])))
    assert read_ == {"Foglio": [{"column_1": 1, "column_2": "x"}, {"column_1": 2, "column_2": "y"}]}
    assert told(notes, Reason.GUESSED, "no header") == 1


def test_a_crosstab_with_years_across_is_kept_as_it_is(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["prodotto", 2022, 2023, 2024], ["vite", 10, 20, 30], ["dado", 5, 6, 7]]
    read_, _ = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_["Foglio"][0] == {"prodotto": "vite", "2022": 10, "2023": 20, "2024": 30}


def test_a_header_repeated_at_each_page_is_left_out(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a", "b"], [1, "x"], ["a", "b"], [2, "y"]]
    read_, notes = read(book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, rows)))
    assert read_ == {"Foglio": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}
    assert told(notes, Reason.ROWS_LEFT_OUT, "repeated header") == 1


def test_hidden_empty_and_chart_sheets_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        lay(made.add_worksheet("Uno"), [["a", "b"], [1, 2]])
        hidden = made.add_worksheet("Due")
        lay(hidden, [["c", "d"], [3, 4]])
        hidden.hide()
        made.add_worksheet("Vuoto")
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Uno!$A$2:$A$2"})
        made.add_chartsheet("Grafico").set_chart(chart)
    read_, notes = read(tmp_path / "a.xlsx")
    assert read_ == {"Uno": [{"a": 1, "b": 2}], "Due": [{"c": 3, "d": 4}]}
    assert [(note.reason, note.dataset) for note in notes] == [
        (Reason.HIDDEN, "Due"),
        (Reason.ROWS_LEFT_OUT, "Vuoto"),
        (Reason.UNSUPPORTED, "Grafico"),
    ]


def test_the_first_rows_only(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, [["a", "b"], *[[n, n] for n in range(100)]]))
    (dataset,) = FORMAT.describe(path, lambda note: None)
    reading = FORMAT.read(path, dataset, lambda note: None, rows=7)
    assert sum(batch.num_rows for batch in reading.batches) == 7
    assert reading.sampled == "first"


def test_a_file_that_changed_since_it_was_described_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, [["a", "b"], [1, 2]]))
    (dataset,) = FORMAT.describe(path, lambda note: None)
    book(path, lambda sheet, _: lay(sheet, [["a", "b", "c"], [1, 2, 3]]))
    with pytest.raises(FileChanged):
        FORMAT.read(path, dataset, lambda note: None)


def test_an_old_workbook(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Foglio")
    form = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, values in enumerate([["id", "nome", "data"], [1, "Rossi", dt.date(2024, 1, 31)], [2, "Città", None]]):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value, *([form] if isinstance(value, dt.date) else []))
    sheet.write(3, 0, 3)
    sheet.row(3).set_cell_error(2, "#DIV/0!")
    made.save(str(tmp_path / "a.xls"))
    read_, notes = read(tmp_path / "a.xls")
    assert read_ == {
        "Foglio": [
            {"id": 1, "nome": "Rossi", "data": dt.date(2024, 1, 31)},
            {"id": 2, "nome": "Città", "data": None},
            {"id": 3, "nome": None, "data": None},
        ]
    }
    assert [(note.reason, note.field, note.count) for note in notes] == [(Reason.VALUE_CHANGED, "data", 1)]


def test_a_binary_workbook(tmp_path: Path) -> None:
    xlsb_writer.write(tmp_path / "a.xlsb", "Dati", [["id", "nome"], [1, "Città"], [2, ValueError()], [3, "c"]])
    read_, notes = read(tmp_path / "a.xlsb")
    assert read_ == {"Dati": [{"id": 1, "nome": "Città"}, {"id": 2, "nome": None}, {"id": 3, "nome": "c"}]}
    assert [(note.reason, note.field, note.count) for note in notes] == [(Reason.VALUE_CHANGED, "nome", 1)]


def test_a_far_cell_of_a_binary_workbook(tmp_path: Path) -> None:
    xlsb_writer.write(tmp_path / "a.xlsb", "Dati", [["id"], [1]], far=(1_048_575, 16_383))
    read_, notes = read(tmp_path / "a.xlsb")
    assert read_ == {}
    assert [(note.reason, note.dataset) for note in notes] == [(Reason.BYTE_LIMIT, "Dati")]


def test_a_web_page_under_a_workbook_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    page = """<html><meta charset="windows-1252"><body><table><tr><td colspan=2>Elenco</td></tr>
    <tr><th>Nome<th>Città</tr><tr><td>Rossi &amp; C.<td rowspan=2>Forlì</tr><tr><td>Verdi</td></tr>
    </table></body></html>"""
    path.write_bytes(page.encode("windows-1252"))
    read_, _ = read(path)
    assert list(read_.values()) == [[{"Nome": "Rossi & C.", "Città": "Forlì"}, {"Nome": "Verdi", "Città": "Forlì"}]]


def test_numbers_and_dates_of_a_web_page_get_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    lines = [("Conto", "Saldo", "Data"), ("a1", "1.234,56", "31/01/2024"), ("a2", "-7,00", "13/02/2024")]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    path.write_text(f"<table>{cells}</table>")
    (rows,) = read(path)[0].values()
    assert [(float(row["Saldo"]), row["Data"]) for row in rows] == [
        (1234.56, dt.date(2024, 1, 31)),
        (-7.0, dt.date(2024, 2, 13)),
    ]


def test_delimited_text_under_a_workbook_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes("codice\tcittà\n1\tForlì\n2\tRoma\n3\tBari\n".encode("cp1252"))
    notes: list[Note] = []
    (dataset,) = FORMAT.describe(path, notes.append)
    rows = [row for batch in FORMAT.read(path, dataset, notes.append).batches for row in batch.to_pylist()]
    assert rows == [{"codice": 1, "città": "Forlì"}, {"codice": 2, "città": "Roma"}, {"codice": 3, "città": "Bari"}]
    assert told(notes, Reason.GUESSED, "spreadsheet's suffix") == 1


def test_an_xml_spreadsheet_under_a_workbook_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
    xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="Dati"><Table><Row><Cell><Data ss:Type="String">id</Data></Cell><Cell ss:Index="2">
    <Data ss:Type="String">quando</Data></Cell></Row><Row ss:Index="2"><Cell><Data ss:Type="Number">7</Data></Cell>
    <Cell><Data ss:Type="DateTime">2024-01-31T10:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""
    )
    assert read(path)[0] == {"Dati": [{"id": 7, "quando": dt.datetime(2024, 1, 31, 10)}]}


def test_a_cell_far_away_is_told_and_does_not_fill_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        lay(made.add_worksheet("Uno"), [["a", "b"], [1, 2]])
        made.add_worksheet("Lontano").write(20_000, 16_383, 1)
        far = made.add_worksheet("Due")
        far.write(0, 0, 1)
        far.write(1048575, 16383, 1)
    read_, notes = read(tmp_path / "a.xlsx")
    assert read_ == {"Uno": [{"a": 1, "b": 2}]}
    assert [note.dataset for note in notes if note.reason is Reason.BYTE_LIMIT] == ["Due"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileUnreadable),
        (b"\0" * 5000, FileUnreadable),
        (b"PK\x03\x04 not a zip", FileUnreadable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, FileUnreadable),
        (bytes(range(1, 32)) * 40, FileUnreadable),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(error):
        FORMAT.describe(tmp_path / "a.xlsx", lambda note: None)


def test_a_file_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Held(PermissionError):
        winerror = 32

    def refuse(*_: Any) -> None:
        raise Held(13, "in use")

    path = book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, [["a"], [1]]))
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileLocked):
        FORMAT.describe(path, lambda note: None)


def test_a_password_is_asked_for_in_so_many_words(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = book(tmp_path / "a.xlsx", lambda sheet, _: lay(sheet, [["a"], [1]]))
    with plain.open("rb") as source, (tmp_path / "b.xlsx").open("wb") as target:
        OOXMLFile(source).encrypt("segreto", target)
    with pytest.raises(FileProtected):
        FORMAT.describe(tmp_path / "b.xlsx", lambda note: None)


def test_a_size_that_would_end_the_process_is_refused(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    made.add_sheet("Foglio").write(0, 0, 1)
    made.save(str(tmp_path / "a.xls"))
    content = bytearray((tmp_path / "a.xls").read_bytes())
    at = content.index(b"\x00\x02\x0e\x00") + 4  # the record Dimensions: rows from, to, columns from, to
    content[at : at + 12] = b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff"
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(FileUnreadable, match="memory"):
        FORMAT.describe(tmp_path / "a.xls", lambda note: None)


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "testo": WORDS,
    "intero": st.integers(-(2**53), 2**53),
    "numero": st.integers(-(10**9), 10**9).map(lambda n: n / 1000),
    "vero": st.booleans(),
    "giorno": st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)),
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), top=st.integers(0, 3), left=st.integers(0, 3), blank=st.booleans())
def test_any_value_comes_back(tmp_path: Path, data: st.DataObject, top: int, left: int, blank: bool) -> None:
    rows = [[n, *(data.draw(kind) for kind in COLUMNS.values())] for n in range(1, data.draw(st.integers(1, 6)) + 1)]
    if blank:
        rows[-1][1 + data.draw(st.integers(0, 4))] = None

    def write(sheet: Any, made: Any) -> None:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        lay(sheet, [["n", *COLUMNS]], top, left)
        for number, row in enumerate(rows, top + 1):
            for column, value in enumerate(row, left):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)

    (read_,) = read(book(tmp_path / "a.xlsx", write))[0].values()
    assert [list(row.values()) for row in read_] == rows
