"""A field as matching sees it: its name, what kind of values it holds, and what the profile found in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ValueKind = Literal["text", "integer", "number", "date", "time", "boolean", "other"]
KINDS: tuple[ValueKind, ...] = ("text", "integer", "number", "date", "time", "boolean", "other")

_BOOLEAN = re.compile(r"tinyint\(1\)|bool|bit(\(1\))?$")
_STARTS: Mapping[str, ValueKind] = {
    "interval": "other",
    "int": "integer",
    "uint": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "mediumint": "integer",
    "tinyint": "integer",
    "serial": "integer",
    "bigserial": "integer",
    "year": "integer",
    "decimal": "number",
    "numeric": "number",
    "double": "number",
    "float": "number",
    "halffloat": "number",
    "real": "number",
    "money": "number",
    "datetime": "time",
    "timestamp": "time",
    "date": "date",
    "time": "time",
    "json": "other",
    "bytea": "other",
    "binary": "other",
    "blob": "other",
    "list": "other",
    "struct": "other",
}


_KEPT_AS_ROW = re.compile(r"value\[(.+)\]")


def kept_as_row(attribute: str) -> str:
    """Return how a field is written that a system keeps as rows: `value[city]`."""
    return f"value[{attribute}]"


def is_kept_as_row(field: str) -> bool:
    """Whether a field is an attribute that a system keeps as rows: its dataset has it, no column of its own."""
    return _KEPT_AS_ROW.fullmatch(field) is not None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one system.

    `sole_key` and `in_key` say what the declared or inferred key is; `refers_to` the dataset of the same system
    that it points at. `semantic` is the type the profile recognised, with the share of values that are valid.
    `filled` is the share of the records with a value; `unique`, of those, the share with one of their own (0 where no
    rows were read). `counter` says that the values are numbers counted from one: two of them meet by chance.
    A field `aside` only keeps attributes as rows, and is compared with none.
    `sketch` holds the smallest hashes of the normalised distinct values, `sketch_whole` that they are all there.
    """

    system: str
    dataset: str
    name: str
    kind: ValueKind = "text"
    in_key: bool = False
    sole_key: bool = False
    refers_to: str | None = None
    comment: str = ""
    semantic: str | None = None
    semantic_share: float = 0.0
    distinct: int | None = None
    unique: float = 0.0
    sketch: tuple[str, ...] = ()
    sketch_whole: bool = False
    empty: bool = False
    filled: float = 1.0
    counter: bool = False
    position: int = 0
    aside: bool = False

    @property
    def held(self) -> bool:
        """Whether rows were read and some have a value: only then do values speak."""
        return bool(self.distinct) and not self.empty

    @property
    def called(self) -> str:
        """The name that tells what it is: of an attribute kept as rows, the attribute's."""
        kept = _KEPT_AS_ROW.fullmatch(self.name)
        return kept[1] if kept else self.name

    @property
    def table(self) -> tuple[str, str]:
        """The system and dataset."""
        return self.system, self.dataset

    @property
    def key(self) -> tuple[str, str, str]:
        """The system, dataset and field."""
        return self.system, self.dataset, self.name

    @property
    def written(self) -> str:
        """The field as people write it: system.dataset.field."""
        return ".".join(self.key)


def value_kind(type_name: str) -> ValueKind:
    """Return the kind of values of a type, named as a source or as Arrow names it."""
    lowered = type_name.lower().strip()
    if _BOOLEAN.match(lowered):
        return "boolean"
    word = re.match(r"[a-z]+", lowered)
    start = word[0] if word else ""
    if start in ("string", "text", "") or "char" in start:
        return "text"
    return next((kind for name, kind in _STARTS.items() if start.startswith(name)), "text")
