"""Every page in both themes and languages, and at every width: no accessibility mistake, no breach of the policy,
no words of the other language, nothing that runs out of the page.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from regia.checkup.record import Records
from regia.findings.saying import Speaker, assign, judge
from regia.findings.tables import FINDINGS
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, subject_master
from regia.web.navigation import ENTRIES
from tests.e2e.conftest import Watched, Workspace, let_in, serving, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (360, 768, 1920, 1280)  # the last one is that of the next page
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colours."""
COMPANY_PAGES = {
    "today": "",
    "map": "map",
    "map-cost": "map?view=cost&lines=shared",
    "map-chosen": "map?chosen=crm&lines=shared",
    "conflicts": "conflicts",
    "conflicts-doubtful": "conflicts?cards=doubtful",
    "entities": "entities",
    "model": "model",
    "concept": "model/customer",
    "interfaces": "interfaces",
    "impact": "impact",
    "impact-system": "impact?system=crm",
    "impact-field": "impact?system=gestionale&dataset=ANACLI&field=INDIRI",
    "correspondences": "correspondences",
    "questions": "questions",
    "doubts": "questions/records",
    "comparison": "comparison",
    "systems": "systems",
    "system": "systems/crm",
    "dataset": "systems/crm/Account",
    "field": "systems/crm/Account/Email__c",
    "number": "systems/gestionale/ORDRIG/QTAORD",
    "findings": "findings",
    "journeys": "journeys",
    "activities": "journeys/activities",
    "activity": "journeys/activity?activity=helpdesk.tickets.created_at",
    "handoff": "journeys/handoff?from=helpdesk.tickets.created_at&to=helpdesk.tickets.first_reply_at",
    "findings-mine": "findings?assigned_to=it@furniture.example",
    "nothing-found": "findings?q=zzzz",
    "runs": "runs",
    "search": "search?q=cli",
    "design": "design",
    "direction": "direction",
    "direction-vision": "direction/vision",
    "direction-objective": "direction/new-objective",
    "direction-project": "direction/new-project",
    "direction-deciders": "direction/deciders",
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
def furniture(made_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A made-up company with all its troubles, two snapshots of it, and something said of its findings, served."""
    place = tmp_path_factory.mktemp("every-page")
    shutil.copytree(made_up, folder := place / "furniture")
    _say(folder)
    with serving(folder, place / "home") as served:
        yield served


def _say(folder: Path) -> None:
    """Give the first finding to somebody, then say of it and of the next ones what can be said."""
    records = Records(folder)
    rows = records.load(records.latest(), FINDINGS).sort_by("position").to_pylist()
    log, today = VerdictLog(folder, ""), datetime.now(UTC).date()
    by = Speaker("administrator@furniture.example", today, None)
    assign(log, rows[0], "it@furniture.example", by, until=today, why="prima della campagna")
    for row, decision in zip(rows, (Decision.FIXED, Decision.ACCEPTED, Decision.FALSE), strict=False):
        judge(log, row, decision, by, why="perché sì", until=today)


def test_every_entry_of_the_sidebar_is_looked_at() -> None:
    assert {entry.page for entry in ENTRIES} - {"members"} <= set(COMPANY_PAGES)


@pytest.mark.parametrize(("language", "theme", "other"), [("it", "light", "dark"), ("en", "dark", "light")])
def test_no_page_has_a_mistake(browser: Browser, furniture: Workspace, language: str, theme: str, other: str) -> None:
    """A theme is the colours of the same page: the other one is put on in place, and its colours are looked at."""
    mistakes = []
    with visiting(browser, furniture.base) as visit:
        come_in(visit, furniture, language, theme)
        visit.page.emulate_media(reduced_motion="reduce")  # else colours would be looked at on their way
        for name, path in every_path(visit, furniture):
            visit.open(path)
            problems = _foreign(visit, language) + _mistakes(visit)
            visit.page.evaluate("theme => document.documentElement.dataset.theme = theme", other)
            problems += _mistakes(visit, {"runOnly": COLOURS, "resultTypes": ["violations"]})
            problems += [f"at {width}: {each}" for width in WIDTHS for each in _running_out(visit, width)]
            mistakes += [f"{name}: {problem}" for problem in problems]
        visit.wrong[:] = [each for each in visit.wrong if "404" not in each]
    assert not mistakes, "\n".join(mistakes)


def test_what_is_right_is_said_on_the_cards(browser: Browser, furniture: Workspace) -> None:
    log = VerdictLog(furniture.home.parent / "furniture", "")
    with visiting(browser, furniture.base) as visit:
        come_in(visit, furniture, "it", "light")
        visit.open(f"/c/{furniture.slug}/conflicts")
        card = visit.page.locator("section:has(#surest) .cards > li").first
        card.get_by_role("button", name="Conferma").click()
        visit.ready()
        expect(card.locator(".note")).to_contain_text("giusto in")
        [said] = log.standing(Kind.VALUE)
        assert said.verdict == Decision.CONFIRMED
        card.get_by_role("button", name="Annulla").click()
        visit.ready()
        expect(card.get_by_role("button", name="Conferma")).to_be_visible()
        assert log.standing(Kind.VALUE) == []
        master = visit.page.locator("section:has(#masters) .cards > li").first
        master.locator("summary").click()
        other = master.locator("input[type=radio]").first
        chosen = other.get_attribute("value")
        other.check()
        master.get_by_role("button", name="È questo").click()
        visit.ready()
        expect(master.locator(".note")).to_contain_text("ha scelto")
        assert [subject_master(each.subject)[2] for each in log.standing(Kind.MASTER)] == [chosen]
        expect(visit.page.get_by_role("button", name="Applica")).to_be_visible()


def test_a_question_leads_to_the_same_thing_in_every_system(browser: Browser, furniture: Workspace) -> None:
    with visiting(browser, furniture.base) as visit:
        come_in(visit, furniture, "it", "light")
        visit.open(f"/c/{furniture.slug}/correspondences?band=accept&concept=customer")
        visit.page.locator("#grid-correspondences tbody a[href*=pair]").first.click()
        visit.ready()
        visit.page.locator("section:has(#together-head) tbody a").first.click()
        visit.ready()
        expect(visit.page.locator(".sentence")).to_contain_text("sistemi con")
        assert visit.page.locator("table.beside thead th").count() > 2
        expect(visit.page.locator("svg[aria-labelledby^=time]")).to_be_visible()


def test_the_comparison_tells_what_came_and_went(browser: Browser, furniture: Workspace) -> None:
    with visiting(browser, furniture.base) as visit:
        come_in(visit, furniture, "it", "light")
        visit.open(f"/c/{furniture.slug}/comparison")
        expect(visit.page.get_by_text("crm.Survey: archivio nuovo")).to_be_visible()
        for part in ("findings", "pairs", "conflicts", "files"):
            expect(visit.page.locator(f"section:has(> #{part})")).to_be_visible()
        expect(visit.page.locator("section:has(> #conflicts) li").first).to_be_visible()


def test_the_table_of_the_map_is_downloaded(browser: Browser, furniture: Workspace) -> None:
    with visiting(browser, furniture.base) as visit:
        come_in(visit, furniture, "it", "light")
        visit.open(f"/c/{furniture.slug}/map?view=cost")
        visit.page.locator("#sheet summary").click()
        with visit.page.expect_download() as waited:
            visit.page.locator("#sheet details").get_by_role("link", name="CSV").click()
        lines = Path(waited.value.path()).read_text("utf-8-sig").splitlines()
        assert len(lines) > visit.page.locator("svg.landscape .system").count() - 1
        assert waited.value.suggested_filename == f"{furniture.slug}-map.csv"


def come_in(visit: Watched, furniture: Workspace, language: str, theme: str) -> None:
    """Come in as the made-up administrator, who then chooses a language and a theme."""
    let_in(visit, furniture)
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


def _mistakes(visit: Watched, options: dict[str, object] | None = None) -> list[str]:
    found = Axe().run(visit.page, options=options or {"resultTypes": ["violations"]})
    return [found.generate_report()] if found.violations_count else []


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


def _running_out(visit: Watched, width: int) -> list[str]:
    visit.page.set_viewport_size({"width": width, "height": 900})
    return [str(each) for each in visit.page.evaluate(_RUNS_OUT)]
