"""The main task of each kind of person, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.checkup.made import regia
from tests.e2e.conftest import Watched, Workspace, entered, let_in, visiting

pytestmark = pytest.mark.browser


def test_it_goes_from_a_figure_to_the_rows_that_prove_it(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        entered(visit, workspace.links["IT"])
        expect(visit.page.locator(".sentence")).to_be_visible()
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("people")
        visit.page.keyboard.press("Enter")
        visit.page.click("main a:text-is('people')")
        expect(visit.page.locator(".sentence")).to_have_text("Tiene 60 righe, ognuna di 2 campi.")
        visit.page.click("table a:text-is('email')")
        assert "@" in visit.page.locator("main").inner_text()
        assert "persona0@" not in visit.page.locator("main").inner_text()
        visit.page.click("nav >> text=Rilievi")
        visit.page.locator("#grid-findings tbody a").first.click()
        expect(visit.page.locator("#grid-proof tbody tr").first).to_be_visible()


def test_a_guest_sees_summaries_and_no_rows(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        entered(visit, workspace.links["guest"])
        visit.page.click("nav >> text=Rilievi")
        visit.page.locator("#grid-findings tbody a").first.click()
        expect(visit.page.get_by_text("Il tuo ruolo vede i riassunti, non le righe.")).to_be_visible()
        assert visit.page.get_by_text("CSV").count() == 0


def test_a_check_up_is_started_and_watched_to_its_end(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        entered(visit, workspace.links["administrator"])
        visit.open(f"/c/{workspace.slug}/runs")
        before = visit.page.locator("section:has(#past) li").count()
        visit.page.click("main >> text=Avvia un check-up")
        expect(visit.page.locator("section:has(#past) li")).to_have_count(before + 1, timeout=60_000)


@pytest.mark.slow
def test_a_finding_is_given_said_fixed_and_comes_back(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        let_in(visit, workspace, "it")
        visit.open(f"/c/{workspace.slug}/findings")
        visit.page.locator("#grid-findings tbody a").first.click()
        visit.ready()
        finding = visit.page.url
        _say(visit, "Affidalo", to=f"business@{workspace.slug}.example")
        expect(visit.page.locator("section:has(#follow) ol")).to_contain_text("affidato a")
        _say(visit, "Accettalo fino a un giorno", why="")
        expect(visit.page.get_by_text("Manca il perché.")).to_be_visible()
    with visiting(browser, workspace.base) as visit:
        let_in(visit, workspace, "business")
        visit.page.get_by_role("link", name="1 rilievo affidato a te").click()
        visit.ready()
        visit.page.locator("#grid-findings tbody a").first.click()
        visit.ready()
        assert visit.page.url == finding
        _say(visit, "È risolto", why="fatto")
        expect(visit.page.locator(".tags").first).to_contain_text("detto risolto")
    assert regia("checkup", workspace.home.parent / "prova").returncode == 0
    with visiting(browser, workspace.base) as visit:
        let_in(visit, workspace, "business")
        expect(visit.page.get_by_role("link", name="1 rilievo tuo è tornato")).to_be_visible()
        visit.page.goto(finding)
        visit.ready()
        expect(visit.page.locator(".tags").first).to_contain_text("tornato")


def _say(visit: Watched, what: str, **given: str) -> None:
    """Say something of the finding that is open."""
    part = visit.page.locator(f"details:has(> summary:text-is('{what}'))")
    part.locator("summary").click()
    for name, value in given.items():
        field = part.locator(f"[name={name}]")
        field.select_option(value) if name == "to" else field.fill(value)
    part.get_by_role("button").click()
    visit.ready()


def test_the_first_administrator_comes_in_and_invites(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        visit.page.goto(workspace.first)
        for name, given in (("name", "Anna Neri"), ("email", "anna@example.com"), ("password", "una frase lunga 42")):
            visit.page.fill(f"[name={name}]", given)
        visit.page.click("main button")
        visit.open(f"/c/{workspace.slug}/people")
        visit.page.fill("[name=email]", "bruno@example.com")
        visit.page.click("main form:has([name=email]) button")
        link = visit.page.locator("#invitation-link").inner_text()
        assert re.fullmatch(rf"{workspace.base}/join/[\w-]+", link)


def test_the_first_page_has_no_accessibility_mistake_and_is_light(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        weights: list[int] = []
        visit.page.on("requestfinished", lambda request: weights.append(_weight(request)))
        entered(visit, workspace.links["executive"])
        found = Axe().run(visit.page)
        assert found.violations_count == 0, found.generate_report()
        assert 0 < sum(weights) <= 150_000


def _weight(request: object) -> int:
    """Bytes as they travelled, fonts apart."""
    if request.resource_type == "font":  # type: ignore[attr-defined]
        return 0
    sizes = request.sizes()  # type: ignore[attr-defined]
    return int(sizes["responseBodySize"])
