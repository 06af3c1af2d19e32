"""What the driver gives, as the types announced; a value that has no place in them is found, never bent.

ADBC 1.13 gives numerics as text ('nan' and 'inf' among them), and adds the days or microseconds between 1970 and
2000 to dates and times without looking: what does not fit wraps around, and infinity with it. Years before 1 or
after 9999, infinity and 24:00 exist in PostgreSQL and in no two other programs alike: such a field becomes text.
"""

from typing import TYPE_CHECKING

from regia.sources.decoding import decoded
from regia.sources.postgresql.types import Form, Plan

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, in days from 1970
_DAY = 86_400_000_000
_BOUNDS = {
    Form.DATE: (_FIRST_DAY, _LAST_DAY),
    Form.TIMESTAMP: (_FIRST_DAY * _DAY, (_LAST_DAY + 1) * _DAY - 1),
    Form.TIMESTAMP_UTC: (_FIRST_DAY * _DAY, (_LAST_DAY + 1) * _DAY - 1),
    Form.TIME: (0, _DAY - 1),
}


class DoesNotFit(Exception):
    """A value of this column cannot be held by the type announced."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(plan.name)


def convert(column: "pa.Array", plan: Plan) -> "pa.Array":
    """Return the driver's column in the type announced.

    Raises:
        DoesNotFit: a value has no place in it.
    """
    import pyarrow as pa

    stored = column.storage if isinstance(column, pa.ExtensionArray) else column
    if plan.form in _BOUNDS:
        _check_bounds(stored, plan)
    if plan.form is Form.DECIMAL:
        return _decimal(stored, plan)
    kind = plan.arrow_type()
    return stored if stored.type == kind else stored.cast(kind)


def decode(column: "pa.Array") -> "tuple[pa.Array, int]":
    """Return a text column of a database that checks no encoding, and how many values were not UTF-8."""
    import pyarrow as pa

    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        texts = [decoded(value) for value in column.view(pa.binary()).to_pylist()]
        return pa.array([text for text, _ in texts], pa.string()), sum(guessed for _, guessed in texts)
    return column, 0


def _check_bounds(column: "pa.Array", plan: Plan) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.int32() if plan.form is Form.DATE else pa.int64()
    found = pc.min_max(column.view(whole))
    low, high = _BOUNDS[plan.form]
    if found["min"].is_valid and (found["min"].as_py() < low or found["max"].as_py() > high):
        raise DoesNotFit(plan)


def _decimal(column: "pa.Array", plan: Plan) -> "pa.Array":
    import pyarrow as pa

    try:
        return column.cast(plan.arrow_type())
    except pa.ArrowInvalid as error:
        raise DoesNotFit(plan) from error
