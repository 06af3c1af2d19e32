"""Writing the direction into regia.toml, and telling the audit log who did."""

from collections.abc import Mapping

from django.http import HttpRequest

from regia.web.direction.forms import DecidersForm, ObjectiveForm, ProjectForm, VisionForm
from regia.web.people.audit import Event, keep
from regia.web.visit import Visit
from regia.workspace.company import Company
from regia.workspace.draft import free_name
from regia.workspace.literals import Value
from regia.workspace.section import as_identifier
from regia.workspace.writer import set_values

Changes = Mapping[tuple[str, ...], Value | None]


def write_vision(request: HttpRequest, visit: Visit, form: VisionForm) -> None:
    """Write the vision and the principles.

    Raises:
        CompanyError: regia.toml cannot be written.
    """
    _write(request, visit, {("direction", key): value for key, value in form.values.items()}, "direction")


def write_deciders(request: HttpRequest, visit: Visit, form: DecidersForm) -> None:
    """Write the map of responsibilities.

    Raises:
        CompanyError: regia.toml cannot be written.
    """
    _write(request, visit, form.values, "responsibilities")


def write_objective(
    request: HttpRequest, visit: Visit, company: Company, form: ObjectiveForm, objective: str | None
) -> None:
    """Write an objective, a new one where it has no name yet, and which systems serve it.

    Raises:
        CompanyError: regia.toml cannot be written.
    """
    name = objective or _free(form.cleaned_data["name"], [each.objective for each in company.objectives])
    changes: dict[tuple[str, ...], Value | None] = {
        ("objectives", name, key): value for key, value in form.values.items()
    }
    for system in company.systems:
        others = [each for each in system.serves if each != name]
        serves = [*others, name] if system.system in form.cleaned_data["serving"] else others
        if set(serves) != set(system.serves):
            changes["systems", system.system, "serves"] = serves or None
    _write(request, visit, changes, f"objectives.{name}")


def remove_objective(request: HttpRequest, visit: Visit, company: Company, objective: str) -> None:
    """Take an objective out, and out of what serves it.

    Raises:
        CompanyError: regia.toml cannot be written.
    """
    changes: dict[tuple[str, ...], Value | None] = {("objectives", objective): None}
    serving = {
        **{("systems", each.system, "serves"): each.serves for each in company.systems},
        **{("projects", each.project, "serves"): each.serves for each in company.projects},
    }
    for place, serves in serving.items():
        if objective in serves:
            changes[place] = [each for each in serves if each != objective] or None
    _write(request, visit, changes, f"objectives.{objective}")


def write_project(request: HttpRequest, visit: Visit, company: Company, form: ProjectForm, project: str | None) -> None:
    """Write a project, a new one where it has no name yet.

    Raises:
        CompanyError: regia.toml cannot be written.
    """
    name = project or _free(form.cleaned_data["name"], [each.project for each in company.projects])
    _write(request, visit, {("projects", name, key): value for key, value in form.values.items()}, f"projects.{name}")


def remove_project(request: HttpRequest, visit: Visit, project: str) -> None:
    """Take a project out.

    Raises:
        CompanyError: regia.toml cannot be written.
    """
    _write(request, visit, {("projects", project): None}, f"projects.{project}")


def _write(request: HttpRequest, visit: Visit, changes: Changes, what: str) -> None:
    set_values(visit.company.path, changes)
    keep(request, Event.DIRECTED, company=visit.company, detail=what)


def _free(name: str, taken: list[str]) -> str:
    return free_name(as_identifier(name) or "x", taken)
