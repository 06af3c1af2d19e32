"""The register of interfaces, one interface, verdicts on it, the impact of a change."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.checkup.again import analyse_again
from regia.checkup.run import Options, run_checkup
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind
from regia.model.progress import Silent
from regia.web.people.models import Company
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.workspace import load
from tests.checkup.made import company, sqlite
from tests.web.readers import BrowserOf, readers_of

FIELDS = "id INTEGER PRIMARY KEY, email TEXT, nome TEXT, created_at TEXT"
START = datetime(2025, 1, 7, 9, 15)
LATE = timedelta(seconds=30)
PEOPLE = 240
COPIED, WRITTEN = "crm>shop:party", "shop>paghe:?"
MORE = """
[departments.administration]
name = "Amministrazione"

[systems.paghe]
name = "Paghe"
department = "administration"

[[interfaces]]
from = "shop"
to = "paghe"
mode = "batch"
"""


def _people(late: timedelta) -> list[tuple[int, str, str, str]]:
    """Return people who come one after the other, at hours that repeat nothing."""
    at = [START + timedelta(hours=29 * n, minutes=7 * n % 47) + late for n in range(PEOPLE)]
    return [(n, f"persona{n}@esempio.it", f"Persona {n}", f"{moment:%Y-%m-%d %H:%M:%S}") for n, moment in enumerate(at)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company in which everybody of the CRM is in the shop half a minute later, and nobody wrote it down."""
    root = tmp_path_factory.mktemp("interfaces")
    crm = sqlite(root / "crm.sqlite", {"clienti": _people(timedelta())}, columns=FIELDS)
    shop = sqlite(root / "shop.sqlite", {"customers": _people(LATE)}, columns=FIELDS)
    made = company(root / "Scambi Srl", {"crm": str(crm), "shop": str(shop)}, more=MORE)
    run_checkup(load(made), Options(), Silent())
    return made


@pytest.fixture
def shown(db: None, folder: Path) -> Company:
    """The company, known to the workspace; what earlier tests said is forgotten."""
    (folder / "verdicts.jsonl").unlink(missing_ok=True)
    return register(folder)


@pytest.fixture
def browser_of(shown: Company) -> BrowserOf:
    return readers_of(shown)


def _get(client: Client, shown: Company, name: str, /, *parts: str, **asked: str) -> str:
    answer = client.get(reverse(name, args=[shown.slug, *parts]), asked)
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", answer.content.decode().replace("&#x27;", "'"))


def _judge(client: Client, shown: Company, interface: str, say: str, **more: str) -> None:
    answer = client.post(reverse("judge_interface", args=[shown.slug, interface]), {"say": say, **more})
    assert answer.status_code == 302


def _standing(folder: Path) -> dict[str, tuple[Decision, str]]:
    standing = VerdictLog(folder, "Prova S.p.A.").standing(Kind.INTERFACE)
    return {each.subject: (each.verdict, each.name) for each in standing}


def _rows(page: str, grid: str) -> list[list[str]]:
    table = page.split(f'id="grid-{grid}"')[1].split("</table>", 1)[0].split("<tbody>")[1]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in table.split("<tr>")[1:]]


def test_the_register_tells_what_is_written_and_what_is_not(shown: Company, browser_of: BrowserOf) -> None:
    page = _get(browser_of(Role.GUEST), shown, "interfaces")
    assert "2 scambi di dati legano 3 sistemi; 1 non è scritto da nessuna parte." in page
    assert len(_rows(page, "interfaces")) == 2
    assert len(_rows(_get(browser_of(Role.EXECUTIVE), shown, "interfaces", status="inferred"), "interfaces")) == 1


def test_only_who_may_judge_is_asked(shown: Company, browser_of: BrowserOf) -> None:
    assert 'id="asked"' in _get(browser_of(Role.BUSINESS), shown, "interfaces")
    assert 'id="asked"' not in _get(browser_of(Role.GUEST), shown, "interfaces")


def test_one_interface_tells_its_lag_its_evidence_and_what_it_carries(shown: Company, browser_of: BrowserOf) -> None:
    page = _get(browser_of(Role.IT), shown, "interface", COPIED)
    assert "passano da CRM a SHOP, subito." in page
    assert "30 secondi" in page
    lags = page.split('aria-labelledby="lags-head"')[1].split("</section>")[0]
    assert f">{PEOPLE}</td>" in lags
    assert ["email", "email"] in [
        [re.sub("<[^>]+>", "", cell).strip() for cell in (row[1], row[3])] for row in _rows(page, "lineage")
    ]


def test_an_interface_that_is_not_there_is_not_found(shown: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    assert client.get(reverse("interface", args=[shown.slug, "a>b:c"])).status_code == 404
    assert client.post(reverse("judge_interface", args=[shown.slug, "a>b:c"]), {"say": "yes"}).status_code == 404


def test_a_verdict_is_kept_and_the_next_is_asked(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    client = browser_of(Role.BUSINESS)
    _judge(client, shown, COPIED, "yes", name="Clienti al negozio", why="lo fa il connettore")
    assert _standing(folder) == {COPIED: (Decision.CONFIRMED, "Clienti al negozio")}
    page = _get(client, shown, "interface", COPIED)
    assert "business@esempio.it l'ha confermata." in page
    assert "Clienti al negozio" in page
    assert 'id="asked"' not in _get(client, shown, "interfaces")
    _judge(client, shown, COPIED, "withdraw")
    assert _standing(folder) == {}


def test_what_regia_toml_declares_cannot_be_rejected(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    _judge(client, shown, WRITTEN, "no")
    assert _standing(folder) == {}
    assert 'value="no"' not in _get(client, shown, "interface", WRITTEN)


@pytest.mark.parametrize("wrong", [{}, {"say": "perhaps"}, {"say": "yes", "name": "x" * 200}])
def test_what_makes_no_sense_is_not_kept(
    shown: Company, folder: Path, browser_of: BrowserOf, wrong: dict[str, str]
) -> None:
    client = browser_of(Role.IT)
    assert client.post(reverse("judge_interface", args=[shown.slug, COPIED]), wrong).status_code == 302
    assert _standing(folder) == {}


def test_the_next_check_up_respects_a_verdict(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    _judge(client, shown, COPIED, "no", why="sono due elenchi")
    assert "Applica i giudizi" in _get(client, shown, "interfaces")
    analyse_again(load(folder), Silent())
    page = _get(client, shown, "interfaces", verdict="rejected")
    assert "respinta" in page
    assert "1 scambio di dati lega 2 sistemi" in page
    assert "Applica i giudizi" not in page
    assert "nessun altro sistema" in _get(client, shown, "impact", system="crm")
    (folder / "verdicts.jsonl").unlink()
    analyse_again(load(folder), Silent())


class TestImpact:
    def test_what_is_touched_is_counted_along_all_interfaces(self, shown: Company, browser_of: BrowserOf) -> None:
        page = _get(browser_of(Role.GUEST), shown, "impact", system="crm")
        assert "Se tocchi CRM, tocchi 2 altri sistemi, 2 interfacce e 2 reparti." in page
        assert "Reparti: Amministrazione, Vendite." in page
        assert page.count('class="system ') == 3

    def test_a_field_is_followed_to_the_field_it_becomes(self, shown: Company, browser_of: BrowserOf) -> None:
        page = _get(browser_of(Role.IT), shown, "impact", system="crm", dataset="clienti", field="email")
        assert reverse("field", args=[shown.slug, "shop", "customers", "email"]) in page

    def test_an_end_of_the_line_touches_nobody(self, shown: Company, browser_of: BrowserOf) -> None:
        page = _get(browser_of(Role.GUEST), shown, "impact", system="paghe")
        assert "nessun altro sistema" in page

    def test_a_name_that_is_not_there_is_passed_over(self, shown: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.GUEST)
        assert "Che cosa vuoi cambiare?" in _get(client, shown, "impact", system="nobody", dataset="x")
        assert "Se tocchi CRM," in _get(client, shown, "impact", system="crm", dataset="nothing", field="email")


def test_the_map_and_the_pages_of_a_system_lead_there(shown: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.GUEST)
    there = reverse("interface", args=[shown.slug, COPIED])
    assert there in _get(client, shown, "map", chosen="crm")
    assert "/impact?system=crm" in _get(client, shown, "system", "crm")
    assert "/impact?system=crm&amp;dataset=clienti" in _get(client, shown, "dataset", "crm", "clienti")
    assert there in _get(client, shown, "search", q="crm shop")
