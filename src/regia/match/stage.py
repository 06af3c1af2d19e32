"""The only door of matching: the profile in, correspondences and the shared data model out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, subject_pair
from regia.match.alignment import agreements
from regia.match.declared import declared_pairs, declared_rows
from regia.match.hub import shipped_hub
from regia.match.inventory import comments_of, copies_of, fields_of
from regia.match.lexicon import read_lexicon
from regia.match.matching import Key, match_fields
from regia.match.pivot import Pivoted, pivoted
from regia.match.rows import attribute_rows, concept_rows, correspondence_rows, dataset_rows, relation_rows
from regia.match.scoring import shipped_scoring
from regia.match.shared import shared_model
from regia.match.tables import (
    ATTRIBUTES,
    CONCEPT_DATASETS,
    CONCEPT_RELATIONS,
    CONCEPTS,
    CORRESPONDENCES,
    DECLARED_CORRESPONDENCES,
)
from regia.model.progress import Progress
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELD_REFERENCES, FIELD_SKETCHES, FIELDS
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Options:
    """`most_candidates`: how many fields of another system each field is compared with (default 100).

    More finds little more: the true partner is among the first 50 nearly always, and the time grows with it.
    """

    most_candidates: int = 100


def compute(evidence: Evidence, options: Options, progress: Progress) -> "Mapping[str, pa.Table]":
    """Return what corresponds, and the concepts and attributes that it makes.

    Raises:
        TermsUnreadable: the company's own terms.toml is wrong.
        LogDamaged: the company's log of verdicts cannot be read.
    """
    with TemporaryDirectory(dir=evidence.cache, prefix="attributes-") as folder:
        return _compute(evidence, options, progress, pivoted(evidence, Path(folder)))


def _compute(evidence: Evidence, options: Options, progress: Progress, kept: Pivoted) -> "Mapping[str, pa.Table]":
    folder = evidence.company.folder
    datasets = evidence.table(DATASETS.name).to_pylist()
    fields = kept.added(
        fields_of(
            evidence.table(FIELDS.name),
            evidence.table(FIELD_SKETCHES.name),
            evidence.table(FIELD_REFERENCES.name),
            evidence.table(DATASET_KEYS.name),
            datasets,
        )
    )
    hub = shipped_hub()
    copies = copies_of(datasets)
    alive = [each for each in fields if each.table not in copies]
    verdicts, declared = _verdicts(VerdictLog(folder, evidence.company.name)), evidence.company.correspondences
    matched = match_fields(
        alive,
        lexicon=read_lexicon(folder),
        hub=hub,
        scoring=shipped_scoring(),
        verdicts=verdicts,
        declared=declared_pairs(alive, declared),
        progress=progress,
        agreements=agreements(kept.aligned(alive), partial(_path, evidence, kept), progress, spill=evidence.cache),
        most=options.most_candidates,
    )
    model = shared_model(matched, hub, comments_of(datasets))
    held = [each for each in fields if each.table in copies]
    rows = {
        CORRESPONDENCES: correspondence_rows(matched, model, hub),
        DECLARED_CORRESPONDENCES: declared_rows(fields, declared, verdicts),
        CONCEPTS: concept_rows(model, datasets),
        CONCEPT_DATASETS: dataset_rows(model, datasets, copies),
        ATTRIBUTES: attribute_rows(matched, model, held, copies),
        CONCEPT_RELATIONS: relation_rows(matched, model, evidence.table(FIELD_REFERENCES.name).to_pylist()),
    }
    return {table.name: table.from_rows(given) for table, given in rows.items()}


def _path(evidence: Evidence, kept: Pivoted, place: tuple[str, str]) -> Path | None:
    if place in kept.paths:
        return kept.paths[place]
    dataset = evidence.snapshot.find(*place)
    return evidence.path(dataset) if dataset and dataset.object and dataset.records else None


def _verdicts(log: VerdictLog) -> dict[frozenset[Key], bool]:
    return {
        frozenset(subject_pair(each.subject)): each.verdict == Decision.CONFIRMED
        for each in log.standing(Kind.CORRESPONDENCE)
    }


STAGE = Stage(
    name="match",
    title=Text("Che cosa vuol dire lo stesso", "What means the same"),
    reads=(FIELDS, FIELD_SKETCHES, FIELD_REFERENCES, DATASET_KEYS, DATASETS),
    writes=(CORRESPONDENCES, DECLARED_CORRESPONDENCES, CONCEPTS, CONCEPT_DATASETS, ATTRIBUTES, CONCEPT_RELATIONS),
    options=Options(),
    compute=compute,
    judged=True,
)
