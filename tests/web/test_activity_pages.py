"""The pages on which people judge which fields tell of the work."""

import csv
import re
import tomllib
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.checkup.run import Options, run_checkup
from regia.journeys.mapping import FILE
from regia.model.progress import Silent
from regia.web.people.models import Company, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.workspace import load
from tests.journeys.test_batch_waits import nightly
from tests.journeys.test_segments import make as channels
from tests.journeys.test_stage import make
from tests.web.readers import BrowserOf, readers_of

SHIPPED = "erp.orders.shipped_at"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders that are shipped and invoiced, and tickets."""
    made = make(tmp_path_factory.mktemp("activities"))
    run_checkup(load(made), Options(until="journeys"), Silent())
    return made


@pytest.fixture
def company(db: None, folder: Path) -> Company:
    (folder / FILE).unlink(missing_ok=True)
    return register(folder)


@pytest.fixture
def browser_of(company: Company) -> BrowserOf:
    return readers_of(company)


def page(browser: Client, company: Company, name: str, **asked: str) -> str:
    answer = browser.get(reverse(name, args=[company.slug]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_leads_to_each_activity(company: Company, browser_of: BrowserOf) -> None:
    browser = browser_of(Role.IT)
    assert "shipped_at" in page(browser, company, "activities")
    shown = page(browser, company, "activity", activity=SHIPPED)
    assert "shipped_at" in shown
    assert "108" in shown, "of 120 orders every tenth is never shipped"
    assert 'value="no"' in shown
    assert 'value="no"' not in page(browser_of(Role.GUEST), company, "activity", activity=SHIPPED)


def test_what_a_person_says_is_written_and_can_be_taken_back(company: Company, browser_of: BrowserOf) -> None:
    browser = browser_of(Role.BUSINESS)
    address = reverse("say_of_activity", args=[company.slug])
    shown = {"activity": SHIPPED, "name_it": "Merce uscita", "name_en": "Order: shipped", "department": "sales"}
    answer = browser.post(address, {**shown, "say": "yes"})
    assert answer.status_code == 302
    path = company.path / FILE
    assert tomllib.loads(path.read_text("utf-8")) == {SHIPPED: {"confirmed": True, "name_it": "Merce uscita"}}
    browser.post(address, {"activity": SHIPPED, "say": "no"})
    assert tomllib.loads(path.read_text("utf-8"))[SHIPPED]["ignore"] is True
    browser.post(address, {"activity": SHIPPED, "say": "withdraw"})
    assert tomllib.loads(path.read_text("utf-8")) == {}


def test_nothing_is_written_of_what_is_not_there(company: Company, browser_of: BrowserOf) -> None:
    address = reverse("say_of_activity", args=[company.slug])
    browser = browser_of(Role.IT)
    assert browser.post(address, {"activity": "erp.gone.field", "say": "no"}).status_code == 404
    assert browser.post(address, {"activity": SHIPPED, "say": "perhaps"}).status_code == 302
    assert not (company.path / FILE).exists()


def test_a_journey_shows_the_ways_that_its_cases_take(company: Company, browser_of: BrowserOf) -> None:
    """Of 120 orders 60 end in a ticket, 48 with their invoice, 12 are never shipped."""
    shown = page(browser_of(Role.BUSINESS), company, "journeys", journey="erp.orders", lang="en")
    assert shown.count('<ol class="chips">') == 3
    assert shown.count("<li>", shown.index('<ol class="chips">'), shown.index("</ol>", shown.index("chips"))) == 5
    rows = browser_of(Role.IT).get(
        reverse("journeys", args=[company.slug]), {"journey": "erp.orders", "w-csv": "journey_variants"}
    )
    text = b"".join(rows.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [int(row["cases"]) for row in csv.DictReader(text.splitlines())] == [60, 48, 12]


def test_what_to_keep_in_mind_stands_behind_the_wait_that_a_journey_opens_with(
    company: Company, browser_of: BrowserOf
) -> None:
    """Every tenth order is never shipped."""
    shown = page(browser_of(Role.BUSINESS), company, "journeys", journey="erp.orders")
    assert "di solito 12 ore lavorative (in parte ancora in attesa)." in shown


def test_a_hand_off_shows_the_month(company: Company, browser_of: BrowserOf) -> None:
    """Three days a week for forty weeks: about ten months are too few to compare their ends, but not to be drawn."""
    ends = {"from": "erp.orders.order_date", "to": SHIPPED}
    shown = page(browser_of(Role.BUSINESS), company, "handoff", **ends)
    assert "month-head" in shown
    assert "ultimi 5 giorni lavorativi" not in shown


def test_a_hand_off_says_what_waits_for_a_batch(db: None, tmp_path: Path) -> None:
    made = nightly(tmp_path)
    run_checkup(load(made), Options(until="journeys"), Silent())
    company = register(made)
    browser = readers_of(company)(Role.BUSINESS)
    ends = {"from": "shop.orders.ordered_at", "to": "erp.sales_orders.created_at"}
    shown = page(browser, company, "handoff", **ends)
    assert "In media si aspettano 3,5 ore, di cui 3,5 (100 %)" in shown
    (link,) = re.findall(r'<a href="([^"]+)">In media si aspettano', shown)
    assert browser.get(link).status_code == 200


def test_a_hand_off_says_what_its_worsening_is_beside(db: None, tmp_path: Path) -> None:
    made = channels(tmp_path, more=8)
    run_checkup(load(made), Options(until="journeys"), Silent())
    company = register(made)
    ends, browser = {"from": "erp.orders.order_date", "to": SHIPPED}, readers_of(company)(Role.BUSINESS)
    assert "prima a parità di mese e «channel»" in page(browser, company, "handoff", **ends)
    Person.objects.update(language="en")
    assert "before, comparing the same months and &#x27;channel&#x27;" in page(browser, company, "handoff", **ends)
