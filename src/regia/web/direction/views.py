"""The pages of the direction: reading it, and writing its parts for who may."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regia.errors import Text
from regia.web.direction import selectors, services
from regia.web.direction.forms import DecidersForm, ObjectiveForm, ProjectForm, VisionForm
from regia.web.frame.language import tell
from regia.web.people.roles import Permission
from regia.web.visit import Request, Visit, company_page, show
from regia.workspace import load

WRITTEN = Text("Scritto in regia.toml.", "Written in regia.toml.")


@require_GET
@company_page(Permission.SEE)
def direction(request: Request, visit: Visit) -> HttpResponseBase:
    """Show where the company is going, and what is missing."""
    return show(request, "direction/direction.html", page=selectors.direction_page(visit))


@require_http_methods(["GET", "POST"])
@company_page(Permission.DIRECT)
def vision(request: Request, visit: Visit) -> HttpResponseBase:
    """Write the vision and the principles."""
    declared = load(visit.company.path).direction
    initial = {"vision": declared.vision, "principles": "\n".join(declared.principles)}
    form = VisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.write_vision(request, visit, form)
        return _back(request, visit)
    return show(request, "direction/vision.html", form=form)


@require_http_methods(["GET", "POST"])
@company_page(Permission.DIRECT)
def deciders(request: Request, visit: Visit) -> HttpResponseBase:
    """Write the map of responsibilities."""
    declared = {each.area: each for each in load(visit.company.path).responsibilities}
    form = DecidersForm(request.POST or None, declared=declared)
    if form.is_valid():
        services.write_deciders(request, visit, form)
        return _back(request, visit)
    return show(request, "direction/deciders.html", form=form)


@require_http_methods(["GET", "POST"])
@company_page(Permission.DIRECT)
def objective(request: Request, visit: Visit, objective: str | None = None) -> HttpResponseBase:
    """Change an objective, or write a new one where none is named."""
    company = load(visit.company.path)
    found = selectors.objective_of(company, objective) if objective else None
    initial = {**vars(found), "serving": selectors.serving_systems(company, found.objective)} if found else None
    form = ObjectiveForm(request.POST or None, initial=initial, company=company)
    if form.is_valid():
        services.write_objective(request, visit, company, form, objective)
        return _back(request, visit)
    return show(request, "direction/objective.html", form=form, found=found)


@require_POST
@company_page(Permission.DIRECT)
def objective_remove(request: Request, visit: Visit, objective: str) -> HttpResponseBase:
    """Take an objective out."""
    company = load(visit.company.path)
    services.remove_objective(request, visit, company, selectors.objective_of(company, objective).objective)
    return _back(request, visit)


@require_http_methods(["GET", "POST"])
@company_page(Permission.DIRECT)
def project(request: Request, visit: Visit, project: str | None = None) -> HttpResponseBase:
    """Change a project, or write a new one where none is named."""
    company = load(visit.company.path)
    found = selectors.project_of(company, project) if project else None
    form = ProjectForm(request.POST or None, initial=vars(found) if found else None, company=company)
    if form.is_valid():
        services.write_project(request, visit, company, form, project)
        return _back(request, visit)
    return show(request, "direction/project.html", form=form, found=found)


@require_POST
@company_page(Permission.DIRECT)
def project_remove(request: Request, visit: Visit, project: str) -> HttpResponseBase:
    """Take a project out."""
    services.remove_project(request, visit, selectors.project_of(load(visit.company.path), project).project)
    return _back(request, visit)


def _back(request: Request, visit: Visit) -> HttpResponseBase:
    messages.success(request, tell(WRITTEN))
    return redirect("direction", company=visit.company.slug)
