"""The rows of systems, datasets and skipped, from the manifest and the facts."""

from collections.abc import Mapping
from dataclasses import asdict

from regia.model.details import in_italian
from regia.model.note import REASONS, Reason
from regia.profile.changes import changes
from regia.profile.facts import DatasetFacts
from regia.profile.structure import SEPARATOR, Structure
from regia.profile.tables import SYSTEMS
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Dataset, Manifest, SystemRead
from regia.workspace.company import System

Row = dict[str, object]
Facts = Mapping[tuple[str, str], DatasetFacts]
"""What is known of each dataset by system and name; one that was not read, or is damaged, has none."""

LIKELY_KEY = 0.5


def system_rows(evidence: Evidence) -> list[Row]:
    """Return every system that is declared or was read."""
    declared = {system.system: system for system in evidence.company.systems}
    read = {each.system: each for each in evidence.snapshot.systems}
    names = [*declared, *(name for name in read if name not in declared)]
    return [_system_row(declared.get(name, System(name, name)), read.get(name), evidence.snapshot) for name in names]


def dataset_rows(evidence: Evidence, facts: Facts, structures: Mapping[tuple[str, str], Structure]) -> list[Row]:
    """Return every dataset that was found, with what it is and when it was written."""
    timezone = evidence.company.working_time.timezone
    rows = []
    for dataset in evidence.snapshot.datasets:
        name = (dataset.system, dataset.dataset)
        structure = structures.get(name, Structure())
        row = _dataset_row(dataset, facts.get(name), timezone)
        rows.append(row | {"kind": structure.kind, "copy_of": structure.copy_of})
    return rows


def skipped_rows(manifest: Manifest, damaged: Mapping[tuple[str, str], str]) -> list[Row]:
    """Return what was not read or was changed by reading; `damaged` are the kept files that cannot be read."""
    told: list[Row] = [
        asdict(each) | {"reason": each.reason.value} | _reason_texts(each.reason) for each in manifest.skipped
    ]
    for row in told:
        row["detail_it"] = in_italian(str(row["detail"]))
    return told + [
        {"system": system, "dataset": dataset, "reason": Reason.BROKEN.value, "detail": detail, "share": 1.0}
        | _reason_texts(Reason.BROKEN)
        for (system, dataset), detail in damaged.items()
    ]


def _system_row(declared: System, read: SystemRead | None, manifest: Manifest) -> Row:
    datasets = [each for each in manifest.datasets if each.system == declared.system]
    records = [each.records for each in datasets if each.records is not None]
    told = vars(declared)
    row: Row = {column.name: told[column.name] for column in SYSTEMS.columns if column.name in told}
    return row | {
        "connector": read.connector if read else None,
        "datasets": len(datasets),
        "records": sum(records) if records else None,
        "read_at": read.ended_at if read and datasets else None,
        "status": read.status if read else "no_source",
        "reason_it": read.reason_it or None if read else None,
        "reason_en": read.reason_en or None if read else None,
    }


def _dataset_row(dataset: Dataset, facts: DatasetFacts | None, timezone: str) -> Row:
    lost = dataset.object is not None and facts is None
    reason = Reason.BROKEN if lost else dataset.reason
    row: Row = {
        "system": dataset.system,
        "dataset": dataset.dataset,
        "source_kind": dataset.kind,
        "comment": dataset.comment or None,
        "records": dataset.records,
        "source_records": dataset.source_records,
        "bytes": dataset.bytes,
        "fields": len(dataset.fields),
        "key_fields": SEPARATOR.join(dataset.key) or None,
        "read_at": dataset.read_at,
        "transaction": dataset.moment,
        "sampled_share": dataset.sampled_share if dataset.status in ("read", "sampled") else None,
        "status": "damaged" if lost else dataset.status,
        "reason": reason.value if reason else None,
    }
    return row | (_reason_texts(reason) if reason else {}) | (_told(facts, timezone) if facts else {})


def _told(facts: DatasetFacts, timezone: str) -> Row:
    """Return what a dataset's content tells of it."""
    written = changes(facts, timezone=timezone)
    key = next((key for key in facts.keys if not key.repeated and key.probability >= LIKELY_KEY), None)
    return {
        "first_change_at": written.first,
        "last_change_at": written.last,
        "change_field": written.field,
        "likely_key": SEPARATOR.join(key.fields) if key else None,
        "likely_key_probability": key.probability if key else None,
    }


def _reason_texts(reason: Reason) -> Row:
    text = REASONS[reason]
    return {"reason_it": text.it, "reason_en": text.en}
