"""Hiding values: no digit and no letter but the first of a word stays in sight."""

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regia.errors import Text
from regia.model.masking import PLAIN_TYPES, is_key, mask, mask_key, masked, masked_keys
from regia.model.table import Column, Table

SAID = Text("che cosa", "what")
TABLE = Table(
    "fields",
    SAID,
    ("field",),
    (
        Column("field", "text", SAID),
        Column("type", "text", SAID),
        Column("personal_data", "text", SAID),
        Column("minimum", "text", SAID, values=True),
        Column("mean", "number", SAID, values=True),
    ),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mario Rossi", "M•••• R••••"),
        ("mario.rossi@esempio.it", "m••••.r••••@e••••••.i•"),
        ("RSSMRA80A01H501U", "R•••••••••••••••"),
        ("+39 333 1234567", "+•• ••• •••••••"),
        ("1980-05-01", "••••-••-••"),
        ("", ""),
        ("张伟", "张•"),
    ],
)
def test_the_form_stays_the_value_does_not(text: str, shown: str) -> None:
    assert mask(text) == shown


@given(st.text())
def test_no_digit_and_no_two_letters_together_are_ever_shown(text: str) -> None:
    shown = mask(text)
    assert not re.search(r"\d", shown)
    assert not re.search(r"\w\w", shown)
    assert len(shown) == len(text)


def row(kind: str, personal: str | None) -> dict[str, object]:
    return {"field": "mail", "type": kind, "personal_data": personal, "minimum": "Mario 80", "mean": 42.5}


@pytest.mark.parametrize(
    ("kind", "personal", "seen"),
    [
        ("text", None, False),
        ("text", "none", False),
        ("integer", None, True),
        ("integer", "none", True),
        ("integer", "contact", False),
        ("date", "identifier", False),
        (None, None, False),
        ("binary", None, False),
    ],
)
def test_a_value_is_seen_only_where_its_field_can_hold_no_person(kind: str, personal: str | None, seen: bool) -> None:
    table = TABLE.from_rows([row(kind, personal)])
    (shown,) = masked(table, TABLE).to_pylist()
    assert (shown["minimum"] == "Mario 80") is seen
    assert ("42" in str(shown["mean"])) is seen
    assert shown["field"] == "mail"


def test_without_the_columns_that_tell_nothing_is_seen() -> None:
    bare = Table("bare", SAID, (), (Column("minimum", "text", SAID, values=True),))
    assert masked(bare.from_rows([{"minimum": "Mario"}]), bare).to_pylist() == [{"minimum": "M••••"}]


def test_a_table_without_values_is_left_as_it_is() -> None:
    plain = Table("plain", SAID, (), (Column("name", "text", SAID),))
    table = plain.from_rows([{"name": "crm"}])
    assert masked(table, plain) is table
    assert isinstance(table, pa.Table)
    assert "text" not in PLAIN_TYPES


@pytest.mark.parametrize("key", ["1", "12345678", "4711|2", "17.2", "#9f86d081884c7d65", "#9f86d081884c7d65.3"])
def test_a_counter_and_a_hash_tell_of_nobody(key: str) -> None:
    assert mask_key(key) == key


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("RSSMRA80A01H501U", "R•••••••••••••••"),
        ("mario@esempio.it", "m••••@e••••••.i•"),
        ("01234567890", "•••••••••••"),
        ("4711|mario@esempio.it", "••••|m••••@e••••••.i•"),
        ("C000142", "C••••••"),
        ("", ""),
    ],
)
def test_any_other_key_may_be_a_person(key: str, shown: str) -> None:
    assert mask_key(key) == shown


def test_every_column_of_keys_is_masked_and_no_other() -> None:
    names = ("record", "left_record", "keep", "records", "field")
    assert [is_key(name) for name in names] == [True, True, True, False, False]
    table = pa.table({name: ["Mario", None, "7", "Mario"] for name in names})
    shown = masked_keys(table)
    assert all(shown.column(name).to_pylist() == ["M••••", None, "7", "M••••"] for name in names[:3])
    assert all(shown.column(name).to_pylist() == table.column(name).to_pylist() for name in names[3:])
