"""The contract of a table: what keeps it passes, anything else is refused, and never with another error."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.errors import Text
from regia.model.table import Column, ContractBroken, Table

SAID = Text("che cosa", "what")
TABLE = Table(
    "made",
    SAID,
    ("system", "number"),
    (
        Column("system", "text", SAID, required=True),
        Column("number", "integer", SAID),
        Column("part", "share", SAID),
        Column("sure", "probability", SAID),
        Column("cost", "money", SAID),
        Column("mean", "number", SAID),
        Column("wait", "hours", SAID),
        Column("on", "date", SAID),
        Column("at", "time", SAID),
        Column("yes", "boolean", SAID),
    ),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
SHARES = st.none() | st.floats(0, 1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"system": TEXTS, "number": st.integers(-(2**63), 2**63 - 1)},
        optional={
            "part": SHARES,
            "sure": SHARES,
            "cost": st.none() | st.decimals(-(10**15), 10**15, places=2),
            "mean": st.none() | st.floats(),
            "wait": st.none() | st.floats(),
            "on": st.none() | st.dates(),
            "at": st.none() | st.datetimes(timezones=st.just(UTC)),
            "yes": st.none() | st.booleans(),
        },
    ),
    max_size=8,
    unique_by=lambda row: (row["system"], row["number"]),
)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_what_keeps_the_contract_comes_back_as_it_was(rows: list[dict[str, Any]]) -> None:
    table = TABLE.check(TABLE.from_rows(rows))
    whole = [dict.fromkeys([column.name for column in TABLE.columns]) | row for row in rows]
    assert repr(table.to_pylist()) == repr(pa.Table.from_pylist(whole, schema=TABLE.schema).to_pylist())
    assert [(row["system"], row["number"], row["cost"], row["at"]) for row in table.to_pylist()] == [
        (row["system"], row["number"], row["cost"], row["at"]) for row in whole
    ]


@settings(deadline=None, max_examples=60)
@given(ROWS.filter(bool), st.data())
def test_one_wrong_thing_is_always_refused(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    wrong = data.draw(
        st.sampled_from(
            [
                {"system": None},
                {"number": None},
                {"part": 1.0000001},
                {"part": -1e-9},
                {"sure": float("nan")},
                {"sure": float("inf")},
                {"part": float("-inf")},
            ]
        )
    )
    position = data.draw(st.integers(0, len(rows) - 1))
    spoilt = [row | wrong if index == position else row for index, row in enumerate(rows)]
    with pytest.raises(ContractBroken):
        TABLE.check(TABLE.from_rows(spoilt))
    twice = [*rows, rows[position]]
    with pytest.raises(ContractBroken, match="repeat the key"):
        TABLE.check(TABLE.from_rows(twice))


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(), st.datetimes(),
    st.decimals(), st.times(), st.lists(st.integers(), max_size=1), st.just("\udcff"), st.just({}), st.just(object()),
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([column.name for column in TABLE.columns]), ANYTHING)
def test_whatever_a_stage_gives_the_only_error_is_a_broken_contract(name: str, value: object) -> None:
    try:
        table = TABLE.check(TABLE.from_rows([{"system": "crm", "number": 1, name: value}]))
    except ContractBroken:
        return
    assert table.num_rows == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", 1.5),
        ("number", 2.0),
        ("number", 2**63),
        ("number", "1"),
        ("number", True),
        ("system", 1),
        ("cost", 1.5),
        ("cost", Decimal("1.234")),
        ("on", "2026-01-01"),
        ("at", 5.5),
        ("nothing", 1),
    ],
)
def test_a_value_of_another_type_is_not_bent_into_shape(name: str, value: object) -> None:
    with pytest.raises(ContractBroken):
        TABLE.from_rows([{"system": "crm", "number": 1, name: value}])


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.drop_columns(["mean"]),
        lambda table: table.append_column("more", pa.array([1])),
        lambda table: table.select(table.column_names[::-1]),
        lambda table: table.rename_columns(["System", *table.column_names[1:]]),
        lambda table: table.set_column(1, "number", pa.array([1], pa.int32())),
        lambda table: table.set_column(8, "at", pa.array([datetime(2026, 1, 1)], pa.timestamp("us"))),
        lambda table: table.set_column(4, "cost", pa.array([Decimal("1.234")], pa.decimal128(18, 3))),
    ],
)
def test_another_schema_is_refused(change: Any) -> None:
    good = TABLE.from_rows([{"system": "crm", "number": 1}])
    assert TABLE.check(good) is good
    with pytest.raises(ContractBroken, match="columns"):
        TABLE.check(change(good))


def test_an_empty_table_keeps_every_contract() -> None:
    assert TABLE.check(TABLE.empty()).num_rows == 0
    assert TABLE.check(TABLE.from_rows([])).num_rows == 0


def test_a_table_without_a_key_may_repeat_itself() -> None:
    told = Table("told", SAID, (), (Column("what", "text", SAID),))
    assert told.check(told.from_rows([{"what": "x"}, {"what": "x"}])).num_rows == 2


def test_columns_are_found_by_name() -> None:
    assert TABLE["part"].type == "share"
    with pytest.raises(KeyError):
        TABLE["nothing"]


def test_the_key_counts_across_chunks() -> None:
    one = TABLE.from_rows([{"system": "crm", "number": 1}])
    with pytest.raises(ContractBroken, match="repeat"):
        TABLE.check(pa.concat_tables([one, one]))
    assert TABLE.from_rows([{"system": "a", "number": 1, "on": date(2026, 1, 1)}]).to_pylist()[0]["on"].year == 2026
