"""A person looks at a company: who they are there, what they may, its evidence. Every page of one starts here.

@company_page(Permission.SEE)
def systems(request: Request, visit: Visit) -> HttpResponse:
    return show(request, "systems/list.html", page=systems_page(visit.evidence, request.GET))
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from regia.errors import RegiaError, Text
from regia.errors.snapshot import CheckupMissing
from regia.pictures.twin import Twin
from regia.web.evidence.csv import lines, twin_lines
from regia.web.evidence.followed import standing, with_standing
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence
from regia.web.frame.language import spoken
from regia.web.people.audit import Event, keep
from regia.web.people.models import Company, Membership, Person
from regia.web.people.roles import ROLES, Permission, Role
from regia.workspace import load
from regia.workspace.company import Company as Declared

CLEAR_KEY = "clear-until"

Parts = ParamSpec("Parts")


@dataclass(frozen=True)
class Visit:
    """One request of a person to a company; `clear_until` is set while they see personal data in clear."""

    company: Company
    membership: Membership
    person: Person
    clear_until: datetime | None = None

    @property
    def role(self) -> Text:
        """What the person is in the company."""
        return ROLES[Role(self.membership.role)]

    @property
    def sees_clear(self) -> bool:
        """Whether personal data is shown in clear now."""
        return self.clear_until is not None

    @property
    def can(self) -> Mapping[str, bool]:
        """What the person may, for templates: `visit.can.run`."""
        return {permission.value: self.may(permission) for permission in Permission}

    def may(self, permission: Permission) -> bool:
        """Whether the person's role holds a permission."""
        return self.membership.may(permission)

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence of the company's newest check-up; its findings tell where they stand.

        Raises:
            CheckupMissing: there is none yet.
            LogDamaged: the company's log of verdicts cannot be read.
        """
        evidence = Evidence.current(self.company.path, in_clear=self.sees_clear)
        return with_standing(evidence, standing(evidence, self.today))

    @cached_property
    def declared(self) -> Declared | None:
        """What regia.toml says; None where it has mistakes, which the page of runs tells."""
        return _declared(self.company.path, _changed(self.company.path / "regia.toml"))

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.declared.working_time.timezone if self.declared else "Europe/Rome")

    @property
    def today(self) -> date:
        """The day it is where the company is."""
        return datetime.now(self.zone).date()

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """The names of the departments, in journey order."""
        return {each.department: each.name for each in self.declared.departments} if self.declared else {}


class Request(HttpRequest):
    """A request as our middleware leaves it."""

    visit: Visit
    htmx: HtmxDetails
    user: Person


CompanyView = Callable[Concatenate[Request, Visit, Parts], HttpResponseBase]


def company_page(permission: Permission) -> Callable[[CompanyView[Parts]], Callable[..., HttpResponseBase]]:
    """Let a view be seen by members who hold a permission; for all others the company does not exist."""

    def decorate(view: CompanyView[Parts]) -> Callable[..., HttpResponseBase]:
        @never_cache  # a browser that others use keeps no page, nor a table where the whole page was
        @login_required
        @wraps(view)
        def inner(request: Request, company: str, *args: Parts.args, **kwargs: Parts.kwargs) -> HttpResponseBase:
            visit = _visit(request, company)
            request.visit = visit
            if not visit.may(permission):
                raise PermissionDenied
            with timezone.override(visit.zone):
                return view(request, visit, *args, **kwargs)

        inner.asks = permission  # type: ignore[attr-defined]
        return inner

    return decorate


def show(
    request: Request,
    template: str,
    *,
    grids: tuple[GridPage, ...] = (),
    twins: Mapping[str, Twin] | None = None,
    **context: object,
) -> HttpResponseBase:
    """Make a page; of a page that is already open, only the table that was asked for, or its rows as CSV.

    `twins` are the tables of its pictures, by the name under which the address asks for them as CSV.
    """
    visit = request.visit
    if visit.sees_clear:
        keep(request, Event.SEEN_IN_CLEAR, company=visit.company, detail=request.path)
    for grid in grids:
        if request.GET.get(grid.key("csv")) == grid.grid.name:
            return _download(request, grid.grid.table.name, lines(grid))
        if request.htmx and request.htmx.target == grid.id:
            return render(request, "regia/parts/grid.html", {"visit": visit, "grid": grid})
    if twin := (twins or {}).get(request.GET.get("csv", "")):
        return _download(request, request.GET["csv"], twin_lines(twin))
    return render(request, template, {"visit": visit, **context})


class TellErrorsMiddleware:
    """Turns an error raised on purpose into a page that says what happened and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of one of our errors; all others are Django's."""
        if not isinstance(error, RegiaError) or not hasattr(request, "visit"):
            return None
        if isinstance(error, CheckupMissing):
            return render(request, "regia/no_checkup.html", {"visit": request.visit})
        told = {"visit": request.visit, "happened": error.what(spoken()), "fix": error.advice(spoken())}
        return render(request, "regia/error.html", told, status=503)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django's
    """Answer a form that was open for too long, or came from another site."""
    return render(request, "regia/form_refused.html", status=403)


def _visit(request: Request, slug: str) -> Visit:
    memberships = Membership.objects.select_related("company")
    membership = memberships.filter(company__slug=slug, person=request.user).first()
    if membership is None:
        raise Http404
    return Visit(membership.company, membership, request.user, _clear_until(request, membership))


def _clear_until(request: HttpRequest, membership: Membership) -> datetime | None:
    """Return until when the person sees personal data in clear: it ends by itself, and with the permission."""
    told = request.session.get(CLEAR_KEY, {}).get(membership.company.slug)
    until = datetime.fromisoformat(told) if told else None
    return until if until and until > timezone.now() and membership.may(Permission.UNMASK) else None


def _download(request: Request, what: str, content: Iterator[bytes]) -> HttpResponseBase:
    visit = request.visit
    if not visit.may(Permission.SEE_ROWS):
        raise PermissionDenied
    clear = " (in clear)" if visit.sees_clear else ""
    keep(request, Event.EXPORTED, company=visit.company, detail=f"{what}{clear}")
    name = f"{visit.company.slug}-{what}.csv"
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=64)
def _declared(folder: Path, changed: int) -> Declared | None:  # noqa: ARG001 read anew when the file changes
    try:
        return load(folder)
    except RegiaError:
        return None


def failed(request: HttpRequest) -> HttpResponse:
    """Answer where a page failed: what was asked for is in the server's log."""
    return render(request, "500.html", status=500)
