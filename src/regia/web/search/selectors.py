"""What a search finds, a few of each kind, the exact names first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from regia.errors import Text
from regia.findings.tables import FINDINGS
from regia.interfaces.tables import INTERFACES
from regia.match.tables import CONCEPTS
from regia.model.table import Table
from regia.profile.tables import DATASETS, FIELDS, SYSTEMS
from regia.web.concepts.selectors import concept_url
from regia.web.evidence.grid import in_language
from regia.web.evidence.reader import Row
from regia.web.evidence.where import holds
from regia.web.findings.selectors import finding_url
from regia.web.frame.language import spoken
from regia.web.interfaces.grids import interface_url
from regia.web.people.roles import Permission
from regia.web.systems.grids import dataset_url, field_url, system_url
from regia.web.visit import Visit

MOST = 12


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, its page."""

    name: str
    where: str
    url: str | None


@dataclass(frozen=True)
class Kind:
    """What was found of one kind, and the page with all of it."""

    title: Text
    hits: tuple[Hit, ...]
    total: int
    url: str


@dataclass(frozen=True)
class _Sought:
    """How one kind is looked for: the columns that may hold the words, and how a row is told."""

    title: Text
    table: Table
    columns: tuple[str, ...]
    order: str
    page: str
    tell: Callable[[Visit, Row], Hit]


def search(visit: Visit, query: str) -> list[Kind]:
    """Return what a query finds, by kind; nothing for an empty one."""
    if not query:
        return []
    found = [_find(visit, query, each) for each in _SOUGHT if visit.evidence.has(each.table)]
    return [each for each in found if each.total]


def _find(visit: Visit, query: str, sought: _Sought) -> Kind:
    where = holds(query, [in_language(name, spoken()) for name in sought.columns])
    total = visit.evidence.count(sought.table, where)
    rows = visit.evidence.rows(sought.table, where, order=(sought.order,), limit=MOST) if total else []
    url = reverse(sought.page, args=[visit.company.slug])
    return Kind(sought.title, tuple(sought.tell(visit, row) for row in rows), total, url)


def _system(visit: Visit, row: Row) -> Hit:
    return Hit(str(row["name"]), str(row["kind"] or ""), system_url(visit, row))


def _dataset(visit: Visit, row: Row) -> Hit:
    return Hit(str(row["dataset"]), str(row["system"]), dataset_url(visit, row))


def _field(visit: Visit, row: Row) -> Hit:
    url = field_url(visit, row) if visit.may(Permission.SEE_ROWS) else dataset_url(visit, row)
    return Hit(str(row["field"]), f"{row['system']} · {row['dataset']}", url)


def _concept(visit: Visit, row: Row) -> Hit:
    return Hit(str(row[f"name_{spoken()}"]), str(row["description"] or ""), concept_url(visit, row))


def _finding(visit: Visit, row: Row) -> Hit:
    return Hit(str(row[f"text_{spoken()}"]), str(row["system"] or ""), finding_url(visit, row))


def _interface(visit: Visit, row: Row) -> Hit:
    ends = f"{row['from_system']} → {row['to_system']}"
    return Hit(str(row["name"] or ends), str(row[f"concept_{spoken()}"]), interface_url(visit, row))


_SOUGHT = (
    _Sought(Text("Sistemi", "Systems"), SYSTEMS, ("name", "system"), "name", "systems", _system),
    _Sought(Text("Archivi", "Datasets"), DATASETS, ("dataset", "comment"), "dataset", "systems", _dataset),
    _Sought(Text("Campi", "Fields"), FIELDS, ("field", "comment"), "field", "systems", _field),
    _Sought(Text("Concetti", "Concepts"), CONCEPTS, ("name_it", "name_en", "concept"), "-systems", "model", _concept),
    _Sought(
        Text("Interfacce", "Interfaces"),
        INTERFACES,
        ("interface", "name", "concept_*"),
        "-records_per_month",
        "interfaces",
        _interface,
    ),
    _Sought(Text("Rilievi", "Findings"), FINDINGS, ("text_*",), "position", "findings", _finding),
)
