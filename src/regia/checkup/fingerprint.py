"""What a stage's result depends on, as a short text: equal text, equal result."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

import regia
from regia.journeys.mapping import FILE as JOURNEYS
from regia.judgement.answers import FILE as ANSWERS
from regia.judgement.log import analysed
from regia.match.lexicon import TERMS
from regia.model.table import Table
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage
from regia.workspace.company import Company

# Rooms that no result depends on.
OUTER_ROOMS = ("cli", "web", "demo", "report")
JUDGEMENT_FILES = (TERMS, ANSWERS, JOURNEYS)


def fingerprint(stage: Stage[Any], evidence: Evidence, earlier: list[str], made_by: Mapping[str, str]) -> str:
    """Return the fingerprint of a stage's result: snapshot, declarations, day, options, code, earlier stages, memory.

    `made_by` are the fingerprints of the results that recalled tables come from.
    """
    alone = _without_memory(stage, evidence, earlier)
    memory = sorted({made_by[table.name] for table in stage.recalls if table.name in made_by and not _dated(table)})
    if len(memory) == 1 and memory[0].partition("-")[0] == alone:
        return memory[0]  # what it remembers is what it found in the same: it finds it again
    return f"{alone}-{_hash(memory)[:8]}" if memory else alone


def _without_memory(stage: Stage[Any], evidence: Evidence, earlier: list[str]) -> str:
    recalled = [_first_seen(evidence, table) for table in stage.recalls]
    company = asdict(_anywhere(evidence.company))
    parts = (
        stage.name,
        evidence.snapshot.snapshot,
        len(evidence.snapshot.tombstones),
        repr(sorted(company.items())),
        str(evidence.today),
        repr(stage.options),
        _code(),
        earlier,
        recalled,
        _judgement(evidence.company.folder) if stage.judged else "",
    )
    return _hash(parts)[:16]


def _judgement(folder: Path) -> str:
    """Return a hash of what people decided: the logs of verdicts and answers, the company's own terms and journeys."""
    digest = hashlib.sha256(analysed(folder))
    for name in JUDGEMENT_FILES:
        path = folder / name
        digest.update(name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b"") + b"\0")
    return digest.hexdigest()


def _anywhere(company: Company) -> Company:
    """Return what a company declares, wherever its folder is."""
    systems = (
        replace(system, source=replace(system.source, folder=Path())) if system.source else system
        for system in company.systems
    )
    return replace(company, folder=Path(), systems=tuple(systems))


def _dated(table: Table) -> bool:
    """Whether all that is remembered of a table is when its rows were first seen."""
    return any(column.name == "first_seen" for column in table.columns)


def _first_seen(evidence: Evidence, table: Table) -> str:
    known = evidence.previous.get(table.name)
    if known is None or not _dated(table):
        return _hash([])
    today = str(evidence.today)  # first seen today is as good as never seen
    pairs = zip(known["finding"].to_pylist(), map(str, known["first_seen"].to_pylist()), strict=True)
    return _hash(sorted(pair for pair in pairs if pair[1] != today))


def _hash(parts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


@cache
def _code() -> str:
    """Return a hash of the code and data files that results depend on."""
    root = Path(regia.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo"))
    digest = hashlib.sha256()
    for path in files:
        inside = path.relative_to(root)
        if inside.parts[0] not in OUTER_ROOMS:
            digest.update(str(inside).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
