"""What matching takes of the profile: kinds of values as they are, and which numbers are counted from one."""

import pytest

from regia.match.field import Field
from regia.match.inventory import fields_of
from regia.profile.tables import DATASET_KEYS, FIELD_REFERENCES, FIELD_SKETCHES, FIELDS


def _field(**row: object) -> Field:
    given = {"system": "s", "dataset": "d", "field": "f", "position": 1, "source_type": "TEXT", "in_key": False} | row
    whole = {column.name: None for column in FIELDS.columns} | given
    sketches, references, keys = (table.from_rows([]) for table in (FIELD_SKETCHES, FIELD_REFERENCES, DATASET_KEYS))
    datasets = [{"system": "s", "dataset": "d", "records": 100}]
    return fields_of(FIELDS.from_rows([whole]), sketches, references, keys, datasets)[0]


@pytest.mark.parametrize(
    ("declared", "recognised", "share", "kind"),
    [
        ("int64", "date_number", 1.0, "date"),
        ("string", "date_text", 1.0, "date"),
        ("string", "date_text", 0.5, "text"),
        ("string", "yes_no", 1.0, "boolean"),
        ("string", "email", 1.0, "text"),
        ("timestamp[us]", "date_text", 1.0, "time"),
    ],
)
def test_the_kind_is_that_of_the_values(declared: str, recognised: str, share: float, kind: str) -> None:
    assert _field(type=declared, semantic_type=recognised, semantic_share=share).kind == kind


@pytest.mark.parametrize(
    ("minimum", "maximum", "distinct", "counter"),
    [
        ("1", "900", 900, True),
        ("0000000001", "0000000900", 900, True),
        ("100000001", "100000900", 900, False),  # far from one: a numbering of its own
        ("C0001", "C0900", 900, False),
        (None, None, 0, False),
    ],
)
def test_numbers_counted_from_one_are_counters(
    minimum: str | None, maximum: str | None, distinct: int, counter: bool
) -> None:
    assert _field(minimum=minimum, maximum=maximum, distinct_count=distinct).counter is counter


def test_shares_are_of_the_records_with_a_value() -> None:
    found = _field(null_share=0.3, blank_share=0.2, distinct_count=40)
    assert found.filled == pytest.approx(0.5)
    assert found.unique == pytest.approx(40 / 50)
