"""One of the few figures on top of a page: a number, what it counts, and the page it leads to."""

from dataclasses import dataclass

from regia.errors import Text


@dataclass(frozen=True)
class Figure:
    """A figure, written in the reader's form already; `url` leads to what it was measured from."""

    value: str
    label: Text
    note: Text | None = None
    url: str | None = None
