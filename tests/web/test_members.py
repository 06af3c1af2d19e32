"""Who is taken out of a company stays out: no restart and no link of theirs brings them back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from regia.web.people.links import invite, join
from regia.web.people.models import Company, Invitation, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role

BrowserOf = Callable[[Role | None], Client]


@pytest.fixture
def other(served: Company) -> Person:
    """Another administrator, who runs the server."""
    person = Person.objects.create_user("other@example.com", runs_server=True)
    join(None, served, person, Role.ADMINISTRATOR)
    return person


def _invited_by(person: Person, company: Company, email: str) -> Invitation:
    invitation, _ = invite(None, company, email, Role.ADMINISTRATOR)
    invitation.made_by = person
    invitation.save()
    return invitation


def _remove(client: Client, company: Company, person: Person) -> None:
    member = company.memberships.get(person=person)
    assert client.post(reverse("member_remove", args=[company.slug, member.pk])).status_code == 302


def test_a_restart_brings_nobody_back(served: Company, browser_of: BrowserOf, other: Person) -> None:
    _remove(browser_of(Role.ADMINISTRATOR), served, other)
    register(served.path)
    assert not served.memberships.filter(person=other).exists()


def test_nor_does_a_link_they_made_or_were_given(served: Company, browser_of: BrowserOf, other: Person) -> None:
    _invited_by(other, served, "second-address@example.com")
    invite(None, served, other.email, Role.IT)
    kept, _ = invite(None, served, "anna@example.com", Role.GUEST)
    _remove(browser_of(Role.ADMINISTRATOR), served, other)
    assert list(served.invitations.all()) == [kept]


def test_who_administers_no_more_invites_no_more(served: Company, browser_of: BrowserOf, other: Person) -> None:
    _invited_by(other, served, "anna@example.com")
    member = served.memberships.get(person=other)
    browser_of(Role.ADMINISTRATOR).post(reverse("member", args=[served.slug, member.pk]), {"role": "guest"})
    assert not served.invitations.exists()
