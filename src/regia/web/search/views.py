"""The page of a search."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.people.roles import Permission
from regia.web.search.selectors import search as find
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def search(request: Request, visit: Visit) -> HttpResponseBase:
    """Show what a search finds."""
    query = " ".join(request.GET.get("q", "").split())[:100]
    kinds = find(visit, query)
    return show(request, "search/search.html", search_for=query, kinds=kinds, total=sum(each.total for each in kinds))
