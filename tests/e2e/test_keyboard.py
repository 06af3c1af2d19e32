"""The map and the queue of questions by keyboard alone; on the map no word covers another, whoever draws it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind
from tests.e2e.conftest import Watched, Workspace, let_in, serving, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def furniture(made_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A made-up company with all its troubles, served."""
    place = tmp_path_factory.mktemp("keyboard")
    shutil.copytree(made_up, folder := place / "furniture")
    with serving(folder, place / "home") as served:
        yield served


def _focused(visit: Watched) -> str:
    return str(visit.page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))


def _tab_to(visit: Watched, name: str) -> None:
    for _ in range(80):
        visit.page.keyboard.press("Tab")
        if _focused(visit).startswith(name):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_a_system_is_reached_lit_and_chosen(browser: Browser, furniture: Workspace) -> None:
    with visiting(browser, furniture.base) as visit:
        let_in(visit, furniture)
        visit.open(f"/c/{furniture.slug}/map?lines=shared")
        _tab_to(visit, "CRM")
        lit = "getComputedStyle(document.activeElement.querySelector('.mine')).visibility"
        dark = (
            "[...document.querySelectorAll('.mine')].filter(e => getComputedStyle(e).visibility === 'visible').length"
        )
        assert visit.page.evaluate(lit) == "visible"
        assert visit.page.evaluate(dark) == 1
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**chosen=crm**")
        visit.ready()
        assert visit.page.locator("#chosen-name").inner_text() == "CRM"
        assert visit.page.locator(".system.chosen").get_attribute("aria-current") == "true"


_DRAWN = """() => {
  const svg = document.querySelector('svg.landscape');
  const box = (e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const meets = (a, b) => a[0] < b[2] - 1 && b[0] < a[2] - 1 && a[1] < b[3] - 3 && b[1] < a[3] - 3;
  const found = [];
  const texts = [...svg.querySelectorAll('text')].map((e) => [e.textContent, box(e)]);
  texts.forEach(([one, a], i) => texts.slice(i + 1).forEach(([two, b]) => {
    if (meets(a, b)) found.push(one + ' | ' + two);
  }));
  for (const card of svg.querySelectorAll('.system')) {
    const edge = box(card.querySelector('.system-box'));
    for (const text of card.querySelectorAll('text'))
      if (box(text)[2] > edge[2] - 4) found.push('out: ' + text.textContent);
  }
  const small = Math.min(...[...svg.querySelectorAll('text')].map((e) =>
    parseFloat(getComputedStyle(e).fontSize) * svg.getScreenCTM().a));
  return [found, small];
}"""


@pytest.mark.parametrize("view", ["quality", "cost", "owner", "freshness", "conflicts"])
def test_the_browser_draws_words_where_they_were_planned(browser: Browser, furniture: Workspace, view: str) -> None:
    with visiting(browser, furniture.base) as visit:
        let_in(visit, furniture)
        visit.open(f"/c/{furniture.slug}/map?view={view}")
        visit.page.evaluate("document.fonts.ready")
        found, smallest = visit.page.evaluate(_DRAWN)
        assert found == []
        assert smallest >= 11


def test_questions_are_answered_and_undone_by_keys(browser: Browser, furniture: Workspace) -> None:
    log = VerdictLog(furniture.home.parent / "furniture", "")
    with visiting(browser, furniture.base) as visit:
        let_in(visit, furniture)
        visit.open(f"/c/{furniture.slug}/questions")
        asked = []
        for key in ("s", "d", "n"):
            asked.append(visit.page.input_value("#answers [name=pair]"))
            with visit.page.expect_navigation():
                visit.page.keyboard.press(key)
            visit.ready()
        assert len(set(asked)) == 3
        assert [(each.subject, each.verdict) for each in log.standing(Kind.CORRESPONDENCE)] == [
            (asked[0], Decision.CONFIRMED),
            (asked[1], Decision.REJECTED),
        ]
        with visit.page.expect_navigation():
            visit.page.keyboard.press("z")
        visit.ready()
        assert visit.page.input_value("#answers [name=pair]") == asked[1]
        assert [each.subject for each in log.standing(Kind.CORRESPONDENCE)] == [asked[0]]
        visit.page.click("summary")
        visit.page.fill("#why", "sdnz")
        assert len(log.standing(Kind.CORRESPONDENCE)) == 1
