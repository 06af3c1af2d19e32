"""A campaign in the workspace: asked, answered by link and by members, closed, read, printed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.assess.questionnaire import areas, items
from regia.judgement.answers import AnswerLog, Side
from regia.web.people.models import Company
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.radar.models import AnswerLink
from tests.checkup.made import company

BrowserOf = Callable[[Role | None], Client]


@pytest.fixture
def served(db: None, tmp_path: Path) -> Company:
    """A company of which nothing was read or asked yet."""
    return register(company(tmp_path / "Nuova Srl", {}))


def page(client: Client, served: Company, name: str) -> str:
    answer = client.get(reverse(name, args=[served.slug]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def make(client: Client, served: Company, side: str, count: int) -> list[str]:
    """Make links as an administrator does, and read them where they are shown."""
    answer = client.post(reverse("campaign", args=[served.slug]), {"side": side, "count": count})
    return re.findall(r"http://testserver(/radar/[\w-]+)", answer.content.decode())


def answered(link: str, level: int) -> Client:
    """Answer everything through a link."""
    client = Client()
    for area in areas():
        posted = {"area": area.area, **{item.item: str(level) for item in area.items}}
        assert client.post(link, posted).status_code == 302
    return client


def test_a_company_without_a_check_up_has_its_radar(served: Company, browser_of: BrowserOf) -> None:
    said = page(browser_of(Role.GUEST), served, "radar")
    assert "Answers are missing" in said
    assert "At least five people a side are needed." in said


def test_a_campaign_from_links_to_results(served: Company, browser_of: BrowserOf) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    for side, count, level in (("it", 5, 4), ("business", 6, 2)):
        links = make(admin, served, side, count)
        assert len(set(links)) == count
        for link in links:
            answered(link, level)
    said = page(admin, served, "campaign")
    assert "IT: 5 people have answered" in said
    assert "business: 6 people have answered" in said
    assert "Answers are missing" in page(admin, served, "radar")
    assert admin.post(reverse("radar_close", args=[served.slug])).status_code == 302
    said = page(browser_of(Role.EXECUTIVE), served, "radar")
    assert "answered by 5 people of IT and 6 of the business" in said
    assert "+2.0" in said
    assert said.count('<li class="card">') == 5
    document = admin.get(reverse("radar_document", args=[served.slug]))
    assert document.content.startswith(b"%PDF")


def test_a_link_resumes_shows_what_was_said_and_ends_with_the_round(served: Company, browser_of: BrowserOf) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    [link] = make(admin, served, "business", 1)
    first, second = areas()[:2]
    client = Client()
    assert first.items[0].asks["business"].en in client.get(link, headers={"accept-language": "en"}).content.decode()
    client.post(link, {"area": first.area, first.items[0].item: "3"})
    said = Client().get(link, headers={"accept-language": "it"}).content.decode()
    assert second.name.it in said
    assert "Parte 2 di 6" in said
    again = client.get(link, {"area": first.area}).content.decode()
    assert re.search(rf'name="{first.items[0].item}" value="3" checked', again)
    admin.post(reverse("radar_close", args=[served.slug]))
    assert client.get(link).status_code == 410
    assert client.post(link, {"area": first.area}).status_code == 410


def test_who_cannot_say_is_taken_at_their_word(served: Company, browser_of: BrowserOf) -> None:
    [link] = make(browser_of(Role.ADMINISTRATOR), served, "it", 1)
    client = Client()
    for area in areas():
        client.post(link, {"area": area.area, area.items[0].item: "9"})
    assert client.get(link).status_code == 200
    [only] = AnswerLog(served.path).rounds()
    assert len(only.answers) == len(items())
    assert {each.level for each in only.answers} == {None}


@pytest.mark.parametrize(("role", "side"), [(Role.IT, "it"), (Role.BUSINESS, "business"), (Role.EXECUTIVE, "business")])
def test_members_answer_on_the_side_of_their_role(
    served: Company, browser_of: BrowserOf, role: Role, side: Side
) -> None:
    client = browser_of(role)
    area = areas()[0]
    where = reverse("radar_answer", args=[served.slug])
    assert area.items[0].asks[side].en in client.get(where).content.decode()
    client.post(where, {"area": area.area, area.items[0].item: "2"})
    [only] = AnswerLog(served.path).rounds()
    assert len(only.people(side)) == 1
    assert f"{role.value}@" not in (served.path / "answers.jsonl").read_text("utf-8")


def test_neither_links_nor_the_database_say_who_answered_what(served: Company, browser_of: BrowserOf) -> None:
    links = make(browser_of(Role.ADMINISTRATOR), served, "it", 2)
    answered(links[0], 3)
    kept = [vars(each) for each in AnswerLink.objects.all()]
    log = (served.path / "answers.jsonl").read_text("utf-8")
    for link in links:
        token = link.rpartition("/")[2]
        assert token not in log
        assert all(token not in map(str, each.values()) for each in kept)
    assert all(each["token_hash"] not in log for each in kept)


def test_nothing_is_closed_before_anybody_answered(served: Company, browser_of: BrowserOf) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    answer = admin.post(reverse("radar_close", args=[served.slug]), follow=True)
    assert "Nobody has answered yet." in answer.content.decode()


def test_links_are_not_made_by_the_thousand(served: Company, browser_of: BrowserOf) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    for count in ("0", "51", "x", ""):
        assert make(admin, served, "it", count) == []  # type: ignore[arg-type]
    assert AnswerLink.objects.count() == 0
