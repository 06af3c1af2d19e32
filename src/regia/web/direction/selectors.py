"""What the pages of the direction show: regia.toml as it is now, and what the rules find wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404

from regia.assess.declared import declared_tables
from regia.assess.responsibilities import deciders
from regia.engine.session import locked
from regia.errors import Text
from regia.findings.rules import rules_of
from regia.web.visit import Visit
from regia.workspace import load
from regia.workspace.company import Company, Direction, Objective, Project, Responsibility
from regia.workspace.direction_keys import AREAS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Faults = Mapping[tuple[str, str], list[Text]]


@dataclass(frozen=True)
class Line:
    """An objective or a project with what it is linked to, and what is wrong with it."""

    declared: Objective | Project
    links: tuple[str, ...]
    faults: list[Text]


@dataclass(frozen=True)
class Matter:
    """An area of the map of responsibilities, and what is wrong with it."""

    name: Text
    declared: Responsibility
    faults: list[Text]


@dataclass(frozen=True)
class DirectionPage:
    """The direction as it is declared now; `idle` are the systems that serve no objective."""

    direction: Direction
    objectives: list[Line]
    projects: list[Line]
    matters: list[Matter]
    idle: list[str]

    @property
    def faulty(self) -> int:
        """How many objectives, projects and matters have something wrong."""
        lines = [each.faults for each in (*self.objectives, *self.projects)]
        return sum(map(bool, [*lines, *(each.faults for each in self.matters)]))


@dataclass(frozen=True)
class _Declared:
    """What is declared, as rules read it."""

    tables: Mapping[str, "pa.Table"]
    today: date

    def table(self, name: str) -> "pa.Table":
        return self.tables[name]

    def query(self, sql: str) -> list[dict[str, object]]:
        return list(self._engine.sql(sql).to_arrow_table().to_pylist())

    @cached_property
    def _engine(self) -> "duckdb.DuckDBPyConnection":
        return locked(self.tables)


def direction_page(visit: Visit) -> DirectionPage:
    """Return the direction of the company; it needs no check-up.

    Raises:
        CompanyError: regia.toml has mistakes.
    """
    company = load(visit.company.path)
    faults = _faults(company, visit.today)
    systems = {each.system: each.name for each in company.systems}
    names = {each.objective: each.name for each in company.objectives}
    return DirectionPage(
        direction=company.direction,
        objectives=[
            Line(each, _serving(company, each.objective), faults.get(("objectives", each.objective), []))
            for each in company.objectives
        ],
        projects=[
            Line(each, tuple(names[name] for name in each.serves), faults.get(("projects", each.project), []))
            for each in company.projects
        ],
        matters=[
            Matter(AREAS[each.declared.area], each.declared, faults.get(("responsibilities", each.declared.area), []))
            for each in deciders(company)
        ],
        idle=[name for system, name in systems.items() if ("systems", system) in faults],
    )


def objective_of(company: Company, objective: str) -> Objective:
    """Return one objective.

    Raises:
        Http404: there is none of this name.
    """
    found = next((each for each in company.objectives if each.objective == objective), None)
    if found is None:
        raise Http404
    return found


def project_of(company: Company, project: str) -> Project:
    """Return one project.

    Raises:
        Http404: there is none of this name.
    """
    found = next((each for each in company.projects if each.project == project), None)
    if found is None:
        raise Http404
    return found


def serving_systems(company: Company, objective: str) -> list[str]:
    """Return the systems that serve an objective."""
    return [each.system for each in company.systems if objective in each.serves]


def _serving(company: Company, objective: str) -> tuple[str, ...]:
    systems = [each.name for each in company.systems if objective in each.serves]
    return (*systems, *(each.name for each in company.projects if objective in each.serves))


def _faults(company: Company, today: date) -> Faults:
    import pyarrow as pa

    names = {"system": [each.system for each in company.systems], "name": [each.name for each in company.systems]}
    types = pa.schema([("system", pa.string()), ("name", pa.string())])
    declared = _Declared({**declared_tables(company), "systems": pa.table(names, types)}, today)
    found: dict[tuple[str, str], list[Text]] = {}
    for rule in rules_of("assess"):
        for hit in rule.find(declared):
            found.setdefault((hit.evidence_table, hit.subject), []).append(rule.title)
    return found
