"""Which Arrow type each MySQL type becomes, and how it is asked for so that the text on the wire loses nothing.

Source: MySQL 8.4 reference manual and MariaDB knowledge base, chapters "Data Types"; what the text protocol rounds or
drops (FLOAT to 6 digits, DOUBLE(m, d) to d places, the sign of -0) was found by trying.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

DECIMAL_DIGITS = 38


class Form(StrEnum):
    """What a column becomes."""

    INT8 = "int8"
    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    UINT8 = "uint8"
    UINT16 = "uint16"
    UINT32 = "uint32"
    UINT64 = "uint64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    DECIMAL = "decimal"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIMESTAMP_UTC = "timestamp_utc"
    TIME = "time"
    BINARY = "binary"
    TEXT = "text"


_SIGNED = {
    "tinyint": Form.INT8,
    "smallint": Form.INT16,
    "mediumint": Form.INT32,
    "int": Form.INT32,
    "integer": Form.INT32,
    "bigint": Form.INT64,
}
_UNSIGNED = {
    "tinyint": Form.UINT8,
    "smallint": Form.UINT16,
    "mediumint": Form.UINT32,
    "int": Form.UINT32,
    "integer": Form.UINT32,
    "bigint": Form.UINT64,
}
_TIMES = {"date": Form.DATE, "datetime": Form.TIMESTAMP, "timestamp": Form.TIMESTAMP_UTC, "time": Form.TIME}
_TEXTS = frozenset(
    {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json", "uuid", "inet4", "inet6"}
)
_BYTES = frozenset({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector"})
_SHAPES = frozenset(
    {"geometry", "point", "linestring", "polygon", "geometrycollection", "geomcollection"}
    | {"multipoint", "multilinestring", "multipolygon"}
)
# Every value of these has its own place in UTF-8; of others the server makes "?" without a word.
_WHOLE_CHARSETS = frozenset({"utf8mb4", "utf8mb3", "utf8", "latin1", "ucs2", "utf16", "utf16le", "utf32", "binary"})


@dataclass(frozen=True)
class Column:
    """A column as information_schema has it; `declared` is its whole type, `kind` the bare name of it."""

    name: str
    position: int
    kind: str
    declared: str
    charset: str | None = None
    precision: int | None = None
    scale: int | None = None
    nullable: bool = True
    comment: str = ""
    extra: str = ""
    readable: bool = True


@dataclass(frozen=True)
class Plan:
    """How one column is read: its place in the SELECT list, its form, and a decimal's size.

    `structured` is true where text stands for something that is not text. `instead_of` is the form that a value did
    not fit, so that the field became text.
    """

    name: str
    expression: str
    form: Form
    precision: int = 0
    scale: int = 0
    structured: bool = False
    instead_of: Form | None = None

    def arrow_type(self) -> "pa.DataType":
        """Return the Arrow type of the column."""
        import pyarrow as pa

        if self.form is Form.DECIMAL:
            return pa.decimal128(self.precision, self.scale)
        return arrow_type(self.form)


def arrow_type(form: Form) -> "pa.DataType":
    """Return the Arrow type of a form that needs no size."""
    import pyarrow as pa

    special = {
        Form.FLOAT32: pa.float32(),
        Form.FLOAT64: pa.float64(),
        Form.DATE: pa.date32(),
        Form.TIMESTAMP: pa.timestamp("us"),
        Form.TIMESTAMP_UTC: pa.timestamp("us", "UTC"),
        Form.TIME: pa.time64("us"),
        Form.BINARY: pa.binary(),
        Form.TEXT: pa.string(),
    }
    return special.get(form) or pa.type_for_alias(form.value)


def quote(name: str) -> str:
    """Return a name as SQL writes it, whatever its characters."""
    return "`" + name.replace("`", "``") + "`"


def plan(column: Column) -> Plan:
    """Decide how a column is read."""
    if column.kind in ("decimal", "numeric"):
        return _decimal(column)
    name = quote(column.name)
    if column.kind in ("float", "double", "real"):
        form = Form.FLOAT32 if column.kind == "float" else Form.FLOAT64
        return Plan(column.name, f"IF({name} = 0 AND ATAN2({name}, -1) < 0, '-0', {name} * 1e0)", form)
    if form_as_printed := _form_as_printed(column):
        return Plan(column.name, f"{name} + 0" if column.kind == "bit" else name, form_as_printed)
    return _text(column)


def as_text(one: Plan) -> Plan:
    """Return the plan for a column with a value that its form cannot hold."""
    return replace(one, expression=quote(one.name), form=Form.TEXT, structured=True, instead_of=one.form)


def _form_as_printed(column: Column) -> Form | None:
    if column.kind in _BYTES:
        return Form.BINARY
    unsigned = "unsigned" in column.declared or "zerofill" in column.declared
    integers = {**(_UNSIGNED if unsigned else _SIGNED), "year": Form.INT16, "bit": Form.UINT64}
    return integers.get(column.kind) or _TIMES.get(column.kind)


def _decimal(column: Column) -> Plan:
    name, precision = quote(column.name), column.precision or 0
    if not 0 < precision <= DECIMAL_DIGITS:
        return Plan(column.name, name, Form.TEXT, structured=True)
    return Plan(column.name, name, Form.DECIMAL, precision, column.scale or 0)


def _text(column: Column) -> Plan:
    name = quote(column.name)
    if column.kind in _SHAPES:
        shape = f"COALESCE(CONCAT('SRID=', ST_SRID({name}), ';', ST_AsText({name})), HEX({name}))"
        return Plan(column.name, shape, Form.TEXT, structured=True)
    if column.charset and column.charset not in _WHOLE_CHARSETS:
        return Plan(column.name, _converted_or_raw(name, column.charset), Form.TEXT)
    return Plan(column.name, name, Form.TEXT, structured=column.kind not in _TEXTS)


def _converted_or_raw(name: str, charset: str) -> str:
    """Return an expression for UTF-8 bytes where nothing is lost on the way, else for the bytes as stored."""
    there_and_back = f"CONVERT(CONVERT({name} USING utf8mb4) USING {charset})"
    same = f"CAST({there_and_back} AS BINARY) <=> CAST({name} AS BINARY)"
    return f"IF({same}, CAST(CONVERT({name} USING utf8mb4) AS BINARY), CAST({name} AS BINARY))"
