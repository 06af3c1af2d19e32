"""The driver's values as the Arrow types announced; one that has no place in them is found, never bent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from regia.sources.sqlserver.types import Form, Plan

if TYPE_CHECKING:
    import pyarrow as pa


class DoesNotFit(Exception):
    """A value of this column cannot be held by the type announced."""


def convert(values: Sequence[Any], plan: Plan) -> "tuple[pa.Array, int]":
    """Return one column, and how many of its texts held halves of characters, written as \\udxxx.

    Raises:
        DoesNotFit: a value has no place in the type announced.
    """
    import pyarrow as pa

    if plan.form is Form.UTF16:
        return _texts(values)
    try:
        if plan.form is Form.MOMENT:
            return pa.array(values, pa.string()).cast(plan.arrow_type()), 0
        if plan.form is Form.TIME:
            dated = [None if value is None else f"1970-01-01T{value}" for value in values]
            unit = plan.arrow_type().unit
            return pa.array(dated, pa.string()).cast(pa.timestamp(unit)).cast(plan.arrow_type()), 0
        return pa.array(values, plan.arrow_type()), 0
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
        raise DoesNotFit(plan.name) from error


def _texts(values: Sequence[bytes | None]) -> "tuple[pa.Array, int]":
    import pyarrow as pa

    broken, texts = 0, []
    for value in values:
        text = None if value is None else value.decode("utf-16-le", "surrogatepass")
        if text is not None and any("\ud800" <= letter <= "\udfff" for letter in text):
            text, broken = text.encode("utf-8", "backslashreplace").decode(), broken + 1
        texts.append(text)
    return pa.array(texts, pa.string()), broken
