"""Making a company, and changing where its data is read; passwords go to files of their own."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from regia.web.connections.forms import CompanyForm, SystemForm
from regia.web.connections.selectors import Connection
from regia.web.people.audit import Event, keep
from regia.web.people.models import Company
from regia.web.people.registration import register
from regia.web.reach import DATA
from regia.web.visit import Visit
from regia.workspace import load
from regia.workspace.company import WorkingTime
from regia.workspace.draft import SECRETS, draft, free_name, write
from regia.workspace.literals import Value
from regia.workspace.secret_file import drop_secret, keep_secret, reference
from regia.workspace.section import as_identifier
from regia.workspace.writer import set_values


def make_company(request: HttpRequest, form: CompanyForm) -> Company:
    """Make the folder of a new company, with a folder for its files, and register it.

    Raises:
        CompanyError: the folder cannot be written.
    """
    given = form.cleaned_data
    made = draft(_free_folder(given["name"]), name=given["name"], language=given["language"])
    working_time = replace(WorkingTime(), timezone=given["timezone"])
    write(replace(made, company=replace(made.company, departments=form.named, working_time=working_time)))
    (made.company.folder / DATA).mkdir(mode=0o700, exist_ok=True)
    company = register(made.company.folder)
    keep(request, Event.COMPANY_MADE, company=company, detail=company.name)
    return company


def connect(request: HttpRequest, visit: Visit, form: SystemForm) -> str:
    """Add a system with its source; return its identifier.

    Raises:
        CompanyError: regia.toml or the secret cannot be written.
    """
    folder = visit.company.path
    taken = [each.system for each in load(folder).systems]
    secrets = [path.name for path in (folder / SECRETS).glob("*")]
    system = free_name(as_identifier(form.cleaned_data["name"]) or "system", [*taken, *secrets])
    _write(folder, system, form, kept_password=False)
    keep(request, Event.CONNECTED, company=visit.company, detail=f"{system}: {form.url}")
    return system


def change(request: HttpRequest, visit: Visit, connection: Connection, form: SystemForm) -> None:
    """Change a system's source. Its password stays only where it goes to the same login on the same server.

    Raises:
        CompanyError: regia.toml or the secret cannot be written.
    """
    system = connection.system.system
    same = _login(form.url) == _login(connection.source.url)
    _write(visit.company.path, system, form, kept_password=same and connection.source.password is not None)
    keep(request, Event.CONNECTED, company=visit.company, detail=f"{system}: {form.url}")


def disconnect(request: HttpRequest, visit: Visit, connection: Connection) -> None:
    """Take a system's source away, with its password; the system stays, and so does what was read of it.

    Raises:
        CompanyError: regia.toml or the secret cannot be written.
    """
    system = connection.system.system
    set_values(visit.company.path, {("systems", system, key): None for key in ("source", "password")})
    drop_secret(visit.company.path, system)
    keep(request, Event.DISCONNECTED, company=visit.company, detail=system)


def _write(folder: Path, system: str, form: SystemForm, *, kept_password: bool) -> None:
    """Write what regia.toml says of a system, and its password where one was typed."""
    secret = bool(form.password) or kept_password
    values: dict[str, Value | None] = {
        "name": form.cleaned_data["name"],
        "department": form.cleaned_data["department"] or None,
        "source": form.url,
        "password": reference(system) if secret else None,
    }
    if form.password:
        keep_secret(folder, system, form.password)
    set_values(folder, {("systems", system, key): value for key, value in values.items()})
    if not secret:
        drop_secret(folder, system)


def _login(url: str) -> tuple[str, str | None, int | None, str | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port, parts.username


def _free_folder(name: str) -> Path:
    companies: Path = settings.COMPANIES_FOLDER
    companies.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = as_identifier(name) or "company"
    return companies / free_name(stem, [path.name for path in companies.iterdir()])
