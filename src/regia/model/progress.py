"""How long work tells where it is, whoever listens: a terminal, a web page, nobody."""

from typing import Protocol

from regia.errors import Text


class Progress(Protocol):
    """Where long work tells its steps."""

    def step(self, what: str | Text, *, done: int = 0, total: int | None = None) -> None:
        """Tell what is under way and how much of it is done, in rows, tables or the step's own unit."""


class Silent:
    """Progress that nobody watches."""

    def step(self, what: str | Text, *, done: int = 0, total: int | None = None) -> None:
        """Tell nobody."""
