"""The pages of how work flows."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from regia.errors import Text
from regia.journeys.mapping import say
from regia.web.frame.language import tell
from regia.web.journeys.activities import activities_page, activity_page, activity_url, known, next_to_judge
from regia.web.journeys.forms import ActivityForm
from regia.web.journeys.handoff import handoff_page
from regia.web.journeys.selectors import journeys_page
from regia.web.matching.tasks import ask_to_analyse
from regia.web.people.audit import Event, keep
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show


@require_GET
@company_page(Permission.SEE)
def journeys(request: Request, visit: Visit) -> HttpResponseBase:
    """Show a journey, what passes between departments, and what waits."""
    page = journeys_page(visit, request.GET)
    ways = [page.ways.grid] if page and page.ways else []
    return show(request, "journeys/journeys.html", grids=(page.grid, *ways) if page else (), page=page)


@require_GET
@company_page(Permission.SEE)
def handoff(request: Request, visit: Visit) -> HttpResponseBase:
    """Show one hand-off: how long it waits, since when, and what misleads."""
    page = handoff_page(visit, request.GET)
    return show(request, "journeys/handoff.html", grids=(page.grid, *([page.cases] if page.cases else [])), page=page)


@require_GET
@company_page(Permission.SEE)
def activities(request: Request, visit: Visit) -> HttpResponseBase:
    """Show which activities were found, from which fields, and what people said of them."""
    page = activities_page(visit, request.GET)
    return show(request, "journeys/activities.html", grids=(page.grid,) if page else (), page=page)


@require_GET
@company_page(Permission.SEE)
def activity(request: Request, visit: Visit) -> HttpResponseBase:
    """Show one activity: where it comes from, how sure that is, and a form to say what it is."""
    return show(request, "journeys/activity.html", page=activity_page(visit, request.GET))


@require_POST
@company_page(Permission.JUDGE)
def say_of_activity(request: Request, visit: Visit) -> HttpResponseBase:
    """Write what the person says of an activity into journeys.toml; then ask about the next one."""
    form = ActivityForm(request.POST)
    found = known(visit, request.POST.get("activity", ""))
    code = str(found["activity"])
    if not form.is_valid():
        messages.error(
            request, tell(Text("Scegli che cosa dire, in poche parole.", "Choose what to say, in few words."))
        )
        return redirect(activity_url(visit, code))
    say(visit.company.path, code, form.values(found))
    keep(request, Event.ACTIVITY_SAID, company=visit.company, detail=f"{code}: {form.cleaned_data['say']}")
    said = Text(
        "Scritto in journeys.toml: conta dal prossimo check-up, o quando si applica.",
        "Written to journeys.toml: it counts from the next check-up, or when applied.",
    )
    messages.success(request, tell(said))
    return redirect(next_to_judge(visit, code) or activity_url(visit, code))


@require_POST
@company_page(Permission.JUDGE)
def apply_activities(request: Request, visit: Visit) -> HttpResponseBase:
    """Analyse the newest snapshot again, with what people said since."""
    ask_to_analyse(visit.company.slug)
    said = Text(
        "Ciò che avete detto viene applicato: fra poco le pagine saranno aggiornate.",
        "What you said is being applied: the pages will be up to date shortly.",
    )
    messages.success(request, tell(said))
    return redirect("activities", visit.company.slug)
