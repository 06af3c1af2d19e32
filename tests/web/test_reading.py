"""Reading evidence: many threads at once, more values than a list can show, and nothing left behind in a browser."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from regia.checkup.run import Options, run_checkup
from regia.errors import Text
from regia.model.progress import Silent
from regia.profile.tables import FIELDS
from regia.resolve.tables import ENTITY_RECORDS
from regia.web.evidence import grid
from regia.web.evidence.csv import lines
from regia.web.evidence.grid import Grid, GridColumn, GridFilter
from regia.web.evidence.reader import Evidence
from regia.web.evidence.where import equal
from regia.web.people.audit import Event
from regia.web.people.models import AuditEntry, Company
from regia.web.people.roles import Role
from regia.workspace import load
from tests.checkup.made import company, sqlite

BrowserOf = Callable[[Role | None], Client]


def test_eight_threads_read_the_right_rows(served: Company) -> None:
    evidence = Evidence.current(served.path)
    asked = [("crm", "people", ["email", "id"]), ("erp", "orders", ["id", "name"])] * 40

    def read(place: tuple[str, str, list[str]]) -> list[object]:
        rows = evidence.rows(FIELDS, equal(system=place[0], dataset=place[1]), order=("field",))
        return [row["field"] for row in rows]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, asked)) == [names for _, _, names in asked]


def test_a_filter_reaches_what_its_list_has_no_room_for(served: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CHOICES", 1)
    asked = Grid(
        name="fields",
        title=Text("Campi", "Fields"),
        table=FIELDS,
        columns=(GridColumn("field", Text("Campo", "Field")),),
        filters=(GridFilter("system", Text("Sistema", "System")),),
    )
    evidence = Evidence.current(served.path)
    page = asked.read(evidence, QueryDict("system=erp"))
    assert [cell.value for row in page.rows for cell in row] == ["id", "name"]
    assert asked.read(evidence, QueryDict("system=no")).total == evidence.count(FIELDS)


def test_each_look_at_data_in_clear_is_kept(served: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    client.post(reverse("unmask", args=[served.slug]), {"why": "verifica con il DPO"})
    headers = {"HX-Request": "true", "HX-Target": "grid-systems"}
    client.get(reverse("systems", args=[served.slug]), headers=headers)
    assert AuditEntry.objects.filter(company=served, kind=Event.SEEN_IN_CLEAR).count() == 1


def test_no_page_of_a_company_stays_in_a_browser(served: Company, browser_of: BrowserOf) -> None:
    answer = browser_of(Role.IT).get(reverse("systems", args=[served.slug]))
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_key_that_is_an_address_is_masked(db: None, tmp_path: Path) -> None:
    people = [(f"persona{n}@esempio.it", f"Persona {n}") for n in range(60)]
    columns = "email TEXT PRIMARY KEY, nome TEXT"
    sources = {name: str(sqlite(tmp_path / name, {"clienti": people}, columns=columns)) for name in ("crm", "shop")}
    made = company(tmp_path / "Chiavi Srl", sources)
    run_checkup(load(made), Options(until="resolve"), Silent())
    records = Grid(
        "records", Text("Record", "Records"), ENTITY_RECORDS, (GridColumn("record", Text("Record", "Record")),)
    )
    page = records.read(Evidence.current(made), QueryDict())
    written = b"".join(lines(page)).decode()
    assert len(written.splitlines()) == 121
    assert {cell.value for row in page.rows for cell in row} == {"p" + "•" * len("ersona0") + "@e••••••.i•"} | {
        "p" + "•" * len("ersona10") + "@e••••••.i•"
    }
    assert "persona" not in written


@pytest.mark.parametrize("kept", [0, 200, 3_000])
def test_damaged_evidence_is_told_and_a_check_up_can_be_started(
    checked: Path, tmp_path: Path, browser_of: BrowserOf, served: Company, kept: int
) -> None:
    copy = shutil.copytree(checked, tmp_path / "copy")
    for file in copy.glob(".regia/evidence/*/*.parquet"):
        whole = file.read_bytes()
        file.write_bytes(
            whole[:4] + b"\xff" * (min(kept, len(whole) // 2)) + whole[4 + min(kept, len(whole) // 2) :]
            if kept
            else b""
        )
    client = browser_of(Role.IT)
    Company.objects.filter(pk=served.pk).update(folder=str(copy))
    assert client.get(reverse("today", args=[served.slug])).status_code == 503
    assert client.get(reverse("runs", args=[served.slug])).status_code == 200
