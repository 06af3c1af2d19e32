"""How systems, concepts and attributes are called, for the pages of entities."""

from collections.abc import Mapping
from dataclasses import dataclass

from regia.web.evidence.reader import Evidence
from regia.web.frame.language import spoken


@dataclass(frozen=True)
class Called:
    """The names of systems, concepts and attributes in the reader's language, by key."""

    systems: Mapping[str, str]
    concepts: Mapping[str, str]
    attributes: Mapping[str, str]

    def system(self, key: str) -> str:
        """Return what a system is called."""
        return self.systems.get(key, key)

    def concept(self, key: str) -> str:
        """Return what a concept is called."""
        return self.concepts.get(key, key)

    def attribute(self, key: str) -> str:
        """Return what an attribute is called."""
        return self.attributes.get(key, key.replace("_", " "))


def called(evidence: Evidence) -> Called:
    """Return how everything is called."""
    name = f"name_{spoken()}"
    systems = evidence.figures("SELECT system AS key, name FROM {systems}")
    concepts = evidence.figures(f"SELECT concept AS key, {name} AS name FROM {{concepts}}")  # noqa: S608 a language
    attributes = evidence.figures(
        f"SELECT attribute AS key, min({name}) AS name FROM {{attributes}} GROUP BY attribute"  # noqa: S608 a language
    )
    return Called(*({str(row["key"]): str(row["name"]) for row in rows} for rows in (systems, concepts, attributes)))
