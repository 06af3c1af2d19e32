"""What the map tells of each system and of what ties two of them, read from the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from regia.findings.tables import FINDINGS
from regia.interfaces.tables import INTERFACES
from regia.match.tables import CONCEPTS, CORRESPONDENCES
from regia.resolve.conflicts.tables import CONFLICTS
from regia.web.evidence.reader import Evidence, Row

_MAJOR = 3
# A blank that should hold a value is no contradiction, nor is the same value written another way.
_CONTRADICTIONS = "count(*) FILTER (kind NOT IN ('missing', 'format'))"


@dataclass(frozen=True)
class SystemFacts:
    """One system; `findings`, `serious` and `conflicts` are None where they were not computed."""

    system: str
    name: str
    department: str | None
    kind: str | None
    owner: str | None
    cost: Decimal | None
    records: int | None
    was_read: bool
    last_change: datetime | None
    read_at: datetime | None
    findings: int | None
    serious: int | None
    conflicts: int | None


@dataclass(frozen=True)
class Tie:
    """What two systems hold in common: so many fields, of these concepts."""

    left: str
    right: str
    fields: int
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """Data passing from one system to another: of which concept, how, how late (hours), how we know."""

    interface: str
    source: str
    target: str
    concept: str | None
    mode: str | None
    status: str
    probability: float
    lag_hours: float | None
    records_per_month: float | None


@dataclass(frozen=True)
class Facts:
    """Everything the map is drawn from; `concepts` are their names in Italian and in English."""

    systems: tuple[SystemFacts, ...]
    ties: tuple[Tie, ...]
    passages: tuple[Passage, ...]
    concepts: Mapping[str, tuple[str, str]]


def facts(evidence: Evidence) -> Facts:
    """Return what the evidence says of the systems and of what they share."""
    found = (
        _counts(evidence, FINDINGS.name, f"count(*) FILTER (severity >= {_MAJOR})") if evidence.has(FINDINGS) else None
    )
    conflicts = _counts(evidence, CONFLICTS.name, _CONTRADICTIONS) if evidence.has(CONFLICTS) else None
    rows = evidence.figures(
        "SELECT s.system, s.name, s.department, s.kind, s.owner, s.cost_eur_year, s.records, s.status, s.read_at, "
        "d.last_change_at FROM {systems} s LEFT JOIN (SELECT system, max(last_change_at) AS last_change_at "
        "FROM {datasets} GROUP BY system) d ON d.system = s.system ORDER BY s.name, s.system"
    )
    systems = tuple(_system(row, found, conflicts) for row in rows)
    return Facts(systems, _ties(evidence), _passages(evidence), _concepts(evidence))


def _system(
    row: Row, found: Mapping[str, tuple[int, int]] | None, conflicts: Mapping[str, tuple[int, int]] | None
) -> SystemFacts:
    system = str(row["system"])
    findings, serious = (None, None) if found is None else found.get(system, (0, 0))
    return SystemFacts(
        system=system,
        name=str(row["name"]),
        department=_text(row["department"]),
        kind=_text(row["kind"]),
        owner=_text(row["owner"]),
        cost=row["cost_eur_year"] if isinstance(row["cost_eur_year"], Decimal) else None,
        records=row["records"] if isinstance(row["records"], int) else None,
        was_read=row["status"] in ("read", "partial", "carried"),
        last_change=row["last_change_at"] if isinstance(row["last_change_at"], datetime) else None,
        read_at=row["read_at"] if isinstance(row["read_at"], datetime) else None,
        findings=findings,
        serious=serious,
        conflicts=None if conflicts is None else conflicts.get(system, (0, 0))[1],
    )


def _counts(evidence: Evidence, table: str, second: str) -> dict[str, tuple[int, int]]:
    rows = evidence.figures(
        f"SELECT system, count(*) AS n, {second} AS more FROM {{{table}}} WHERE system IS NOT NULL GROUP BY system"  # noqa: S608 names of ours
    )
    return {str(row["system"]): (int(str(row["n"])), int(str(row["more"]))) for row in rows}


def _ties(evidence: Evidence) -> tuple[Tie, ...]:
    if not evidence.has(CORRESPONDENCES):
        return ()
    rows = evidence.figures(
        "SELECT least(left_system, right_system) AS l, greatest(left_system, right_system) AS r, count(*) AS n, "
        "list_sort(list(DISTINCT concept) FILTER (concept IS NOT NULL)) AS concepts FROM {correspondences} "
        "WHERE band = 'accept' GROUP BY l, r ORDER BY l, r"
    )
    return tuple(
        Tie(str(row["l"]), str(row["r"]), int(str(row["n"])), tuple(map(str, _list(row["concepts"])))) for row in rows
    )


def _passages(evidence: Evidence) -> tuple[Passage, ...]:
    if not evidence.has(INTERFACES):
        return ()
    rows = evidence.figures(
        "SELECT interface, from_system, to_system, concept, mode, status, probability, lag_p50_hours, "
        "records_per_month FROM {interfaces} WHERE verdict IS DISTINCT FROM 'rejected' ORDER BY interface"
    )
    return tuple(
        Passage(
            str(row["interface"]),
            str(row["from_system"]),
            str(row["to_system"]),
            _text(row["concept"]),
            _text(row["mode"]),
            str(row["status"]),
            float(str(row["probability"])),
            _number(row["lag_p50_hours"]),
            _number(row["records_per_month"]),
        )
        for row in rows
    )


def _concepts(evidence: Evidence) -> dict[str, tuple[str, str]]:
    if not evidence.has(CONCEPTS):
        return {}
    rows = evidence.figures("SELECT concept, name_it, name_en FROM {concepts}")
    return {str(row["concept"]): (str(row["name_it"]), str(row["name_en"])) for row in rows}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _text(value: object) -> str | None:
    return str(value) if value else None
