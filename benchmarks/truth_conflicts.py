"""What was found of conflicts, golden values, source accuracy and masters of a made-up company, beside what is true.

Attributes kept as rows (`value[city]`) are in the truth and in no dataset's fields: they are left out. The truth lists
a value as missing or stale also where no system holds the right one: such a conflict cannot be seen by anybody, and is
counted in recall nevertheless, but for `conflicts_seen`, which asks only for those whose right value some record holds.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Row = dict[str, object]
Rows = list[Row]
Facts = set[tuple[object, ...]]
Figures = dict[str, float | int | None]

KINDS = ("typing", "stale", "different")


class Company(Protocol):
    """A checked-up company."""

    @property
    def folder(self) -> Path:
        """Its folder."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def _place(row: Row) -> tuple[str, str, str, str]:
    return str(row["system"]), str(row["dataset"]), str(row["field"]), str(row["record"]).strip()


def _plain(value: object) -> str:
    """Return a value without case, accents, signs and country prefixes, in the order of its words."""
    text = unicodedata.normalize("NFD", str(value).lower())
    words = re.findall(r"[0-9a-z]+", "".join(sign for sign in text if not unicodedata.combining(sign)))
    glued = "".join(words)
    if re.fullmatch(r"(00)?39\d{6,11}|it\d{11}", glued):
        return re.sub(r"^(0039|39|it)", "", glued)
    return "".join(sorted(words)) if not glued.isdigit() else glued


def _keyed(company: Company) -> set[tuple[str, str]]:
    """Return the datasets whose records are named by a key in the truth and in the evidence alike."""
    places: dict[tuple[str, str], bool] = {}
    for row in company.true("entity_records"):
        place = str(row["system"]), str(row["dataset"])
        places[place] = places.get(place, True) and not str(row["record"]).startswith("#")
    found = {
        (row["system"], row["dataset"]) for row in company.found("entity_records") if str(row["record"])[:1] != "#"
    }
    return {place for place, keyed in places.items() if keyed and place in found}


def _true_conflicts(company: Company) -> dict[tuple[str, str, str, str], Row]:
    """Return the true conflicts of fields that are compared, in datasets whose records have a key."""
    keyed = _keyed(company)
    fields = {_place(row)[:3] for row in company.found("conflicts")}
    rows = {_place(row): row for row in company.true("conflicts")}
    return {place: row for place, row in rows.items() if place[:2] in keyed and place[:3] in fields}


def _found_conflicts(company: Company) -> dict[tuple[str, str, str, str], Row]:
    keyed = _keyed(company)
    known = {_place(row)[:3] for row in company.true("conflicts")}
    rows = {_place(row): row for row in company.found("conflicts")}
    return {place: row for place, row in rows.items() if place[:2] in keyed and place[:3] in known}


def _of_kind(*kinds: str) -> Callable[[Company], tuple[Facts, Facts]]:
    def facts(company: Company) -> tuple[Facts, Facts]:
        found, true = _found_conflicts(company), _true_conflicts(company)
        return (
            {place for place, row in found.items() if row["kind"] in kinds},
            {place for place, row in true.items() if row["kind"] in kinds},
        )

    return facts


def seen(company: Company) -> tuple[Facts, Facts]:
    """Wrong values (mistyped, out of date, different) whose right value some other record holds, with their kind."""
    held = _held(company)
    true = {
        (*place, row["kind"])
        for place, row in _true_conflicts(company).items()
        if row["kind"] in KINDS and _plain(row["golden_value"]) in held[row["entity"], row["attribute"]]
    }
    found = {(*place, row["kind"]) for place, row in _found_conflicts(company).items() if row["kind"] in KINDS}
    return found, true


def stale_seen(company: Company) -> tuple[Facts, Facts]:
    """Values that are out of date and whose right value some other record holds: what anybody could see."""
    found, true = seen(company)
    return {fact for fact in found if fact[-1] == "stale"}, {fact for fact in true if fact[-1] == "stale"}


def _held(company: Company) -> dict[tuple[object, object], set[str]]:
    """Return the values that records hold of each entity and attribute, as far as the truth tells."""
    held: dict[tuple[object, object], set[str]] = defaultdict(set)
    golden = {}
    for row in _true_conflicts(company).values():
        key = row["entity"], row["attribute"]
        golden[key] = row["golden_value"]
        if row["value"] is not None:
            held[key].add(_plain(row["value"]))
        if row["kind"] == "format":
            held[key].add(_plain(row["golden_value"]))
    conflicting = {_place(row) for row in company.true("conflicts")}
    fields: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in company.true("attributes"):
        fields[str(row["system"]), str(row["dataset"])].append((str(row["field"]), str(row["attribute"])))
    old = {(row["system"], row["dataset"]) for row in company.found("datasets") if row["copy_of"]}
    for row in company.true("entity_records"):
        place = str(row["system"]), str(row["dataset"])
        for field, attribute in fields[place] if place not in old else ():
            key = row["entity"], attribute
            if key in golden and (*place, field, str(row["record"]).strip()) not in conflicting:
                held[key].add(_plain(golden[key]))  # no conflict: it holds the right value
    return held


@dataclass(frozen=True)
class _Contest:
    """What the records of an entity say of an attribute (by their places), and what is true."""

    golden: str
    votes: Counter[str]
    ours: str | None


def _contests(company: Company) -> list[_Contest]:
    """Return the contests between really different values, one of which is right."""
    found = _found_conflicts(company)
    by_key: dict[tuple[object, object], list[tuple[tuple[str, str, str, str], Row]]] = defaultdict(list)
    for place, row in _true_conflicts(company).items():
        by_key[row["entity"], row["attribute"]].append((place, row))
    holders = _holders(company)
    contests = []
    for key, rows in by_key.items():
        golden = _plain(rows[0][1]["golden_value"])
        wrong = Counter(_plain(row["value"]) for _, row in rows if row["kind"] in KINDS and row["value"] is not None)
        right = holders[key] - sum(wrong.values()) - sum(row["kind"] == "missing" for _, row in rows)
        wrong.pop(golden, None)
        if right > 0 and wrong:
            told = [found[place] for place, row in rows if place in found]
            ours = _plain(told[0]["golden_value"]) if told else None
            contests.append(_Contest(golden, wrong + Counter({golden: right}), ours))
    return contests


def _holders(company: Company) -> Counter[tuple[object, object]]:
    """Return how many records could hold each entity's attribute, in keyed datasets that are compared."""
    keyed = _keyed(company)
    compared = {_place(row)[:3] for row in company.found("conflicts")}
    fields: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in company.true("attributes"):
        if (str(row["system"]), str(row["dataset"]), str(row["field"])) in compared:
            fields[str(row["system"]), str(row["dataset"])].append(str(row["attribute"]))
    old = {(row["system"], row["dataset"]) for row in company.found("datasets") if row["copy_of"]}
    counts: Counter[tuple[object, object]] = Counter()
    for row in company.true("entity_records"):
        place = str(row["system"]), str(row["dataset"])
        if place in keyed and place not in old:
            counts.update((row["entity"], attribute) for attribute in fields[place])
    return counts


def golden_figures(company: Company) -> Figures:
    """How often the golden value is the true one where records really differ, beside the vote of the majority.

    A tie of the majority counts as the share of its winners that is right. Where nothing was found it counts as wrong.
    """
    contests = _contests(company)
    ours = sum(each.ours == each.golden for each in contests)
    told = sum(each.ours is not None for each in contests)
    vote = 0.0
    for each in contests:
        most = max(each.votes.values())
        winners = [value for value, count in each.votes.items() if count == most]
        vote += (each.golden in winners) / len(winners)
    count = len(contests)
    return {
        "contests": count,
        "told": told,
        "right": ours / count if count else None,
        "right_of_told": ours / told if told else None,
        "majority": vote / count if count else None,
    }


def accuracy_figures(company: Company) -> Figures:
    """Rank correlation of estimated and true accuracy, mean error, and how often the 90 % interval holds the truth.

    Attributes are joined by the fields that hold them, and count where ten values or more were compared.
    """
    from scipy.stats import spearmanr

    true = {
        (row["attribute"], row["system"]): row
        for row in company.true("source_accuracy")
        if row["concept"] == "customer"
    }
    true |= {
        (row["attribute"], row["system"]): row for row in company.true("source_accuracy") if row["concept"] == "product"
    }
    names = _attribute_names(company)
    pairs = []
    for row in company.found("source_accuracy"):
        known = true.get((names.get((row["attribute"], row["system"])), row["system"]))
        if known and known["accuracy"] is not None and row["accuracy"] is not None and _number(row["compared"]) >= 10:
            pairs.append((row, _number(known["accuracy"])))
    if len(pairs) < 3:
        return {"compared": len(pairs)}
    estimated = [_number(row["accuracy"]) for row, _ in pairs]
    inside = sum(_number(row["accuracy_low"]) <= truth <= _number(row["accuracy_high"]) for row, truth in pairs)
    return {
        "compared": len(pairs),
        "rank_correlation": float(spearmanr(estimated, [truth for _, truth in pairs])[0]),
        "mean_error": sum(abs(one - truth) for one, (_, truth) in zip(estimated, pairs, strict=True)) / len(pairs),
        "interval_coverage": inside / len(pairs),
    }


def _attribute_names(company: Company) -> dict[tuple[object, object], object]:
    """Return the true name of each attribute found in a system, by the field that holds it."""
    true = {(row["system"], row["dataset"], row["field"]): row["attribute"] for row in company.true("attributes")}
    names = {}
    for row in company.found("attributes"):
        place = row["system"], row["dataset"], row["field"]
        if place in true:
            names[row["attribute"], row["system"]] = true[place]
    return names


def masters(company: Company) -> tuple[Facts, Facts]:
    """The system that leads for each concept that several systems hold."""
    shared = {row["concept"] for row in company.true("concepts") if _number(row["systems"]) > 1}
    true = {(row["concept"], row["system"]) for row in company.true("masters") if row["concept"] in shared}
    known = {concept for concept, _ in true}
    return {
        (row["concept"], row["system"])
        for row in company.found("masters")
        if row["attribute"] == "*" and row["concept"] in known
    }, true


def duplicates(company: Company) -> tuple[Facts, Facts]:
    """Datasets that hold customers twice: five duplicates found; in the truth ten records, doubles counted."""
    true = {
        (row["system"], row["dataset"])
        for row in company.true("findings")
        if row["rule"] == "duplicate_customers" and _number(row["records"]) >= 10
    }
    counts = Counter((row["system"], row["dataset"]) for row in company.found("duplicates"))
    held = {(row["system"], row["dataset"]) for row in company.true("entity_records") if row["concept"] == "customer"}
    return {place for place, count in counts.items() if count >= 5 and place in held}, true


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


SUBJECTS: dict[str, Callable[[Company], tuple[Facts, Facts]]] = {
    "conflicts_format": _of_kind("format"),
    "conflicts_missing": _of_kind("missing"),
    "conflicts_typing": _of_kind("typing"),
    "conflicts_stale": _of_kind("stale"),
    "conflicts_different": _of_kind("different"),
    "conflicts_seen": seen,
    "conflicts_stale_seen": stale_seen,
    "masters": masters,
    "duplicate_customers": duplicates,
}

FIGURES: Mapping[str, Callable[[Company], Figures]] = {
    "golden_values": golden_figures,
    "source_accuracy": accuracy_figures,
}
"""Subjects that are told by figures of their own."""


def subjects() -> Iterable[str]:
    """Return the names of all subjects."""
    return (*SUBJECTS, *FIGURES)
