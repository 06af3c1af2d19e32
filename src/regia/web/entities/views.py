"""The pages of entities and of conflicts."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.judgement.verdict import Kind
from regia.web import verdicts
from regia.web.entities.conflicts import conflicts_page, value_subjects
from regia.web.entities.doubts import doubts_page, open_doubts, subject_of_doubt
from regia.web.entities.entity import entity_page
from regia.web.entities.forms import LinkForm, MasterForm, ValueForm
from regia.web.entities.listing import entities_page
from regia.web.entities.saying import say_master, say_value
from regia.web.frame.language import tell
from regia.web.passing import pass_over, passed_over
from regia.web.people.roles import Permission
from regia.web.tokens import subject_of, token
from regia.web.verdicts import NOTHING_TO_UNDO
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
    subject = subject_of(given["value"], value_subjects(visit)) if given else None
    kept = given is not None and subject is not None and say_value(visit, subject, form.decision, why=given["why"])
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
@company_page(Permission.JUDGE)
def doubts(request: Request, visit: Visit) -> HttpResponseBase:
    """Show two records that may be one thing: the best question, or the one that the address names."""
    page = doubts_page(visit, request.GET.get("link"), passed_over(request, visit))
    return show(request, "entities/doubts.html", page=page)


@require_POST
@company_page(Permission.JUDGE)
def doubt_answer(request: Request, visit: Visit) -> HttpResponseBase:
    """Keep whether two records are one thing, or pass the question over; then ask the next one."""
    form = LinkForm(request.POST)
    given = form.cleaned_data if form.is_valid() else None
    subject = subject_of(given["link"], map(subject_of_doubt, open_doubts(visit))) if given else None
    if given is None or subject is None:
        messages.error(request, tell(Text("Questa domanda non c'è più.", "This question is gone.")))
    elif form.decision is None:
        pass_over(request, visit, given["link"])
    else:
        verdicts.give(visit, Kind.LINK, subject, form.decision, why=given["why"])
    return redirect("doubts", visit.company.slug)


@require_POST
@company_page(Permission.JUDGE)
def doubt_undo(request: Request, visit: Visit) -> HttpResponseBase:
    """Take one's own last answer on records back, and ask again."""
    subject = verdicts.take_back(visit, Kind.LINK)
    if subject is None:
        messages.info(request, tell(NOTHING_TO_UNDO))
        return redirect("doubts", visit.company.slug)
    return redirect(f"{reverse('doubts', args=[visit.company.slug])}?link={token(subject)}")


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
