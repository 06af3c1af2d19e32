"""The pages of how work flows."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.journeys.handoff import handoff_page
from regia.web.journeys.selectors import journeys_page
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def journeys(request: Request, visit: Visit) -> HttpResponseBase:
    """Show a journey, what passes between departments, and what waits."""
    page = journeys_page(visit, request.GET)
    return show(request, "journeys/journeys.html", grids=(page.grid,) if page else (), page=page)


@require_GET
@company_page(Permission.SEE)
def handoff(request: Request, visit: Visit) -> HttpResponseBase:
    """Show one hand-off: how long it waits, since when, and what misleads."""
    page = handoff_page(visit, request.GET)
    return show(request, "journeys/handoff.html", grids=(page.grid,), page=page)
