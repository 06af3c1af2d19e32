"""The first page of a company."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.people.roles import Permission
from regia.web.today.selectors import today_page
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def today(request: Request, visit: Visit) -> HttpResponseBase:
    """Show what changed and what waits."""
    return show(request, "today/today.html", page=today_page(visit))
