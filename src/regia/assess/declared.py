"""What regia.toml declares of direction, as evidence tables."""

from typing import TYPE_CHECKING

from regia.assess.responsibilities import deciders
from regia.assess.tables import DECLARED_SYSTEMS, OBJECTIVE_SYSTEMS, OBJECTIVES, PROJECTS, RESPONSIBILITIES
from regia.model.table import Table
from regia.workspace.company import Company
from regia.workspace.direction_keys import AREAS
from regia.workspace.reading import FILE

if TYPE_CHECKING:
    import pyarrow as pa

Rows = list[dict[str, object]]


def declared_tables(company: Company) -> "dict[str, pa.Table]":
    """Return objectives, the systems that serve them, projects, responsibilities, and the systems as declared."""
    rows: dict[Table, Rows] = {
        OBJECTIVES: _objectives(company),
        OBJECTIVE_SYSTEMS: [
            {"objective": objective, "system": system.system}
            for system in company.systems
            for objective in dict.fromkeys(system.serves)
        ],
        PROJECTS: _projects(company),
        RESPONSIBILITIES: _responsibilities(company),
        DECLARED_SYSTEMS: _systems(company),
    }
    return {table.name: table.from_rows(given) for table, given in rows.items()}


def _objectives(company: Company) -> Rows:
    return [
        {
            "objective": each.objective,
            "name": each.name,
            "kpi": each.kpi,
            "baseline": each.baseline,
            "target": each.target,
            "due": each.due,
            "owner": each.owner,
            "systems": sum(each.objective in system.serves for system in company.systems),
            "projects": sum(each.objective in project.serves for project in company.projects),
            "source": FILE,
        }
        for each in company.objectives
    ]


def _projects(company: Company) -> Rows:
    return [
        {
            "project": each.project,
            "name": each.name,
            "serves": ", ".join(dict.fromkeys(each.serves)) or None,
            "systems": ", ".join(dict.fromkeys(each.systems)) or None,
            "owner": each.owner,
            "due": each.due,
            "budget_eur": each.budget_eur,
            "source": FILE,
        }
        for each in company.projects
    ]


def _responsibilities(company: Company) -> Rows:
    return [
        {
            "area": each.declared.area,
            "name_it": AREAS[each.declared.area].it,
            "name_en": AREAS[each.declared.area].en,
            "accountable": ", ".join(each.declared.accountable) or None,
            "responsible": ", ".join(each.declared.responsible) or None,
            "consulted": ", ".join(each.declared.consulted) or None,
            "problem": each.problem,
        }
        for each in deciders(company)
    ]


def _systems(company: Company) -> Rows:
    return [
        {
            "system": each.system,
            "vendor": each.vendor,
            "owner": each.owner,
            "cost_eur_year": each.cost_eur_year,
            "contract_end": each.contract_end,
        }
        for each in company.systems
    ]
