"""Hides personal data where evidence is shown: the form of a value stays readable, the value does not."""

import re
from typing import TYPE_CHECKING

from regia.model.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

# Values of these types tell nothing of a person by themselves, unless their field is known to.
PLAIN_TYPES = frozenset({"integer", "decimal", "float", "boolean", "date", "time", "timestamp", "timestamp_utc"})

_INNER = re.compile(r"(?<=\w)\w")
_DIGIT = re.compile(r"\d")
_NAMELESS = re.compile(r"(?:[0-9]{1,8}|#[0-9a-f]+)(?:\.[0-9]+)?")


def mask(text: str) -> str:
    """Return a text with the first letter of each word and every digit and other letter hidden.

    >>> mask("Mario Rossi, mario@x.it 333 12")
    'M•••• R••••, m••••@x.i• ••• ••'
    """
    return _DIGIT.sub("•", _INNER.sub("•", text))


def is_key(column: str) -> bool:
    """Whether a column of an evidence table holds keys of a company's records."""
    return column in ("record", "keep") or column.endswith("_record")


def mask_key(key: str) -> str:
    """Return the key of a record as it may be shown: it may be a person's tax number or e-mail.

    A counter of up to eight digits, and a hash of the content, tell of nobody; so do several of them together.

    >>> mask_key("4711"), mask_key("4711|2"), mask_key("#9f86d081884c7d65"), mask_key("RSSMRA80A01H501U")
    ('4711', '4711|2', '#9f86d081884c7d65', 'R•••••••••••••••')
    """
    return key if all(_NAMELESS.fullmatch(part) for part in key.split("|")) else mask(key)


def masked_keys(table: "pa.Table") -> "pa.Table":
    """Return an evidence table with the keys of records hidden, each different one once."""
    import pyarrow as pa

    for at, name in enumerate(table.column_names):
        if is_key(name):
            column = table.column(name).combine_chunks().dictionary_encode()
            hidden = pa.array(
                [key if key is None else mask_key(key) for key in column.dictionary.to_pylist()], pa.string()
            )
            table = table.set_column(at, name, hidden.take(column.indices))
    return table


def masked(table: "pa.Table", contract: Table) -> "pa.Table":
    """Return an evidence table with the company's own values hidden.

    A value is left in sight only where its row says that its field is no text and holds no personal data.
    """
    import pyarrow as pa

    hidden = [column.name for column in contract.columns if column.values and column.name in table.column_names]
    if not hidden:
        return table
    plain = _plain_rows(table)
    for name in hidden:
        column = table.column(name)
        hide = mask if pa.types.is_string(column.type) else _nothing
        shown = [
            value if value is None or seen else hide(value)
            for value, seen in zip(column.to_pylist(), plain, strict=True)
        ]
        table = table.set_column(table.column_names.index(name), name, pa.array(shown, column.type))
    return table


def _nothing(_value: object) -> None:
    """Hide a number whole: its digits would tell it."""


def _plain_rows(table: "pa.Table") -> list[bool]:
    names = table.column_names
    if "type" not in names or "personal_data" not in names:
        return [False] * table.num_rows
    types, personal = table.column("type").to_pylist(), table.column("personal_data").to_pylist()
    return [kind in PLAIN_TYPES and data in (None, "none") for kind, data in zip(types, personal, strict=True)]
