"""A dataset of the snapshot with what its content tells."""

from dataclasses import dataclass

from regia.profile.facts import DatasetFacts
from regia.snapshot.manifest import Dataset


@dataclass(frozen=True)
class Known:
    """A dataset with its facts."""

    dataset: Dataset
    facts: DatasetFacts
