"""One key of regia.toml: what it means and an example of it."""

from dataclasses import dataclass

from regia.errors import Language, Text


@dataclass(frozen=True)
class Key:
    """One key: its meaning, and an example as it is written in regia.toml (the same in both languages, or `it`)."""

    name: str
    says: Text
    example: str
    it: str = ""

    def shown(self, language: Language) -> str:
        """Return the example as a reader of this language would write it."""
        return self.it if language == "it" and self.it else self.example
