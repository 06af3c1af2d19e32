"""What was found in a dataset's content: it depends on that content alone, so it can be kept by its hash."""

from datetime import date, datetime

import msgspec


class FieldFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One field's figures; what does not apply to its type is None.

    `minimum` and `maximum` are texts in the engine's form; those of a text field leave blank values out and
    are cut after `scan_sql.LONGEST_EXTREME` characters. `first` and `last` bound the believable times:
    after `scan_sql.FIRST_YEAR` and not in the future. `midnights` counts times without an hour,
    `held` the records that are not null.
    """

    name: str
    engine_type: str
    held: int
    nulls: int
    blanks: int = 0
    distinct: int | None = None
    distinct_exact: bool = False
    minimum: str | None = None
    maximum: str | None = None
    mean: float | None = None
    zeros: int | None = None
    length_minimum: int | None = None
    length_mean: float | None = None
    length_maximum: int | None = None
    first: datetime | None = None
    last: datetime | None = None
    in_future: int = 0
    midnights: int | None = None


class ValueFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a field's values are like. Shares are of the values in the seeded sample.

    `top` are the most frequent values with their exact counts; `masks` the shapes of values with how many
    sampled records have them (of `sampled`); `quantiles` the values at `sampling.QUANTILES`; `sketch` the
    smallest hashes of the normalised distinct values, all of them where `sketch_whole`.
    `valid_share` is of the `judged` records, `people_share` of people's names among those of companies. `formats` are
    the ways of writing one thing and their shares. `first_day` and `last_day` bound the believable dates of a text, as
    `first` and `last` those of a time.
    """

    top: tuple[tuple[str, int], ...] = ()
    masks: tuple[tuple[str, int], ...] = ()
    sampled: int = 0
    quantiles: tuple[str, ...] = ()
    sketch: tuple[str, ...] = ()
    sketch_whole: bool = False
    semantic_type: str | None = None
    valid_share: float | None = None
    judged: int = 0
    language: str | None = None
    formats: tuple[tuple[str, float], ...] = ()
    broken_share: float = 0.0
    personal_share: float = 0.0
    people_share: float = 0.0
    sensitive: str | None = None
    placeholders: tuple[tuple[str, int], ...] = ()
    dates_in_future: int = 0
    first_day: date | None = None
    last_day: date | None = None


class KeyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One or two fields that identify, or nearly, a record; `repeated` counts the records too many.

    A `scoped` key begins with one more field that is the same in every record: the client or company of a system
    that could hold several.
    """

    fields: tuple[str, ...]
    repeated: int
    nulls: int
    probability: float
    scoped: bool = False


class TimingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How much later than what they refer to records were made: days (median), and the share made before it (0..1)."""

    lag_days: float
    before_share: float


class MatchFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Records with a value in some fields, those whose value another dataset has, those before all values there.

    `timing` is what their times tell, once they were `timed`.
    """

    filled: int
    matched: int
    earlier: int
    timing: TimingFacts | None = None
    timed: bool = False


class DatasetFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset's figures. `seen_from` is the day they hold for, None where they hold for any day.

    `values` stand beside `fields`, in the same order. `growth` counts records by the month (its first day) of
    `growth_field`.
    """

    records: int
    fields: tuple[FieldFacts, ...]
    values: tuple[ValueFacts, ...] = ()
    keys: tuple[KeyFacts, ...] = ()
    growth: tuple[tuple[date, int], ...] = ()
    growth_field: str | None = None
    seen_from: date | None = None

    def field(self, name: str) -> tuple[FieldFacts, ValueFacts]:
        """Return the figures of a field.

        Raises:
            KeyError: there is no such field.
        """
        for field, values in zip(self.fields, self.values, strict=True):
            if field.name == name:
                return field, values
        raise KeyError(name)
