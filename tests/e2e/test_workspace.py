"""The main task of each kind of person, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Workspace, entered, visiting

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
