"""`regia radar` as a person uses it: in an empty folder, at the terminal, from files, in both languages."""

import csv
import json
import tomllib
from pathlib import Path

import pytest

from regia.assess.questionnaire import items
from regia.judgement.answers import AnswerLog
from tests.cli.running import run

NAME = '[company]\nname = "Prova S.p.A."\nlanguage = "{}"\n'
COUNT = len(items())


@pytest.fixture
def company(tmp_path: Path) -> Path:
    (tmp_path / "regia.toml").write_text(NAME.format("it"), "utf-8")
    return tmp_path


def people(folder: Path, side: str, count: int, level: int) -> Path:
    """Write a file of answers of many people."""
    path = folder / f"{side}{level}.csv"
    rows = [(f"{side} {number}", side, item, level) for number in range(count) for item in items()]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([("person", "side", "item", "level"), *rows])
    return path


def test_an_empty_company_says_where_to_start_and_makes_its_two_pages(company: Path) -> None:
    done = run("radar", company)
    assert done.code == 0
    assert "nessun giro di risposte chiuso" in done.out
    assert "regia radar answer --side it" in done.out
    assert (company / "cto-radar.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_without_regia_toml_works_too(tmp_path: Path) -> None:
    done = run("radar", tmp_path, REGIA_LANGUAGE="en")
    assert done.code == 0
    assert "regia init" in done.err
    assert (tmp_path / "cto-radar.pdf").exists()


def test_from_answers_in_files_to_risks_and_advice(company: Path) -> None:
    for side, count, level in (("it", 5, 4), ("business", 6, 2)):
        done = run("radar", "answer", "-c", company, "--from", people(company, side, count, level))
        assert (done.code, f"Persone: {count}, incomplete: 0." in done.out) == (0, True)
    assert "Giro aperto, persone: IT 5, business 6" in run("radar", company).out
    assert run("radar", "close", "-c", company).code == 0
    done = run("radar", company, "--to", company / "due.pdf", "--language", "en", width=120)
    assert done.code == 0
    assert "4,0 4,0-4,0" in done.out
    assert "+2,0" in done.out
    assert "I cinque rischi" in done.out
    assert "La guida che serve" in done.out
    assert (company / "due.pdf").exists()
    found = json.loads(run("radar", company, "--json").out)
    assert (found["round"], len(found["areas"]), len(found["items"]), len(found["risks"])) == (1, 12, 48, 5)
    assert {row["gap"] for row in found["areas"]} == {2.0}


def test_four_people_are_not_told(company: Path) -> None:
    run("radar", "answer", "-c", company, "--from", people(company, "it", 4, 1))
    run("radar", "answer", "-c", company, "--from", people(company, "business", 6, 3))
    run("radar", "close", "-c", company)
    done = run("radar", company, width=120)
    assert "IT: 4 persone. Non si mostra" in done.out
    assert {row["side"] for row in json.loads(run("radar", company, "--json").out)["areas"]} == {"business"}


def test_a_person_stops_and_resumes_at_the_terminal(company: Path) -> None:
    asked = ("radar", "answer", "-c", company, "--side", "it", "--as", "Anna")
    first = run(*asked, stdin="3\n\n9\n4\nq\n")
    assert first.code == 0
    assert "Un numero da 1 a 5" in first.out
    assert "3 risposte conservate" in first.out
    assert list(AnswerLog(company).given("Anna").values()) == [3, None, 4]
    second = run(*asked, stdin="5\n" * COUNT)
    assert f"4/{COUNT} " in second.out
    assert f"1/{COUNT} " not in second.out.replace(f"21/{COUNT} ", "").replace(f"11/{COUNT} ", "")
    assert "Fatto, grazie" in second.out
    assert len(AnswerLog(company).given("Anna")) == COUNT


def test_the_end_of_input_keeps_what_was_answered(company: Path) -> None:
    done = run("radar", "answer", "-c", company, "--side", "business", stdin="Bruno\n2\n")
    assert done.code == 0
    assert list(AnswerLog(company).given("Bruno").values()) == [2]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "toml"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_a_template_filled_in_is_read_back(company: Path, kind: str, language: str) -> None:
    path = company / f"domande.{kind}"
    assert run("radar", "template", path, "--side", "business", "--language", language).code == 0
    assert run("radar", "template", path, "--side", "business").code == 2
    first = next(iter(items().values()))
    text = first.asks["business"].say("it" if language == "it" else "en")
    if kind == "csv":
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
        assert text in rows[1]
        rows[1][rows[0].index("level")] = "4"
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    elif kind == "toml":
        assert text in path.read_text("utf-8")
        assert set(tomllib.loads(path.read_text("utf-8"))["answers"]) == set(items())
        path.write_text(path.read_text("utf-8").replace(f"{first.item} = 0", f"{first.item} = 4"), "utf-8")
    if kind == "xlsx":
        assert path.read_bytes().startswith(b"PK")
        return
    assert run("radar", "answer", "-c", company, "--from", path, "--as", "Carla").code == 0
    assert AnswerLog(company).given("Carla") == {first.item: 4}


def test_a_sheet_filled_in_is_read(company: Path) -> None:
    import xlsxwriter

    path = company / "risposte.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["avviso"], ["person", "side", "item", "question", "level"],
                                  ["Dora", "IT", "trust", "?", 3], ["", "", "sponsor", "?", 5.0]]):  # fmt: skip
            sheet.write_row(at, 0, row)
    assert run("radar", "answer", "-c", company, "--from", path).code == 0
    assert AnswerLog(company).given("dora") == {"trust": 3, "sponsor": 5}


def test_all_mistakes_of_a_file_are_told_and_nothing_is_kept(company: Path) -> None:
    path = company / "x.csv"
    path.write_text("person,side,item,level\nAnna,it,trsut,3\n,,trust,7\n,sales,trust,2\nAnna,it,sponsor,4\n", "utf-8")
    done = run("radar", "answer", "-c", company, "--from", path)
    assert done.code == 2
    assert "riga 2: nessuna domanda si chiama così; volevi dire «trust»?" in done.err
    assert "riga 3: ci vuole un livello da 1 a 5" in done.err
    assert "riga 4: manca il lato" in done.err
    assert AnswerLog(company).rounds() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("a.xlsx", b"PK no workbook"),
        ("a.toml", b"answers = ["),
        ("a.toml", b"x = 1"),
        ("a.csv", b"name;value\n1;2\n"),
        ("a.csv", b""),
    ],
)
def test_a_file_that_is_no_answers_is_told(company: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (company / name).write_bytes(content)
    done = run("radar", "answer", "-c", company, "--from", company / name)
    assert done.code == 2
    assert "regia radar template" in done.err


def test_who_says_no_side_is_asked_for_it(company: Path) -> None:
    assert "--side it" in run("radar", "answer", "-c", company, "--as", "Anna").err
    assert run("radar", "close", "-c", company).code == 2
    assert "CTO Radar" in run("radar", "--help", REGIA_LANGUAGE="en").out
