"""Which Arrow type does a declared type become, and how do values reach it exactly?

A type without an Arrow twin, or one that only some of its values fit (zero dates, infinity, 838:59:59), is text.
Sources: PostgreSQL's and MariaDB's documentation, chapters on data types.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from regia.sources.sql_dump.dialect import Dialect

if TYPE_CHECKING:
    import pyarrow as pa

_DECLARED = re.compile(
    r"([a-z_ ]+?)\s*(?:\(([^)]*)\))?\s*((?:unsigned|zerofill|signed|without time zone|with time zone|\s)*)"
)
_DECIMAL_DIGITS = 38


class Form(StrEnum):
    """What a column becomes."""

    INT8 = "int8"
    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    UINT64 = "uint64"
    FLOAT32 = "float"
    FLOAT64 = "double"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIMESTAMP_UTC = "timestamp_utc"
    TIME = "time"
    BINARY = "binary"
    BYTEA = "bytea"
    BITS = "bits"
    TEXT = "text"


@dataclass(frozen=True)
class Shape:
    """A column's form, with a decimal's digits and scale, or a bit field's width."""

    form: Form
    digits: int = 0
    scale: int = 0

    def arrow_type(self) -> "pa.DataType":
        """Return the Arrow type."""
        import pyarrow as pa

        simple = {
            Form.DECIMAL: lambda: pa.decimal128(self.digits, self.scale),
            Form.BOOLEAN: pa.bool_,
            Form.DATE: pa.date32,
            Form.TIMESTAMP: lambda: pa.timestamp("us"),
            Form.TIMESTAMP_UTC: lambda: pa.timestamp("us", tz="UTC"),
            Form.TIME: lambda: pa.time64("us"),
            Form.BINARY: pa.binary,
            Form.BYTEA: pa.binary,
            Form.BITS: pa.string,
            Form.TEXT: pa.string,
        }
        return simple[self.form]() if self.form in simple else pa.type_for_alias(self.form.value)


_POSTGRES = {
    "smallint": Form.INT16,
    "integer": Form.INT32,
    "int": Form.INT32,
    "serial": Form.INT32,
    "bigint": Form.INT64,
    "bigserial": Form.INT64,
    "oid": Form.INT64,
    "real": Form.FLOAT32,
    "double precision": Form.FLOAT64,
    "boolean": Form.BOOLEAN,
    "date": Form.DATE,
    "time": Form.TIME,
    "bytea": Form.BYTEA,
}
_MYSQL = {
    "tinyint": (Form.INT8, Form.INT16),
    "smallint": (Form.INT16, Form.INT32),
    "mediumint": (Form.INT32, Form.INT32),
    "int": (Form.INT32, Form.INT64),
    "integer": (Form.INT32, Form.INT64),
    "bigint": (Form.INT64, Form.UINT64),
    "float": (Form.FLOAT32, Form.FLOAT32),
    "double": (Form.FLOAT64, Form.FLOAT64),
    "year": (Form.INT16, Form.INT16),
    "date": (Form.DATE, Form.DATE),
    "datetime": (Form.TIMESTAMP, Form.TIMESTAMP),
    "time": (Form.TIME, Form.TIME),
}
_MYSQL_BINARY = re.compile(
    r"(tiny|medium|long)?blob|(var)?binary|point|polygon|linestring|geometry|multi\w+|geom\w+|vector"
)


def shape_of(declared: str, dialect: Dialect) -> Shape:
    """Return the shape for a type as it is declared."""
    found = _DECLARED.fullmatch(declared.lower().strip())
    if not found:
        return Shape(Form.TEXT)
    name, size, rest = found[1].strip(), found[2] or "", found[3]
    if name in ("numeric", "decimal", "dec"):
        return _decimal(size, default=(10, 0) if dialect.kind == "mysql" else None)
    if dialect.kind == "mysql":
        return _mysql(name, size, rest, dialect)
    if name in ("timestamp", "timestamp with time zone", "timestamp without time zone"):
        return Shape(Form.TIMESTAMP_UTC if "with time zone" in declared.lower() else Form.TIMESTAMP)
    if name.startswith("time") and "with time zone" in declared.lower():
        return Shape(Form.TEXT)
    return Shape(_POSTGRES.get(name.removesuffix(" without time zone"), Form.TEXT))


def _mysql(name: str, size: str, rest: str, dialect: Dialect) -> Shape:
    if name == "bit":
        return Shape(Form.BITS, int(size or 1))
    if name == "timestamp":
        return Shape(Form.TIMESTAMP_UTC if dialect.utc else Form.TIMESTAMP)
    if _MYSQL_BINARY.fullmatch(name):
        return Shape(Form.BINARY)
    signed, unsigned = _MYSQL.get(name, (Form.TEXT, Form.TEXT))
    return Shape(unsigned if "unsigned" in rest or "zerofill" in rest else signed)


def _decimal(size: str, *, default: tuple[int, int] | None) -> Shape:
    parts = [int(part) for part in size.split(",") if part.strip().lstrip("-").isdigit()]
    digits, scale = (parts[0], parts[1] if len(parts) > 1 else 0) if parts else default or (0, 0)
    if 0 < digits <= _DECIMAL_DIGITS and 0 <= scale <= digits:
        return Shape(Form.DECIMAL, digits, scale)
    return Shape(Form.TEXT)


def to_arrow(shape: Shape, values: Sequence[bytes | None]) -> "pa.Array":
    """Return values (UTF-8 text, or bytes for BINARY) as the Arrow array of a shape.

    Raises:
        ValueError: a value does not fit exactly (pyarrow.ArrowInvalid), or is not UTF-8 (UnicodeDecodeError).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from regia.sources.sql_dump.literals import from_bytea

    if shape.form is Form.BINARY:
        return pa.array(values, pa.binary())
    if shape.form is Form.BYTEA:
        return pa.array([None if value is None else from_bytea(value) for value in values], pa.binary())
    if shape.form is Form.BITS:
        values = [None if value is None else value.zfill(shape.digits) for value in values]
    if shape.form is Form.BOOLEAN:
        return pa.array([None if value is None else _BOOLEANS[value] for value in values], pa.bool_())
    texts = pa.array(values, pa.binary()).cast(pa.string())
    if shape.form is Form.TIME:
        dated = pc.binary_join_element_wise("1970-01-01", texts, " ")
        return dated.cast(pa.timestamp("us")).cast(pa.time64("us"))
    if shape.form is Form.TIMESTAMP_UTC and not _has_zone(values):
        return texts.cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))
    return texts.cast(shape.arrow_type())


def _has_zone(values: Sequence[bytes | None]) -> bool:
    first = next((value for value in values if value), b"")
    return bool(re.search(rb"[+-]\d\d(:?\d\d)*$", first[10:]))


class _Booleans(dict[bytes, bool]):
    def __missing__(self, key: bytes) -> bool:
        raise ValueError(f"{key!r} is no boolean")


_BOOLEANS = _Booleans({b"t": True, b"f": False, b"true": True, b"false": False, b"1": True, b"0": False})
