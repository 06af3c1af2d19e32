"""The pages of findings."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.web.findings import selectors, services
from regia.web.findings.following import form_for
from regia.web.frame.language import tell
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
    return _show(request, page)


@require_POST
@company_page(Permission.JUDGE)
def say(request: Request, visit: Visit, finding: str, decision: str) -> HttpResponseBase:
    """Keep what is said of a finding; a form that is not understood comes back with what was typed."""
    row, _ = selectors.finding_row(visit, finding)
    form = form_for(visit, decision, request.POST)
    if not form.is_valid():
        return _show(request, selectors.finding_page(visit, request.GET, finding, refused=form))
    services.say(request, visit, row, form)
    messages.success(request, tell(Text("Preso nota.", "Noted.")))
    return redirect("finding", visit.company.slug, finding)


def _show(request: Request, page: selectors.FindingPage) -> HttpResponseBase:
    grids = tuple(grid for grid in (page.grid, page.followers) if grid)
    return show(request, "findings/finding.html", grids=grids, page=page)
