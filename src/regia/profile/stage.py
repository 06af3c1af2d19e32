"""The only door of the profile: a snapshot in, the inventory out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.engine.session import connect, is_out_of_room
from regia.errors import Text
from regia.errors.snapshot import DiskFull, SnapshotDamaged
from regia.model.progress import Progress
from regia.model.table import Table
from regia.profile.facts import DatasetFacts
from regia.profile.field_rows import Row, field_rows, mask_rows, sketch_rows, value_rows
from regia.profile.inventory import dataset_rows, skipped_rows, system_rows
from regia.profile.kept import Kept
from regia.profile.measure import measure
from regia.profile.pairs import Pairs
from regia.profile.structure import (
    growth_rows,
    key_rows,
    known_systems,
    reference_rows,
    references_of,
    structures_of,
)
from regia.profile.tables import (
    DATASET_GROWTH,
    DATASET_KEYS,
    DATASETS,
    FIELD_MASKS,
    FIELD_REFERENCES,
    FIELD_SKETCHES,
    FIELD_VALUES,
    FIELDS,
    SKIPPED,
    SYSTEMS,
)
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Dataset
from regia.snapshot.stage import Stage

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY_MB = 384
"""What the engine keeps in memory however many records there are; beyond it, values told apart go to disk."""


@dataclass(frozen=True)
class Options:
    """What the profile may be told: nothing yet."""


@dataclass(frozen=True)
class Found:
    """The facts of the datasets that could be scanned, and why the others could not, by system and name."""

    facts: Mapping[tuple[str, str], DatasetFacts]
    damaged: Mapping[tuple[str, str], str]


def compute(evidence: Evidence, _: Options, progress: Progress) -> "Mapping[str, pa.Table]":
    """Return the inventory of a snapshot.

    A dataset whose kept file cannot be read is told in `skipped` and never stops the rest.

    Raises:
        DiskFull: no room for what does not fit in memory.
    """
    kept = Kept(evidence.cache)
    kept.forget_others(frozenset(evidence.store.objects.names()))
    with connect(memory_mb=MEMORY_MB, spill=evidence.cache / "spill" if evidence.cache else None) as connection:
        found = _measure_all(evidence, kept, connection, progress)
        systems = known_systems(evidence.snapshot, found.facts)
        pairs = Pairs(evidence, connection, kept, progress.step)
        references = references_of(systems, pairs.matched, pairs.timed)
    structures = structures_of(systems, references)
    rows: dict[Table, Iterable[Row]] = {
        SYSTEMS: system_rows(evidence),
        DATASETS: dataset_rows(evidence, found.facts, structures),
        FIELDS: field_rows(evidence.snapshot, found.facts, structures),
        FIELD_VALUES: value_rows(evidence.snapshot, found.facts),
        FIELD_MASKS: mask_rows(found.facts),
        FIELD_SKETCHES: sketch_rows(found.facts),
        FIELD_REFERENCES: reference_rows(evidence.snapshot, references),
        DATASET_KEYS: key_rows(evidence.snapshot, found.facts),
        DATASET_GROWTH: growth_rows(found.facts),
        SKIPPED: skipped_rows(evidence.snapshot, found.damaged),
    }
    return {table.name: table.from_rows(list(given)) for table, given in rows.items()}


def _measure_all(evidence: Evidence, kept: Kept, connection: "duckdb.DuckDBPyConnection", progress: Progress) -> Found:
    datasets = [each for each in evidence.snapshot.datasets if each.object]
    facts: dict[tuple[str, str], DatasetFacts] = {}
    damaged: dict[tuple[str, str], str] = {}
    for done, dataset in enumerate(datasets):
        name = (dataset.system, dataset.dataset)
        progress.step(".".join(name), done=done, total=len(datasets))
        outcome = _facts(evidence, dataset, kept, connection)
        if isinstance(outcome, DatasetFacts):
            facts[name] = outcome
        else:
            damaged[name] = outcome
    return Found(facts, damaged)


def _facts(
    evidence: Evidence, dataset: Dataset, kept: Kept, connection: "duckdb.DuckDBPyConnection"
) -> DatasetFacts | str:
    """Return what a dataset holds, or why its kept file cannot be read."""
    import duckdb
    import pyarrow as pa

    content = dataset.object or ""
    if known := kept.find(content, today=evidence.today):
        return known
    try:
        facts = measure(connection, evidence.path(dataset), today=evidence.today)
    except (SnapshotDamaged, duckdb.Error, pa.ArrowException, OSError) as error:
        if is_out_of_room(error):
            raise DiskFull(folder=evidence.store.folder) from error
        return str(error)
    kept.keep(content, facts)
    return facts


STAGE = Stage(
    name="profile",
    title=Text("Che cosa contengono i sistemi", "What the systems hold"),
    reads=(),
    writes=(
        SYSTEMS,
        DATASETS,
        FIELDS,
        FIELD_VALUES,
        FIELD_MASKS,
        FIELD_SKETCHES,
        FIELD_REFERENCES,
        DATASET_KEYS,
        DATASET_GROWTH,
        SKIPPED,
    ),
    options=Options(),
    compute=compute,
)
