"""The pages of systems, datasets and fields."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from regia.match.field import is_kept_as_row
from regia.web.people.roles import Permission
from regia.web.systems import selectors
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def systems(request: Request, visit: Visit) -> HttpResponseBase:
    """Show all systems."""
    page = selectors.systems_page(visit, request.GET)
    return show(request, "systems/systems.html", grids=(page.grid,), page=page)


@require_GET
@company_page(Permission.SEE)
def system(request: Request, visit: Visit, system: str) -> HttpResponseBase:
    """Show a system's card."""
    page = selectors.system_page(visit, request.GET, system)
    grids = (page.grid, page.skipped) if page.skipped else (page.grid,)
    return show(request, "systems/system.html", grids=grids, page=page)


@require_GET
@company_page(Permission.SEE)
def dataset(request: Request, visit: Visit, system: str, dataset: str) -> HttpResponseBase:
    """Show a dataset's card."""
    page = selectors.dataset_page(visit, request.GET, system, dataset)
    return show(request, "systems/dataset.html", grids=(page.grid,), page=page)


@require_GET
@company_page(Permission.SEE_ROWS)
def field(request: Request, visit: Visit, system: str, dataset: str, field: str) -> HttpResponseBase:
    """Show a field's card; an attribute kept as rows has none, and its dataset's is shown."""
    if is_kept_as_row(field):
        return redirect("dataset", visit.company.slug, system, dataset)
    return show(request, "systems/field.html", page=selectors.field_page(visit, system, dataset, field))
