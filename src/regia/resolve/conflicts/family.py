"""The concepts whose records may be the same thing (customer, contact, lead), with all their records in memory.

Only what every attribute needs is kept for all records: which entity each is of, and when it was made and changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import selecting
from regia.model.progress import Progress
from regia.profile.names import says
from regia.profile.tables import DATASETS, FIELDS
from regia.resolve.records import RECORD, Holder, holders, read_records
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

Row = dict[str, object]
_CHANGED, _CREATED = "changed at", "created at"
_DAY_FORMATS = "['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y', '%d-%m-%Y']"
_SECONDS = (
    "CASE WHEN regexp_full_match({x}, '\\d{{13}}') THEN CAST({x} AS DOUBLE) / 1000 "
    "WHEN regexp_full_match({x}, '\\d{{10}}') THEN CAST({x} AS DOUBLE) "
    "WHEN regexp_full_match({x}, '\\d{{8}}') THEN epoch(try_strptime({x}, '%Y%m%d')) "
    "ELSE coalesce(epoch(TRY_CAST({x} AS TIMESTAMPTZ)), epoch(try_strptime({x}, " + _DAY_FORMATS + "))) END"
)


@dataclass(frozen=True)
class Held:
    """One dataset of a family: its records in order of their ids.

    `entity` is the code of each record's entity, -1 where it has none; `changed` and `created` are in seconds since
    1970, nan where unknown; `probability` that the record is of its entity.
    """

    holder: Holder
    records: "pa.ChunkedArray"
    entity: "np.ndarray"
    probability: "np.ndarray"
    changed: "np.ndarray"
    created: "np.ndarray"


@dataclass(frozen=True)
class Family:
    """Concepts that share entities, the most widely held first, and their datasets.

    `entities` are the names by code, `concept` the place in `concepts` of each entity's own concept: of those of its
    records, the most widely held. `sheets` are the systems that hold it in spreadsheets alone.
    """

    concepts: tuple[str, ...]
    held: tuple[Held, ...]
    entities: "pa.Array"
    concept: "np.ndarray"
    sheets: frozenset[str] = frozenset()

    @cached_property
    def systems(self) -> tuple[str, ...]:
        """The systems that hold records of it, by name."""
        return tuple(sorted({each.holder.system for each in self.held}))

    @cached_property
    def system_of(self) -> "np.ndarray":
        """The place in `systems` of each dataset."""
        import numpy as np

        return np.array([self.systems.index(each.holder.system) for each in self.held], dtype=np.int64)


def families(evidence: Evidence) -> list[tuple[tuple[str, ...], tuple[Holder, ...]]]:
    """Return the concepts that share entities, each family with its datasets, but for old copies."""
    rows = evidence.query(
        "WITH held AS (SELECT DISTINCT entity, concept FROM entity_records) "
        "SELECT DISTINCT a.concept AS one, b.concept AS other FROM held AS a JOIN held AS b "
        "ON a.entity = b.entity AND a.concept <= b.concept ORDER BY ALL"
    )
    known = [each for each in holders(evidence) if each.copy_of is None]
    found = []
    for group in _joined((str(row["one"]), str(row["other"])) for row in rows):
        chosen = tuple(each for each in known if each.concept in group)
        if chosen:
            found.append((_by_reach(group, chosen), chosen))
    return found


def family(
    evidence: Evidence, concepts: tuple[str, ...], chosen: Sequence[Holder], progress: Progress, *, spill: Path | None
) -> Family:
    """Read what every attribute of a family needs."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = evidence.table(ENTITY_RECORDS.name)
    table = table.filter(pc.is_in(table["concept"], value_set=pa.array(concepts)))
    encoded = table["entity"].combine_chunks().dictionary_encode()
    table = table.set_column(table.column_names.index("entity"), "entity", encoded.indices)
    times = _time_fields(evidence)
    held: list[Held] = []
    for each in chosen:
        progress.step(f"{each.system}.{each.dataset}", done=len(held), total=len(chosen))
        mine = pc.and_(pc.equal(table["system"], each.system), pc.equal(table["dataset"], each.dataset))
        held.append(_held(each, table.filter(mine), times.get(each.place, {}), spill=spill))
    own = _concepts(table, concepts, len(encoded.dictionary))
    return Family(concepts, tuple(held), encoded.dictionary, own, _sheets(evidence, chosen))


def _sheets(evidence: Evidence, chosen: Sequence[Holder]) -> frozenset[str]:
    """Return the systems all of whose datasets, among these, are spreadsheets."""
    rows = evidence.query("SELECT system, dataset FROM datasets WHERE kind = 'spreadsheet'")
    sheets = {(row["system"], row["dataset"]) for row in rows}
    return frozenset(each.system for each in chosen) - {each.system for each in chosen if each.place not in sheets}


def _held(holder: Holder, table: "pa.Table", times: dict[str, str], *, spill: Path | None) -> Held:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    timed = replace(holder, fields=times)
    read = pa.Table.from_batches(read_records(timed, [_CHANGED, _CREATED], spill=spill), schema=_schema())
    place = pc.index_in(read[RECORD], value_set=table["record"].combine_chunks())
    known = pc.is_valid(place).to_numpy()
    at = pc.fill_null(place, 0).to_numpy()
    entity, probability = np.full(len(known), -1, dtype=np.int64), np.zeros(len(known))
    if table.num_rows:
        entity = np.where(known, table["entity"].to_numpy()[at], -1)
        probability = np.where(known, table["probability"].to_numpy()[at], 0.0)
    changed, created = (_seconds(read, name) for name in (_CHANGED, _CREATED))
    return Held(holder, read[RECORD], entity, probability, changed, created)


def _schema() -> "pa.Schema":
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in (RECORD, _CHANGED, _CREATED)])


def _seconds(table: "pa.Table", name: str) -> "np.ndarray":
    """Return times written as text in seconds since 1970; nan where they cannot be read."""
    import numpy as np

    if table[name].null_count == table.num_rows:
        return np.full(table.num_rows, np.nan)
    sql = f"SELECT {_SECONDS.format(x='x')} AS s FROM given ORDER BY n"  # noqa: S608
    given = table.select([name]).rename_columns(["x"]).append_column("n", _numbers(table))
    with selecting(given.nbytes) as connection:
        connection.register("given", given)
        answer: pa.Table = connection.sql(sql).to_arrow_table()
    return np.asarray(answer["s"].to_numpy(zero_copy_only=False), dtype=np.float64)


def _numbers(table: "pa.Table") -> "pa.Array":
    import numpy as np
    import pyarrow as pa

    return pa.array(np.arange(table.num_rows))


def _time_fields(evidence: Evidence) -> dict[tuple[str, str], dict[str, str]]:
    """Return, for each dataset, the fields that tell when a record was changed and when it was made.

    Of several, the one with most values: a mass update leaves few. A dataset that only tells when things happened is
    taken by that, but for spreadsheets, whose dates are of all sorts.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in (
        evidence.table(FIELDS.name).sort_by([("distinct_count", "descending"), ("position", "ascending")]).to_pylist()
    ):
        if row["time_role"] == "technical":
            made = says(row["field"], "times", "creation")
            times = found.setdefault((row["system"], row["dataset"]), {})
            times.setdefault(_CREATED if made else _CHANGED, row["field"])
    for row in evidence.table(DATASETS.name).to_pylist():
        times = found.setdefault((row["system"], row["dataset"]), {})
        if row["change_field"] and row["kind"] != "spreadsheet":
            times.setdefault(_CREATED, row["change_field"])
        if _CREATED in times:
            times.setdefault(_CHANGED, times[_CREATED])
    return found


def _concepts(table: "pa.Table", concepts: tuple[str, ...], entities: int) -> "np.ndarray":
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    rank = pc.index_in(table["concept"], value_set=pa.array(concepts)).to_numpy()
    concept = np.full(entities, len(concepts), dtype=np.int64)
    np.minimum.at(concept, table["entity"].to_numpy(), rank)
    return concept


def _by_reach(group: Iterable[str], chosen: Sequence[Holder]) -> tuple[str, ...]:
    """Return concepts by how many systems hold them, then by records."""

    def reach(concept: str) -> tuple[int, int, str]:
        mine = [each for each in chosen if each.concept == concept]
        return -len({each.system for each in mine}), -sum(each.records for each in mine), concept

    return tuple(sorted(group, key=reach))


def _joined(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the groups that pairs make."""
    groups: list[set[str]] = []
    for one, other in pairs:
        touched = [group for group in groups if {one, other} & group]
        groups = [group for group in groups if group not in touched] + [{one, other}.union(*touched)]
    return sorted(groups, key=min)
