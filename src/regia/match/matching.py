"""All systems together: candidates, scores, verdicts, clusters."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from regia.errors import Text
from regia.match.alignment import Agreements
from regia.match.blocking import candidates
from regia.match.clustering import cluster
from regia.match.field import Field
from regia.match.hub import Hub
from regia.match.lexicon import Lexicon
from regia.match.propagation import Judged, propagate
from regia.match.scoring import Pairs, Scoring, score
from regia.match.values import AGREEING
from regia.match.view import View, view
from regia.model.progress import Progress

if TYPE_CHECKING:
    import numpy as np

ACCEPT = 0.85
REVIEW = 0.3
KEPT = 0.1

Band = Literal["accept", "review", "reject"]
Origin = Literal["inferred", "confirmed", "rejected", "declared"]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Match:
    """Two fields of different systems, as rows of the view, and how probably they mean the same (0..1)."""

    left: int
    right: int
    probability: float
    origin: Origin

    @property
    def same(self) -> bool | None:
        """Whether somebody said that they mean the same, None where nobody said anything."""
        return None if self.origin == "inferred" else self.probability >= 0.5

    @property
    def band(self) -> Band:
        """What to do with it: take it, ask a person, leave it."""
        if self.same is not None:
            return "accept" if self.same else "reject"
        if self.probability >= ACCEPT:
            return "accept"
        return "review" if self.probability >= REVIEW else "reject"


@dataclass(frozen=True)
class Matched:
    """Everything matching found: the fields as seen, the pairs, best first, and the cluster of every field."""

    seen: View
    matches: tuple[Match, ...]
    clusters: "np.ndarray"


def match_fields(
    fields: Sequence[Field],
    *,
    lexicon: Lexicon,
    hub: Hub,
    scoring: Scoring,
    verdicts: Mapping[frozenset[Key], bool],
    declared: Mapping[frozenset[Key], bool] | None = None,
    progress: Progress,
    agreements: Agreements | None = None,
    most: int = 100,
) -> Matched:
    """Match the fields of all systems.

    `verdicts` says of pairs that people judged whether they mean the same, `declared` the same of pairs in regia.toml,
    which verdicts overrule, `agreements` (by places in `fields`) how pairs agree on records of the same things.
    """
    import numpy as np

    seen = view(fields, lexicon, hub, agreements)
    stated = _judged(seen, {pair: same for pair, same in (declared or {}).items() if pair not in verdicts})
    judged = {**stated, **_judged(seen, verdicts)}
    aside = np.array([each.aside for each in seen.fields], dtype=bool)
    agreeing = [pair for pair, how in seen.agreements.items() if how.beyond >= AGREEING]
    lefts, rights, probabilities = [], [], []
    for couple, done, total in _couples(seen):
        progress.step(_STEP, done=done, total=total)
        pairs = _with(candidates(seen, *couple, most=most), seen, (*judged, *agreeing), couple)
        odds = score(seen, pairs, scoring)
        kept = (scoring.calibrated(odds) >= KEPT / 4) & ~aside[pairs.left] & ~aside[pairs.right]
        kept |= np.isin(pairs.left * seen.size + pairs.right, [a * seen.size + b for a, b in judged])
        lefts.append(pairs.left[kept])
        rights.append(pairs.right[kept])
        probabilities.append(scoring.calibrated(odds[kept]))
    if not lefts:
        return Matched(seen, (), np.arange(seen.size))
    found = Pairs(np.concatenate(lefts), np.concatenate(rights))
    judged_pairs = propagate(seen, found, np.concatenate(probabilities), judged)
    matches = sorted(
        _matches(found, judged_pairs, judged, stated), key=lambda match: (-match.probability, match.left, match.right)
    )
    return Matched(seen, tuple(matches), cluster(seen, matches, threshold=0.5))


_STEP = Text("confronto i campi dei sistemi", "comparing the fields of the systems")


def _couples(seen: View) -> Iterable[tuple[tuple[int, int], int, int]]:
    count = int(seen.system.max()) + 1 if seen.size else 0
    couples = list(itertools.combinations(range(count), 2))
    for done, couple in enumerate(couples):
        yield couple, done, len(couples)


def _judged(seen: View, verdicts: Mapping[frozenset[Key], bool]) -> Judged:
    """Return the verdicts on fields that are still there, as ordered rows of the view."""
    row = {each.key: place for place, each in enumerate(seen.fields)}
    found: dict[tuple[int, int], bool] = {}
    for pair, same in verdicts.items():
        if len(pair) == 2 and all(key in row for key in pair):
            rows = sorted((row[key] for key in pair), key=lambda place: (seen.system[place], place))
            if seen.system[rows[0]] != seen.system[rows[1]]:
                found[rows[0], rows[1]] = same
    return found


def _with(pairs: Pairs, seen: View, more: Iterable[tuple[int, int]], couple: tuple[int, int]) -> Pairs:
    import numpy as np

    ordered = (pair if seen.system[pair[0]] < seen.system[pair[1]] else pair[::-1] for pair in more)
    mine = [pair for pair in ordered if (int(seen.system[pair[0]]), int(seen.system[pair[1]])) == couple]
    codes = np.union1d(
        pairs.left * seen.size + pairs.right, np.array([a * seen.size + b for a, b in mine], dtype=np.int64)
    )
    return Pairs(codes // seen.size, codes % seen.size)


def _matches(pairs: Pairs, probability: "np.ndarray", judged: Judged, stated: Judged) -> Iterable[Match]:
    for left, right, chance in zip(pairs.left.tolist(), pairs.right.tolist(), probability.tolist(), strict=True):
        verdict = judged.get((left, right))
        if verdict is None and chance < KEPT:
            continue
        yield Match(left, right, chance, "declared" if (left, right) in stated else _origin(verdict))


def _origin(verdict: bool | None) -> Origin:
    return "inferred" if verdict is None else "confirmed" if verdict else "rejected"
