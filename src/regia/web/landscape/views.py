"""The page of the landscape map."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.landscape.selectors import map_page
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def landscape(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the map of the systems, as the address asks for it."""
    page = map_page(visit, request.GET)
    return show(request, "landscape/map.html", grids=(page.grid,), twins={"map": page.drawn.twin}, page=page)
