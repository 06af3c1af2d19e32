"""Every page in both themes and languages, and at every width: no accessibility mistake, no breach of the policy,
no words of the other language, nothing that runs out of the page.
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from regia.web.navigation import ENTRIES
from tests.checkup.made import environment, regia
from tests.e2e.conftest import Watched, Workspace, entered, serving, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAKING_SECONDS = 900
WIDTHS = (360, 768, 1280, 1920)
COMPANY_PAGES = {
    "today": "",
    "map": "map",
    "map-cost": "map?view=cost&lines=shared",
    "map-chosen": "map?chosen=crm&lines=shared",
    "conflicts": "conflicts",
    "entities": "entities",
    "model": "model",
    "concept": "model/customer",
    "interfaces": "interfaces",
    "impact": "impact",
    "impact-system": "impact?system=crm",
    "impact-field": "impact?system=gestionale&dataset=ANACLI&field=INDIRI",
    "correspondences": "correspondences",
    "questions": "questions",
    "comparison": "comparison",
    "systems": "systems",
    "system": "systems/crm",
    "dataset": "systems/crm/Account",
    "field": "systems/crm/Account/Email__c",
    "number": "systems/gestionale/ORDRIG/QTAORD",
    "findings": "findings",
    "journeys": "journeys",
    "handoff": "journeys/handoff?from=helpdesk.tickets.created_at&to=helpdesk.tickets.first_reply_at",
    "nothing-found": "findings?q=zzzz",
    "runs": "runs",
    "search": "search?q=cli",
    "design": "design",
    "radar": "radar",
    "radar-round": "radar/round",
    "radar-rounds": "radar/rounds",
    "radar-answer": "radar/answer",
    "connections": "connections",
    "connection": "connections/crm",
    "people": "people",
    "audit": "audit",
}
OTHER_PAGES = {
    "companies": "?choose=1",
    "account": "account",
    "second-factor": "account/second-factor/",
    "second-factor-new": "account/second-factor/totp/activate/",
    "not-found": "c/nothing/",
}
# Words that only one language has, in places that we write.
FOREIGN = {
    "it": ("Search ", " the ", " of ", "Systems", "records"),
    "en": ("Cerca", "righe", " della ", "Sistemi", "Rilievi"),
}


@pytest.fixture(scope="module")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A made-up company with all its troubles, served."""
    place = tmp_path_factory.mktemp("every-page")
    folder = place / "furniture"
    command = [sys.executable, "-m", "regia", "demo", str(folder), "--scale", "0.05"]
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, timeout=MAKING_SECONDS, check=True)
    with serving(folder, place / "home") as served:
        yield served


def test_every_entry_of_the_sidebar_is_looked_at() -> None:
    assert {entry.page for entry in ENTRIES} - {"members"} <= set(COMPANY_PAGES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_no_page_has_a_mistake(browser: Browser, furniture: Workspace, language: str, theme: str) -> None:
    mistakes = []
    with visiting(browser, furniture.base) as visit:
        come_in(visit, furniture, language, theme)
        for name, path in every_path(visit, furniture):
            visit.open(path)
            found = Axe().run(visit.page)
            mistakes += [f"{name}: {found.generate_report()}"] if found.violations_count else []
            mistakes += [f"{name}: {problem}" for problem in _foreign(visit, language)]
        visit.wrong[:] = [each for each in visit.wrong if "404" not in each]
    assert not mistakes, "\n".join(mistakes)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_page(browser: Browser, furniture: Workspace, width: int) -> None:
    broken = []
    with visiting(browser, furniture.base, width=width) as visit:
        come_in(visit, furniture, "it", "light")
        for name, path in every_path(visit, furniture):
            visit.open(path)
            broken += [f"{name}: {each}" for each in _running_out(visit)]
        visit.wrong[:] = [each for each in visit.wrong if "404" not in each]
    assert not broken, "\n".join(broken)


def come_in(visit: Watched, furniture: Workspace, language: str, theme: str) -> None:
    """Come in as the made-up administrator; a link works once, so the next ones are made in the terminal."""
    email = f"administrator@{furniture.slug}.example"
    said = regia("link", email, "--port", furniture.base.rsplit(":", 1)[1], REGIA_HOME=str(furniture.home))
    assert said.returncode == 0, said.stderr
    entered(visit, said.stdout.strip())
    visit.open("/account")
    visit.page.select_option("#id_language", language)
    visit.page.select_option("#id_theme", theme)
    visit.page.click("main form button")
    visit.page.wait_for_selector(f"html[lang={language}][data-theme={theme}][data-ready]", state="attached")


def every_path(visit: Watched, furniture: Workspace) -> list[tuple[str, str]]:
    """Return every page; of a member and a finding, the first."""
    home = f"/c/{furniture.slug}/"
    found = [(name, home + path) for name, path in COMPANY_PAGES.items()]
    for name, path, link in (
        ("finding", "findings", "#grid-findings tbody a"),
        ("member", "people", "tbody a"),
        ("entity", "entities", ".cards a"),
        ("interface", "interfaces?mode=manual", "#grid-interfaces tbody a"),
    ):
        visit.open(home + path)
        found.append((name, str(visit.page.locator(link).first.get_attribute("href"))))
    return [*found, *((name, f"/{path}") for name, path in OTHER_PAGES.items())]


def _foreign(visit: Watched, language: str) -> list[str]:
    """Return the words of the other language in what we write: headings, labels, buttons, navigation."""
    places = "nav, h1, h2, h3, label, button, thead, dt, .sentence, .label, .foot, .quiet"
    text = "\n".join(visit.page.locator(places).all_inner_texts())
    return [f"«{word}»" for word in FOREIGN[language] if word in text]


_RUNS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = (e) => e.closest('.scroll, [hidden], .hidden-text, .skip, template, dialog:not([open])');
  const found = [...document.body.querySelectorAll('*')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right > wide + 1 && !inside(e) && getComputedStyle(e).position !== 'fixed';
  });
  const cut = [...document.querySelectorAll('.button, .tag, .nav a, .value, h1, .sentence')].filter(
    (e) => !inside(e) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
  );
  const told = (e) => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40);
  const over = document.documentElement.scrollWidth - wide;
  return [...(over > 0 ? [`the page is ${over} px too wide`] : []), ...[...found, ...cut].slice(0, 5).map(told)];
}"""


def _running_out(visit: Watched) -> list[str]:
    return [str(each) for each in visit.page.evaluate(_RUNS_OUT)]
