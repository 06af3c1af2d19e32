"""What the quick assessment found of a made-up company beside what is true of it."""

from collections.abc import Callable
from typing import Protocol

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]

RULES = frozenset(
    {"objective_without_owner", "objective_without_kpi", "objective_unserved", "system_without_objective",
     "project_without_objective", "decided_by_nobody", "decided_by_several", "decided_by_supplier"}
)  # fmt: skip


class Company(Protocol):
    """A checked-up company."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def worst_areas(company: Company) -> tuple[Facts, Facts]:
    """The areas of the five risks beside the two that stand lowest: recall is what counts, 1.00 the target."""
    true = {(row["area"],) for row in company.true("radar") if row["worst"]}
    return {(row["area"],) for row in company.found("radar_risks")}, true


def scores(company: Company) -> tuple[Facts, Facts]:
    """Areas and sides whose true level lies within the interval told, of all that are told."""
    told = {(row["area"], row["side"]): (row["low"], row["high"]) for row in company.found("radar")}
    true = {(row["area"], row["side"]): float(str(row["score"])) for row in company.true("radar")}
    held = {key for key, (low, high) in told.items() if float(str(low)) - 0.1 <= true[key] <= float(str(high)) + 0.1}
    return held, set(told)


def findings(company: Company) -> tuple[Facts, Facts]:
    """What was planted in regia.toml of objectives and deciding."""
    found, true = (
        {(row["rule"], row["subject"]) for row in rows if row["rule"] in RULES}
        for rows in (company.found("findings"), company.true("findings"))
    )
    return found, true


SUBJECTS: dict[str, Callable[[Company], tuple[Facts, Facts]]] = {
    "worst_areas": worst_areas,
    "scores_in_interval": scores,
    "findings_of_direction": findings,
}
