"""Parquet: the file's own types, and text that loses nothing where a snapshot has none."""

import json
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from regia.errors.files import FileProtected
from regia.errors.sources import FileUnreadable
from regia.model.note import Note, Reason
from regia.sources.formats.parquet import FORMAT
from regia.sources.value_type import value_type


def read(path: Path, *, rows: int | None = None) -> tuple[pa.Table, list[Note]]:
    notes: list[Note] = []
    (dataset,) = FORMAT.describe(path, notes.append)
    reading = FORMAT.read(path, dataset, notes.append, rows=rows)
    assert reading.schema.names == [field.name for field in dataset.fields]
    assert all(value_type(field.type) for field in reading.schema)
    return pa.Table.from_batches(list(reading.batches), reading.schema), notes


def back(folder: Path, values: pa.Array, **options: Any) -> tuple[pa.ChunkedArray, list[Note]]:
    path = folder / "t.parquet"
    parquet.write_table(pa.table({"x": values}), path, **options)
    table, notes = read(path)
    return table.column("x"), notes


@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, None, 2**64 - 1], pa.uint64()),
        pa.array([1.5, float("inf"), None], pa.float32()),
        pa.array([Decimal("1.10"), None], pa.decimal128(38, 2)),
        pa.array([date(1, 1, 1), date(9999, 12, 31)]),
        pa.array([time(23, 59, 59, 999999)], pa.time64("us")),
        pa.array([datetime(2024, 1, 1, tzinfo=UTC)], pa.timestamp("us", tz="UTC")),
        pa.array([1704067200123456789], pa.timestamp("ns")),
        pa.array([timedelta(days=1)], pa.duration("us")),
        pa.array([b"\0\xff", None]),
        pa.array(["è", "", None, "a\0b"]),
    ],
    ids=lambda values: str(values.type),
)
def test_types_that_are_kept(values: pa.Array, tmp_path: Path) -> None:
    found, notes = back(tmp_path, values)
    assert found.combine_chunks().equals(values)
    assert notes == []


PAIR = pa.struct({"a": pa.string(), "b": pa.list_(pa.decimal128(5, 2))})


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([[1, None], [], None], pa.list_(pa.int64())), ["[1, null]", "[]", None]),
        (
            pa.array([{"a": "è", "b": [Decimal("1.10")]}, None], PAIR),
            ['{"a": "è", "b": ["1.10"]}', None],
        ),
        (pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())), ['[["k", 1]]', None]),
        (
            pa.array([[1704067200123456789]], pa.list_(pa.timestamp("ns"))),
            ['["2024-01-01 00:00:00.123456789"]'],
        ),
        (pa.array([[2**63 - 1, -1]], pa.list_(pa.int64())), ["[9223372036854775807, -1]"]),
        (pa.array([[b"\xff"]], pa.list_(pa.binary())), ['["ff"]']),
        (pa.array([Decimal(10) ** 50], pa.decimal256(60, 0)), [str(10**50)]),
    ],
    ids=lambda it: str(it.type) if isinstance(it, pa.Array) else "",
)  # fmt: skip
def test_types_that_become_text(values: pa.Array, texts: list[str | None], tmp_path: Path) -> None:
    found, notes = back(tmp_path, values)
    assert found.to_pylist() == texts
    assert [(note.reason, note.field) for note in notes] == [(Reason.VALUE_AS_TEXT, "x")]


def test_dictionaries_and_zones(tmp_path: Path) -> None:
    assert back(tmp_path, pa.array(["a", "b", "a"]).dictionary_encode()) == (pa.chunked_array([["a", "b", "a"]]), [])
    zoned, _ = back(tmp_path, pa.array([datetime(2024, 1, 1, 12)], pa.timestamp("ms", tz="Europe/Rome")))
    assert str(zoned.type) == "timestamp[ms, tz=UTC]"
    assert zoned.cast(pa.int64()).to_pylist() == [1704110400000]  # Arrow takes a naive datetime as UTC


def test_int96_of_any_year(tmp_path: Path) -> None:
    values = pa.array([datetime(2024, 1, 1, 1, 2, 3, 456789), datetime(1, 1, 1), datetime(9999, 1, 1)])
    path = tmp_path / "t.parquet"
    with parquet.ParquetWriter(path, pa.schema({"x": pa.timestamp("us")}), use_deprecated_int96_timestamps=True) as it:
        it.write_table(pa.table({"x": values}))
    table, notes = read(path)
    assert table.column("x").to_pylist()[0] == values[0].as_py()
    assert [note.reason for note in notes] == [Reason.VALUE_CHANGED]


def test_names_that_repeat(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], ["a", "A", ""]), path)
    table, notes = read(path)
    assert table.to_pylist() == [{"a": 1, "A_2": 2, "column_3": 3}]
    assert [note.reason for note in notes] == [Reason.NAME_CHANGED] * 2


def test_first_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"x": range(200_000)}), path, row_group_size=30_000)
    assert read(path, rows=70_001)[0].column("x").to_pylist() == list(range(70_001))
    assert read(path)[0].num_rows == 200_000


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"x" * 1000])
def test_damaged_files(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(content)
    with pytest.raises(FileUnreadable):
        FORMAT.describe(tmp_path / "t.parquet", [].append)


def test_damaged_pages(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"x": [str(i) for i in range(50_000)]}), path)
    content = bytearray(path.read_bytes())
    content[1000:60_000] = b"\xff" * 59_000
    path.write_bytes(content)
    with pytest.raises(FileUnreadable):
        read(path)


def test_encrypted_files(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PARE" + bytes(100) + b"PARE")
    with pytest.raises(FileProtected):
        FORMAT.describe(tmp_path / "t.parquet", [].append)


COLUMNS = st.one_of(
    st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=9),
    st.lists(st.none() | st.floats(), min_size=1, max_size=9),
    st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=9),
    st.lists(st.none() | st.binary(), min_size=1, max_size=9),
    st.lists(st.none() | st.dates(), min_size=1, max_size=9),
    st.lists(st.none() | st.datetimes().map(lambda it: it.replace(fold=0)), min_size=1, max_size=9),
    st.lists(
        st.none() | st.lists(st.none() | st.fixed_dictionaries({"k": st.none() | st.text("aè\"'\n")})),
        min_size=1,
        max_size=9,
    ),
)


@settings(max_examples=80, deadline=None)
@given(COLUMNS)
def test_every_value_is_the_value_written(column: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found, _ = back(Path(folder), pa.array(column))
    values = found.to_pylist()
    if any(isinstance(it, list) for it in column):
        values = [None if it is None else json.loads(it) for it in values]
    assert list(map(repr, values)) == list(map(repr, column))
