"""The pages of runs."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.people.audit import Event, keep
from regia.web.people.roles import Permission
from regia.web.runs import services
from regia.web.runs.forms import ScheduleForm
from regia.web.runs.models import Run
from regia.web.runs.selectors import runs_page
from regia.web.visit import Request, Visit, company_page, show

ALREADY = Text("Un check-up è già in corso.", "A check-up is already under way.")


@require_GET
@company_page(Permission.SEE_ROWS)
def runs(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the check-ups, the one under way, and the one to come."""
    return _runs(request, visit)


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


@require_POST
@company_page(Permission.RUN)
def schedule_set(request: Request, visit: Visit) -> HttpResponseBase:
    """Have check-ups made by a timetable."""
    form = ScheduleForm(request.POST, zone=visit.zone.key)
    if not form.is_valid():
        return _runs(request, visit, form)
    made = services.set_schedule(visit.company, visit.person, form.timetable)
    keep(request, Event.SCHEDULED, company=visit.company, detail=made.words.en)
    return redirect("runs", company=visit.company.slug)


@require_POST
@company_page(Permission.RUN)
def schedule_cancel(request: Request, visit: Visit) -> HttpResponseBase:
    """Have no more check-ups made by themselves."""
    if services.cancel_schedule(visit.company):
        keep(request, Event.UNSCHEDULED, company=visit.company)
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


def _runs(request: Request, visit: Visit, form: ScheduleForm | None = None) -> HttpResponseBase:
    page = runs_page(visit, request.GET)
    if form is None:
        set_ = page.schedule
        initial = asdict(set_.timetable) if set_ else None
        form = ScheduleForm(initial=initial, zone=visit.zone.key)
    return show(request, "runs/runs.html", grids=(page.grid,) if page.grid else (), page=page, form=form)
