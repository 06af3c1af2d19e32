"""The wire's text as the Arrow types announced; a value that has no place in them is found, never bent.

MySQL allows dates that no calendar has ('0000-00-00', '2024-02-31') and times of day from -838 to 838 hours: where a
column holds one, the whole column becomes text.
"""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from regia.sources.decoding import decoded
from regia.sources.mysql.types import Form, Plan
from regia.sources.mysql.values import Values

if TYPE_CHECKING:
    import pyarrow as pa

_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?\Z")


class DoesNotFit(Exception):
    """A value of this column cannot be held by the type announced."""


def convert(values: Values, plan: Plan) -> "tuple[pa.Array, int, int]":
    """Return one column, how many of its texts were not UTF-8, and how many values made it text.

    Raises:
        DoesNotFit: a value has no place in the type announced.
    """
    import pyarrow as pa

    raw = values.binary()
    if plan.form is Form.BINARY:
        return raw, 0, 0
    texts = raw.view(pa.string())
    if plan.form is Form.TEXT:
        whole, guessed = _decoded(texts)
        return whole, guessed, _misfits(whole, plan.instead_of) if plan.instead_of else 0
    try:
        return cast(texts, plan), 0, 0
    except pa.ArrowInvalid as error:
        raise DoesNotFit(plan.name) from error


def cast(texts: "pa.StringArray", plan: Plan) -> "pa.Array":
    """Return texts in the plan's type.

    Raises:
        pa.ArrowInvalid: a text is not one of its values.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if plan.form is Form.TIME:
        moments = pc.binary_join_element_wise("1970-01-01", texts, " ").cast(pa.timestamp("us"))
        return moments.cast(pa.time64("us"))
    if plan.form in (Form.TIMESTAMP, Form.TIMESTAMP_UTC):
        moments = texts.cast(pa.timestamp("us"))
        _refuse_year_zero(moments, datetime(1, 1, 1))
        return moments.cast(plan.arrow_type())
    found = texts.cast(plan.arrow_type())
    if plan.form is Form.DATE:
        _refuse_year_zero(found, date(1, 1, 1))
    return found


def _refuse_year_zero(found: "pa.Array", first: date) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.any(pc.less(found, pa.scalar(first, found.type))).as_py():
        raise pa.ArrowInvalid("a year before 1")


def _decoded(texts: "pa.StringArray") -> "tuple[pa.Array, int]":
    import pyarrow as pa

    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        pairs = [decoded(value) for value in texts.view(pa.binary()).to_pylist()]
        return pa.array([text for text, _ in pairs], pa.string()), sum(guessed for _, guessed in pairs)
    return texts, 0


def _misfits(texts: "pa.Array", form: Form) -> int:
    """Return how many texts are no date, time of day or moment."""
    import pyarrow as pa

    try:
        cast(texts, Plan("", "", form))
    except pa.ArrowInvalid:
        counts = texts.drop_null().value_counts()
        return sum(it["counts"].as_py() for it in counts if not fits(it["values"].as_py(), form))
    return 0


def fits(text: str, form: Form) -> bool:
    """Whether a text is a date, a time of day or a moment."""
    try:
        if form is Form.TIME:
            return bool(_TIME_OF_DAY.match(text))
        if form is Form.DATE:
            date.fromisoformat(text)
        else:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
