"""Opens the workspace: the database made ready, companies registered, links for who has no way in yet, the server.

The only door of this room for the command line; Django is started here and not before.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from regia.errors import Text
from regia.errors.web import PersonUnknown, PortTaken
from regia.web import proxy
from regia.web.starting import start

THREADS = 8
STOP_SECONDS = 30


@dataclass(frozen=True)
class Way:
    """A link that lets somebody in once: who, as what, the path of the link."""

    who: str
    role: Text
    path: str


@dataclass(frozen=True)
class Opened:
    """A company that is served, with the ways in of its made-up people, where it is made up."""

    name: str
    path: str
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Opening:
    """What is served; `first` is the first administrator's way in, where nobody administers yet."""

    companies: tuple[Opened, ...]
    first: Way | None


def check(host: str, port: int) -> None:
    """Make sure that the address can be served, before anything is made.

    Raises:
        PlainHttpRefused: passwords would travel in clear.
        PortTaken: something answers there.
    """
    proxy.check_host(host)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except OSError as error:
        raise PortTaken(host=host, port=port) from error


def prepare(folders: Sequence[Path]) -> Opening:
    """Make the database ready and register company folders; those registered before stay.

    Raises:
        CompanyError: one is no company folder.
        HomeNotWritable: the workspace cannot keep its own things.
    """
    _start_whole()
    from regia.web.people.models import Company
    from regia.web.people.registration import register

    for folder in folders:
        register(folder)
    return Opening(tuple(_opened(company) for company in Company.objects.all()), _first())


def public_address(host: str, port: int) -> str:
    """Return the address that people type."""
    shown = f"[{host}]" if ":" in host else host
    return proxy.trusted_proxy() or f"http://{shown}:{port}"


def serve(host: str, port: int) -> None:
    """Serve until stopped, with one worker for check-ups."""
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "regia.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_enabled=False,
        websockets=False,
    )
    with _worker():
        server.serve()


def work(*, follow: bool = False) -> None:
    """Take up check-ups, and start those that are due, until stopped; `follow` ends with the process above this one."""
    start()
    from django.core.management import call_command

    from regia.web.runs.clock import keep_time

    if follow:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    over = threading.Event()
    threading.Thread(target=keep_time, args=(over,), daemon=True).start()
    try:
        call_command("db_worker", verbosity=0, reload=False, startup_delay=False)
    finally:
        over.set()


def link_for(email: str) -> str:
    """Return the path of a link that signs a person in once: for who lost their password.

    Raises:
        PersonUnknown: there is no such person.
    """
    _start_whole()
    from django.urls import reverse

    from regia.web.people.links import entry_link
    from regia.web.people.models import Person

    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise PersonUnknown(email=email)
    return reverse("enter", args=[entry_link(person)])


def _start_whole() -> None:
    """Start Django with its database and static files as this version wants them."""
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def _first() -> Way | None:
    from django.urls import reverse

    from regia.web.people.links import invite
    from regia.web.people.models import Invitation, Person
    from regia.web.people.roles import ROLES, Role

    if Person.objects.filter(runs_server=True, is_active=True).exists():
        return None
    Invitation.objects.filter(company=None, accepted_at=None).delete()
    _, token = invite(None, None, "", Role.ADMINISTRATOR)
    return Way("", ROLES[Role.ADMINISTRATOR], reverse("join", args=[token]))


def _opened(company: object) -> Opened:
    from django.urls import reverse

    from regia.web.people.made_up import made_up_people
    from regia.web.people.models import Company
    from regia.web.people.roles import ROLES
    from regia.workspace import load

    assert isinstance(company, Company)
    path = reverse("today", args=[company.slug])
    if not company.made_up or not company.path.exists():
        return Opened(company.name, path)
    people = made_up_people(company, load(company.path).language)
    ways = tuple(Way(str(person), ROLES[role], reverse("enter", args=[token])) for person, role, token in people)
    return Opened(company.name, path, ways)


@contextmanager
def _worker() -> Iterator[None]:
    """Keep a worker beside the server; it ends with it, even where the server is killed."""
    command = [sys.executable, "-m", "regia", "worker", "--follow"]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        if worker.stdin:
            worker.stdin.close()


def _end_with_parent() -> None:
    """Wait for the other end of standard input to close, as it does when the parent is gone."""
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
