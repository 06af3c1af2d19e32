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


def mask(text: str) -> str:
    """Return a text with the first letter of each word and every digit and other letter hidden.

    >>> mask("Mario Rossi, mario@x.it 333 12")
    'M•••• R••••, m••••@x.i• ••• ••'
    """
    return _DIGIT.sub("•", _INNER.sub("•", text))


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
