"""The pages of findings."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from regia.web.findings import selectors
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def findings(request: Request, visit: Visit) -> HttpResponseBase:
    """Show all findings."""
    page = selectors.findings_page(visit, request.GET)
    return show(request, "findings/findings.html", grids=(page.grid,), page=page)


@require_GET
@company_page(Permission.SEE)
def finding(request: Request, visit: Visit, finding: str) -> HttpResponseBase:
    """Show one finding, with the rows that prove it."""
    page = selectors.finding_page(visit, request.GET, finding)
    return show(request, "findings/finding.html", grids=(page.grid,) if page.grid else (), page=page)
