"""Asking for personal data in clear, and giving it back."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.frame.next_page import next_page
from regia.web.people.audit import Event, keep
from regia.web.people.roles import Permission
from regia.web.visit import CLEAR_KEY, Request, Visit, company_page

MINUTES = 15
LEAST_WHY = 5


@require_POST
@company_page(Permission.UNMASK)
def unmask(request: Request, visit: Visit) -> HttpResponseBase:
    """Show personal data in clear for a quarter of an hour; who, when and why is kept first."""
    why = request.POST.get("why", "").strip()
    if len(why) < LEAST_WHY:
        messages.error(request, tell(Text("Scrivi perché ti serve.", "Write why you need it.")))
        return redirect(_back(request, visit))
    keep(request, Event.UNMASKED, company=visit.company, detail=why)
    _remember(request, visit, (timezone.now() + timedelta(minutes=MINUTES)).isoformat())
    return redirect(_back(request, visit))


@require_POST
@company_page(Permission.UNMASK)
def mask(request: Request, visit: Visit) -> HttpResponseBase:
    """Mask personal data again."""
    keep(request, Event.MASKED_AGAIN, company=visit.company)
    _remember(request, visit, None)
    return redirect(_back(request, visit))


def _remember(request: Request, visit: Visit, until: str | None) -> None:
    kept = {**request.session.get(CLEAR_KEY, {}), visit.company.slug: until}
    request.session[CLEAR_KEY] = {slug: each for slug, each in kept.items() if each}


def _back(request: Request, visit: Visit) -> str:
    return next_page(request, reverse("today", args=[visit.company.slug]))
