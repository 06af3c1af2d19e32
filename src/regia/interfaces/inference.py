"""Which system feeds which, from the data alone.

For each dataset, every dataset of another system that holds the same kind of things is a candidate source. A source
must precede its target with a lag that chance does not explain, and where the lag is long its gaps must be inherited.
Sources are then taken in order of how many arrivals they explain; one whose arrivals the sources before it explain
already is a common cause or a longer way round, and is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from regia.interfaces.arrivals import Arrivals, Integers
from regia.interfaces.births import born
from regia.interfaces.carried import Carried, compare, knows_ids
from regia.interfaces.clue import Mode
from regia.interfaces.kept import Kept
from regia.interfaces.lags import HOUR, WINDOWS_HOURS, Booleans, Lags, measure
from regia.interfaces.moments import DAY
from regia.interfaces.pace import Runs, comb, load_of, mode_of, runs, unattended

Place = tuple[str, str]
FEWEST = 20
_LEAST_EXCESS, _LEAST_Z = 0.15, 8.0
_WIDE_HOURS = 48.0
_INHERITED, _NOT_INHERITED = 0.5, 0.25
_SURE_EXCESS = 0.5
_FEWEST_BATCHES = 3
_NEW_SHARE, _FEWEST_NEW = 0.3, 15
_LEVEL = 0.1
_UNATTENDED_MORE = 0.08
_CONTAINED = 0.9
_LOAD_SHARE, _LOAD_FEWEST = 0.05, 30
_MONTH_HOURS = 730.5
_EXPLAINED = 0.9
_ALIKE = 0.8
_BOTH_WAYS_SHARED = 0.1
_ALWAYS_FIRST = 0.95
_RELOADED = 0.2
_PER_ATTRIBUTE = 0.02
_KEPT, _ONLY_KEPT = 0.95, 0.8
_SURE_LOAD = 0.9
_SELDOM = 0.05


@dataclass(frozen=True)
class Flow:
    """Data that the records show passing; `targets` are the records explained, `number` which field keeps which."""

    source: Arrivals
    target: Arrivals
    mode: Mode | None
    probability: float
    reasons: tuple[str, ...]
    sources: Integers
    targets: Integers
    carried: Carried
    lags: Lags | None = None
    said: bool = False
    number: str | None = None

    def hours(self, share: float) -> float | None:
        """Return a quantile of the lag in hours, None where no time is known."""
        seconds = self._seconds()
        return max(0.0, float(np.quantile(seconds, share)) / HOUR) if len(seconds) else None

    def _seconds(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        if self.lags is not None:
            return self.lags.seconds[self.targets]
        lag = self.target.at[self.targets] - self.source.at[self.sources]
        return np.asarray(lag[np.isfinite(lag)], dtype=np.float64)

    def runs(self) -> Runs | None:
        """Return when the job runs that carries them, None where none does or nothing tells."""
        moments = self.target.moments
        arrived = self.target.at[self.targets]
        arrived = arrived[np.isfinite(arrived)]
        if self.mode != "batch" or moments is None or not len(arrived):
            return None
        return runs(arrived, days=moments.days)

    @property
    def records_per_month(self) -> float | None:
        """How many records pass in a month of the time over which both were written."""
        if self.lags is None or self.mode == "import":
            return None
        return len(self.targets) / max(self.lags.spread / HOUR / _MONTH_HOURS, 1.0)


@dataclass
class _Target:
    """What is known of one target while its sources are chosen."""

    arrivals: Arrivals
    explained: Booleans
    flows: list[Flow] = field(default_factory=list)


@dataclass(frozen=True)
class Inferred:
    """All flows, and the pairs (from, to, family) on which the data could tell."""

    flows: tuple[Flow, ...]
    looked_at: frozenset[tuple[str, str, str]]


Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Known:
    """What is known beforehand: systems that only take data in (a data warehouse), and where the company is.

    Of two sources that explain alike, one that somebody wrote down or saw (`said`: from, to, family) comes first; one
    that a person rejected (`refused`) explains nothing, and is only told. `kept` is whose numbers stand in whose
    records.
    """

    sinks: frozenset[str] = frozenset()
    timezone: str = "UTC"
    said: frozenset[tuple[str, str, str]] = frozenset()
    refused: frozenset[tuple[str, str, str]] = frozenset()
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class _Hints:
    """What is known beforehand of one family."""

    sinks: frozenset[str]
    timezone: str
    said: Pairs
    refused: Pairs
    kept: Mapping[tuple[Place, Place], Kept]


NOTHING = Known()


def infer(datasets: Sequence[Arrivals], family: Callable[[str], str], known: Known = NOTHING) -> Inferred:
    """Return the flows between systems."""
    flows: list[Flow] = []
    looked: set[tuple[str, str, str]] = set()
    for name in sorted({family(each.concept) for each in datasets}):
        kin = [each for each in datasets if family(each.concept) == name]
        said, refused = (
            frozenset(each[:2] for each in told if each[2] == name) for told in (known.said, known.refused)
        )
        kept = {(each.owner, each.keeper): each for each in known.kept if each.dealt}
        found, seen = _in_family(kin, _Hints(known.sinks, known.timezone, said, refused, kept))
        flows += found
        looked |= {(*pair, name) for pair in seen}
    return Inferred(tuple(flows), frozenset(looked))


def _in_family(kin: Sequence[Arrivals], hints: _Hints) -> tuple[list[Flow], set[tuple[str, str]]]:
    timed = born([each for each in kin if each.moments is not None and not each.sheet])
    lags = {(a.place, b.place): found for a in timed for b in timed
            if a.place[0] != b.place[0] and (found := measure(a, b, timezone=hints.timezone)) is not None}  # fmt: skip
    candidates = _candidates(timed, lags, hints)
    likely = _likely({ends: flow for ends, flow in candidates.items() if _ends(flow) not in hints.refused}, hints)
    flows = [flow for target in timed for flow in _sources(target, likely)]
    fed = {(flow.source.place[0], flow.target.place[0]) for flow in flows}
    flows += [flow for target in timed for flow in _loads(target, timed, fed, hints)]
    fed |= {(flow.source.place[0], flow.target.place[0]) for flow in flows}
    flows += [flow for target in kin if target.moments is None for flow in _undated(target, kin, fed, hints)]
    fed |= {(flow.source.place[0], flow.target.place[0]) for flow in flows}
    flows += _keeping(kin, fed, hints)
    flows += [flow for flow in candidates.values() if _ends(flow) in hints.refused]
    return flows, _looked_at(kin, lags, flows)


def _looked_at(
    kin: Sequence[Arrivals], lags: Mapping[tuple[Place, Place], Lags], flows: Sequence[Flow]
) -> set[tuple[str, str]]:
    """Return the pairs of systems on which the data could tell: both dated, or the target explained by others."""
    pairs = {(a[0], b[0]) for (a, b), found in lags.items() if found.count >= FEWEST}
    for target in kin:
        known = np.zeros(len(target.records), dtype=bool)
        for flow in flows:
            if flow.target is target:
                known[flow.targets] = True
        if len(known) >= FEWEST and known.mean() >= _EXPLAINED:
            pairs |= {(each.place[0], target.place[0]) for each in kin if each.place[0] != target.place[0]}
    return pairs


def _ends(flow: Flow) -> tuple[str, str]:
    return flow.source.place[0], flow.target.place[0]


def _candidates(
    timed: Sequence[Arrivals], lags: Mapping[tuple[Place, Place], Lags], hints: _Hints
) -> dict[tuple[Place, Place], Flow]:
    """Return every pair of datasets of which one may feed the other."""
    by_place = {each.place: each for each in timed}
    found: dict[tuple[Place, Place], Flow] = {}
    for (left, right), each in lags.items():
        if flow := _candidate(by_place[left], by_place[right], each, hints.sinks):
            said = (left[0], right[0]) in hints.said
            if kept := hints.kept.get((left, right)):
                reasons = (*flow.reasons, "kept_numbers")
                flow = replace(flow, reasons=reasons, number=kept.reference)
            found[left, right] = replace(flow, said=said or kept is not None)
    return found


def _likely(found: Mapping[tuple[Place, Place], Flow], hints: _Hints) -> dict[Place, list[Flow]]:
    """Return the candidate sources of each target, those that only mirror the other direction left out."""
    kept: dict[Place, list[Flow]] = {}
    for (left, right), flow in found.items():
        back = found.get((right, left))
        chosen = flow if back is None or _apart(flow, back) else _directed(flow, back, hints.sinks)
        if chosen is not None:
            kept.setdefault(right, []).append(chosen)
    return kept


def _candidate(source: Arrivals, target: Arrivals, lags: Lags, sinks: frozenset[str]) -> Flow | None:
    hits = np.flatnonzero(lags.hits())
    excess = lags.excess
    if lags.count < FEWEST or len(hits) < _FEWEST_NEW or excess < _LEAST_EXCESS:
        return None
    by_chance = max(lags.null[lags.best], 1 / lags.count)
    if excess / np.sqrt(by_chance / lags.count) < _LEAST_Z:
        return None
    sources = lags.source[hits]
    carried = compare(source, target, sources, hits)
    mode, paced = mode_of(lags, target)
    if target.place[0] in sinks and lags.days and mode != "batch":
        mode, paced = "batch", ()  # a warehouse keeps the day of what happened, not that of its own loading
    probability = _chance(lags, carried, mode)
    if probability is None:
        return None
    return Flow(source, target, mode, probability, _reasons(lags, carried, paced), sources, hits, carried, lags)


def _chance(lags: Lags, carried: Carried, mode: Mode) -> float | None:
    """Return the probability that such lags and gaps come from data that passes; None where they are too weak."""
    wide = WINDOWS_HOURS[lags.best] > _WIDE_HOURS
    if lags.batches is not None and lags.batches < _FEWEST_BATCHES and wide:
        return None
    if carried.gaps is not None and carried.gaps < _NOT_INHERITED and (wide or mode == "manual"):
        return None
    if carried.gaps is not None and carried.gaps >= _INHERITED:
        return 0.97 if not wide else 0.93
    if not wide and mode != "manual":
        return 0.95
    return 0.85 if lags.excess >= _SURE_EXCESS else None


def _reasons(lags: Lags, carried: Carried, paced: Iterable[str]) -> tuple[str, ...]:
    told = ["lag", *paced]
    if lags.positive >= _ALWAYS_FIRST:
        told.append("first")
    if carried.gaps is not None and carried.gaps >= _INHERITED:
        told.append("gaps")
    if carried.typos:
        told.append("new_typos")
    return tuple(told)


def _apart(flow: Flow, back: Flow) -> bool:
    """Whether data passes both ways: other things each way, both inheriting the gaps of where they come from."""
    inherited = [each.carried.gaps is not None and each.carried.gaps >= _INHERITED for each in (flow, back)]
    here, there = (np.unique(each.target.entities[each.targets]) for each in (flow, back))
    shared = np.isin(here, there).sum() / min(len(here), len(there))
    return all(inherited) and bool(float(shared) <= _BOTH_WAYS_SHARED)


def _directed(flow: Flow, back: Flow, sinks: frozenset[str]) -> Flow | None:
    """Return the flow if its direction is the likelier of the two; where days alone are known both may look alike."""
    assert flow.lags is not None
    assert back.lags is not None
    if abs(flow.lags.excess - back.lags.excess) > _LEVEL or not flow.lags.days:
        ahead = flow.lags.excess * flow.lags.count >= back.lags.excess * back.lags.count
        return flow if ahead else None
    if flow.said != back.said:
        return flow if flow.said else None
    score = _origin(flow, sinks) - _origin(back, sinks)
    if score == 0:
        wider = len(flow.source.records) - len(flow.target.records)
        return replace(flow, probability=0.6) if wider > 0 else None
    return replace(flow, probability=min(flow.probability, 0.85)) if score > 0 else None


def _origin(flow: Flow, sinks: frozenset[str]) -> int:
    """Return how many signs say that the source is where the shared records were born."""
    score = 2 * (flow.target.place[0] in sinks) - 2 * (flow.source.place[0] in sinks)
    score += 2 * (knows_ids(flow.source, flow.target, flow.sources, flow.targets) >= _EXPLAINED)
    days = flow.target.moments is not None and flow.target.moments.days
    shared = np.isin(flow.target.entities, flow.source.entities)
    own = flow.target.at[~shared]
    if len(own) >= FEWEST:
        more = unattended(flow.target.at[shared], days=days) - unattended(own, days=days)
        score += int(more > _UNATTENDED_MORE)
    return score


def _sources(target: Arrivals, likely: Mapping[Place, Sequence[Flow]]) -> list[Flow]:
    """Choose the sources of a target: what explains most comes first, the tighter of two that explain alike."""
    left = _undominated(likely.get(target.place, ()))
    explained = np.zeros(len(target.records), dtype=bool)
    chosen: list[Flow] = []
    while left:
        most = max(len(flow.targets) for flow in left)
        near = [flow for flow in left if len(flow.targets) >= (1 - _LEVEL) * most]
        best = min(near, key=lambda flow: (_tightness(flow), flow.source.place))
        left.remove(best)
        new = int((~explained[best.targets]).sum())
        same_system = any(flow.source.place[0] == best.source.place[0] for flow in chosen)
        if new >= max(_FEWEST_NEW, _NEW_SHARE * len(best.targets)):
            if not same_system:
                chosen.append(best)
            explained[best.targets] = True
    return chosen


def _undominated(flows: Sequence[Flow]) -> list[Flow]:
    """Leave out a source whose arrivals another explains as well and more tightly: a longer way, or a common cause."""
    return [each for each in flows if not any(_dominates(other, each) for other in flows if other is not each)]


def _dominates(flow: Flow, other: Flow) -> bool:
    if flow.source.place[0] == other.source.place[0] or not _explains(flow, other):
        return False
    if not _explains(other, flow):
        return not _much_tighter(other, flow)
    return len(flow.targets) >= _ALIKE * len(other.targets) and _tightness(flow) < _tightness(other)


def _much_tighter(flow: Flow, other: Flow) -> bool:
    """Whether one arrives on the day and with its gaps, where the other's lag is so wide that it may be chance."""
    assert flow.lags is not None
    assert other.lags is not None
    inherited = flow.carried.gaps is not None and flow.carried.gaps >= _INHERITED
    return inherited and WINDOWS_HOURS[flow.lags.best] < DAY / HOUR and WINDOWS_HOURS[other.lags.best] > _WIDE_HOURS


def _explains(flow: Flow, other: Flow) -> bool:
    """Whether nearly all that another source explains, and this one knows, this one explains too."""
    assert flow.lags is not None
    load = load_of(flow.source.at, least_share=_RELOADED, least=_LOAD_FEWEST)
    known = flow.lags.known if load is None else flow.lags.known & ~np.isin(flow.lags.source, load)
    common = other.targets[known[other.targets]]
    if len(common) < _NEW_SHARE * len(other.targets):
        return False
    return bool(np.isin(common, flow.targets).mean() >= _ALIKE)


def _tightness(flow: Flow) -> tuple[bool, float, bool, float]:
    gap = flow.carried.gaps
    inherited = 0.0 if gap is None or gap >= _INHERITED else 1.0
    seconds = flow.lags.seconds[flow.targets] if flow.lags is not None else np.zeros(1)
    low, high = np.quantile(seconds, [0.1, 0.9])
    rough = DAY / 2 if flow.lags is not None and flow.lags.days else 0.0
    late = flow.lags is not None and flow.lags.positive < _ALWAYS_FIRST
    return not flow.said, inherited, late, float(high - low) + abs(float(np.median(seconds))) / 2 + rough


def _loads(target: Arrivals, timed: Sequence[Arrivals], fed: set[tuple[str, str]], hints: _Hints) -> list[Flow]:
    """Return the system whose records were loaded into a target at one moment."""
    load = load_of(target.at, least_share=_LOAD_SHARE, least=_LOAD_FEWEST)
    if load is None:
        return []
    moment = float(np.median(target.at[load]))
    found = [
        flow
        for source in timed
        if source.place[0] != target.place[0]
        and (source.place[0], target.place[0]) not in fed | hints.refused
        and (target.place[0], source.place[0]) not in fed
        and (flow := _load(source, target, load, moment)) is not None
        and (flow.probability >= _SURE_LOAD or not _only_back(hints.said, source, target))
    ]
    found.sort(key=lambda flow: (-flow.probability, -len(flow.targets), flow.source.place))
    return found[:1]


def _only_back(said: Pairs, source: Arrivals, target: Arrivals) -> bool:
    """Whether somebody said that data passes the other way, and nobody this way."""
    return (target.place[0], source.place[0]) in said and (source.place[0], target.place[0]) not in said


def _load(source: Arrivals, target: Arrivals, load: Integers, moment: float) -> Flow | None:
    sources, targets = _paired(source, target, load)
    before = source.at[sources] <= moment + HOUR * 24
    sources, targets = sources[before], targets[before]
    if len(targets) < _CONTAINED * len(load):
        return None
    carried = compare(source, target, sources, targets)
    if carried.gaps is not None and carried.gaps < _INHERITED:
        return None
    probability = _SURE_LOAD if carried.gaps is not None else 0.6
    mode: Mode = "batch" if _goes_on(source, target, moment) else "import"
    return Flow(source, target, mode, probability, ("one_load", "contained"), sources, targets, carried)


def _goes_on(source: Arrivals, target: Arrivals, moment: float) -> bool:
    """Whether records that the source holds kept arriving after a load, at one stretch of the day."""
    if target.moments is None or target.moments.days:
        return False
    later = np.asarray(np.flatnonzero(target.at > moment + DAY), dtype=np.int64)
    sources, targets = _paired(source, target, later)
    if len(targets) < max(FEWEST, _CONTAINED * len(later)):
        return False
    ahead = float((source.at[sources] <= target.at[targets]).mean())
    return ahead >= _EXPLAINED and comb(target.at[targets], days=False)


def _paired(source: Arrivals, target: Arrivals, places: Integers) -> tuple[Integers, Integers]:
    """Return the first record of the source for each of the target's records whose entity it holds."""
    order = np.argsort(source.entities, kind="stable")
    keys = source.entities[order]
    wanted = target.entities[places]
    at = np.clip(np.searchsorted(keys, wanted), 0, max(len(keys) - 1, 0))
    have = keys[at] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    return np.asarray(order[at][have], dtype=np.int64), np.asarray(places[have], dtype=np.int64)


def _undated(target: Arrivals, kin: Sequence[Arrivals], fed: set[tuple[str, str]], hints: _Hints) -> list[Flow]:
    """Return the source of a dataset whose records carry no time: what holds nearly all of it, gaps and all."""
    places = np.arange(len(target.records), dtype=np.int64)
    if len(places) < FEWEST:
        return []
    found: list[tuple[float, Flow]] = []
    for source in kin:
        if source.place[0] == target.place[0] or source.sheet or (target.place[0], source.place[0]) in fed:
            continue
        if (source.place[0], target.place[0]) in hints.refused:
            continue
        sources, targets = _paired(source, target, places)
        if len(targets) < _CONTAINED * len(places):
            continue
        carried = compare(source, target, sources, targets)
        kept = hints.kept.get((source.place, target.place))
        score = _KEPT if kept else _likeness(carried)
        if score is not None:
            mode: Mode = "manual" if target.sheet else "batch"
            gaps = carried.gaps is not None and carried.gaps >= _INHERITED
            told = ("contained", "no_times", *(("gaps",) * gaps), *(("kept_numbers",) * bool(kept)))
            sink = source.place[0] in hints.sinks
            found.append(
                (
                    score - sink + _PER_ATTRIBUTE * len(carried.attributes),
                    Flow(
                        source,
                        target,
                        mode,
                        min(score, 0.9),
                        told,
                        sources,
                        targets,
                        carried,
                        number=kept.reference if kept else None,
                    ),
                )
            )
    found.sort(key=lambda each: (-each[0], -len(each[1].targets), each[1].source.place))
    return [flow for _, flow in found[:1]]


def _likeness(carried: Carried) -> float | None:
    """Return how likely records without times were copied; that both say the same of the same things is no sign."""
    if carried.gaps is not None and carried.gaps >= _INHERITED:
        return 0.5 + 0.45 * carried.gaps
    return None


def _keeping(kin: Sequence[Arrivals], fed: set[tuple[str, str]], hints: _Hints) -> Iterator[Flow]:
    """Yield what only kept numbers show, each way that records went: one that was there first got its number back."""
    by_place = {each.place: each for each in kin}
    for (owner, keeper), kept in hints.kept.items():
        if owner not in by_place or keeper not in by_place:
            continue
        there, here = by_place[owner], by_place[keeper]
        lag = here.at[kept.here] // DAY - there.at[kept.there] // DAY
        back = lag < 0
        taken = ~back if float(back.mean()) <= _SELDOM else lag > 0
        for left, right, which in ((there, here, taken), (here, there, back)):
            ends = (left.place[0], right.place[0])
            if which.sum() < max(FEWEST, _NEW_SHARE * len(lag)) or ends in fed or ends in hints.refused:
                continue
            fed.add(ends)
            places = (kept.there, kept.here) if left is there else (kept.here, kept.there)
            sources, targets = places[0][which], places[1][which]
            carried = compare(left, right, sources, targets)
            yield Flow(
                left, right, None, _ONLY_KEPT, ("kept_numbers",), sources, targets, carried, number=kept.reference
            )
