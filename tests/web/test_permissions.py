"""Every address x every role x a stranger, as `permissions.csv` says; an address without a row fails.

The table is written by hand: `200` shows, `302` leads on (to sign in, for who did not), `403` is refused, `404` does
not exist for this person, `405` takes no GET. Actions are tried with POST.
"""

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from regia.web.evidence.reader import Evidence
from regia.web.people.links import entry_link, invite
from regia.web.people.models import Company, Membership, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.runs.models import Run, State
from tests.web.conftest import person_of, sign_in

WHO = ("nobody", "stranger", *(role.value for role in Role))
MATRIX = Path(__file__).with_name("permissions.csv")


class Line(NamedTuple):
    """One row of the table."""

    page: str
    method: str
    expected: dict[str, int]


@cache
def _lines() -> tuple[Line, ...]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(row["page"], row["method"], {who: int(row[who]) for who in WHO}) for row in csv.DictReader(file)
        )


def _pages(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _pages(each.url_patterns)
        else:
            assert each.name, f"{each.pattern} has no name"
            yield each.name


def test_every_address_has_its_row() -> None:
    named = {line.page for line in _lines()}
    assert set(_pages(get_resolver().url_patterns)) == named, "write what each role may in tests/web/permissions.csv"


def test_every_address_of_a_company_asks_for_a_permission() -> None:
    without = [
        each.name
        for each in _of_companies(get_resolver().url_patterns)
        if not hasattr(each.callback, "asks") and not hasattr(getattr(each.callback, "__wrapped__", None), "asks")
    ]
    assert without == []


def _of_companies(patterns: list[URLPattern | URLResolver], inside: bool = False) -> Iterator[URLPattern]:
    for each in patterns:
        here = inside or "company>" in str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _of_companies(each.url_patterns, here)
        elif here:
            yield each


class Known(NamedTuple):
    """The company, and the cookies of everybody who came in."""

    company: Company
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: DjangoDbBlocker, checked: Path) -> Iterator[Known]:
    """Everybody who may ask, made once; what a test changes of them is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        company = register(checked)
        cookies = {"nobody": ""}
        for who in WHO[1:]:
            sign_in(client := Client(), person_of(company, None if who == "stranger" else Role(who)))
            cookies[who] = client.cookies.output(header="")
        yield Known(company, cookies)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("line", _lines(), ids=lambda line: f"{line.method} {line.page}")
def test_each_role_may_what_the_table_says(line: Line, known: Known, one_server: None) -> None:
    found = {}
    for who in WHO:
        client = Client()
        client.cookies.load(known.cookies[who])
        found[who] = _ask(client, line, known.company)
    assert found == line.expected


def _ask(client: Client, line: Line, company: Company) -> int:
    url = reverse(line.page, kwargs=_parts(line.page, company))
    answer = client.post(url, {}) if line.method == "POST" else client.get(url)
    return answer.status_code


def _parts(page: str, company: Company) -> dict[str, object]:
    """Return what stands in an address; whoever is asked about, the company is the same one."""
    special: dict[str, Callable[[], dict[str, object]]] = {
        "enter": lambda: {"token": entry_link(_other(company).person)},
        "join": lambda: {"token": invite(None, company, "", Role.GUEST)[1]},
        "member": lambda: {"member": _other(company).pk},
        "member_remove": lambda: {"member": _other(company).pk},
        "invitation_withdraw": lambda: {"invitation": invite(None, company, "x@example.com", Role.GUEST)[0].pk},
        "run": lambda: {"run": _run(company).pk},
        "run_stop": lambda: {"run": _run(company).pk},
        "system": lambda: {"system": "crm"},
        "dataset": lambda: {"system": "crm", "dataset": "people"},
        "field": lambda: {"system": "crm", "dataset": "people", "field": "email"},
        **{name: lambda: {"system": "crm"} for name in ("connection", "connection_change", "connection_try")},
        "connection_remove": lambda: {"system": "of-nobody"},
        **{name: lambda: {"objective": "of-nobody"} for name in ("objective", "objective_remove")},
        **{name: lambda: {"project": "of-nobody"} for name in ("project", "project_remove")},
        "interface": lambda: {"interface": _first(company, "interfaces", "interface")},
        "judge_interface": lambda: {"interface": _first(company, "interfaces", "interface")},
        "concept": lambda: {"concept": _first(company, "concepts", "concept")},
        "entity": lambda: {"entity": _first(company, "entity_records", "entity")},
        "finding": lambda: {"finding": _finding(company)},
        "finding_say": lambda: {"finding": _finding(company), "decision": "withdrawn"},
        "radar_link": lambda: {"token": "of-no-round"},
        "openid_connect_login": lambda: {"provider_id": "company"},
        "openid_connect_callback": lambda: {"provider_id": "company"},
    }  # fmt: skip
    return {**({"company": company.slug} if page in _pages_of_companies() else {}), **special.get(page, dict)()}


@cache
def _pages_of_companies() -> frozenset[str | None]:
    return frozenset(each.name for each in _of_companies(get_resolver().url_patterns))


def _other(company: Company) -> Membership:
    person, _ = Person.objects.get_or_create(email="other@example.com")
    return Membership.objects.get_or_create(company=company, person=person, defaults={"role": Role.GUEST.value})[0]


def _first(company: Company, table: str, column: str) -> str:
    [row] = Evidence.current(company.path).figures(f"SELECT {column} AS name FROM {{{table}}} ORDER BY 1 LIMIT 1")
    return str(row["name"])


def _run(company: Company) -> Run:
    Run.objects.filter(company=company).delete()
    return Run.objects.create(company=company, state=State.RUNNING, beat_at=timezone.now())


def _finding(company: Company) -> object:
    return Evidence.current(company.path).figures("SELECT finding FROM {findings} LIMIT 1")[0]["finding"]
