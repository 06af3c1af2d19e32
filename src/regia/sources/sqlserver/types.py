"""Which Arrow type each SQL Server type becomes, and how it is asked for so that driver and format lose nothing.

Source: Microsoft's Transact-SQL reference, "Data types" and "CAST and CONVERT" (style 126 is ISO 8601).
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Form(StrEnum):
    """How the driver gives a column: as its own value, or as text that Arrow parses."""

    VALUE = "value"
    DECIMAL = "decimal"
    MOMENT = "moment"
    TIME = "time"
    UTF16 = "utf16"


@dataclass(frozen=True)
class Column:
    """A column as sys.columns has it; `kind` is its system type, `declared` the whole of it."""

    name: str
    kind: str
    declared: str
    precision: int = 0
    scale: int = 0
    nullable: bool = True
    comment: str = ""
    readable: bool = True


@dataclass(frozen=True)
class Plan:
    """How one column is read; `structured` where text stands for what is not text, `exact` unless it is shortened."""

    name: str
    expression: str
    form: Form
    arrow: str
    precision: int = 0
    scale: int = 0
    structured: bool = False
    exact: bool = True

    def arrow_type(self) -> "pa.DataType":
        """Return the Arrow type of the column."""
        import pyarrow as pa

        if self.form is Form.DECIMAL:
            return pa.decimal128(self.precision, self.scale)
        special = {
            "timestamp_us": pa.timestamp("us"),
            "timestamp_ns": pa.timestamp("ns"),
            "time_us": pa.time64("us"),
            "time_ns": pa.time64("ns"),
        }
        return special.get(self.arrow) or pa.type_for_alias(self.arrow)


_VALUES = {
    "bit": "bool",
    "tinyint": "uint8",
    "smallint": "int16",
    "int": "int32",
    "bigint": "int64",
    "real": "float32",
    "float": "float64",
    "date": "date32",
    "binary": "binary",
    "varbinary": "binary",
}
_TEXTS = frozenset({"char", "varchar", "text", "nchar", "nvarchar", "ntext", "sysname", "xml", "json"})
_MONEY = {"money": 19, "smallmoney": 10}


def quote(name: str) -> str:
    """Return a name as SQL writes it, whatever its characters."""
    return "[" + name.replace("]", "]]") + "]"


def plan(column: Column) -> Plan:
    """Decide how a column is read."""
    name, kind = quote(column.name), column.kind
    if kind in _VALUES:
        return Plan(column.name, name, Form.VALUE, _VALUES[kind])
    if kind in _MONEY:
        digits = _MONEY[kind]
        return Plan(column.name, f"CONVERT(decimal({digits}, 4), {name})", Form.DECIMAL, "", digits, 4)
    if kind in ("decimal", "numeric"):
        return Plan(column.name, name, Form.DECIMAL, "", column.precision, column.scale)
    return _moment(column) or _bytes(column) or _text(column)


def as_text(one: Plan) -> Plan:
    """Return the plan for a column with a value that its type cannot hold; it is asked for as the same text."""
    return replace(one, expression=_utf16(one.expression), form=Form.UTF16, arrow="string", structured=True)


def _moment(column: Column) -> Plan | None:
    name = quote(column.name)
    fine = column.scale > 6
    if column.kind in ("datetime", "smalldatetime"):
        return Plan(column.name, f"CONVERT(varchar(30), {name}, 126)", Form.MOMENT, "timestamp_us")
    if column.kind == "datetime2":
        arrow = "timestamp_ns" if fine else "timestamp_us"
        return Plan(column.name, f"CONVERT(varchar(30), {name}, 126)", Form.MOMENT, arrow)
    if column.kind == "time":
        return Plan(column.name, f"CONVERT(varchar(30), {name}, 126)", Form.TIME, "time_ns" if fine else "time_us")
    return None


def _bytes(column: Column) -> Plan | None:
    name = quote(column.name)
    if column.kind in ("timestamp", "rowversion"):
        return Plan(column.name, f"CONVERT(binary(8), {name})", Form.VALUE, "binary")
    if column.kind == "image":
        return Plan(column.name, f"CONVERT(varbinary(max), {name})", Form.VALUE, "binary")
    return None


def _text(column: Column) -> Plan:
    name, exact = quote(column.name), column.kind != "sql_variant"
    special = {
        "uniqueidentifier": f"CONVERT(char(36), {name})",
        "datetimeoffset": f"CONVERT(varchar(40), {name}, 126)",
        "hierarchyid": f"{name}.ToString()",
        "geometry": f"CONCAT('SRID=', {name}.STSrid, ';', {name}.ToString())",
        "geography": f"CONCAT('SRID=', {name}.STSrid, ';', {name}.ToString())",
        "sql_variant": f"CONCAT(CONVERT(sysname, SQL_VARIANT_PROPERTY({name}, 'BaseType')), ':', "
        f"CONVERT(nvarchar(4000), {name}))",
    }
    said = special.get(column.kind, name)
    if said.startswith("CONCAT"):  # which makes an empty text of what is null
        said = f"CASE WHEN {name} IS NULL THEN NULL ELSE {said} END"
    structured = column.kind not in _TEXTS and column.kind != "uniqueidentifier"
    return Plan(column.name, _utf16(said), Form.UTF16, "string", structured=structured, exact=exact)


def _utf16(expression: str) -> str:
    # As bytes, since the driver stops at half a surrogate pair, which nvarchar may hold.
    return f"CONVERT(varbinary(max), CONVERT(nvarchar(max), {expression}))"
