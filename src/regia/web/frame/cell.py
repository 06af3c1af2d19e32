"""One cell of a table: a value, the form it is shown in, and where it leads."""

from dataclasses import dataclass
from typing import Literal

from regia.errors import Text

Form = Literal["text", "code", "sentence", "number", "money", "percent", "size", "moment", "boolean", "tag", "chips"]
RIGHT: frozenset[Form] = frozenset({"number", "money", "percent", "size"})


@dataclass(frozen=True)
class Tag:
    """A short word with its glyph and colour: colour never speaks alone."""

    word: Text
    glyph: str
    tone: Literal["bad", "warn", "good", "info", "accent", ""] = ""


@dataclass(frozen=True)
class Cell:
    """One cell: its value, its form, and where it leads."""

    value: object
    form: Form
    right: bool
    tag: Tag | None = None
    url: str | None = None
