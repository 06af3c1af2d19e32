"""How well fields of unseen business schemas are matched, beside Valentine's COMA in the same run.

`python benchmarks/matching.py --data FOLDER [--distractors] [--json]`

FOLDER holds columns.csv, foreign_keys.csv, gold.csv and optionally rows/<system>/<table>.csv (the peer reads no rows;
`rows` is how many fields have them; profiling them is not in cpu_seconds). Datasets named in
gold.csv are in scope; with --distractors all others are matched too and every match with them is wrong. One line of
figures: means over the pairs of systems of Recall@GT (the share of the true pairs among as many best ones) and best
F1, as Valentine defines them; MRR is the mean, over fields of either side with a counterpart, of 1 / rank of the
first true one. Where the shipped weights were fitted on the folder's systems, each pair of systems is scored with
weights and calibration fitted on pairs without either (`weights`: left_out); else as shipped.
`--fit` writes the shipped weights from a folder instead.
"""

import argparse
import csv
import itertools
import resource
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np
from matching_rows import with_rows
from measuring import print_line

from regia.match.blocking import candidates
from regia.match.field import Field, value_kind
from regia.match.hub import shipped_hub
from regia.match.learning import Known, fit
from regia.match.lexicon import shipped
from regia.match.matching import ACCEPT
from regia.match.scoring import Pairs, Scoring, score, shipped_scoring
from regia.match.view import View, view

Key = tuple[str, str, str]
TARGETS = {"recall_at_gt": 0.5, "f1": 0.55, "mrr": 0.8, "accept_precision": 0.95, "accept_coverage": 0.25}
SHIPPED = Path(__file__).parents[1] / "src" / "regia" / "match" / "words" / "scoring.json"


@dataclass(frozen=True)
class Folder:
    """A folder's fields, and what each that is in the gold means."""

    name: str
    fields: tuple[Field, ...]
    meaning: dict[Key, tuple[str, str]]

    def same(self, left: Key, right: Key) -> bool:
        return left in self.meaning and self.meaning[left] == self.meaning.get(right)


def read(folder: Path, *, distractors: bool) -> Folder:
    gold = {(r["system"], r["table"], r["column"]): (r["concept"], r["attribute"]) for r in _rows(folder / "gold.csv")}
    scope = {key[:2] for key in gold}
    columns = [r for r in _rows(folder / "columns.csv") if distractors or (r["system"], r["table"]) in scope]
    keys = Counter((r["system"], r["table"]) for r in columns if r["primary_key"] == "1")
    points = {(r["system"], r["table"], r["columns"]): r["ref_table"] for r in _rows(folder / "foreign_keys.csv")}
    fields = [
        Field(
            system=r["system"],
            dataset=r["table"],
            name=r["column"],
            kind=value_kind(r["type"]),
            in_key=r["primary_key"] == "1",
            sole_key=r["primary_key"] == "1" and keys[r["system"], r["table"]] == 1,
            refers_to=points.get((r["system"], r["table"], r["column"])),
            position=int(r["position"]),
        )
        for r in columns
    ]
    return Folder(folder.resolve().name, with_rows(fields, folder / "rows"), gold)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def known(seen: View, given: Folder, left: int, right: int) -> Known:
    pairs = candidates(seen, left, right)
    keys = [each.key for each in seen.fields]
    same = [given.same(keys[a], keys[b]) for a, b in zip(pairs.left, pairs.right, strict=True)]
    return Known(pairs, np.array(same))


def truth_of(seen: View, given: Folder, left: int, right: int) -> int:
    mine = Counter(given.meaning.get(seen.fields[row].key) for row in np.flatnonzero(seen.system == left))
    other = Counter(given.meaning.get(seen.fields[row].key) for row in np.flatnonzero(seen.system == right))
    return sum(mine[each] * other[each] for each in mine if each is not None)


@dataclass(frozen=True)
class Result:
    """What one pair of systems gave."""

    recall: float
    f1: float
    reciprocal: list[float]
    probability: np.ndarray
    true: np.ndarray
    truth: int


def judge(odds: np.ndarray, probability: np.ndarray, pairs: Pairs, true: np.ndarray, truth: int) -> Result:
    order = np.argsort(-odds, kind="stable")
    hits = np.cumsum(true[order])
    recall = hits[min(truth, len(hits)) - 1] / truth
    f1 = float((2 * hits / (np.arange(1, len(order) + 1) + truth)).max())
    ranks = [*_reciprocal(pairs.left[order], true[order]), *_reciprocal(pairs.right[order], true[order])]
    return Result(float(recall), f1, ranks, probability, true, truth)


def _reciprocal(rows: np.ndarray, true: np.ndarray) -> list[float]:
    seen: Counter[int] = Counter()
    found: dict[int, float] = {}
    for row, hit in zip(rows.tolist(), true.tolist(), strict=True):
        seen[row] += 1
        if hit and row not in found:
            found[row] = 1 / seen[row]
    return list(found.values())


def run(given: Folder) -> tuple[list[Result], str, float]:
    """Return the results by pair of systems, which weights were used, and the CPU of matching alone."""
    started = time.process_time()
    seen = view(given.fields, shipped(), shipped_hub())
    couples = list(itertools.combinations(range(int(seen.system.max()) + 1), 2))
    facts = {couple: known(seen, given, *couple) for couple in couples}
    scoring = shipped_scoring()
    left_out = bool({each.system for each in given.fields} & set(scoring.fitted_on))
    cpu = time.process_time() - started
    results = []
    for couple, each in facts.items():
        used = fit_without(seen, facts, couple) if left_out else scoring
        started = time.process_time()
        odds = score(seen, each.pairs, used)
        probability = used.calibrated(odds)
        cpu += time.process_time() - started
        truth = truth_of(seen, given, *couple)
        if truth:
            results.append(judge(odds, probability, each.pairs, each.true, truth))
    return results, "left_out" if left_out else "shipped", cpu


def fit_without(seen: View, facts: dict[tuple[int, int], Known], couple: tuple[int, int]) -> Scoring:
    return fit(seen, [each for other, each in facts.items() if not set(other) & set(couple)], ())


def line(name: str, results: Sequence[Result], weights: str, cpu: float) -> dict[str, object]:
    probability = np.concatenate([each.probability for each in results])
    true = np.concatenate([each.true for each in results])
    accepted = probability >= ACCEPT
    truth = sum(each.truth for each in results)
    return {
        "set": name,
        "weights": weights,
        "system_pairs": len(results),
        "truth": truth,
        "recall_at_gt": float(np.mean([each.recall for each in results])),
        "f1": float(np.mean([each.f1 for each in results])),
        "mrr": float(np.mean([rank for each in results for rank in each.reciprocal])),
        "accept_precision": float(true[accepted].mean()) if accepted.any() else None,
        "accept_coverage": float(true[accepted].sum() / truth),
        "ece": calibration_error(probability, true),
        "candidate_recall": float(true.sum() / truth),
        "cpu_seconds": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def calibration_error(probability: np.ndarray, true: np.ndarray) -> float:
    """Return the mean gap between probability and truth over ten bins, of pairs that have any chance (>= .05)."""
    kept = probability >= 0.05
    bins = np.minimum((probability[kept] * 10).astype(int), 9)
    gaps = [
        (bins == each).sum() * abs(probability[kept][bins == each].mean() - true[kept][bins == each].mean())
        for each in range(10)
        if (bins == each).any()
    ]
    return float(sum(gaps) / max(1, kept.sum()))


def coma(given: Folder) -> dict[str, object]:
    """Match every pair of datasets of two systems with COMA as Valentine ships it, on the same scope."""
    import pandas as pd
    from valentine import valentine_match
    from valentine.algorithms import Coma

    frames: dict[str, dict[str, pd.DataFrame]] = {}
    for each in given.fields:
        frame = frames.setdefault(each.system, {}).setdefault(each.dataset, pd.DataFrame())
        frame[each.name] = pd.Series(dtype="object")
    started = time.process_time()
    recalls, scores, ranks = [], [], []
    for left, right in itertools.combinations(sorted(frames), 2):
        found: list[tuple[float, Key, Key]] = []
        for mine, other in itertools.product(frames[left], frames[right]):
            matches = valentine_match([frames[left][mine], frames[right][other]], Coma(), df_names=[mine, other])
            found += [(s, (left, *pair.source), (right, *pair.target)) for pair, s in matches.items()]
        found.sort(key=lambda match: -match[0])
        truth = sum(given.same(a, b) for a in given.meaning for b in given.meaning if (a[0], b[0]) == (left, right))
        if not truth:
            continue
        true = np.array([given.same(a, b) for _, a, b in found])
        hits = np.cumsum(true)
        recalls.append(hits[min(truth, len(hits)) - 1] / truth)
        scores.append(float((2 * hits / (np.arange(1, len(hits) + 1) + truth)).max()))
        ranks += _peer_ranks(given, found, left, right)
    return {
        "peer": f"valentine {version('valentine')} COMA",
        "peer_recall_at_gt": float(np.mean(recalls)),
        "peer_f1": float(np.mean(scores)),
        "peer_mrr": float(np.mean(ranks)),
        "peer_cpu_seconds": time.process_time() - started,
    }


def _peer_ranks(given: Folder, found: list[tuple[float, Key, Key]], left: str, right: str) -> list[float]:
    ranks: dict[Key, float] = {}
    seen: Counter[Key] = Counter()
    for _, mine, other in found:
        for key in (mine, other):
            seen[key] += 1
            if given.same(mine, other):
                ranks.setdefault(key, 1 / seen[key])
    for a, b in itertools.product(given.meaning, given.meaning):
        if (a[0], b[0]) == (left, right) and given.same(a, b):
            ranks.setdefault(a, 0.0)
            ranks.setdefault(b, 0.0)
    return list(ranks.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--distractors", action="store_true")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    given = read(asked.data, distractors=asked.distractors)
    if asked.fit:
        write_shipped(given)
        return
    figures = line(given.name + ("+distractors" if asked.distractors else ""), *run(given))
    figures["rows"] = sum(each.distinct is not None for each in given.fields)
    if not asked.no_peer:
        figures |= coma(given)
    missed = [name for name, least in TARGETS.items() if (figures[name] or 0) < least]
    if figures["ece"] > 0.05:
        missed.append("ece")
    if not asked.no_peer and 4 * figures["cpu_seconds"] > figures["peer_cpu_seconds"]:
        missed.append("cpu_seconds")
    figures["result"] = "FAIL: " + ", ".join(missed) if missed else "ok"
    print_line(figures, as_json=asked.json)


def write_shipped(given: Folder) -> None:
    seen = view(given.fields, shipped(), shipped_hub())
    couples = list(itertools.combinations(range(int(seen.system.max()) + 1), 2))
    facts = {couple: known(seen, given, *couple) for couple in couples}
    scoring = fit(seen, list(facts.values()), sorted({each.system for each in given.fields}))
    outside = [(fit_without(seen, facts, couple), each) for couple, each in facts.items()]
    odds = np.concatenate([score(seen, each.pairs, used) for used, each in outside])
    true = np.concatenate([each.true for _, each in outside])
    SHIPPED.write_bytes(msgspec.json.format(msgspec.json.encode(recalibrated(scoring, odds, true)), indent=1) + b"\n")


def recalibrated(scoring: Scoring, odds: np.ndarray, true: np.ndarray) -> Scoring:
    """Return the weights with the calibration of pairs that they were not fitted on."""
    from regia.match.learning import calibration

    places, shares = calibration(odds, true)
    return msgspec.structs.replace(scoring, odds=places, probability=shares)


if __name__ == "__main__":
    main()
