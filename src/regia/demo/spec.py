"""How a made-up system is built: its datasets and fields, and what each field really means."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from regia.demo.concepts import attribute
from regia.demo.draw import Draw

Kind = Literal[
    "entity", "transaction", "entity_attribute_value", "status_history", "code_list", "log", "bridge",
    "translation", "backup_copy", "spreadsheet",
]  # fmt: skip
Store = Literal["sqlite", "csv", "excel"]

# a value as a system writes it, and what is left of it once the system has taken it in
Write = Callable[[Any], Any]
Keep = Callable[[Any, Draw], Any]


@dataclass(frozen=True)
class Field:
    """One column.

    `value` names what it shows: an attribute of the dataset's concept, or a detail of the record. `asked` is
    how often people fill it in. `to` is the dataset it points to, when it points to one by its key; `to_field` is a
    `dataset.field` that it points to by something else that is one record's own. `semantic`,
    `personal` and `time_role` say what it holds where the attribute does not. `wrong_clock` says how its time
    differs from what the system's other columns show.
    """

    name: str
    value: str
    sql: str = "TEXT"
    write: Write | None = None
    keep: Keep | None = None
    asked: float = 1.0
    to: str = ""
    to_field: str = ""
    semantic: str | None = None
    personal: str | None = None
    time_role: str | None = None
    concept: str | None = None
    wrong_clock: str = ""

    def meant_for(self, concept: str | None) -> str | None:
        """Return the concept whose attribute this field holds, or None where it holds none."""
        owner = self.concept or concept
        return owner if attribute(owner, self.value) else None


@dataclass(frozen=True)
class DatasetSpec:
    """One table, file or sheet (`workbook#sheet`). Without a `key` its records have nothing that identifies them.

    `number` makes a record's key from its running number. `logged` datasets are written as they happen and
    never changed. `declared_key` is false where the system does not declare what is unique. `repeats` datasets
    rightly hold a thing more than once. `spread` fields are kept as rows of the entity-attribute-value dataset
    `spread_to`: name is the attribute's code, sql its number. `code` is the field with the code by which the company's
    systems name such a thing to one another, be it the system's own key or not.
    """

    name: str
    kind: Kind
    fields: tuple[Field, ...]
    concept: str | None = None
    key: tuple[str, ...] = ()
    number: Callable[[int], Any] | None = None
    logged: bool = False
    declared_key: bool = True
    repeats: bool = False
    spread: tuple[Field, ...] = ()
    spread_to: str = ""
    code: str = ""

    def without(self, *names: str) -> "DatasetSpec":
        """Return the dataset without some fields."""
        return replace(self, fields=tuple(field for field in self.fields if field.name not in names))


@dataclass(frozen=True)
class SystemSpec:
    """One application: how it keeps its data and what regia.toml says of it.

    A `dead` one was given up before the history begins, and nobody has switched it off.
    """

    system: str
    name: str
    store: Store
    datasets: tuple[DatasetSpec, ...]
    kind: str
    department: str
    vendor: str | None = None
    owner: str | None = None
    cost_eur_year: int | None = None
    contract_months: int | None = None
    criticality: str | None = None
    users: int | None = None
    delimiter: str = ";"
    encoding: str = "cp1252"
    dead: bool = False

    def dataset(self, name: str) -> DatasetSpec:
        """Return a dataset by name."""
        return next(dataset for dataset in self.datasets if dataset.name == name)
