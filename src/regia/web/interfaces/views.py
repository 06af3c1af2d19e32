"""The pages of the register of interfaces, of one interface, and of the impact of a change."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.judgement.verdict import Decision, Kind
from regia.web import verdicts
from regia.web.frame.language import tell
from regia.web.interfaces import selectors, touched
from regia.web.interfaces.forms import VerdictForm
from regia.web.matching.tasks import analyse_newest
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def interfaces(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the register."""
    page = selectors.register_page(visit, request.GET)
    return show(request, "interfaces/register.html", grids=(page.grid, page.links, page.files), page=page)


@require_GET
@company_page(Permission.SEE)
def interface(request: Request, visit: Visit, interface: str) -> HttpResponseBase:
    """Show one interface."""
    page = selectors.interface_page(visit, request.GET, interface)
    return show(request, "interfaces/interface.html", grids=page.grids, page=page)


@require_GET
@company_page(Permission.SEE)
def impact(request: Request, visit: Visit) -> HttpResponseBase:
    """Show what a change touches, of the system, dataset or field that the address names."""
    page = touched.impact_page(visit, request.GET)
    return show(request, "interfaces/impact.html", grids=page.grids, page=page)


@require_POST
@company_page(Permission.JUDGE)
def judge(request: Request, visit: Visit, interface: str) -> HttpResponseBase:
    """Keep what the person says of an interface; then ask about the next one."""
    form = VerdictForm(request.POST)
    if not selectors.is_known(visit, interface):
        raise Http404
    if not form.is_valid():
        messages.error(
            request, tell(Text("Scegli che cosa dire, in poche parole.", "Choose what to say, in few words."))
        )
        return redirect("interface", visit.company.slug, interface)
    if form.decision is Decision.REJECTED and selectors.is_written(visit, interface):
        messages.error(request, tell(selectors.WRITTEN_STANDS))
        return redirect("interface", visit.company.slug, interface)
    given = form.cleaned_data
    name = given["name"].strip() if form.decision is Decision.CONFIRMED else ""
    verdicts.give(visit, Kind.INTERFACE, interface, form.decision, why=given["why"], name=name)
    messages.success(
        request,
        tell(
            Text(
                "Detto: conta dal prossimo check-up, o quando si applica.",
                "Kept: it counts from the next check-up, or when applied.",
            )
        ),
    )
    following = selectors.next_to_judge(visit)
    return (
        redirect("interface", visit.company.slug, following)
        if following
        else redirect("interfaces", visit.company.slug)
    )


@require_POST
@company_page(Permission.JUDGE)
def apply(request: Request, visit: Visit) -> HttpResponseBase:
    """Analyse the newest snapshot again, with what people said since."""
    analyse_newest.enqueue(visit.company.slug)
    said = Text(
        "I giudizi vengono applicati: fra poco il registro sarà aggiornato.",
        "The verdicts are being applied: the register will be up to date shortly.",
    )
    messages.success(request, tell(said))
    return redirect("interfaces", visit.company.slug)
