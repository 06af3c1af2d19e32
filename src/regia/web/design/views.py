"""The living page of components."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from regia.errors import Text
from regia.web.frame.figures import Figure
from regia.web.frame.pictures import Measure, Plot, bars, columns
from regia.web.members.forms import InvitationForm
from regia.web.people.roles import Permission
from regia.web.severity import SEVERITY_TAGS
from regia.web.systems.grids import systems
from regia.web.systems.tags import SYSTEM_TAGS
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@login_required
def design_home(request: HttpRequest) -> HttpResponse:
    """Lead to the page in the first company that the person sees."""
    membership = request.user.memberships.first()  # type: ignore[union-attr]
    if membership is None:
        raise Http404
    return redirect("design", company=membership.company.slug)


@require_GET
@company_page(Permission.SEE)
def design(request: Request, visit: Visit) -> HttpResponseBase:
    """Show every component, as pages use it."""
    grid = systems(visit).read(visit.evidence, request.GET)
    form = InvitationForm({"email": "no"}, company=visit.company, departments=visit.departments)
    return show(
        request,
        "design/design.html",
        grids=(grid,),
        grid=grid,
        form=form,
        severities=[SEVERITY_TAGS[level] for level in (4, 3, 2, 1)],
        statuses=list(SYSTEM_TAGS.values()),
        figures=(
            Figure(
                "12", Text("cose contate", "things counted"), Text("porta alle righe", "leads to the rows"), "#tables"
            ),
            Figure("—", Text("cosa che non si sa", "a thing that is not known")),
        ),
        bars=bars([("A", 0.5), ("B", 0.3), ("C", 0.01)]),
        plot=_plot(),
    )


def _plot() -> Plot:
    heights = (3, 5, 8, 6, 9, 12, 10)
    size = len(heights)
    return Plot(
        name="example",
        title=Text("Un esempio", "An example"),
        description=Text("Sette colonne, ognuna con la sua misura.", "Seven columns, each with its measure."),
        columns=columns(
            [Measure(i / size, (i + 1) / size, h, Text(str(h), str(h)), odd=h == 12) for i, h in enumerate(heights)]
        ),
        ends=("1", str(size)),
        head=(Text("Colonna", "Column"), Text("Misura", "Measure")),
        rows=tuple((str(i + 1), str(h)) for i, h in enumerate(heights)),
    )
