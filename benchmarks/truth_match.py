"""What matching found of a made-up company beside what is true of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Protocol

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]


class Company(Protocol):
    """A checked-up company."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def accepted(company: Company) -> tuple[Facts, Facts]:
    """The correspondences taken without asking."""
    return _told(company, (row for row in company.found("correspondences") if row["band"] == "accept")), truth(company)


def asked_or_accepted(company: Company) -> tuple[Facts, Facts]:
    """The correspondences likelier than not."""
    likely = (row for row in company.found("correspondences") if float(str(row["probability"])) >= 0.5)
    return _told(company, likely), truth(company)


def best(company: Company) -> tuple[Facts, Facts]:
    """As many of the most probable ones as there are true ones: precision is recall, Recall@GT."""
    true = truth(company)
    listed = sorted(company.found("correspondences"), key=lambda row: -float(str(row["probability"])))
    return _told(company, listed, most=len(true)), true


def concepts(company: Company) -> tuple[Facts, Facts]:
    """Which datasets hold the same concept: pairs of datasets, of those that the truth gives a concept."""
    true = [(row["system"], row["dataset"], row["concept"]) for row in company.true("datasets") if row["concept"]]
    held = {each[:2] for each in true}
    found = [(row["system"], row["dataset"], row["concept"]) for row in company.found("concept_datasets")]
    return _together(each for each in found if each[:2] in held), _together(true)


def attributes(company: Company) -> tuple[Facts, Facts]:
    """Which fields of two systems hold the same attribute of the same concept, of those that the truth gives one.

    Only fields of datasets that hold the concept themselves: a customer's e-mail inside an order is the order's.
    """
    concept = {(row["system"], row["dataset"]): row["concept"] for row in company.true("datasets")}
    true = [row for row in company.true("attributes") if concept[row["system"], row["dataset"]] == row["concept"]]
    judged = {(row["system"], row["dataset"], row["field"]) for row in true}
    held = {(row["system"], row["dataset"], row["field"]): row for row in company.found("attributes")}
    found = [row for place, row in held.items() if place in judged]
    return _same_attribute(found), _same_attribute(row for row in true if _field(row) in held)


def _field(row: dict[str, object], side: str = "") -> tuple[object, ...]:
    return row[f"{side}system"], row[f"{side}dataset"], row[f"{side}field"]


def _same_attribute(rows: Iterable[dict[str, object]]) -> Facts:
    by_attribute = defaultdict(set)
    for row in rows:
        by_attribute[row["concept"], row["attribute"]].add(tuple(map(str, _field(row))))
    pairs = (pair for fields in by_attribute.values() for pair in combinations(sorted(fields), 2))
    return {pair for pair in pairs if pair[0][0] != pair[1][0]}


def truth(company: Company) -> Facts:
    """The true correspondences between fields that exist."""
    fields = {(row["system"], row["dataset"], row["field"]) for row in company.found("attributes")}
    true = _pairs(company.true("correspondences"))
    return {pair for pair in true if set(pair) <= fields}


def best_first(company: Company) -> list[tuple[object, ...]]:
    """Return the pairs found, best first, without those of two fields that the truth says nothing of."""
    listed = sorted(company.found("correspondences"), key=lambda row: -float(str(row["probability"])))
    return [_pair(row) for row in _judged(company, listed)]


def _told(company: Company, rows: Iterable[dict[str, object]], *, most: int | None = None) -> Facts:
    return {_pair(row) for row in _judged(company, rows)[:most]}


def _judged(company: Company, rows: Iterable[dict[str, object]]) -> Rows:
    """Return the rows, without the pairs of two fields that the truth says nothing of (created, changed)."""
    told = {_field(row) for row in company.true("attributes")}
    return [row for row in rows if {_field(row, "left_"), _field(row, "right_")} & told]


def _pairs(rows: Iterable[dict[str, object]]) -> Facts:
    return {_pair(row) for row in rows}


def _pair(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(sorted(tuple(map(str, _field(row, side))) for side in ("left_", "right_")))


def _together(rows: Iterable[tuple[object, ...]]) -> Facts:
    by_concept = defaultdict(set)
    for system, dataset, concept in rows:
        by_concept[concept].add((str(system), str(dataset)))
    return {pair for places in by_concept.values() for pair in combinations(sorted(places), 2)}


SUBJECTS: dict[str, Callable[[Company], tuple[Facts, Facts]]] = {
    "correspondences_accepted": accepted,
    "correspondences_likely": asked_or_accepted,
    "correspondences_at_truth": best,
    "concepts": concepts,
    "attributes": attributes,
}
