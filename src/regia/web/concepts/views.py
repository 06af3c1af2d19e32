"""The pages of the shared model."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.concepts import selectors
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def model(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the concepts that the company keeps."""
    page = selectors.model_page(visit, request.GET)
    return show(request, "concepts/model.html", grids=(page.grid,), page=page)


@require_GET
@company_page(Permission.SEE)
def concept(request: Request, visit: Visit, concept: str) -> HttpResponseBase:
    """Show one concept: its attributes, and who holds them."""
    page = selectors.concept_page(visit, request.GET, concept)
    return show(request, "concepts/concept.html", grids=(page.grid,), page=page)
