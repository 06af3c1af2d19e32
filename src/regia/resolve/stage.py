"""The only door of resolving: the shared model and the snapshot in, links and entities out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, subject_pair
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS, CONCEPTS
from regia.model.progress import Progress
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELD_REFERENCES, FIELDS
from regia.resolve.compared import Compared, planned, read
from regia.resolve.entities import EntityChange, Record, named
from regia.resolve.families import Family, families
from regia.resolve.naming import named_alike
from regia.resolve.records import RECORD, Holder, holders, read_records
from regia.resolve.resolving import resolve
from regia.resolve.rows import (
    FamilyResult,
    copy_rows,
    entity_table,
    link_table,
    resolution_rows,
    skipped_rows,
)
from regia.resolve.tables import ENTITY_CHANGES, ENTITY_RECORDS, LINKS, RESOLUTION
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

Row = dict[str, object]
Judged = Mapping[tuple[Record, Record], bool]


@dataclass(frozen=True)
class Options:
    """Nothing to set: what is compared and what it weighs comes from the data."""


def compute(evidence: Evidence, options: Options, progress: Progress) -> "Mapping[str, pa.Table]":  # noqa: ARG001
    """Return which records are one thing, for every concept that can be held twice.

    Raises:
        LogDamaged: the company's log of verdicts cannot be read.
    """
    before = _remembered(evidence.previous.get(ENTITY_RECORDS.name))
    found = families(
        holders(evidence), evidence.table(CONCEPTS.name).to_pylist(), evidence.table(FIELD_REFERENCES.name).to_pylist()
    )
    made = _Made(before, _verdicts(VerdictLog(evidence.company.folder, evidence.company.name)))
    for done, family in enumerate(found):
        progress.step(RESOLVING, done=done, total=len(found))
        alike = named_alike(family) if family.compared else family
        made.add(alike, _compared(evidence, alike), evidence)
    return made.tables(evidence)


RESOLVING = Text("Chi è la stessa cosa", "Who is the same thing")


def _compared(evidence: Evidence, family: Family) -> Compared | None:
    """Return the records of a family to compare; None where there is nothing to compare."""
    if not family.compared:
        return None
    plan = planned(family, evidence.table(ATTRIBUTES.name).to_pylist(), evidence.table(FIELDS.name).to_pylist())
    return read(plan, evidence.cache) if plan.parts else None


class _Made:
    """The tables in the making, one family after the other."""

    def __init__(self, before: Mapping[Record, str], judged: Judged) -> None:
        self._before, self._judged = before, judged
        self._links: list[pa.Table] = []
        self._entities: list[pa.Table] = []
        self._resolution: list[Row] = []
        self._changes: list[EntityChange] = []

    def add(self, family: Family, compared: Compared | None, evidence: Evidence) -> None:
        if compared is None:
            self._resolution += skipped_rows(family)
            return
        ids = compared.record.to_pylist()
        places = [each.place for each in compared.plan.holders]
        records: list[Record] = [
            (*places[at], name) for at, name in zip(compared.pool.source.tolist(), ids, strict=True)
        ]
        result = FamilyResult(
            family, compared, resolve(compared.pool, _by_row(self._judged, records), within=not family.document)
        )
        entity = self._named(result, records)
        self._links.append(link_table(result))
        self._entities.append(entity_table(result, records, entity))
        self._resolution += resolution_rows(result)
        self._copies(result, records, entity, evidence)

    def _named(self, result: FamilyResult, records: Sequence[Record]) -> "np.ndarray":
        import numpy as np

        _, group = np.unique(result.resolved.thing, return_inverse=True)
        groups: list[list[Record]] = [[] for _ in range(int(group.max(initial=-1)) + 1)]
        for record, at in zip(records, group.tolist(), strict=True):
            groups[at].append(record)
        found = named(groups, self._before, result.family.concept)
        self._changes += found.changes
        return np.array(found.ids, dtype=object)[group]

    def _copies(
        self, result: FamilyResult, records: Sequence[Record], entity: "np.ndarray", evidence: Evidence
    ) -> None:
        if not result.family.copies:
            return
        ids = {copy.place: _ids(copy, evidence) for copy in result.family.copies}
        entities, links = copy_rows(result, records, entity.tolist(), ids)
        self._entities.append(ENTITY_RECORDS.from_rows(entities))
        self._links.append(LINKS.from_rows(links))

    def tables(self, evidence: Evidence) -> "dict[str, pa.Table]":
        import pyarrow as pa

        return {
            LINKS.name: pa.concat_tables([LINKS.empty(), *self._links]).combine_chunks(),
            ENTITY_RECORDS.name: pa.concat_tables([ENTITY_RECORDS.empty(), *self._entities]).combine_chunks(),
            ENTITY_CHANGES.name: ENTITY_CHANGES.from_rows(_history(evidence, self._changes)),
            RESOLUTION.name: RESOLUTION.from_rows(self._resolution),
        }


def _ids(copy: Holder, evidence: Evidence) -> list[str]:
    return [name for batch in read_records(copy, [], spill=evidence.cache) for name in batch.column(RECORD).to_pylist()]


def _history(evidence: Evidence, changes: Iterable[EntityChange]) -> list[Row]:
    """Return what changed in this snapshot and before; a change that comes again is told once, as of now."""
    rows = {
        (row["entity"], row["change"], row["other_entity"]): dict(row)
        for row in _previous(evidence, ENTITY_CHANGES.name)
    }
    for each in changes:
        rows[each.entity, each.change, each.other] = {
            "entity": each.entity, "change": each.change, "other_entity": each.other,
            "snapshot": evidence.snapshot.snapshot,
        }  # fmt: skip
    return list(rows.values())


def _previous(evidence: Evidence, table: str) -> list[Row]:
    known = evidence.previous.get(table)
    return list(known.to_pylist()) if known is not None else []


def _remembered(table: "pa.Table | None") -> dict[Record, str]:
    """Return the entity that each record was of; a name that many rows repeat is kept once."""
    if table is None:
        return {}
    places = zip(_shared(table["system"]), _shared(table["dataset"]), strict=True)
    records = ((*place, str(name)) for place, name in zip(places, table["record"].to_pylist(), strict=True))
    return dict(zip(records, _shared(table["entity"]), strict=True))


def _shared(column: "pa.ChunkedArray") -> "Iterator[str]":
    """Yield the texts of a column, equal ones being one object."""
    coded = column.combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    return (names[at] for at in coded.indices.to_numpy())


def _verdicts(log: VerdictLog) -> dict[tuple[Record, Record], bool]:
    return {subject_pair(each.subject): each.verdict == Decision.CONFIRMED for each in log.standing(Kind.LINK)}


def _by_row(judged: Judged, records: Sequence[Record]) -> dict[tuple[int, int], bool]:
    """Return the verdicts on pairs of these records, by row."""
    if not judged:
        return {}
    wanted = {record for pair in judged for record in pair}
    row = {record: at for at, record in enumerate(records) if record in wanted}
    found = (((row[one], row[other]), same) for (one, other), same in judged.items() if one in row and other in row)
    return {(min(pair), max(pair)): same for pair, same in found if pair[0] != pair[1]}


STAGE = Stage(
    name="resolve",
    title=RESOLVING,
    reads=(CONCEPTS, CONCEPT_DATASETS, ATTRIBUTES, FIELDS, DATASETS, DATASET_KEYS, FIELD_REFERENCES),
    writes=(LINKS, ENTITY_RECORDS, ENTITY_CHANGES, RESOLUTION),
    options=Options(),
    compute=compute,
    recalls=(ENTITY_RECORDS, ENTITY_CHANGES),
    judged=True,
)
