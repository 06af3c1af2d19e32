"""Pages show what the check-up found, in the reader's language, and nothing of another company."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from regia.web.people.models import Company
from regia.web.people.roles import Role

BrowserOf = Callable[[Role | None], Client]


def _get(client: Client, company: Company, page: str, *parts: str, **asked: str) -> str:
    answer = client.get(reverse(page, args=[company.slug, *parts]), asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_systems_are_listed_with_their_state(served: Company, browser_of: BrowserOf) -> None:
    page = _get(browser_of(Role.GUEST), served, "systems")
    assert "The company has 3 systems: 2 read, with 3 datasets and 75 records." in page
    assert "not read" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("it", "Tiene 40 righe, ognuna di 2 campi."), ("en", "It holds 40 records of 2 fields each.")],
)
def test_a_page_speaks_the_reader_s_language(served: Company, browser_of: BrowserOf, language: str, said: str) -> None:
    client = browser_of(Role.IT)
    client.post(reverse("preferences"), {"language": language})
    page = _get(client, served, "dataset", "crm", "people")
    assert said in page
    assert f'<html lang="{language}"' in page


def test_a_name_with_slashes_has_its_page(served: Company, browser_of: BrowserOf) -> None:
    assert "It holds 5 records" in _get(browser_of(Role.IT), served, "dataset", "crm", "a/b ~1.x")


def test_what_is_not_there_is_not_found(served: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    for page, parts in (
        ("system", ["no"]),
        ("dataset", ["crm", "no"]),
        ("field", ["crm", "people", "no"]),
        ("finding", ["no"]),
    ):
        assert client.get(reverse(page, args=[served.slug, *parts])).status_code == 404


class TestGrid:
    def test_it_searches_filters_and_sorts_on_the_server(self, served: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.BUSINESS)
        page = _get(client, served, "systems", q="CR")
        assert ">CRM" in page
        assert ">ERP" not in page.split('id="grid-systems"')[1]
        page = _get(client, served, "systems", sort="-records").split('id="grid-systems"')[1]
        assert page.index(">CRM") < page.index(">ERP")
        page = _get(client, served, "systems", status="failed").split('id="grid-systems"')[1]
        assert ">WEB" in page
        assert ">CRM" not in page

    def test_only_the_table_is_sent_to_a_page_that_is_open(self, served: Company, browser_of: BrowserOf) -> None:
        headers = {"HX-Request": "true", "HX-Target": "grid-systems"}
        answer = browser_of(Role.GUEST).get(reverse("systems", args=[served.slug]), headers=headers)
        assert answer.content.decode().lstrip().startswith('<div class="grid" id="grid-systems"')

    def test_csv_holds_all_rows_and_no_formula(self, served: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.BUSINESS)
        answer = client.get(reverse("system", args=[served.slug, "crm"]), {"csv": "datasets"})
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))  # type: ignore[attr-defined]
        assert {row["dataset"]: row["records"] for row in rows} == {"people": "40", "a/b ~1.x": "5"}

    def test_csv_is_not_for_guests(self, served: Company, browser_of: BrowserOf) -> None:
        answer = browser_of(Role.GUEST).get(reverse("systems", args=[served.slug]), {"csv": "systems"})
        assert answer.status_code == 403
