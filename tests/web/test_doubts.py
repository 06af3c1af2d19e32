"""Two records that may be one thing are judged in the browser; their keys, which may be a person's, are in no page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.checkup.again import analyse_again
from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.errors.company import CompanyLocked
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, pair_subject
from regia.model.progress import Silent
from regia.resolve.tables import LINKS
from regia.web.matching import tasks
from regia.web.people.models import Company
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.tokens import token
from regia.workspace import load
from tests.checkup.made import company, sqlite
from tests.resolve.people import person
from tests.web.readers import BrowserOf, readers_of

FIELDS = "email TEXT PRIMARY KEY, nome TEXT, telefono TEXT, citta TEXT"
CHANGED = range(20, 32)  # people whose shop knows another e-mail and no phone: the same, or of the same name


def _rows(people: range) -> Iterator[tuple[str | None, ...]]:
    for number in people:
        known = person(number)
        yield known["email"], known["who"], known["phone"], known["city"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that holds people by their e-mail in two systems."""
    root = tmp_path_factory.mktemp("doubts")
    other = [(f"altro{n}@altrove.it", person(n)["who"], None, person(n)["city"]) for n in CHANGED]
    crm = sqlite(root / "crm.sqlite", {"clienti": list(_rows(range(60)))}, columns=FIELDS)
    shop = sqlite(root / "shop.sqlite", {"customers": [*_rows(range(32, 80)), *other]}, columns=FIELDS)
    made = company(root / "Dubbi Srl", {"crm": str(crm), "shop": str(shop)})
    run_checkup(load(made), Options(), Silent())
    return made


@pytest.fixture
def shown(db: None, folder: Path) -> Company:
    (folder / "verdicts.jsonl").unlink(missing_ok=True)
    return register(folder)


@pytest.fixture
def browser_of(shown: Company) -> BrowserOf:
    return readers_of(shown)


def _links(folder: Path) -> dict[str, float]:
    rows = Records(folder).load(Records(folder).latest(), LINKS).to_pylist()
    names = [[tuple(row[f"{side}_{part}"] for part in _PARTS) for side in ("left", "right")] for row in rows]
    return {pair_subject(*name): row["probability"] for name, row in zip(names, rows, strict=True)}


_PARTS = ("system", "dataset", "record")


def _page(client: Client, shown: Company) -> str:
    return client.get(reverse("doubts", args=[shown.slug])).content.decode()


def _asked(page: str) -> str:
    found = re.search(r'name="link" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def _answer(client: Client, shown: Company, link: str, say: str) -> None:
    assert client.post(reverse("doubt_answer", args=[shown.slug]), {"link": link, "say": say}).status_code == 302


def test_an_uncertain_link_is_asked_about_without_a_key_or_value_in_clear(
    shown: Company, folder: Path, browser_of: BrowserOf
) -> None:
    page = _page(browser_of(Role.BUSINESS), shown)
    [subject] = [each for each in _links(folder) if token(each) == _asked(page)]
    assert 0.05 <= _links(folder)[subject] <= 0.95
    said = [value for number in range(80) for value in (person(number)["email"], person(number)["phone"])]
    assert [value for value in (*said, "altro", subject) if value in page] == []


def test_an_answer_is_kept_another_is_asked_and_it_can_be_undone(
    shown: Company, folder: Path, browser_of: BrowserOf
) -> None:
    client = browser_of(Role.IT)
    first = _asked(_page(client, shown))
    _answer(client, shown, first, "same")
    log = VerdictLog(folder, "")
    [kept] = log.standing(Kind.LINK)
    assert (token(kept.subject), kept.verdict, kept.person) == (first, Decision.CONFIRMED, "it@esempio.it")
    assert first not in _page(client, shown)
    back = client.post(reverse("doubt_undo", args=[shown.slug]))
    assert log.standing(Kind.LINK) == []
    assert _asked(client.get(back.headers["Location"]).content.decode()) == first


def test_not_sure_writes_nothing(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    _answer(client, shown, _asked(_page(client, shown)), "not_sure")
    assert VerdictLog(folder, "").all() == []


@pytest.mark.parametrize("link", ["0" * 24, "crm/clienti/a = shop/customers/b", ""])
def test_nothing_is_kept_of_what_was_not_asked(shown: Company, folder: Path, browser_of: BrowserOf, link: str) -> None:
    _answer(browser_of(Role.IT), shown, link, "same")
    assert VerdictLog(folder, "").all() == []


def test_an_answer_holds_once_applied(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    client = browser_of(Role.BUSINESS)
    _answer(client, shown, _asked(_page(client, shown)), "different")
    [kept] = VerdictLog(folder, "").standing(Kind.LINK)
    analyse_again(load(folder), Silent())
    rows = Records(folder).load(Records(folder).latest(), LINKS).to_pylist()
    assert [row["joined"] for row in rows if row["origin"] == "rejected"] == [False]
    assert token(kept.subject) not in _page(client, shown)


def test_answers_given_while_a_check_up_runs_are_applied_after_it(
    shown: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def running(*_: object) -> None:
        raise CompanyLocked(folder="c", pid="1", since="12:00")

    monkeypatch.setattr(tasks, "analyse_again", running)
    tasks.analyse_newest.call(shown.slug)
    waiting = tasks.DBTaskResult.objects.filter(task_path=tasks.analyse_newest.module_path)
    assert waiting.filter(run_after__isnull=False, args_kwargs__args=[shown.slug]).count() == 1
