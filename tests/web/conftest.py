"""A company with a check-up, its people, and their browsers."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.management import call_command
from django.test import Client
from django.test.client import ClientHandler

from regia.checkup.run import Options, run_checkup
from regia.model.progress import Silent
from regia.web.people.links import join
from regia.web.people.models import Company, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.workspace import load
from tests.checkup.made import company, sqlite

PEOPLE = [(n, f"persona{n}@esempio.it") for n in range(40)]


@cache
def _server(enforce_csrf_checks: bool = True) -> ClientHandler:
    return ClientHandler(enforce_csrf_checks)


@pytest.fixture(scope="session", autouse=True)
def _light_passwords() -> None:
    """Passwords are kept as they always are, in a form that is quick to compute."""
    ScryptPasswordHasher.work_factor = 2


@pytest.fixture(scope="session", autouse=True)
def _gathered() -> None:
    """Styles and scripts gathered, as `regia serve` does."""
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company folder with two systems and a check-up; nobody writes to it."""
    folder = tmp_path_factory.mktemp("web")
    crm = sqlite(
        folder / "crm.sqlite", {"people": PEOPLE, "a/b ~1.x": PEOPLE[:5]}, columns="id INTEGER PRIMARY KEY, email TEXT"
    )
    erp = sqlite(folder / "erp.sqlite", {"orders": [(n, "=1+1") for n in range(30)]})
    declared = '\n[[interfaces]]\nfrom = "crm"\nto = "erp"\n'
    sources = {"crm": str(crm), "erp": str(erp), "web": str(folder / "missing.sqlite")}
    made = company(folder / "Prova Srl", sources, more=declared)
    run_checkup(load(made), Options(), Silent())
    return made


@pytest.fixture
def served(db: None, checked: Path) -> Company:
    """The company, known to the workspace."""
    return register(checked)


@pytest.fixture
def person(served: Company) -> Callable[[Role | None], Person]:
    """Makes a person with a role in the company, or of another company where there is none."""
    return lambda role: person_of(served, role)


def person_of(company: Company, role: Role | None) -> Person:
    """Make a person with a role in a company, or of another company where there is none."""
    name = role.value if role else "stranger"
    made = Person.objects.create_user(f"{name}@esempio.it", name=name, language="en")
    if role is None:
        elsewhere, _ = Company.objects.get_or_create(slug="other", name="Other", folder="/nowhere/other")
        join(None, elsewhere, made, Role.ADMINISTRATOR)
    else:
        join(None, company, made, role)
    return made


@pytest.fixture
def one_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all browsers use one server, which is slow to start."""
    monkeypatch.setattr("django.test.client.ClientHandler", _server)


@pytest.fixture
def browser_of(person: Callable[[Role | None], Person], one_server: None) -> Callable[[Role | None], Client]:
    """Gives the browser of a person with a role, signed in."""

    def open_(role: Role | None) -> Client:
        client = Client()
        sign_in(client, person(role))
        return client

    return open_


def sign_in(client: Client, person: Person) -> None:
    """Let a browser be that of a person who has come in."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
