"""The direction is read and written in the browser: regia.toml holds it, whoever may not does not write."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.web.people.links import join
from regia.web.people.models import AuditEntry, Company, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.workspace import load
from tests.checkup.made import company, sqlite

BrowserOf = Callable[[Role | None], Client]
DECLARED = """
[objectives.delivery]
name = "Deliver in ten days" # agreed in June
kpi = "Days from order to delivery"
target = "10"
owner = "Operations"

[projects.list]
name = "One customer list"
serves = ["delivery"]

[responsibilities.vision]
accountable = ["Managing director", "IT manager"]
"""


@pytest.fixture
def own(db: None, tmp_path: Path) -> Company:
    """A company of this test alone, with a little direction."""
    path = sqlite(tmp_path / "crm.sqlite", {"people": [(1, "a")]})
    return register(company(tmp_path / "own", {"crm": str(path)}, more=DECLARED))


@pytest.fixture
def executive(own: Company, browser_of: BrowserOf) -> Client:
    client = browser_of(None)
    join(None, own, Person.objects.get(email="stranger@esempio.it"), Role.EXECUTIVE)
    return client


def _page(client: Client, own: Company) -> str:
    return client.get(reverse("direction", args=[own.slug])).content.decode()


def _post(client: Client, own: Company, page: str, *names: str, **given: object) -> int:
    return client.post(reverse(page, args=[own.slug, *names]), given).status_code


def test_the_page_tells_what_the_rules_find_as_it_is_written_now(executive: Client, own: Company) -> None:
    page = _page(executive, own)
    assert "Deliver in ten days" in page
    assert page.count("Matter on which several decide") == 1
    assert page.count("Matter on which nobody decides") == 12
    assert "Objective without an owner" not in page
    assert _post(executive, own, "objective", "delivery", name="Deliver in ten days") == 302
    page = _page(executive, own)
    assert "Objective without an owner" in page
    assert "Objective without a KPI" in page


def test_an_objective_is_written_with_what_serves_it(executive: Client, own: Company) -> None:
    given = {"kpi": "Customers", "baseline": "1 000", "target": "1 200", "due": "2027-06-30", "owner": "Sales"}
    assert _post(executive, own, "objective_new", name="Più clienti", serving=["crm"], **given) == 302
    declared = load(own.path)
    made = next(each for each in declared.objectives if each.objective == "piu-clienti")
    assert (made.name, made.target, made.due) == ("Più clienti", "1 200", date(2027, 6, 30))
    assert declared.systems[0].serves == ("piu-clienti",)
    assert "# agreed in June" in (own.path / "regia.toml").read_text("utf-8")
    assert AuditEntry.objects.filter(company=own, detail="objectives.piu-clienti").count() == 1
    assert _post(executive, own, "objective", "piu-clienti", name="More", serving=[]) == 302
    assert load(own.path).systems[0].serves == ()


def test_an_objective_may_be_called_new(executive: Client, own: Company) -> None:
    assert _post(executive, own, "objective_new", name="New") == 302
    page = executive.get(reverse("objective", args=[own.slug, "new"])).content.decode()
    assert "Remove the objective" in page


def test_nothing_is_a_budget_too(executive: Client, own: Company) -> None:
    assert _post(executive, own, "project_new", name="Free", budget_eur="0") == 302
    assert load(own.path).projects[1].budget_eur == Decimal(0)


def test_an_objective_goes_from_what_serves_it_too(executive: Client, own: Company) -> None:
    assert _post(executive, own, "objective_remove", "delivery") == 302
    declared = load(own.path)
    assert declared.objectives == ()
    assert declared.projects[0].serves == ()


def test_a_project_is_written_changed_and_taken_out(executive: Client, own: Company) -> None:
    given = {"name": "New shop", "serves": ["delivery"], "systems": ["crm"], "budget_eur": "60000.50"}
    assert _post(executive, own, "project_new", **given) == 302
    assert load(own.path).projects[1].budget_eur == Decimal("60000.50")
    assert _post(executive, own, "project", "new-shop", name="Newer shop") == 302
    assert load(own.path).projects[1].serves == ()
    assert _post(executive, own, "project_remove", "new-shop") == 302
    assert [each.project for each in load(own.path).projects] == ["list"]


def test_the_vision_keeps_its_lines(executive: Client, own: Company) -> None:
    written = {"vision": "One customer.\r\n\r\nOne truth.", "principles": "Buy before build\r\n\r\nBuy before build"}
    assert _post(executive, own, "vision", **written) == 302
    declared = load(own.path).direction
    assert (declared.vision, declared.principles) == ("One customer.\n\nOne truth.", ("Buy before build",))
    assert _post(executive, own, "vision") == 200  # an empty form is no answer


def test_the_map_of_who_decides_changes_only_what_was_changed(executive: Client, own: Company) -> None:
    given = {
        "vision-accountable": "Managing director",
        "data-accountable": "CFO , CFO",
        "data-consulted": "IT",
    }
    assert _post(executive, own, "deciders", **given) == 302
    declared = {each.area: each for each in load(own.path).responsibilities}
    assert declared["vision"].accountable == ("Managing director",)
    assert (declared["data"].accountable, declared["data"].consulted) == (("CFO",), ("IT",))
    assert set(declared) == {"vision", "data"}


def test_a_mistake_keeps_what_was_typed_and_writes_nothing(executive: Client, own: Company) -> None:
    before = (own.path / "regia.toml").read_bytes()
    page = executive.post(reverse("objective_new", args=[own.slug]), {"name": "…", "kpi": "Kept"})
    assert 'value="Kept"' in page.content.decode()
    assert "At least a letter" in page.content.decode()
    assert (own.path / "regia.toml").read_bytes() == before
