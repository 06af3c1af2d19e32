"""The pages of the CTO Radar: reading and asking for members, answering for whoever holds a link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regia.checkup.current import current_radar
from regia.errors import Text
from regia.judgement.answers import Side
from regia.report.radar import radar_pdf
from regia.web.frame.language import spoken, tell
from regia.web.people.audit import Event, keep
from regia.web.people.models import Company
from regia.web.people.roles import Permission
from regia.web.radar import selectors, services
from regia.web.radar.forms import LinksForm
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def radar(request: Request, visit: Visit) -> HttpResponseBase:
    """Show where both sides stand."""
    return show(request, "radar/radar.html", page=selectors.radar_page(visit))


@require_GET
@company_page(Permission.SEE)
def radar_rounds(request: Request, visit: Visit) -> HttpResponseBase:
    """Show every closed round beside the others."""
    return show(request, "radar/rounds.html", page=selectors.rounds_page(visit))


@require_http_methods(["GET", "POST"])
@company_page(Permission.MANAGE)
def campaign(request: Request, visit: Visit) -> HttpResponseBase:
    """Show how far the open round has come, and make links; they are shown once, here."""
    form, links = LinksForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        side = services.as_side(form.cleaned_data["side"])
        assert side is not None
        tokens = services.make_links(visit.company, side, form.cleaned_data["count"], visit.person)
        keep(request, Event.INVITED, company=visit.company, detail=f"CTO Radar: {side} x {len(tokens)}")
        links = [request.build_absolute_uri(reverse("radar_link", args=[token])) for token in tokens]
        form = LinksForm()
    return show(request, "radar/campaign.html", page=selectors.radar_page(visit), form=form, links=links)


@require_POST
@company_page(Permission.MANAGE)
def radar_close(request: Request, visit: Visit) -> HttpResponseBase:
    """Close the open round: it is read from here on."""
    if not services.close_round(visit.company):
        messages.error(request, tell(Text("Nessuno ha ancora risposto.", "Nobody has answered yet.")))
        return redirect("campaign", company=visit.company.slug)
    return redirect("radar", company=visit.company.slug)


@require_GET
@company_page(Permission.SEE)
def radar_document(request: Request, visit: Visit) -> HttpResponseBase:  # noqa: ARG001 Django's
    """Give the two pages as PDF, in the reader's language."""
    declared = selectors.declared_of(visit)
    made = radar_pdf(declared, current_radar(declared), spoken(), day=timezone.localdate())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{visit.company.slug}-cto-radar.pdf"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@company_page(Permission.ANSWER)
def radar_answer(request: Request, visit: Visit) -> HttpResponseBase:
    """Let a member answer, on the side of their role."""
    here = reverse("radar_answer", args=[visit.company.slug])
    side = services.side_of(visit.membership.role)
    return _asked(request, visit.company, side=side, person=visit.person.email, here=here)


@never_cache
@require_http_methods(["GET", "POST"])
def radar_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let whoever holds a link answer, without an account."""
    link = services.link_of(token)
    if link is None:
        return render(request, "entrance/link_over.html", status=410)
    side = services.as_side(link.side)
    assert side is not None
    return _asked(request, link.company, side=side, person=token, here=reverse("radar_link", args=[token]))


def _asked(request: HttpRequest, company: Company, *, side: Side, person: str, here: str) -> HttpResponseBase:
    """Take the answers of one area and go on, or show the next questions."""
    if request.method == "POST":
        area = selectors.area_named(request.POST.get("area", ""))
        if area is None:
            raise Http404
        services.take(company, side, person, area, request.POST.dict())
        return redirect(here)
    wanted = selectors.area_named(request.GET.get("area", "")) or services.next_area(company, person)
    if wanted is None:
        return render(request, "radar/thanks.html", {"company": company, "here": here})
    page = selectors.asking_page(company, side, person, wanted)
    told = {"page": page, "company": company, "here": here, "side": selectors.SIDE_WORDS[side]}
    return render(request, "radar/questions.html", told)
