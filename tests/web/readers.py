"""People who read a company in a test, each in a browser of their own."""

from collections.abc import Callable

from django.test import Client

from regia.web.people.models import Company, Membership, Person
from regia.web.people.roles import Role

BrowserOf = Callable[[Role], Client]


def readers_of(company: Company) -> BrowserOf:
    """Return what gives the browser of a person with a role in a company, who reads Italian."""

    def open_(role: Role) -> Client:
        person = Person.objects.create_user(f"{role.value}@esempio.it", language="it")
        Membership.objects.create(company=company, person=person, role=role.value)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return open_
