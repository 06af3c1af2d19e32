"""Counts and times matching records of two datasets once for each pair of contents."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regia.profile.facts import MatchFacts, TimingFacts
from regia.profile.kept import Kept
from regia.profile.known import Known
from regia.profile.matching import count_matched
from regia.profile.references import Reference
from regia.profile.timing import timing
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Dataset

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Pairs:
    """Counts and times the records of a reference, remembering what it found; `tell` hears what it is at."""

    evidence: Evidence
    connection: "duckdb.DuckDBPyConnection"
    kept: Kept
    tell: Callable[[str], None]

    def matched(self, reference: Reference) -> MatchFacts:
        """Return how many records match, exactly."""
        content, name = _content(reference.known.dataset), _pair(reference)
        if found := self.kept.pair(content, name):
            return found
        self.tell(f"{reference.known.dataset.dataset} → {reference.to.dataset.dataset}")
        counted = count_matched(self.connection, reference, *self._paths(reference))
        self.kept.keep_pair(content, name, counted)
        return counted

    def timed(self, reference: Reference) -> TimingFacts | None:
        """Return how much later the records were made than what they refer to, where their times tell."""
        counted = self.matched(reference)
        if not counted.timed:
            told = timing(self.connection, reference, *self._paths(reference))
            counted = msgspec.structs.replace(counted, timing=told, timed=True)
            self.kept.keep_pair(_content(reference.known.dataset), _pair(reference), counted)
        return counted.timing

    def _paths(self, reference: Reference) -> tuple[Path, Path]:
        return self.evidence.path(reference.known.dataset), self.evidence.path(reference.to.dataset)


def _pair(reference: Reference) -> str:
    fields = "|".join(
        (*map(_position(reference.known), reference.fields), *map(_position(reference.to), reference.to_fields))
    )
    return f"{_content(reference.to.dataset)}|{fields}"


def _position(known: Known) -> Callable[[str], str]:
    names = [field.name for field in known.facts.fields]
    return lambda name: str(names.index(name))


def _content(dataset: Dataset) -> str:
    return dataset.object or ""
