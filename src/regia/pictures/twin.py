"""The table twin of a picture: the same facts in rows, for who reads rather than looks, and for CSV."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Twin:
    """Headings and rows, in the reader's language; a number is written in the reader's form."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
