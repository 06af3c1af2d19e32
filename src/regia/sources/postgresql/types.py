"""Which Arrow type each PostgreSQL type becomes, and how it is asked for.

What Arrow can hold exactly is read in binary; all the rest is asked for as the text PostgreSQL prints, which it
also reads back. Source: PostgreSQL's documentation, chapter "Data Types"; src/backend/utils/adt/numeric.c for the
packing of precision and scale.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

DECIMAL_DIGITS = 38


class Form(StrEnum):
    """How a column travels and what it becomes."""

    BOOLEAN = "boolean"
    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT32 = "float32"
    FLOAT64 = "float64"
    DECIMAL = "decimal"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIMESTAMP_UTC = "timestamp_utc"
    TIME = "time"
    BINARY = "binary"
    TEXT = "text"


_FORMS = {
    "bool": Form.BOOLEAN,
    "int2": Form.INT16,
    "int4": Form.INT32,
    "int8": Form.INT64,
    "float4": Form.FLOAT32,
    "float8": Form.FLOAT64,
    "date": Form.DATE,
    "timestamp": Form.TIMESTAMP,
    "timestamptz": Form.TIMESTAMP_UTC,
    "time": Form.TIME,
    "bytea": Form.BINARY,
    "oid": Form.INT64,
    "text": Form.TEXT,
    "varchar": Form.TEXT,
    "bpchar": Form.TEXT,
    "name": Form.TEXT,
}
_CASTS = {"oid": "int8", "money": "numeric"}
_READ_AS_THEY_ARE = frozenset(_FORMS) - {"oid"}
_PLAIN_TEXTS = frozenset({"json", "jsonb", "uuid", "xml", "char", "citext", "inet", "cidr", "macaddr", "macaddr8"})


@dataclass(frozen=True)
class SourceType:
    """A column's type with its domains taken off: name in pg_type, modifier, kind (pg_type.typtype).

    `element` is an array's own type of element.
    """

    name: str
    modifier: int = -1
    kind: str = "b"
    built_in: bool = True
    element: "SourceType | None" = None

    @property
    def prints_the_same(self) -> bool:
        """Whether a stored value prints the same whatever happens elsewhere in the database.

        A regclass prints a table's present name, a composite the fields its type has today.
        """
        if self.element:
            return self.element.prints_the_same
        return self.kind != "c" and not (self.built_in and self.name.startswith("reg"))


@dataclass(frozen=True)
class NumericShape:
    """What a numeric column really holds: its largest scale, its digits before the point, no NaN or infinity."""

    whole_digits: int
    scale: int
    finite: bool


@dataclass(frozen=True)
class Plan:
    """How one column is read: its place in the SELECT list, its form, and a decimal's size.

    `structured` is true where text stands for something that is not text (an array, a range, an interval).
    """

    name: str
    expression: str
    form: Form
    precision: int = 0
    scale: int = 0
    structured: bool = False

    def arrow_type(self) -> "pa.DataType":
        """Return the Arrow type of the column."""
        import pyarrow as pa

        if self.form is Form.DECIMAL:
            return pa.decimal128(self.precision, self.scale)
        return {
            Form.BOOLEAN: pa.bool_(),
            Form.INT16: pa.int16(),
            Form.INT32: pa.int32(),
            Form.INT64: pa.int64(),
            Form.FLOAT32: pa.float32(),
            Form.FLOAT64: pa.float64(),
            Form.DATE: pa.date32(),
            Form.TIMESTAMP: pa.timestamp("us"),
            Form.TIMESTAMP_UTC: pa.timestamp("us", "UTC"),
            Form.TIME: pa.time64("us"),
            Form.BINARY: pa.binary(),
            Form.TEXT: pa.string(),
        }[self.form]


def quote(name: str) -> str:
    """Return a name as SQL writes it, whatever its characters."""
    return '"' + name.replace('"', '""') + '"'


def plan(name: str, kind: SourceType, *, money_scale: int = 2, shape: NumericShape | None = None) -> Plan:
    """Decide how a column is read.

    `shape` is what a numeric column was measured to hold; without it a numeric of undeclared size stays text.
    """
    column = quote(name)
    if not kind.built_in or kind.kind != "b":
        return Plan(name, f"{column}::text", Form.TEXT, structured=kind.kind != "e" and kind.name != "citext")
    if kind.name == "money":
        return Plan(name, f"{column}::numeric", Form.DECIMAL, 19 + max(0, money_scale - 2), money_scale)
    if kind.name == "numeric":
        return _plan_numeric(name, kind, shape)
    if kind.name in _FORMS:
        cast = f"::{_CASTS[kind.name]}" if kind.name in _CASTS else ""
        return Plan(name, column + cast, _FORMS[kind.name])
    return Plan(name, f"{column}::text", Form.TEXT, structured=kind.name not in _PLAIN_TEXTS)


def _plan_numeric(name: str, kind: SourceType, shape: NumericShape | None) -> Plan:
    size = declared_size(kind) if shape is None else measured_size(kind, shape)
    if size is None:
        return Plan(name, f"{quote(name)}::text", Form.TEXT, structured=True)
    return Plan(name, quote(name), Form.DECIMAL, *size)


def declared_size(kind: SourceType) -> tuple[int, int] | None:
    """Return precision and scale of a numeric(p, s) that a decimal128 holds, or None.

    The modifier packs the precision in its upper 16 bits and the scale in its lower 11, signed, after 4.
    """
    if kind.modifier < 4:
        return None
    packed = kind.modifier - 4
    precision, scale = packed >> 16, ((packed & 0x7FF) ^ 1024) - 1024
    if scale < 0:
        precision, scale = precision - scale, 0
    precision = max(precision, scale)
    return (precision, scale) if precision <= DECIMAL_DIGITS else None


def measured_size(kind: SourceType, shape: NumericShape) -> tuple[int, int] | None:
    """Return precision and scale of a decimal128 that holds all that was measured, or None."""
    declared = declared_size(kind)
    if not shape.finite:
        return None
    if declared:
        return declared
    return (DECIMAL_DIGITS, shape.scale) if shape.whole_digits + shape.scale <= DECIMAL_DIGITS else None


def is_numeric(kind: SourceType) -> bool:
    """Whether what the column holds decides how it is read."""
    return kind.built_in and kind.kind == "b" and kind.name == "numeric"
