"""A campaign of the CTO Radar in a real browser: made, answered by both sides (one on a phone), read, printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.checkup.made import company
from tests.e2e.conftest import Watched, Workspace, entered, serving, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARTS = 6


@pytest.fixture(scope="module")
def unasked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A company of which nothing was read or asked yet, served."""
    place = tmp_path_factory.mktemp("radar")
    folder = company(place / "nuova", {})
    toml = folder / "regia.toml"
    toml.write_text(toml.read_text("utf-8").replace("[company]\n", "[company]\nmade_up = true\n"), "utf-8")
    with serving(folder, place / "home") as served:
        yield served


def made(visit: Watched, workspace: Workspace, side: str, count: int) -> list[str]:
    """Make links and read them where they are shown."""
    visit.open(f"/c/{workspace.slug}/radar/round")
    visit.page.select_option("[name=side]", side)
    visit.page.fill("[name=count]", str(count))
    visit.page.click("form:has([name=side]) button")
    visit.ready()
    return visit.page.locator("#answer-links").inner_text().split()


def answered(visit: Watched, link: str, level: int) -> None:
    """Answer all parts by touching the level in each question."""
    visit.page.goto(link)
    for _ in range(PARTS):
        visit.ready()
        for question in visit.page.locator("fieldset").all():
            question.locator(".level").nth(level - 1).click()
        visit.page.click(".questions button.main")
    expect(visit.page.locator("h1")).to_have_text(re.compile("Done, thank you|Fatto, grazie"))


def mistakes(visit: Watched) -> str:
    found = Axe().run(visit.page)
    return str(found.generate_report()) if found.violations_count else ""


def test_a_campaign_from_its_links_to_its_two_pages(browser: Browser, unasked: Workspace, tmp_path: Path) -> None:
    with visiting(browser, unasked.base) as visit:
        entered(visit, unasked.links["administrator"])
        links = {side: made(visit, unasked, side, 5) for side in ("it", "business")}
        assert not mistakes(visit)
        for side, level, width, height in (("it", 4, 1280, 900), ("business", 2, 390, 844)):
            for link in links[side]:
                with visiting(browser, unasked.base, width=width, height=height) as person:
                    answered(person, link, level)
        visit.open(f"/c/{unasked.slug}/radar/round")
        visit.page.click("section:has(#close) button")
        visit.ready()
        expect(visit.page.locator(".radar-picture svg")).to_be_visible()
        expect(visit.page.locator(".risks > li")).to_have_count(5)
        expect(visit.page.locator("section:has(#areas) tbody tr").first).to_contain_text("+2,0")
        assert not mistakes(visit)
        with visit.page.expect_download() as loading:
            visit.page.click("text=Due pagine in PDF")
        loading.value.save_as(tmp_path / "radar.pdf")
        assert (tmp_path / "radar.pdf").read_bytes().startswith(b"%PDF")


def test_questions_have_no_mistake_on_a_phone_either(browser: Browser, unasked: Workspace) -> None:
    with visiting(browser, unasked.base) as visit:
        entered(visit, unasked.links["IT"])
        for width in (360, 768, 1280):
            visit.page.set_viewport_size({"width": width, "height": 800})
            visit.open(f"/c/{unasked.slug}/radar/answer")
            assert not mistakes(visit)
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
