"""What answering the best questions gains: of the pairs nobody was asked about, how many more are found.

The simulated person knows the truth, and answers five questions at a time; each time the check-up runs again.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

from truth_match import best_first, truth

from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, pair_subject
from regia.match.questions import questions

Rows = list[dict[str, object]]
Pair = tuple[object, ...]
_AT_A_TIME = 5


class Company(Protocol):
    """A checked-up company."""

    folder: Path

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def gain(check_up: Callable[[], Company], name: str, answers: int) -> dict[str, object]:
    """Return Recall@GT of the pairs not asked about, before and after so many answers."""
    company = before = check_up()
    true = truth(before)
    asked: dict[Pair, bool] = {}
    while len(asked) < answers:
        for pair in _next(company, min(_AT_A_TIME, answers - len(asked))):
            asked[tuple(sorted(pair))] = tuple(sorted(pair)) in true
            decision = Decision.CONFIRMED if asked[tuple(sorted(pair))] else Decision.REJECTED
            log = VerdictLog(company.folder, name)
            log.record(Kind.CORRESPONDENCE, pair_subject(*pair), decision, person="benchmark")
        company = check_up()
    first, last = (_recall(each, asked) for each in (before, company))
    return {"answers": answers, "yes": sum(asked.values()), "rest_before": first, "rest_after": last} | {
        "gain": last - first
    }


def _next(company: Company, most: int) -> list[tuple[tuple[str, str, str], tuple[str, str, str]]]:
    tables = (company.found(table) for table in ("correspondences", "datasets", "fields"))
    return [(each.left, each.right) for each in questions(*tables, most=most)]


def _recall(company: Company, asked: Collection[Pair]) -> float:
    listed = [pair for pair in best_first(company) if pair not in asked]
    rest = {pair for pair in truth(company) if pair not in asked}
    return len(set(listed[: len(rest)]) & rest) / len(rest)
