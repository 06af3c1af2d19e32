"""The stage on a whole small company: links, entities, ids that last, verdicts, copies, what was looked at."""

import sqlite3
from collections import defaultdict
from pathlib import Path

import pytest

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, pair_subject
from regia.model.progress import Silent
from regia.resolve.tables import ENTITY_CHANGES, ENTITY_RECORDS, LINKS, RESOLUTION
from regia.workspace.reading import load
from tests.resolve.people import person

TABLES = (LINKS, ENTITY_RECORDS, ENTITY_CHANGES, RESOLUTION)
Rows = list[dict[str, object]]
ERP, CRM = ("erp", "ANACLI"), ("crm", "accounts")


def _known(number: int) -> tuple[str, ...]:
    return tuple(person(number).values())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    columns = "RAGSOC TEXT, EMAIL TEXT, TELEFONO TEXT, INDIRIZZO TEXT, LOCALITA TEXT"
    with sqlite3.connect(tmp_path / "erp.sqlite") as erp:
        erp.execute(f"CREATE TABLE ANACLI (CODCLI TEXT PRIMARY KEY, {columns})")
        rows = [(f"C{n:03}", *_known(n)) for n in range(80)]
        erp.executemany("INSERT INTO ANACLI VALUES (?,?,?,?,?,?)", [*rows, ("C900", *_known(7))])
    with sqlite3.connect(tmp_path / "crm.sqlite") as crm:
        crm.execute(
            "CREATE TABLE accounts (id TEXT PRIMARY KEY, name TEXT, email TEXT, phone TEXT, street TEXT, city TEXT)"
        )
        crm.executemany("INSERT INTO accounts VALUES (?,?,?,?,?,?)", [(f"A{n:03}", *_known(n)) for n in range(40, 110)])
    folder = tmp_path / "company"
    folder.mkdir()
    systems = "".join(
        f'[systems.{name}]\nname = "{name}"\nsource = "{tmp_path / name}.sqlite"\n' for name in ("erp", "crm")
    )
    (folder / "regia.toml").write_text(f'[company]\nname = "Prova"\n{systems}', encoding="utf-8")
    return folder


def run(folder: Path) -> dict[str, Rows]:
    checkup = run_checkup(load(folder), Options(until="resolve"), Silent()).checkup
    assert {each.failure for each in checkup.stages} == {""}
    return {table.name: Records(folder).load(checkup, table).to_pylist() for table in TABLES}


def entity(tables: dict[str, Rows], place: tuple[str, str], record: str) -> str:
    wanted = (*place, record)
    return next(
        str(row["entity"])
        for row in tables["entity_records"]
        if (row["system"], row["dataset"], row["record"]) == wanted
    )


def test_people_of_two_systems_become_one_and_keep_their_ids(place: Path) -> None:
    first = run(place)
    groups: dict[object, set[object]] = defaultdict(set)
    for row in first["entity_records"]:
        groups[row["entity"]].add(row["record"])
    assert all(groups[entity(first, ERP, f"C{n:03}")] >= {f"C{n:03}", f"A{n:03}"} for n in range(40, 80))
    assert groups[entity(first, ERP, "C007")] == {"C007", "C900"}
    assert groups[entity(first, CRM, "A100")] == {"A100"}
    assert not first["entity_changes"]

    with sqlite3.connect(place.parent / "crm.sqlite") as crm:
        crm.execute("INSERT INTO accounts VALUES ('A020',?,?,?,?,?)", _known(20))
        crm.execute("DELETE FROM accounts WHERE id = 'A050'")
    second = run(place)
    assert entity(second, CRM, "A020") == entity(first, ERP, "C020")
    assert entity(second, ERP, "C050") == entity(first, ERP, "C050")
    assert not second["entity_changes"]


def test_verdicts_on_links_are_kept_and_what_they_change_is_recorded(place: Path) -> None:
    before = run(place)
    log = VerdictLog(place, "Prova")
    log.record(Kind.LINK, pair_subject((*ERP, "C050"), (*CRM, "A050")), Decision.REJECTED, person="Ada")
    log.record(Kind.LINK, pair_subject((*ERP, "C001"), (*CRM, "A101")), Decision.CONFIRMED, person="Ada")
    after = run(place)
    assert entity(after, ERP, "C050") != entity(after, CRM, "A050")
    assert entity(after, ERP, "C001") == entity(after, CRM, "A101")
    origins = {(row["left_record"], row["right_record"]): row["origin"] for row in after["links"]}
    assert {origins.get(("A050", "C050"), origins.get(("C050", "A050")))} == {"rejected"}
    changes = {(row["change"], row["other_entity"]) for row in after["entity_changes"]}
    assert ("split", entity(before, ERP, "C050")) in changes
    assert {change for change, _ in changes} == {"merged", "split"}


def test_links_say_what_was_weighed_and_what_was_looked_at(place: Path) -> None:
    tables = run(place)
    assert all("email=+" in str(row["reasons"]) for row in tables["links"] if row["probability"] > 0.99)
    pairs = {
        (row["left_system"], row["right_system"]): row for row in tables["resolution"] if row["status"] == "resolved"
    }
    across = pairs.get(("crm", "erp"), pairs.get(("erp", "crm"), {}))
    assert across["links"] == 40
    assert "email" in str(across["compared"])
