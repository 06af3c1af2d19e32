"""The pages of entities and of conflicts."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.entities.conflicts import conflicts_page
from regia.web.entities.entity import entity_page
from regia.web.entities.listing import entities_page
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE_ROWS)
def conflicts(request: Request, visit: Visit) -> HttpResponseBase:
    """Show where the systems contradict one another."""
    page = conflicts_page(visit, request.GET)
    return show(request, "entities/conflicts.html", grids=(page.grid,) if page.grid else (), page=page)


@require_GET
@company_page(Permission.SEE_ROWS)
def entities(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the things that more than one system holds."""
    return show(request, "entities/entities.html", page=entities_page(visit, request.GET))


@require_GET
@company_page(Permission.SEE_ROWS)
def entity(request: Request, visit: Visit, entity: str) -> HttpResponseBase:
    """Show one thing in every system, and in time."""
    return show(request, "entities/entity.html", page=entity_page(visit, entity))
