"""The only door of interfaces: the profile, the shared model and the entities in, the register out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from regia.errors import Text
from regia.interfaces.clue import Clue, Schedule
from regia.interfaces.evidence.declared import declared
from regia.interfaces.landscape import Landscape, landscape
from regia.interfaces.observing import clue_of, example_rows, lag_rows, name_of, observe, steps_of
from regia.interfaces.reading import read_evidence
from regia.interfaces.register import Check, Ruling, register
from regia.interfaces.rows import evidence_rows, interface_rows, lineage_rows, link_rows
from regia.interfaces.tables import (
    EVIDENCE_FILES,
    INTERFACE_EVIDENCE,
    INTERFACE_EXAMPLES,
    INTERFACE_LAGS,
    INTERFACES,
    LINEAGE,
    SYSTEM_LINKS,
)
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind
from regia.match.lexicon import read_lexicon
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS, CONCEPTS
from regia.model.progress import Progress
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELDS
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage
from regia.workspace.company import Company, System

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Options:
    """Nothing to choose."""


def compute(evidence: Evidence, _options: Options, progress: Progress) -> "Mapping[str, pa.Table]":
    """Return the register of interfaces, what each rests on, and which field becomes which.

    Raises:
        TermsUnreadable: the company's own terms.toml is wrong.
        LogDamaged: the company's log of verdicts cannot be read.
    """
    known = _landscape(evidence)
    reading = read_evidence(evidence.snapshot, evidence.store, known)
    clues: list[Clue] = [*declared(evidence.company.interfaces, known)]
    schedules: list[Schedule] = []
    for found in reading.found:
        clues += found.clues
        schedules += found.schedules
    steps = [step for found in reading.found for step in found.steps]
    rulings = _rulings(evidence.company)
    seen = observe(evidence, known, clues, rulings, progress)
    clues += map(clue_of, seen.flows)
    fields = _fields(evidence)
    rejected = {name for name, ruling in rulings.items() if not ruling.holds}
    steps += [step for flow in seen.flows if name_of(flow, known) not in rejected for step in steps_of(flow, fields)]
    lines = register(clues, schedules, known, Check(seen.looked_at), rulings)
    rows = {
        INTERFACES: interface_rows(lines, known, evidence.company.assumptions),
        INTERFACE_EVIDENCE: evidence_rows(lines),
        INTERFACE_LAGS: lag_rows(seen.flows, known),
        INTERFACE_EXAMPLES: example_rows(seen, known),
        LINEAGE: lineage_rows(steps, lines, known),
        SYSTEM_LINKS: link_rows((each.system for each in evidence.company.systems), lines),
        EVIDENCE_FILES: list(reading.files),
    }
    return {table.name: table.from_rows(given) for table, given in rows.items()}


def _fields(evidence: Evidence) -> dict[tuple[str, str], dict[str, str]]:
    """Return the field of each attribute, by dataset."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in evidence.table(ATTRIBUTES.name).to_pylist():
        found.setdefault((str(row["system"]), str(row["dataset"])), {})[str(row["attribute"])] = str(row["field"])
    return found


def _landscape(evidence: Evidence) -> Landscape:
    return landscape(
        ((system.system, tuple(_names(system))) for system in evidence.company.systems),
        evidence.table(FIELDS.name).to_pylist(),
        evidence.table(CONCEPT_DATASETS.name).to_pylist(),
        evidence.table(CONCEPTS.name).to_pylist(),
        read_lexicon(evidence.company.folder),
    )


def _names(system: System) -> Iterator[str]:
    """Yield what a system may be called: as declared, and by its server's and database's names."""
    yield from (system.name, *system.aliases)
    if system.source and "://" in system.source.url:
        parts = urlsplit(system.source.url)
        host = parts.hostname or ""
        yield from (parts.path.strip("/"), host, host.partition(".")[0])


def _rulings(company: Company) -> dict[str, Ruling]:
    log = VerdictLog(company.folder, company.name)
    return {
        each.subject: Ruling(each.verdict == Decision.CONFIRMED, each.name or None)
        for each in log.standing(Kind.INTERFACE)
    }


STAGE = Stage(
    name="interfaces",
    title=Text("Come i sistemi si parlano", "How systems talk"),
    reads=(FIELDS, DATASETS, DATASET_KEYS, CONCEPT_DATASETS, CONCEPTS, ATTRIBUTES, ENTITY_RECORDS),
    writes=(INTERFACES, INTERFACE_EVIDENCE, INTERFACE_LAGS, INTERFACE_EXAMPLES, LINEAGE, SYSTEM_LINKS, EVIDENCE_FILES),
    options=Options(),
    compute=compute,
    judged=True,
)
