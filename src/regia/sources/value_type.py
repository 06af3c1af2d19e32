"""How a value is kept, in the words of the manifest, from its Arrow type."""

from typing import TYPE_CHECKING

from regia.snapshot.manifest import ValueType

if TYPE_CHECKING:
    import pyarrow as pa


def value_type(kind: "pa.DataType") -> ValueType:
    """Return the word for an Arrow type.

    Raises:
        ValueError: connectors must not give this type; what has no twin is text.
    """
    import pyarrow.types as pt

    if pt.is_timestamp(kind):
        return "timestamp_utc" if kind.tz else "timestamp"
    tests: dict[ValueType, tuple[bool, ...]] = {
        "boolean": (pt.is_boolean(kind),),
        "integer": (pt.is_integer(kind),),
        "float": (pt.is_floating(kind),),
        "decimal": (pt.is_decimal(kind),),
        "text": (pt.is_string(kind), pt.is_large_string(kind), pt.is_null(kind), pt.is_dictionary(kind)),
        "date": (pt.is_date(kind),),
        "time": (pt.is_time(kind),),
        "duration": (pt.is_duration(kind),),
        "binary": (pt.is_binary(kind), pt.is_large_binary(kind), pt.is_fixed_size_binary(kind)),
    }
    for word, answers in tests.items():
        if any(answers):
            return word
    raise ValueError(f"{kind} is not a type that a connector may give")
