"""Counts matching records of two datasets once for each pair of contents."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from regia.profile.facts import MatchFacts
from regia.profile.kept import Kept
from regia.profile.known import Known
from regia.profile.matching import count_matched
from regia.profile.references import Check, Reference
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Dataset

if TYPE_CHECKING:
    import duckdb


def counting(
    evidence: Evidence, connection: "duckdb.DuckDBPyConnection", kept: Kept, tell: Callable[[str], None]
) -> Check:
    """Return what counts the matches of a reference exactly, remembering what it counted."""

    def check(reference: Reference) -> MatchFacts:
        content, name = _content(reference.known.dataset), _pair(reference)
        if found := kept.pair(content, name):
            return found
        tell(f"{reference.known.dataset.dataset} → {reference.to.dataset.dataset}")
        paths = (evidence.path(reference.known.dataset), evidence.path(reference.to.dataset))
        counted = count_matched(connection, reference, *paths)
        kept.keep_pair(content, name, counted)
        return counted

    return check


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
