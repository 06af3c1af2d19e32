"""A company begins in a real browser: made, its first system connected and tried, its first check-up watched."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Watched, Workspace, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _without_mistakes(visit: Watched) -> None:
    visit.ready()
    found = Axe().run(visit.page)
    assert found.violations_count == 0, found.generate_report()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.viewport_size["width"]


def test_from_nothing_to_the_first_check_up(browser: Browser, workspace: Workspace) -> None:
    with visiting(browser, workspace.base) as visit:
        visit.page.goto(workspace.first)
        for name, given in (("name", "Nina Costa"), ("email", "nina@example.com"), ("password", "una frase lunga 42")):
            visit.page.fill(f"[name={name}]", given)
        visit.page.click("main button")
        visit.open("/?choose=1")
        visit.page.click("text=New company")
        _without_mistakes(visit)
        visit.page.fill("[name=name]", "Nuova Srl")
        visit.page.fill("[name=others]", "Ufficio legale")
        visit.page.click("main form button")
        _without_mistakes(visit)
        folder = workspace.home / "companies" / "nuova-srl"
        (folder / "data" / "orders.csv").write_text("id,customer,total\n1,Rossi,10.50\n2,Bianchi,8.00\n")
        visit.page.fill("[name=files-name]", "Ordini")
        visit.page.set_viewport_size({"width": 390, "height": 844})
        visit.page.click("section:has(#files) button")
        expect(visit.page.locator("#tried")).to_contain_text("1 dataset, 1 readable.")
        _without_mistakes(visit)
        visit.page.set_viewport_size({"width": 1280, "height": 900})
        visit.page.click("text=Start a check-up")
        expect(visit.page.locator("section:has(#past) li")).to_have_count(1, timeout=120_000)
        visit.page.click("text=Schedule the check-ups")
        visit.page.fill("[name=at]", "03:30")
        visit.page.click("text=Save the schedule")
        expect(visit.page.locator("section:has(#schedule)")).to_contain_text("every day at 03:30")
        _without_mistakes(visit)
