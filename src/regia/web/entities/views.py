"""The pages of entities and of conflicts."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.web.entities.conflicts import conflicts_page
from regia.web.entities.entity import entity_page
from regia.web.entities.forms import MasterForm, ValueForm
from regia.web.entities.listing import entities_page
from regia.web.entities.saying import say_master, say_value
from regia.web.frame.language import tell
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE_ROWS)
def conflicts(request: Request, visit: Visit) -> HttpResponseBase:
    """Show where the systems contradict one another."""
    page = conflicts_page(visit, request.GET)
    return show(request, "entities/conflicts.html", grids=(page.grid,) if page.grid else (), page=page)


@require_POST
@company_page(Permission.JUDGE)
def value_say(request: Request, visit: Visit) -> HttpResponseBase:
    """Keep whether what a record says is right."""
    form = ValueForm(request.POST)
    given = form.cleaned_data if form.is_valid() else None
    kept = given is not None and say_value(visit, given["value"], form.decision, why=given["why"])
    return _said(request, visit, kept=kept)


@require_POST
@company_page(Permission.JUDGE)
def master_say(request: Request, visit: Visit) -> HttpResponseBase:
    """Keep whether a system leads for a concept."""
    form = MasterForm(request.POST)
    given = form.cleaned_data if form.is_valid() else None
    kept = given is not None and say_master(visit, given["concept"], given["system"], form.decision, why=given["why"])
    return _said(request, visit, kept=kept)


def _said(request: Request, visit: Visit, *, kept: bool) -> HttpResponseBase:
    if kept:
        messages.success(request, tell(Text("Preso nota.", "Noted.")))
    else:
        messages.error(request, tell(Text("Questo conflitto non c'è più.", "This conflict is gone.")))
    return redirect("conflicts", visit.company.slug)


@require_GET
@company_page(Permission.SEE_ROWS)
def entities(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the things that more than one system holds."""
    return show(request, "entities/entities.html", page=entities_page(visit, request.GET))


@require_GET
@company_page(Permission.SEE_ROWS)
def entity(request: Request, visit: Visit, entity: str) -> HttpResponseBase:
    """Show one thing in every system, and in time."""
    page = entity_page(visit, entity)
    return show(request, "entities/entity.html", twins={"time": page.twin} if page.twin else {}, page=page)
