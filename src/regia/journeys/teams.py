"""Who does the work of each dataset: the field that names a team or a department, its own or that of who is named.

A ticket names its group, an offer its owner, whose record names a department. A field so called counts only where most
of its values are departments of the company: a customer's group is none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import parquet, quoted
from regia.journeys.sources import EventSource, Place, Reference
from regia.profile.names import says
from regia.profile.tables import FIELDS
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import duckdb

FEW = 200
"""Different values that a field of teams has at most."""

MOST = 0.5
"""Share of them that must be departments of the company."""


@dataclass(frozen=True)
class Team:
    """A field that names the team: of the record, or, through a reference, of the record at `path` it refers to."""

    field: str
    reference: Reference | None = None
    path: Path | None = None

    def sql(self) -> str:
        """Return the team of each record `x` of the dataset, as SQL."""
        if self.reference is None or self.path is None:
            return f"CAST(x.{quoted(self.field)} AS VARCHAR)"
        same = " AND ".join(
            f"CAST(p.{quoted(to)} AS VARCHAR) = CAST(x.{quoted(field)} AS VARCHAR)"
            for field, to in zip(self.reference.fields, self.reference.to_fields, strict=True)
        )
        named = f"any_value(CAST(p.{quoted(self.field)} AS VARCHAR))"
        return f"(SELECT {named} FROM {parquet(self.path)} p WHERE {same})"  # noqa: S608


def teams(
    connection: "duckdb.DuckDBPyConnection",
    evidence: Evidence,
    sources: Iterable[EventSource],
    department: Callable[[str], str | None],
) -> dict[Place, Team]:
    """Return the team of the records of each dataset that names one; `department` is that of a team's name."""
    fields: dict[Place, list[Mapping[str, object]]] = defaultdict(list)
    columns = ["system", "dataset", "field", "type", "distinct_count"]
    for row in evidence.table(FIELDS.name).select(columns).to_pylist():
        distinct = row["distinct_count"]
        if row["type"] == "text" and isinstance(distinct, int) and distinct <= FEW:
            fields[str(row["system"]), str(row["dataset"])].append(row)
    found: dict[Place, Team] = {}
    for source in sources:
        for team, path in _possible(evidence, source, fields):
            if _are_departments(connection, team.field, path, department):
                found[source.place] = team
                break
    return found


def _possible(
    evidence: Evidence, source: EventSource, fields: Mapping[Place, Sequence[Mapping[str, object]]]
) -> Iterable[tuple[Team, Path]]:
    """Yield what may name the team, and where the names are: of the record itself before those of whom it names."""
    for row in fields[source.place]:
        if _called(str(row["field"])):
            yield Team(str(row["field"])), source.path
    for reference in source.references:
        held = evidence.snapshot.find(*reference.to)
        if held is None or not held.object:
            continue
        path = evidence.path(held)
        for row in fields[reference.to]:
            if _called(str(row["field"])) or (_called(reference.to[1]) and row["distinct_count"] == held.records):
                yield Team(str(row["field"]), reference, path), path


def _called(name: str) -> bool:
    return says(name, "kinds", "team")


def _are_departments(
    connection: "duckdb.DuckDBPyConnection", field: str, path: Path, department: Callable[[str], str | None]
) -> bool:
    rows = connection.sql(
        f"SELECT DISTINCT CAST({quoted(field)} AS VARCHAR) FROM {parquet(path)} WHERE {quoted(field)} IS NOT NULL"  # noqa: S608
    ).fetchall()
    known = [name for (name,) in rows if department(str(name)) is not None]
    return bool(rows) and len(known) >= MOST * len(rows)
