"""What people take away: who is who, duplicates to merge; nothing that a spreadsheet would run."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from regia.resolve.conflicts.tables import DUPLICATES
from regia.resolve.exports.cross_reference import cross_reference
from regia.resolve.exports.duplicates import work_list
from regia.resolve.exports.sheet import Sheet, write_csv, write_xlsx
from regia.resolve.tables import ENTITY_RECORDS


def _record(entity: str, place: str, record: str, concept: str = "customer") -> dict[str, object]:
    system, dataset = place.split(".")
    return {
        "entity": entity, "concept": concept, "system": system, "dataset": dataset, "record": record, "probability": 1.0
    }  # fmt: skip


def test_an_entity_is_one_row_with_its_records_in_every_system() -> None:
    rows = [
        _record("e1", "crm.accounts", "7"),
        _record("e1", "erp.ANACLI", "C1"),
        _record("e1", "erp.ANACLI", "C9"),
        _record("e2", "crm.accounts", "8"),
        _record("p1", "erp.ARTICO", "A", "product"),
        _record("p1", "shop.items", "B", "product"),
    ]
    customers, products = cross_reference(ENTITY_RECORDS.from_rows(rows), masked=False)
    assert (customers.name, customers.columns) == ("customer", ("entity", "crm.accounts", "erp.ANACLI"))
    assert list(customers.rows) == [["e1", "7", "C1; C9"]]
    assert list(products.rows) == [["p1", "A", "B"]]
    masked, _ = cross_reference(ENTITY_RECORDS.from_rows(rows))
    assert list(masked.rows) == [["e1", "7", "C•; C•"]]
    assert [each.name for each in cross_reference(ENTITY_RECORDS.from_rows(rows), "product")] == ["product"]


def test_duplicates_are_listed_by_dataset_the_surest_first() -> None:
    def row(record: str, dataset: str, probability: float) -> dict[str, object]:
        return {
            "entity": "e", "concept": "customer", "system": "crm", "dataset": dataset, "record": record, "keep": "1",
            "probability": probability, "filled": 3, "changed_at": datetime(2026, 1, 2, tzinfo=UTC),
        }  # fmt: skip

    table = DUPLICATES.from_rows([row("2", "a", 0.7), row("3", "a", 0.95), row("4", "b", 0.8)])
    first, second = work_list(table)
    assert (first.name, second.name) == ("crm.a", "crm.b")
    assert [cells[2] for cells in first.rows] == ["3", "2"]
    assert next(iter(second.rows))[-1] == "2026-01-02 00:00:00"
    mail = DUPLICATES.from_rows([row("mario@esempio.it", "a", 0.7)])
    assert [next(iter(each.rows))[2:4] for each in work_list(mail)] == [["m••••@e••••••.i•", "1"]]
    assert [next(iter(each.rows))[2:4] for each in work_list(mail, masked=False)] == [["mario@esempio.it", "1"]]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    evil = ["=1+1", "@SUM(A1)", "-2+3", "+39 06 1234", "+390612345", "plain"]
    sheet = Sheet("a/b", ("entity", *(str(at) for at in range(5))), [evil])
    file = io.StringIO()
    write_csv([sheet], file)
    read = list(csv.reader(io.StringIO(file.getvalue())))
    assert read[1] == ["'=1+1", "'@SUM(A1)", "'-2+3", "'+39 06 1234", "+390612345", "plain"]
    write_xlsx([sheet, sheet], tmp_path / "x.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "x.xlsx"))
    assert book.sheet_names == ["a_b", "a_b 2"]
    assert book.get_sheet_by_name("a_b").to_python()[1] == evil


def test_tables_of_one_form_share_a_header() -> None:
    file = io.StringIO()
    write_csv([Sheet("a", ("x",), [["1"]]), Sheet("b", ("x",), [[None]]), Sheet("c", ("y",), [["3"]])], file)
    assert file.getvalue().split() == ["x", "1", '""', "y", "3"]
