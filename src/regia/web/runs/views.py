"""The pages of runs."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.people.audit import Event, keep
from regia.web.people.roles import Permission
from regia.web.runs import services
from regia.web.runs.models import Run
from regia.web.runs.selectors import runs_page
from regia.web.visit import Request, Visit, company_page, show

ALREADY = Text("Un check-up è già in corso.", "A check-up is already under way.")


@require_GET
@company_page(Permission.SEE_ROWS)
def runs(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the check-ups, and the one under way."""
    page = runs_page(visit, request.GET)
    return show(request, "runs/runs.html", grids=(page.grid,) if page.grid else (), page=page)


@require_POST
@company_page(Permission.RUN)
def run_start(request: Request, visit: Visit) -> HttpResponseBase:
    """Start a check-up."""
    _, new = services.start(visit.company, visit.person)
    if new:
        keep(request, Event.RUN_STARTED, company=visit.company)
    else:
        messages.info(request, tell(ALREADY))
    return redirect("runs", company=visit.company.slug)


@require_POST
@company_page(Permission.RUN)
def run_stop(request: Request, visit: Visit, run: int) -> HttpResponseBase:
    """Stop a check-up."""
    services.stop(get_object_or_404(Run, pk=run, company=visit.company))
    keep(request, Event.RUN_STOPPED, company=visit.company)
    return redirect("runs", company=visit.company.slug)


@require_GET
@company_page(Permission.SEE_ROWS)
def run(request: Request, visit: Visit, run: int) -> HttpResponseBase:
    """Show where a run is; the page of runs asks every second while it goes on."""
    services.give_up_silent()
    found = get_object_or_404(Run, pk=run, company=visit.company)
    answer = render(request, "runs/progress.html", {"visit": visit, "run": found})
    if not found.active and request.htmx:
        answer["HX-Refresh"] = "true"
    return answer
