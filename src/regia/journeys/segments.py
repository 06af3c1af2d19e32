"""Which field tells the kinds of work that wait differently: channel, way of delivery, priority ...

It is looked for among the fields with few values of the record of a hand-off's earlier event. Of what is written when
the wait ends, or because of it, a worsening would seem to be another kind of work, so these are no kinds:

- a state, an outcome, who did the work, whatever a time or a key is, and what tells of persons;
- what only goes with time, as a price list does: waits are ranked within eight weeks at a time, and there it explains
  nothing;
- a threshold: values whose waits begin where those of another end, as a flag "late" has them;
- what is filled in later: what still waits is rather of the slow kinds, since they wait longer. A field by which it is
  much rarer of the slowest kind gets that value when the wait ends.

The one field that explains most of the ranks is taken, and none where that is little.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from regia.engine.session import parquet, quoted
from regia.journeys.baseline import Kinds
from regia.journeys.explained import explained, ranks, tells_apart
from regia.journeys.gathering import Gathered
from regia.journeys.outcomes import tells_endings
from regia.journeys.sources import EventSource, Place
from regia.profile.names import nested_words, word_list, words
from regia.profile.tables import FIELDS
from regia.resolve.records import identity
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_KINDS = 12
"""Values that a field of kinds has at most."""

LEAST_OF_A_KIND = 20
"""Passages from which a kind is told apart; rarer ones are one kind together."""

LEAST_PASSAGES = 100
"""Passages from which kinds are looked for."""

_READ = [
    "system",
    "dataset",
    "field",
    "type",
    "semantic_type",
    "distinct_count",
    "time_role",
    "personal_data",
    "in_key",
]
_CODES = frozenset({"status_code", "yes_no"})
_TYPES = frozenset({"text", "boolean", "integer"})
_EDGE = 0.05
"""Share of a kind's waits, the longest or the shortest, that may lie beyond a threshold."""

_NEXT = 1.5
"""How many times the end of a kind's waits those of the next may begin at, for the two to meet."""

_ENDS = 0.5
"""What lies between nine in ten and the end, as a share of what lies from the middle to there: more is a long tail."""

_BEGINS = 0.125
"""What lies between the first of the waits and one in ten, as a share of all up to the middle."""

_CHANCE = 0.01
"""How often chance may leave so few of the slowest kind among what still waits."""


@dataclass(frozen=True)
class Passages:
    """The passages of a hand-off: the number of the activity and the records of the earlier events, and the waits.

    `began` is when they began. `records` are things, by number: in a history of states, what it is the history of.
    `open` are the records whose next event is yet to come.
    """

    activity: int
    records: "NDArray[np.int64]"
    began: "NDArray[np.float64]"
    waits: "NDArray[np.float64]"
    open: "NDArray[np.int64]"


@dataclass(frozen=True)
class _Field:
    """A field of few values: its code, and which of them each thing of its dataset has, from the first thing on."""

    code: str
    first: int
    of: "NDArray[np.int64]"

    def kinds(self, things: "NDArray[np.int64]") -> "NDArray[np.int64]":
        at = things - self.first
        inside = (at >= 0) & (at < len(self.of))
        found: NDArray[np.int64] = np.where(inside, self.of[np.clip(at, 0, len(self.of) - 1)], 0)
        return found


@dataclass
class Segments:
    """The fields that may tell kinds of work, by name and dataset; those of a dataset are read when first asked for."""

    gathered: Gathered
    sources: Mapping[Place, EventSource]
    fields: Mapping[Place, Sequence[str]]
    _read: dict[Place, tuple[_Field, ...]] = field(default_factory=dict)

    def kinds(self, passages: Passages) -> Kinds | None:
        """Return the kinds of work that explain best how long passages wait, or None where none does."""
        place = self.gathered.activities[passages.activity].source.subject(self.gathered.places)
        if len(passages.waits) < LEAST_PASSAGES or not self.fields.get(place):
            return None
        ranked = ranks(passages.began, passages.waits)
        found = [
            (explained(ranked, kinds), each.code, kinds)
            for each in self._of(place)
            if (kinds := _told_apart(each.kinds(passages.records))) is not None
            and tells_apart(ranked, kinds)
            and not _is_threshold(passages.waits, kinds)
            and not _is_later(each, passages)
        ]
        return Kinds(*max(found, key=lambda each: each[:2])[1:]) if found else None

    def _of(self, place: Place) -> tuple[_Field, ...]:
        if place not in self._read:
            self._read[place] = tuple(_fields(self.gathered, self.sources[place], self.fields[place]))
        return self._read[place]


def segments(evidence: Evidence, gathered: Gathered, states: Mapping[Place, Iterable[str]]) -> Segments:
    """Return what may tell kinds of work in the datasets of events; `states` are their fields of state."""
    sources = {each.source.place: each.source for each in gathered.activities if each.source.kind != "log"}
    found = defaultdict(list)
    for row in evidence.table(FIELDS.name).select(_READ).to_pylist():
        place, name = (str(row["system"]), str(row["dataset"])), str(row["field"])
        if place in sources and _may_tell(row) and name not in (*states.get(place, ()), sources[place].state):
            found[place].append(name)
    return Segments(gathered, sources, found)


def _may_tell(row: Mapping[str, object]) -> bool:
    """Whether a field has few values that are codes, known before any work is done as far as its name says."""
    few, named = row["distinct_count"], set(words(str(row["field"])))
    return (
        isinstance(few, int)
        and 2 <= few <= MOST_KINDS
        and row["type"] in _TYPES
        and (row["semantic_type"] in _CODES or row["type"] == "boolean")
        and row["time_role"] is None
        and row["personal_data"] in (None, "none")
        and not row["in_key"]
        and named.isdisjoint(_no_kinds())
    )


@cache
def _no_kinds() -> frozenset[str]:
    """Return the words of the names of fields that tell a state, an outcome, or who did the work."""
    own = files("regia.journeys").joinpath("words", "kinds.toml").read_text(encoding="utf-8")
    listed = {name: frozenset(each) for name, each in tomllib.loads(own).items()}
    people = nested_words("fields")["who"]["words"] | nested_words("fields")["person_name"]["words"]
    return listed["doer"] | listed["outcome"] | word_list("kinds")["state"] | people


def _fields(gathered: Gathered, source: EventSource, names: Sequence[str]) -> Iterable[_Field]:
    """Yield the fields of a dataset with the value of each thing, as a number; 0 is none."""
    place = gathered.places.index(source.place)
    columns = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS v{at}" for at, name in enumerate(names))
    rows = gathered.connection.sql(
        f"SELECT t.thing, v.* EXCLUDE (record) FROM (SELECT {identity(source.holder)} AS record, {columns} "  # noqa: S608
        f"FROM {parquet(source.path)}) v JOIN things t ON t.place = {place} AND t.record = v.record"
    ).to_arrow_table()
    things = rows["thing"].to_numpy()
    if not len(things):
        return
    first, size = int(things.min()), int(things.max() - things.min()) + 1
    for at, name in enumerate(names):
        coded = rows[f"v{at}"].combine_chunks().dictionary_encode()
        values = coded.dictionary.to_pylist()
        if tells_endings(map(str, values)):
            continue
        order = np.empty(len(values) + 1, np.int64)
        order[np.argsort(np.array(values, dtype=str), kind="stable")] = np.arange(1, len(values) + 1)
        order[-1] = 0
        of = np.zeros(size, np.int64)
        of[things - first] = order[coded.indices.fill_null(len(values)).to_numpy()]
        yield _Field(f"segment:{source.place[1]}.{name}", first, of)


def _told_apart(values: "NDArray[np.int64]") -> "NDArray[np.int64] | None":
    """Return values as kinds that have passages enough, the rare ones as one kind; None where there is one alone."""
    often = np.bincount(values) >= LEAST_OF_A_KIND
    number: NDArray[np.int64] = np.where(often, np.cumsum(often), 0)
    return number[values] if often.sum() > 1 else None


def _is_threshold(waits: "NDArray[np.float64]", kinds: "NDArray[np.int64]") -> bool:
    """Whether the waits of some kind end at once where those of another begin, as if the wait itself made the kind."""
    each = [waits[kinds == kind] for kind in np.unique(kinds)]
    each.sort(key=lambda of: float(np.median(of)))
    for low, high in pairwise(each):
        middle, late, end = np.quantile(low, [0.5, 0.9, 1 - _EDGE])
        begin, early, half = np.quantile(high, [_EDGE, 0.1, 0.5])
        at_once = end - late < _ENDS * (late - middle) and early - begin < _BEGINS * (half - begin)
        if at_once and end <= begin < _NEXT * end:
            return True
    return False


def _is_later(each: _Field, passages: Passages) -> bool:
    """Whether what still waits is much rarer of the slowest kind than what has gone on."""
    from scipy.special import bdtr

    ended, waiting = each.kinds(passages.records), each.kinds(passages.open)
    told = np.flatnonzero(np.bincount(ended) >= LEAST_OF_A_KIND)
    slowest = max(told, key=lambda kind: float(np.median(passages.waits[ended == kind])))
    share, seen = float((ended == slowest).mean()), int((waiting == slowest).sum())
    return bool(bdtr(seen, len(waiting), share) < _CHANCE)
