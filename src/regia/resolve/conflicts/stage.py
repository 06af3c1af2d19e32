"""The only door: entities in, conflicts, accuracies, masters, duplicates and their cost out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, subject_master
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS
from regia.model.progress import Progress
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELD_REFERENCES, FIELDS
from regia.resolve.conflicts.accuracy import Counted, Row, accuracy_rows, counted
from regia.resolve.conflicts.attributes import Attribute, attributes, columns
from regia.resolve.conflicts.copying import copying
from regia.resolve.conflicts.costs import CONFLICT, DUPLICATE, Tally, cost_rows
from regia.resolve.conflicts.doubt import doubted
from regia.resolve.conflicts.duplicates import duplicate_rows, surplus
from regia.resolve.conflicts.family import Family, families, family
from regia.resolve.conflicts.golden import DIFFERENT, STALE, TYPING, Judged, judged
from regia.resolve.conflicts.learning import Learned, learn
from regia.resolve.conflicts.masters import Evidence as MasterEvidence
from regia.resolve.conflicts.masters import Verdicts, alone_rows, master_rows
from regia.resolve.conflicts.rows import conflict_rows
from regia.resolve.conflicts.said import Word, spoken_of, words
from regia.resolve.conflicts.standing import Contested, contested, standing
from regia.resolve.conflicts.tables import (
    CONFLICTS,
    DATA_COSTS,
    DUPLICATES,
    MASTERS,
    SOURCE_ACCURACY,
    SOURCE_DEPENDENCE,
    WHOLE,
)
from regia.resolve.conflicts.values import Values, values_of
from regia.resolve.records import holders
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_YEAR = 365 * 86_400.0
_PRICED = (TYPING, STALE, DIFFERENT)
_MERGED_KINDS = frozenset({"entity", "spreadsheet", None})
"""Kinds of datasets in which two records of one entity are one too many; of orders and messages there may be many."""


@dataclass(frozen=True)
class Options:
    """`sample`: the entities of a family that sources are judged by (default 60,000); values are judged in all."""

    sample: int = 60_000


@dataclass
class _Found:
    """What is found, family by family."""

    conflicts: "list[pa.Table]" = field(default_factory=list)
    duplicates: "list[pa.Table]" = field(default_factory=list)
    accuracies: list[Row] = field(default_factory=list)
    masters: list[Row] = field(default_factory=list)
    dependence: list[Row] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def compute(evidence: Evidence, options: Options, progress: Progress) -> "Mapping[str, pa.Table]":
    """Return where the records of each entity disagree, who is right, who should lead, and what it costs.

    Raises:
        LogDamaged: the company's log of verdicts cannot be read.
    """
    import pyarrow as pa

    found = _Found()
    log = VerdictLog(evidence.company.folder, evidence.company.name)
    verdicts, said = _verdicts(log), words(log)
    kinds = {(row["system"], row["dataset"]): row["kind"] for row in evidence.table(DATASETS.name).to_pylist()}
    alone: dict[str, set[str]] = {}
    for each in holders(evidence):
        alone.setdefault(each.concept, set()).add(each.system)
    for concepts, chosen in families(evidence):
        progress.step(STAGE.title)
        for concept in concepts:
            alone.pop(concept, None)
        one = family(evidence, concepts, chosen, progress, spill=evidence.cache)
        _Work(evidence, options, progress, one, found).run(verdicts, said, kinds)
    found.masters += alone_rows(alone, verdicts)
    return {
        CONFLICTS.name: pa.concat_tables([CONFLICTS.empty(), *found.conflicts]).combine_chunks(),
        SOURCE_ACCURACY.name: SOURCE_ACCURACY.from_rows(found.accuracies),
        MASTERS.name: MASTERS.from_rows(found.masters),
        SOURCE_DEPENDENCE.name: SOURCE_DEPENDENCE.from_rows(found.dependence),
        DUPLICATES.name: pa.concat_tables([DUPLICATES.empty(), *found.duplicates]).combine_chunks(),
        DATA_COSTS.name: DATA_COSTS.from_rows(cost_rows(found.tally, evidence.company.assumptions)),
    }


def _verdicts(log: VerdictLog) -> Verdicts:
    chosen: dict[tuple[str, str], str] = {}
    rejected: set[tuple[str, str, str]] = set()
    for each in log.standing(Kind.MASTER):
        concept, attribute, system = subject_master(each.subject)
        if each.verdict == Decision.CONFIRMED:
            chosen[concept, attribute] = system  # the last one given holds
        else:
            rejected.add((concept, attribute, system))
    return Verdicts(chosen, frozenset(rejected))


class _Work:
    """One family at work."""

    def __init__(self, evidence: Evidence, options: Options, progress: Progress, one: Family, found: _Found) -> None:
        self.evidence, self.options, self.progress, self.family, self.found = evidence, options, progress, one, found
        self.attributes = attributes(evidence, one)
        self.today = datetime.combine(evidence.today, time(), UTC).timestamp()

    def run(self, verdicts: Verdicts, said: Sequence[Word], kinds: Mapping[tuple[str, str], str | None]) -> None:
        """Judge the attributes of the family one after the other, then what they tell together."""
        import numpy as np
        import pyarrow as pa

        every = max(1, len(self.family.entities) // self.options.sample)
        learned = learn(self.family, lambda: self._values(every))
        filled = [np.zeros(len(each.entity), dtype=np.int32) for each in self.family.held]
        counts: list[Counted] = []
        contests: dict[str, Mapping[int, Contested]] = {}
        judgements: list[tuple[Attribute, np.ndarray, np.ndarray]] = []
        tables: list[tuple[pa.Table, np.ndarray, np.ndarray]] = []
        doubt = [np.zeros(len(each.entity), dtype=bool) for each in self.family.held]
        for values in self._values():
            one = judged(values, learned, spoken_of(self.family, values, said))
            tables.append((conflict_rows(self.family, one), *self._places(one, one.departures.row)))
            for source, row in zip(*doubted(one), strict=True):
                doubt[one.values.attribute.held[source]][row] = True
            counts.append(counted(self.family, one))
            contests[values.attribute.name] = contested(self.family, one)
            judgements.append(self._priced(one))
            self._fill(filled, one)
        accuracies = accuracy_rows(self.family, counts, self.today)
        self.found.accuracies += accuracies
        self.found.conflicts += [table.filter(pa.array(~_marked(doubt, *where))) for table, *where in tables]
        judgements = [
            (attribute, places[sure], rows[sure])
            for attribute, places, rows in judgements
            for sure in [~_marked(doubt, places, rows)]
        ]
        self._duplicates(filled, kinds, judgements, doubt)
        self._dependence(learned)
        given = MasterEvidence(self.family, standing(self.family), accuracies, contests, self.today)
        self.found.masters += master_rows(given, verdicts)

    def _values(self, every: int = 1) -> "Iterator[Values]":
        zone = self.evidence.company.working_time.timezone
        read = columns(self.family, self.attributes, spill=self.evidence.cache)
        for done, (attribute, texts) in enumerate(read):
            self.progress.step(_READING, done=done, total=len(self.attributes))
            yield values_of(self.family, attribute, texts, timezone=zone, every=every)

    def _fill(self, filled: "list[np.ndarray]", one: Judged) -> None:
        for source, place in enumerate(one.values.attribute.held):
            mine = (one.values.source == source) & (one.values.value >= 0)
            filled[place][one.values.row[mine]] += 1

    def _priced(self, one: Judged) -> "tuple[Attribute, np.ndarray, np.ndarray]":
        """Return the dataset (place in the family) and row of the conflicts that cost work."""
        import numpy as np

        rows = one.departures.row[np.isin(one.departures.kind, _PRICED)]
        return one.values.attribute, *self._places(one, rows)

    def _places(self, one: Judged, rows: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
        """Return the dataset (place in the family) and row there of some of an attribute's values."""
        import numpy as np

        return np.array(one.values.attribute.held)[one.values.source[rows]], one.values.row[rows]

    def _duplicates(
        self,
        filled: "list[np.ndarray]",
        kinds: Mapping[tuple[str, str], str | None],
        judgements: "list[tuple[Attribute, np.ndarray, np.ndarray]]",
        doubt: "list[np.ndarray]",
    ) -> None:
        """Tell the duplicates, and count flaws: a conflict in a record to merge away costs nothing more."""
        import numpy as np

        for place, each in enumerate(self.family.held):
            keep = np.arange(len(each.entity))
            if kinds.get(each.holder.place) in _MERGED_KINDS:
                keep = surplus(each, filled[place])
                keep = np.where(doubt[place] | doubt[place][keep], np.arange(len(keep)), keep)
                self.found.duplicates.append(duplicate_rows(self.family, each, keep, filled[place]))
            doubles = keep != np.arange(len(keep))
            self._count(place, np.flatnonzero(doubles), WHOLE, DUPLICATE)
            for attribute, places, rows in judgements:
                mine = rows[places == place]
                self._count(place, mine[~doubles[mine]], attribute.name, CONFLICT)

    def _count(self, place: int, rows: "np.ndarray", attribute: str, flaw: str) -> None:
        import numpy as np

        held = self.family.held[place]
        concept = self.family.concept[held.entity[rows]]
        with np.errstate(invalid="ignore"):
            active = held.changed[rows] >= self.today - _YEAR
        for number in np.unique(concept):
            mine = concept == number
            name = (self.family.concepts[number], attribute, *held.holder.place, flaw)
            self.found.tally.values[name] += int(mine.sum())
            self.found.tally.active[name] += int((mine & active).sum())

    def _dependence(self, learned: Learned) -> None:
        shared, chance = learned.shared, copying(learned.shared)
        for left, one in enumerate(self.family.held):
            for right in range(left + 1, len(self.family.held)):
                other = self.family.held[right]
                counts = [table[left, right] for table in (shared.right, shared.wrong, shared.differing)]
                if sum(counts) > 0:
                    self.found.dependence.append(
                        {
                            "concept": self.family.concepts[0],
                            "left_system": one.holder.system,
                            "left_dataset": one.holder.dataset,
                            "right_system": other.holder.system,
                            "right_dataset": other.holder.dataset,
                            "probability": float(chance[left, right]),
                            "compared": round(sum(counts)),
                            "shared_right": float(counts[0]),
                            "shared_wrong": float(counts[1]),
                            "differing": round(counts[2]),
                        }
                    )


def _marked(marks: "list[np.ndarray]", places: "np.ndarray", rows: "np.ndarray") -> "np.ndarray":
    """Return the mark of each row, given dataset by dataset."""
    import numpy as np

    found = np.zeros(len(rows), dtype=bool)
    for place, mark in enumerate(marks):
        mine = places == place
        found[mine] = mark[rows[mine]]
    return found


_READING = Text("Confronto i valori", "Comparing values")

STAGE = Stage(
    name="conflicts",
    title=Text("Dove i sistemi si contraddicono", "Where systems contradict one another"),
    reads=(ENTITY_RECORDS, CONCEPT_DATASETS, ATTRIBUTES, DATASETS, FIELDS, FIELD_REFERENCES, DATASET_KEYS),
    writes=(CONFLICTS, SOURCE_ACCURACY, MASTERS, SOURCE_DEPENDENCE, DUPLICATES, DATA_COSTS),
    options=Options(),
    compute=compute,
    judged=True,
)
