"""The pages on which a company begins: itself, its connections, each tried live."""

from threading import BoundedSemaphore

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regia.errors import Text
from regia.errors.company import CompanyError
from regia.sources.checking import CheckedSource
from regia.web.connections import selectors, services
from regia.web.connections.forms import CompanyForm, FilesForm, ServerForm, SystemForm
from regia.web.connections.kinds import PORTS
from regia.web.frame.language import spoken, tell
from regia.web.people.models import Person
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show

AT_ONCE = 2
BUSY = Text("Altre prove sono in corso: riprova fra poco.", "Other tries are under way: try again shortly.")

# A server that does not answer keeps a thread for its time limit: the others go on serving pages.
_trying = BoundedSemaphore(AT_ONCE)


@login_required
@require_http_methods(["GET", "POST"])
def company_new(request: HttpRequest) -> HttpResponse:
    """Make a company: for who runs the server, since its folder is made there."""
    if not isinstance(request.user, Person) or not request.user.runs_server:
        raise PermissionDenied
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("connections", company=services.make_company(request, form).slug)
        except CompanyError as error:
            form.add_error(None, f"{error.what(spoken())} {error.advice(spoken())}")
    return render(request, "connections/company_new.html", {"form": form})


@require_GET
@company_page(Permission.MANAGE)
def connections(request: Request, visit: Visit) -> HttpResponseBase:
    """Show where the company's data is read, and let more be connected."""
    return _connections(request, visit)


@sensitive_post_parameters("server-password")
@sensitive_variables("form")
@require_POST
@company_page(Permission.MANAGE)
def connect_server(request: Request, visit: Visit) -> HttpResponseBase:
    """Connect a system in a database server."""
    form = _server_form(request, visit)
    return _connect(request, visit, form) if form.is_valid() else _connections(request, visit, server=form)


@require_POST
@company_page(Permission.MANAGE)
def connect_files(request: Request, visit: Visit) -> HttpResponseBase:
    """Connect a system in files."""
    form = _files_form(request, visit)
    return _connect(request, visit, form) if form.is_valid() else _connections(request, visit, files=form)


@require_GET
@company_page(Permission.MANAGE)
def connection(request: Request, visit: Visit, system: str) -> HttpResponseBase:
    """Show one connection; with `try` in the address it is tried as the page opens."""
    return _connection(request, visit, selectors.connection_of(visit, system))


@sensitive_post_parameters("server-password")
@sensitive_variables("form")
@require_POST
@company_page(Permission.MANAGE)
def connection_change(request: Request, visit: Visit, system: str) -> HttpResponseBase:
    """Change a connection."""
    found = selectors.own_connection_of(visit, system)
    form = _form_of(request, visit, found)
    if not form.is_valid():
        return _connection(request, visit, found, form=form)
    services.change(request, visit, found, form)
    return redirect(_trying_page(visit, system))


@require_POST
@company_page(Permission.MANAGE)
def connection_try(request: Request, visit: Visit, system: str) -> HttpResponseBase:
    """Try a connection, and say what is wrong and what to do."""
    found = selectors.connection_of(visit, system)
    if not _trying.acquire(blocking=False):
        return show(request, "connections/tried.html", connection=found, busy=tell(BUSY))
    try:
        checked = selectors.tried(visit, system)
    finally:
        _trying.release()
    if request.htmx:
        return show(request, "connections/tried.html", connection=found, checked=checked)
    return _connection(request, visit, found, checked=checked)


@require_POST
@company_page(Permission.MANAGE)
def connection_remove(request: Request, visit: Visit, system: str) -> HttpResponseBase:
    """Take a connection away."""
    services.disconnect(request, visit, selectors.own_connection_of(visit, system))
    messages.success(request, tell(Text("Connessione tolta.", "Connection removed.")))
    return redirect("connections", company=visit.company.slug)


@sensitive_variables("form")
def _connect(request: Request, visit: Visit, form: SystemForm) -> HttpResponseBase:
    return redirect(_trying_page(visit, services.connect(request, visit, form)))


def _connections(
    request: Request, visit: Visit, *, server: ServerForm | None = None, files: FilesForm | None = None
) -> HttpResponseBase:
    page = selectors.connections_page(visit)
    return show(
        request,
        "connections/connections.html",
        page=page,
        server=server or _server_form(None, visit),
        files=files or _files_form(None, visit),
    )


def _connection(
    request: Request,
    visit: Visit,
    found: selectors.Connection,
    *,
    form: SystemForm | None = None,
    checked: CheckedSource | None = None,
) -> HttpResponseBase:
    form = form or (_form_of(None, visit, found) if found.ours else None)
    now = "try" in request.GET and checked is None
    return show(request, "connections/connection.html", connection=found, form=form, now=now, checked=checked)


def _form_of(request: Request | None, visit: Visit, found: selectors.Connection) -> SystemForm:
    initial = selectors.typed(found)
    if found.kind in PORTS:
        return _server_form(request, visit, initial)
    return _files_form(request, visit, initial)


def _server_form(request: Request | None, visit: Visit, initial: dict[str, object] | None = None) -> ServerForm:
    data = request.POST if request else None
    return ServerForm(data, initial=initial, company=visit.company, departments=visit.departments, prefix="server")


def _files_form(request: Request | None, visit: Visit, initial: dict[str, object] | None = None) -> FilesForm:
    data, closed = request.POST if request else None, selectors.closed_folders(visit.company)
    return FilesForm(
        data, initial=initial, company=visit.company, departments=visit.departments, closed=closed, prefix="files"
    )


def _trying_page(visit: Visit, system: str) -> str:
    return f"{reverse('connection', args=[visit.company.slug, system])}?try=1"
