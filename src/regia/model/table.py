"""The contract of an evidence table: its grain, its key, and what each column means.

A stage may only write tables that keep their contract, and may only read tables whose contract it knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from regia.errors import RegiaError, Text

if TYPE_CHECKING:
    import pyarrow as pa

ColumnType = Literal[
    "text", "integer", "number", "share", "probability", "money", "hours", "days", "date", "time", "boolean"
]


# What Arrow would bend into a column's type without a word: 1.5 into 1, a number into a day after 1970.
_BENT: dict[ColumnType, tuple[type, ...]] = {"integer": (float,), "date": (int, float), "time": (int, float)}


class ContractBroken(RegiaError):
    """A table does not keep its contract: a mistake of ours, never of the user."""

    happened = Text(
        "La tabella «{table}» non rispetta il suo contratto: {detail}.",
        "Table '{table}' breaks its contract: {detail}.",
    )
    fix = Text(
        "È un difetto di Regia: segnalalo con questo messaggio.",
        "This is a defect of Regia: report it with this message.",
    )
    exit_code = 70


@dataclass(frozen=True)
class Column:
    """One column: its name, type and meaning.

    `unit` is what a number counts (records, bytes, EUR a year, hours). `values` marks a column that may hold
    a value of the company's own data, which is masked wherever it is shown.
    """

    name: str
    type: ColumnType
    meaning: Text
    unit: str = ""
    required: bool = False
    values: bool = False


@dataclass(frozen=True)
class Table:
    """One evidence table: `grain` says what a row is, `key` the columns that identify it."""

    name: str
    grain: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        """Return a column by name.

        Raises:
            KeyError: there is no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def schema(self) -> "pa.Schema":
        """The Arrow schema of the table."""
        import pyarrow as pa

        return pa.schema([(column.name, _arrow_type(column.type)) for column in self.columns])

    def empty(self) -> "pa.Table":
        """Return the table without rows."""
        return self.schema.empty_table()

    def from_rows(self, rows: list[dict[str, object]]) -> "pa.Table":
        """Build the table from rows; a column that a row leaves out is null.

        Raises:
            ContractBroken: a row has a column that the contract does not know, or a value of another type.
        """
        import pyarrow as pa

        known = {column.name for column in self.columns}
        bent = [(column.name, _BENT[column.type]) for column in self.columns if column.type in _BENT]
        for row in rows:
            if not row.keys() <= known:
                raise ContractBroken(table=self.name, detail=f"unknown columns {sorted(row.keys() - known)}")
            if broken := [name for name, kinds in bent if isinstance(row.get(name), kinds)]:
                raise ContractBroken(table=self.name, detail=f"values of another type in {broken}")
        try:
            return pa.Table.from_pylist(rows, schema=self.schema)
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise ContractBroken(table=self.name, detail=str(error)) from error

    def check(self, table: "pa.Table") -> "pa.Table":
        """Return `table` if it keeps this contract.

        Raises:
            ContractBroken: another schema, an empty required column, a key that repeats, a share outside 0..1.
        """
        for problem in (self._wrong_schema, self._missing_value, self._repeated_key, self._outside_range):
            if detail := problem(table):
                raise ContractBroken(table=self.name, detail=detail)
        return table

    def _wrong_schema(self, table: "pa.Table") -> str:
        if table.schema.equals(self.schema):
            return ""
        found = {field.name: field.type for field in table.schema}
        wanted = {field.name: field.type for field in self.schema}
        differing = [name for name in wanted | found if found.get(name) != wanted.get(name)]
        return f"columns {differing or 'in another order'}"

    def _missing_value(self, table: "pa.Table") -> str:
        required = {column.name for column in self.columns if column.required} | set(self.key)
        nulls = sorted(name for name in required if table.column(name).null_count)
        return f"missing values in {nulls}" if nulls else ""

    def _repeated_key(self, table: "pa.Table") -> str:
        if not self.key or table.num_rows < 2:
            return ""
        distinct = table.select(list(self.key)).group_by(list(self.key)).aggregate([]).num_rows
        return f"{table.num_rows - distinct} rows repeat the key {self.key}" if distinct < table.num_rows else ""

    def _outside_range(self, table: "pa.Table") -> str:
        import pyarrow.compute as pc

        bounded = [column.name for column in self.columns if column.type in ("share", "probability")]
        for name in bounded:
            if pc.any(pc.is_nan(table.column(name))).as_py():
                return f"{name} holds values that are no number"
            bounds = pc.min_max(table.column(name)).as_py()
            if bounds["min"] is not None and not (bounds["min"] >= 0 and bounds["max"] <= 1):
                return f"{name} outside 0..1: {bounds['min']} to {bounds['max']}"
        return ""


def _arrow_type(kind: ColumnType) -> "pa.DataType":
    import pyarrow as pa

    types: dict[ColumnType, Callable[[], pa.DataType]] = {
        "text": pa.string,
        "integer": pa.int64,
        "money": lambda: pa.decimal128(18, 2),
        "date": pa.date32,
        "time": lambda: pa.timestamp("us", tz="UTC"),
        "boolean": pa.bool_,
    }
    return types.get(kind, pa.float64)()
