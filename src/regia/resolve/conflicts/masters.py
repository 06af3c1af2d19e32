"""Which system should lead for a concept, and for each of its attributes: proposed by figures, decided by people."""

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from regia.errors import LANGUAGES, Text
from regia.resolve.conflicts.accuracy import Row, freshness
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.standing import Contested, Standing, SurvivorshipRule
from regia.resolve.conflicts.tables import WHOLE
from regia.wording import fill

_RIGHT, _FIRST, _FRESH = 0.6, 0.25, 0.15
"""What counts in the score: entities held with right values, having them first, being kept up to date."""

_HALF_LIFE_DAYS = 365.0

_REASONS = {
    "only": Text("è il solo che lo tiene", "it is the only one that holds it"),
    "decided": Text("l'ha deciso una persona", "a person decided so"),
    "coverage": Text("tiene il {share:share} delle entità", "it holds {share:share} of the entities"),
    "accuracy": Text(
        "ha ragione nel {share:share} dei valori confrontati", "it is right in {share:share} of the values compared"
    ),
    "first": Text(
        "fra quelle condivise ne ha avute o cambiate per primo il {share:share}",
        "of the shared ones it had or changed {share:share} first",
    ),
    "fresh": Text(
        "metà dei suoi record è stata modificata negli ultimi {days:giorno|giorni}",
        "half of its records were changed within {days:day|days}",
    ),
}


@dataclass(frozen=True)
class Verdicts:
    """What people decided: the chosen system, and the rejected ones, of a concept and attribute (WHOLE for all)."""

    chosen: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rejected: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A system that could lead; None is unknown and counts neither way. The score is on a fixed scale of 0..1.

    `is_sheet` where it is spreadsheets alone: without rights, history or keys they lead only where nothing else is.
    """

    system: str
    coverage: float
    accuracy: float | None
    first: float | None
    fresh_days: float | None
    is_sheet: bool = False

    @property
    def score(self) -> float:
        """The weighted mean of what is known."""
        fresh = None if self.fresh_days is None else 0.5 ** (max(self.fresh_days, 0.0) / _HALF_LIFE_DAYS)
        right = self.coverage * (1.0 if self.accuracy is None else self.accuracy)
        parts = [(right, _RIGHT), (self.first, _FIRST), (fresh, _FRESH)]
        known = [(value, weight) for value, weight in parts if value is not None]
        return sum(value * weight for value, weight in known) / sum(weight for _, weight in known)


@dataclass(frozen=True)
class Evidence:
    """All that masters are judged by: the family's standing, its accuracies (rows), and its contests by attribute."""

    family: Family
    standing: Standing
    accuracies: Sequence[Row]
    contests: Mapping[str, Mapping[int, Contested]]
    today: float


def master_rows(given: Evidence, verdicts: Verdicts) -> list[Row]:
    """Return the masters of the concepts of a family and of their attributes."""
    rows = []
    for place, concept in enumerate(given.family.concepts):
        if given.standing.entities[place]:
            mine = [row for row in given.accuracies if row["concept"] == concept]
            rows.append(
                _row((concept, WHOLE), _whole(given, place, mine), _all_contests(given, place), verdicts, given)
            )
            for attribute in sorted({str(row["attribute"]) for row in mine}):
                found = _of_attribute(given, place, [row for row in mine if row["attribute"] == attribute])
                contests = [
                    known[place] for name, known in given.contests.items() if name == attribute and place in known
                ]
                if len(found) > 1:
                    rows.append(_row((concept, attribute), found, contests, verdicts, given))
    return rows


def alone_rows(holders: Mapping[str, Set[str]], verdicts: Verdicts) -> list[Row]:
    """Return the masters of concepts that one system alone holds; `holders` are the systems of each concept."""
    rows: list[Row] = []
    for concept, systems in sorted(holders.items()):
        if len(systems) == 1:
            best = Candidate(next(iter(systems)), 1.0, None, None, None)
            decided = verdicts.chosen.get((concept, WHOLE)) == best.system
            named: Row = {"concept": concept, "attribute": WHOLE, "system": best.system, "score": best.score}
            named |= {"status": "decided" if decided else "proposed", "coverage": 1.0, "values_to_change": 0}
            rows.append(named | _reasons(best, decided=decided, alone=True))
    return rows


def _all_contests(given: Evidence, place: int) -> list[Contested]:
    return [known[place] for known in given.contests.values() if place in known]


def _whole(given: Evidence, place: int, rows: Sequence[Row]) -> list[Candidate]:
    """Return the systems that hold a concept, with their accuracy over all attributes."""
    found = []
    for at, system in enumerate(given.family.systems):
        coverage = float(given.standing.held[place, at])
        if coverage > 0:
            accuracy = _mean_accuracy([row for row in rows if row["system"] == system])
            found.append(_candidate(given, place, at, coverage, accuracy))
    return found


def _of_attribute(given: Evidence, place: int, rows: Sequence[Row]) -> list[Candidate]:
    found = []
    for row in rows:
        at = given.family.systems.index(str(row["system"]))
        coverage = float(given.standing.held[place, at]) * _number(row["coverage"])
        accuracy = None if row["accuracy"] is None else _number(row["accuracy"])
        found.append(_candidate(given, place, at, coverage, accuracy))
    return found


def _candidate(given: Evidence, place: int, at: int, coverage: float, accuracy: float | None) -> Candidate:
    first = float(given.standing.first[place, at])
    days = freshness(given.family, place, at, given.today)
    name = given.family.systems[at]
    return Candidate(name, coverage, accuracy, None if math.isnan(first) else first, days, name in given.family.sheets)


def _mean_accuracy(rows: Sequence[Row]) -> float | None:
    """Return the accuracy over several attributes, each counting for the values compared."""
    told = [(_number(row["accuracy"]), _number(row["compared"])) for row in rows if row["accuracy"] is not None]
    total = sum(weight for _, weight in told)
    return sum(value * weight for value, weight in told) / total if total else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _row(
    about: tuple[str, str],
    found: Sequence[Candidate],
    contests: Sequence[Contested],
    verdicts: Verdicts,
    given: Evidence,
) -> Row:
    chosen = verdicts.chosen.get(about)
    decided = chosen in {each.system for each in found}
    allowed = [each for each in found if (*about, each.system) not in verdicts.rejected] or list(found)
    ranked = sorted(allowed, key=lambda each: (each.is_sheet, -each.score, each.system))
    best = next(each for each in found if each.system == chosen) if decided else ranked[0]
    second = next((each for each in ranked if each.system != best.system), None)
    at = given.family.systems.index(best.system)
    rule, share = _rule(contests, at)
    changes = _changes(contests, at, given.family.systems)
    return {
        "concept": about[0],
        "attribute": about[1],
        "system": best.system,
        "score": best.score,
        "runner_up": second.system if second else None,
        "margin": best.score - second.score if second else None,
        "status": "decided" if decided else "proposed",
        "coverage": min(best.coverage, 1.0),
        "accuracy": best.accuracy,
        "freshness_days": best.fresh_days,
        "first_share": best.first,
        "rule": rule,
        "rule_share": share,
        "changes": ", ".join(name for name, _ in changes) or None,
        "values_to_change": sum(count for _, count in changes),
    } | _reasons(best, decided=decided, alone=second is None)


def _rule(contests: Sequence[Contested], master: int) -> tuple[SurvivorshipRule | None, float | None]:
    """Return the simple rule that finds most of the right values, and the share that it finds."""
    total = sum(each.entities for each in contests)
    if not total:
        return None, None
    rules: tuple[tuple[SurvivorshipRule, int], ...] = (("master_first", master), ("newest", -1), ("majority", -1))
    right = {key: sum(each.right[key] for each in contests) for key in rules}
    best = max(rules, key=lambda key: right[key])
    return best[0], right[best] / total


def _changes(contests: Iterable[Contested], master: int, systems: Sequence[str]) -> list[tuple[str, int]]:
    """Return the other systems that hold values to correct, and how many, the most first."""
    counts: dict[str, int] = {}
    for each in contests:
        for system, count in each.changes.items():
            if system != master:
                counts[systems[system]] = counts.get(systems[system], 0) + count
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _reasons(best: Candidate, *, decided: bool, alone: bool) -> Row:
    told: list[tuple[str, dict[str, object]]] = [("decided", {})] if decided else []
    if alone:
        told.append(("only", {}))
    else:
        shares = {"coverage": best.coverage, "accuracy": best.accuracy, "first": best.first}
        told += [(code, {"share": value}) for code, value in shares.items() if value is not None]
        if best.fresh_days is not None:
            told.append(("fresh", {"days": max(1, round(best.fresh_days))}))
    sentences: Row = {
        f"reasons_{language}": "; ".join(fill(_REASONS[code], values, language) for code, values in told)
        for language in LANGUAGES
    }
    return {"reasons": " ".join(code for code, _ in told)} | sentences
