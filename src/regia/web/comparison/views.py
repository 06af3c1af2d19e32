"""The page that compares two snapshots."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.comparison.selectors import comparison_page
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def comparison(request: Request, visit: Visit) -> HttpResponseBase:
    """Show what changed between two snapshots, by default the last two."""
    return show(request, "comparison/comparison.html", page=comparison_page(visit, request.GET))
