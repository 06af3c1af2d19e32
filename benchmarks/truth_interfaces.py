"""What the register says of a made-up company beside what is true of it.

Roles of a party (customer, contact, lead) pass as one, as in the register. What is declared and dead is no interface.
"""

from collections.abc import Callable
from typing import Protocol

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]

PARTIES = frozenset({"party", "customer", "contact", "lead", "supplier", "employee", "user"})
LIKELY = 0.5
WITHIN = 0.5
WITHIN_HOURS = 12.0


class Company(Protocol):
    """A checked-up company."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def register(company: Company) -> tuple[Facts, Facts]:
    """The interfaces that are likelier than not, whatever they rest on."""
    return _edges(_likely(company)), _edges(_alive(company))


def inferred(company: Company) -> tuple[Facts, Facts]:
    """The interfaces that the data alone shows."""
    return _edges(row for row in _likely(company) if row["inferred"]), _edges(_alive(company))


def directions(company: Company) -> tuple[Facts, Facts]:
    """Of the pairs found by the data that are truly joined: which way."""
    found, true = inferred(company)
    either = {(b, a, concept) for a, b, concept in true} | true
    kept = {edge for edge in found if edge in either}
    return kept, {edge for edge in true if edge in kept or (edge[1], edge[0], edge[2]) in kept}


def modes(company: Company) -> tuple[Facts, Facts]:
    """How the right ones pass."""
    return _told(company, lambda row: row["mode"])


def lags(company: Company) -> tuple[Facts, Facts]:
    """The median lags, right within half of themselves or twelve hours (systems that tell days alone); else wrong."""
    found = {_edge(row): row["lag_p50_hours"] for row in _likely(company) if row["lag_p50_hours"] is not None}
    true = {_edge(row): row["lag_p50_hours"] for row in _alive(company) if row["lag_p50_hours"] is not None}
    both = found.keys() & true.keys()
    right = {edge for edge in both if _near(float(str(found[edge])), float(str(true[edge])))}
    return {(*edge, edge in right) for edge in both}, {(*edge, True) for edge in both}


def dead(company: Company) -> tuple[Facts, Facts]:
    """What is declared and does not run."""
    found = (row for row in company.found("interfaces") if row["contradiction"] is not None)
    return _edges(found), _edges(row for row in company.true("interfaces") if row["status"] == "dead")


def undocumented(company: Company) -> tuple[Facts, Facts]:
    """What runs and nobody declared."""
    found = (row for row in _likely(company) if not row["declared"])
    return _edges(found), _edges(row for row in _alive(company) if row["status"] == "undeclared")


def columns(company: Company) -> tuple[Facts, Facts]:
    """The columns that scripts carry."""
    names = ("from_system", "from_dataset", "from_field", "to_system", "to_dataset", "to_field")
    found = (row for row in company.found("lineage") if str(row["reference"]).partition(":")[0].endswith(".sql"))
    between = (row for row in found if row["from_system"] != row["to_system"])
    true = company.true("lineage")
    return {tuple(row[name] for name in names) for row in between}, {tuple(row[name] for name in names) for row in true}


def _likely(company: Company) -> Rows:
    return [row for row in company.found("interfaces") if float(str(row["probability"])) >= LIKELY]


def _alive(company: Company) -> Rows:
    return [row for row in company.true("interfaces") if row["status"] != "dead"]


def _told(company: Company, what: Callable[[dict[str, object]], object]) -> tuple[Facts, Facts]:
    found = {_edge(row): what(row) for row in _likely(company)}
    true = {_edge(row): what(row) for row in _alive(company)}
    both = found.keys() & true.keys()
    return {(*edge, found[edge]) for edge in both}, {(*edge, true[edge]) for edge in both}


def _edges(rows: object) -> Facts:
    return {_edge(row) for row in rows}  # type: ignore[attr-defined]


def _edge(row: dict[str, object]) -> tuple[object, ...]:
    concept = str(row["concept"])
    return row["from_system"], row["to_system"], "party" if concept in PARTIES else concept


def _near(found: float, true: float) -> bool:
    return abs(found - true) <= max(WITHIN_HOURS, WITHIN * true)


SUBJECTS: dict[str, Callable[[Company], tuple[Facts, Facts]]] = {
    "interfaces": register,
    "interfaces_inferred": inferred,
    "directions": directions,
    "modes": modes,
    "lags": lags,
    "dead": dead,
    "undocumented": undocumented,
    "columns": columns,
}
