"""The stage on a small company whose flaws were planted: each is found, told by its kind, priced, and exported."""

import csv
import io
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.cli import app
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, value_mark, value_subject
from regia.model.progress import Silent
from regia.resolve.conflicts.stage import STAGE
from regia.resolve.conflicts.tables import CONFLICTS, MASTERS
from regia.workspace.reading import load
from tests.resolve.people import person

Rows = list[dict[str, object]]

NEW = "2026-03-05 10:00:00"
MINUTES, HOUR = 10, 30


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three systems with the same forty customers; the ERP is written in capitals and lags behind the CRM."""
    root = tmp_path_factory.mktemp("planted")
    people = {number: person(number) for number in range(40)}
    _crm(root, people)
    _erp(root, people)
    folder = root / "company"
    folder.mkdir()
    systems = "".join(
        f'[systems.{name}]\nname = "{name}"\nsource = "{root / name}.sqlite"\n' for name in ("erp", "crm")
    )
    costs = (
        f"[assumptions]\nhour_cost_eur = {HOUR}\nminutes_per_conflict = {MINUTES}\nminutes_per_duplicate = {MINUTES}\n"
    )
    (folder / "regia.toml").write_text(f'[company]\nname = "Prova"\n{systems}{costs}', encoding="utf-8")
    return folder


def _crm(root: Path, people: dict[int, dict[str, str]]) -> None:
    with sqlite3.connect(root / "crm.sqlite") as crm:
        crm.execute(
            "CREATE TABLE accounts (id TEXT PRIMARY KEY, name TEXT, email TEXT, phone TEXT, street TEXT, city TEXT, "
            "created_at TIMESTAMP, updated_at TIMESTAMP)"
        )
        for number, known in people.items():
            phone = "3409999999" if number == 20 else known["phone"]
            row = (f"A{number:03}", known["who"], known["email"], phone, known["street"], known["city"])
            changed = NEW if number == 20 else _born(number)
            crm.execute("INSERT INTO accounts VALUES (?,?,?,?,?,?,?,?)", (*row, _born(number), changed))


def _born(number: int, days: int = 0) -> str:
    """Return when a customer was entered, two a day, so many days after the CRM."""
    return f"2024-02-{1 + number // 2 + days:02} {8 + number % 2:02}:00:00"


def _erp(root: Path, people: dict[int, dict[str, str]]) -> None:
    with sqlite3.connect(root / "erp.sqlite") as erp:
        erp.execute(
            "CREATE TABLE ANACLI (CODCLI TEXT PRIMARY KEY, RAGSOC TEXT, EMAIL TEXT, TELEFONO TEXT, INDIRIZZO TEXT, "
            "LOCALITA TEXT, DATAINS TIMESTAMP, DATAAGG TIMESTAMP)"
        )
        rows = {f"C{number:03}": known for number, known in people.items()} | {"C900": people[7]}
        for code, known in rows.items():
            email = (
                None
                if code == "C005"
                else known["email"].replace("posta", "psota")
                if code == "C010"
                else known["email"]
            )
            row = (code, known["who"].upper(), email, f"0039 {known['phone']}", known["street"], known["city"].upper())
            born = _born(int(code[1:]) % 100, days=3)
            erp.execute("INSERT INTO ANACLI VALUES (?,?,?,?,?,?,?,?)", (*row, born, born))


@pytest.fixture(scope="module")
def tables(place: Path) -> dict[str, Rows]:
    return _run(place)


def _run(place: Path) -> dict[str, Rows]:
    checkup = run_checkup(load(place), Options(until="conflicts"), Silent()).checkup
    assert {each.failure for each in checkup.stages} == {""}
    return {table.name: Records(place).load(checkup, table).to_pylist() for table in STAGE.writes}


def _conflict(tables: dict[str, Rows], record: str, field: str) -> dict[str, object]:
    found = [row for row in tables["conflicts"] if (row["record"], row["field"]) == (record, field)]
    return found[0] if found else {}


def test_each_planted_flaw_is_told_by_its_kind_with_the_right_value(tables: dict[str, Rows]) -> None:
    stale = _conflict(tables, "C020", "TELEFONO")
    assert (stale["kind"], stale["golden_value"], stale["reason"]) == ("stale", "+393409999999", "newest")
    missing = _conflict(tables, "C005", "EMAIL")
    assert (missing["kind"], missing["value"], missing["golden_value"]) == ("missing", None, person(5)["email"])
    assert _conflict(tables, "C010", "EMAIL")["kind"] == "typing"
    written = _conflict(tables, "C030", "RAGSOC")
    assert (written["kind"], written["golden_value"]) == ("format", person(30)["who"])
    assert not _conflict(tables, "C030", "INDIRIZZO")
    wrong = {(row["record"], row["field"]) for row in tables["conflicts"] if row["kind"] not in ("format", "missing")}
    assert wrong <= {("C020", "TELEFONO"), ("A020", "phone"), ("C010", "EMAIL"), ("A010", "email")}


def test_duplicates_and_conflicts_are_counted_once_and_priced(tables: dict[str, Rows]) -> None:
    doubles = {(row["record"], row["keep"]) for row in tables["duplicates"]}
    assert doubles == {("C900", "C007")}
    costs = {(row["flaw"], row["attribute"], row["system"]): row for row in tables["data_costs"]}
    each = Decimal(MINUTES * HOUR) / 60
    double = costs["duplicate", "*", "erp"]
    assert (double["values"], double["eur_year_high"], double["confirmed"]) == (1, each, False)
    # the ERP's record was last changed years ago: nobody is known to work with it
    assert costs["conflict", "phone", "erp"]["eur_year_low"] == 0
    assert costs["conflict", "phone", "erp"]["eur_year_high"] == each


def test_who_is_right_and_who_should_lead_is_told(tables: dict[str, Rows]) -> None:
    rows = {(row["attribute"], row["system"]): row for row in tables["source_accuracy"]}
    for row in rows.values():
        assert row["accuracy"] is None or row["accuracy_low"] <= row["accuracy"] <= row["accuracy_high"]  # type: ignore[operator]
    assert rows["phone", "erp"]["compared"] == 41
    assert rows["phone", "crm"]["accuracy"] > rows["phone", "erp"]["accuracy"]  # type: ignore[operator]
    master = next(row for row in tables["masters"] if row["attribute"] == "*")
    assert (master["system"], master["runner_up"], master["status"]) == ("crm", "erp", "proposed")
    assert master["first_share"] == 1.0
    assert "crm" not in str(master["changes"])


def test_a_decided_master_stays_whatever_the_figures_say(place: Path, tables: dict[str, Rows]) -> None:
    concept = str(next(row for row in tables["masters"] if row["attribute"] == "*")["concept"])
    runner = CliRunner()
    asked = ["judge", concept, "erp", "--master", "--company", str(place), "--person", "Ada"]
    assert runner.invoke(app, asked).exit_code == 0
    records = Records(place)
    rows = records.load(records.latest(), MASTERS).to_pylist()
    decided = next(row for row in rows if row["attribute"] == "*")
    assert (decided["system"], decided["status"], decided["runner_up"]) == ("erp", "decided", "crm")
    assert "erp" in runner.invoke(app, ["model", concept, "--company", str(place)]).output
    assert runner.invoke(app, ["judge", "nothing", "erp", "--master", "--company", str(place)]).exit_code == 2


def test_golden_records_are_exported_masked_unless_asked(place: Path, tables: dict[str, Rows]) -> None:
    runner = CliRunner()
    hidden = runner.invoke(app, ["export", "golden", "--company", str(place)])
    shown = runner.invoke(app, ["export", "golden", "--company", str(place), "--unmask", "prova"])
    assert (hidden.exit_code, shown.exit_code) == (0, 0)
    assert person(5)["email"] not in hidden.stdout
    rows = [row for row in csv.DictReader(io.StringIO(shown.stdout)) if row.get("email") == person(20)["email"]]
    assert rows[0]["phone"] == "+393409999999"
    assert "export golden" in (place / ".regia" / "unmasked.log").read_text("utf-8")
    doubles = runner.invoke(app, ["export", "duplicates", "--company", str(place)]).stdout
    assert doubles.splitlines()[1].startswith("erp,ANACLI,C•••,C•••,")
    doubles = runner.invoke(app, ["export", "duplicates", "--company", str(place), "--unmask", "prova"]).stdout
    assert doubles.splitlines()[1].startswith("erp,ANACLI,C900,C007,")
    crossed = runner.invoke(app, ["export", "cross-reference", "--company", str(place), "--unmask", "prova"]).stdout
    assert any("A007" in line and "C007; C900" in line for line in crossed.splitlines())


def _say(place: Path, record: tuple[str, str, str], decision: Decision, value: str) -> None:
    VerdictLog(place, "Prova").record(
        Kind.VALUE,
        value_subject(record, "phone"),
        decision,
        person="Anna",
        of=value_mark(record, "phone", value),
    )


def test_what_a_person_says_of_a_value_holds_while_the_record_says_it(place: Path) -> None:
    """The CRM's newer number is held to be right: a person knows that the ERP's is, or that the CRM's is not."""
    older = f"0039 {person(20)['phone']}"
    erp, crm = ("erp", "ANACLI", "C020"), ("crm", "accounts", "A020")
    try:
        _say(place, erp, Decision.CONFIRMED, older)
        said = _run(place)
        assert not _conflict(said, "C020", "TELEFONO").get("golden_value") or (
            _conflict(said, "C020", "TELEFONO")["kind"] == "format"
        )
        wrong = _conflict(said, "A020", "phone")
        assert (wrong["golden_value"], wrong["probability_right"], wrong["reason"]) == (
            f"+39{person(20)['phone']}",
            1.0,
            "person",
        )
        _say(place, erp, Decision.WITHDRAWN, older)
        _say(place, crm, Decision.REJECTED, "3409999999")
        assert _conflict(_run(place), "A020", "phone")["golden_value"] == f"+39{person(20)['phone']}"
        _say(place, crm, Decision.WITHDRAWN, "3409999999")
        _say(place, erp, Decision.CONFIRMED, "another number, which the record does not hold any more")
        assert _conflict(_run(place), "C020", "TELEFONO")["reason"] == "newest"
    finally:
        (place / "verdicts.jsonl").unlink(missing_ok=True)


def test_the_terminal_says_it_too(place: Path) -> None:
    try:
        done = CliRunner().invoke(app, ["judge", "erp.ANACLI.C020", "phone", "--right", "-c", str(place)])
        assert done.exit_code == 0, done.output
        [kept] = VerdictLog(place, "Prova").all()
        erp = ("erp", "ANACLI", "C020")
        assert (kept.subject, kept.verdict) == (value_subject(erp, "phone"), Decision.CONFIRMED)
        assert kept.of == value_mark(erp, "phone", f"0039 {person(20)['phone']}")
        records = Records(place)
        rows = records.load(records.latest(), CONFLICTS).to_pylist()
        assert {row["reason"] for row in rows if row["record"] == "A020" and row["field"] == "phone"} == {"person"}
        refused = CliRunner().invoke(app, ["judge", "erp.ANACLI.C020", "iban", "--right", "-c", str(place)])
        assert refused.exit_code == 2
    finally:
        (place / "verdicts.jsonl").unlink(missing_ok=True)
