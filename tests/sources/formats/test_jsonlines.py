"""JSON records: every value as written, whatever stands in one."""

import json
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.errors.sources import FileUnreadable
from regia.model.note import Note, Reason
from regia.sources.formats.jsonlines import FORMAT


def read(folder: Path, content: bytes | str, *, name: str = "t.jsonl", rows: int | None = None) -> tuple[Any, ...]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    notes: list[Note] = []
    (dataset,) = FORMAT.describe(path, notes.append)
    reading = FORMAT.read(path, dataset, notes.append, rows=rows)
    found = [row for batch in reading.batches for row in batch.to_pylist()]
    assert [field.name for field in dataset.fields] == reading.schema.names
    return {field.name: str(field.type) for field in reading.schema}, found, notes


def test_types(tmp_path: Path) -> None:
    lines = [
        '{"i": 1, "f": 1.5, "b": true, "s": "è", "d": "2024-02-29", "t": "2024-01-01T10:00:00Z", "n": {"a": [2.50]}}',
        '{"i": -2, "f": 2, "b": false, "s": "", "d": "1999-01-01", "t": "2024-01-01T10:00:00Z", "n": [ 1 ], "l": null}',
        '{"i": null}',
    ]
    types, rows, notes = read(tmp_path, "\n".join(lines))
    moment = datetime(2024, 1, 1, 10, tzinfo=UTC)
    assert rows == [
        {
            "i": 1,
            "f": 1.5,
            "b": True,
            "s": "è",
            "d": date(2024, 2, 29),
            "t": moment,
            "n": '{"a": [2.50]}',
            "l": None,
        },
        {"i": -2, "f": 2.0, "b": False, "s": "", "d": date(1999, 1, 1), "t": moment, "n": "[ 1 ]", "l": None},
        dict.fromkeys(types),
    ]
    assert types["i"] == "int64"
    assert [(note.reason, note.field, note.count) for note in notes] == [(Reason.VALUE_AS_TEXT, "n", 2)]


@pytest.mark.parametrize(
    "values",
    [
        ["12345678901234567890123", "1"],
        ["0.1000000000000000055511151231257827", "1"],
        ["1e999", "1"],
        ["1", '"1"', "true", "[1]"],
        ["NaN", "1.5"],
        ['{"a":1,"a":2}', '{"a": 12345678901234567890}'],
    ],
)
def test_what_no_type_holds_stays_as_written(values: list[str], tmp_path: Path) -> None:
    types, rows, _ = read(tmp_path, "".join(f'{{"x": {value}}}\n' for value in values))
    assert types == {"x": "string"}
    assert [row["x"] for row in rows] == [value.strip('"') for value in values]


def test_malformed_lines_are_counted_with_their_numbers(tmp_path: Path) -> None:
    _, rows, notes = read(tmp_path, '{"a": 1}\n{"a": 2\n\n[1]\n{"a": 3}\nx\n')
    assert rows == [{"a": 1}, {"a": 3}]
    assert [(note.detail, note.count) for note in notes] == [("no JSON objects: 2, 4, 6", 3)]


@pytest.mark.parametrize(
    ("line", "twice"),
    [
        ('{"a": 1, "a": 2}', True),
        ('{"b": 1, "a": {"a": 3}}', False),
        ('{"b": "x\\":", "a": ["\\":"]}', False),
        ('{"a" : 1, "a": 2, "c": {"d": 1}}', True),
        ('{"k\\":": 1, "a": 2}', False),
    ],
)
def test_keys_that_stand_twice_are_told(line: str, twice: bool, tmp_path: Path) -> None:
    _, _, notes = read(tmp_path, line + "\n")
    assert ("twice" in " ".join(note.detail for note in notes)) == twice


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("torn", [False, True])
def test_an_array(indent: int | None, torn: bool, tmp_path: Path) -> None:
    """A torn one cannot be read at once, so each element is cut out where brackets say."""
    records = [{"i": i, "s": 'a"\\,]}{[' + "è" * (i % 50), "n": {"x": [i, {"y": "}"}]}} for i in range(8_000)]
    text = json.dumps(records, indent=indent)
    _, rows, notes = read(tmp_path, text[:-1] + ', {"i"' if torn else text, name="t.json")
    assert [(row["i"], row["s"], json.loads(row["n"])) for row in rows] == [(r["i"], r["s"], r["n"]) for r in records]
    assert any(note.reason is Reason.ROW_MALFORMED for note in notes) == torn


def test_an_array_that_is_cut_off_is_told(tmp_path: Path) -> None:
    _, rows, notes = read(tmp_path, '[{"a": 1}, {"a": 2}, {"a"', name="t.json")
    assert rows == [{"a": 1}, {"a": 2}]
    assert [note.reason for note in notes] == [Reason.ROW_MALFORMED]


@pytest.mark.parametrize("content", ["{", "[1, 2]", "ciao\n", '"x"'])
def test_what_holds_no_records_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(content)
    with pytest.raises(FileUnreadable):
        FORMAT.describe(tmp_path / "t.json", [].append)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    assert read(tmp_path, '{"città": "Forlì"}\n'.encode(encoding))[1] == [{"città": "Forlì"}]


def test_names_and_escapes(tmp_path: Path) -> None:
    types, rows, _ = read(tmp_path, r'{"": 1, "A": "\u00e8\n\ud83c\udfac\u0000", "a": "\ud800x"}')
    assert list(types) == ["column_1", "A", "a_2"]
    assert rows == [{"column_1": 1, "A": "è\n🎬\0", "a_2": "\\ud800x"}]


def test_first_records(tmp_path: Path) -> None:
    content = "".join(f'{{"a": {i}}}\n' for i in range(5)) + '{"a": "x"}\n'
    types, rows, _ = read(tmp_path, content, rows=5)
    assert types == {"a": "int64"}
    assert rows == [{"a": i} for i in range(5)]


def test_more_members_than_columns_can_be(tmp_path: Path) -> None:
    types, rows, _ = read(tmp_path, json.dumps({f"k{i}": i for i in range(2005)}) + '\n{"k0": 1}\n')
    assert len(types) == 2001
    assert rows[0]["_other_members"] == '{"k2000":2000,"k2001":2001,"k2002":2002,"k2003":2003,"k2004":2004}'


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["a", "b b", "ç"]), VALUES, max_size=3), min_size=1, max_size=8),
    st.sampled_from([".jsonl", ".json"]),
    st.booleans(),
)
def test_every_value_is_the_value_written(records: list[dict[str, Any]], suffix: str, ascii_only: bool) -> None:
    records.append({"a": None})
    text = "\n".join(json.dumps(it, ensure_ascii=ascii_only) for it in records)
    if suffix == ".json":
        text = json.dumps(records, ensure_ascii=ascii_only)
    with tempfile.TemporaryDirectory() as folder:
        types, rows, _ = read(Path(folder), text.encode("utf-8", "surrogatepass"), name=f"t{suffix}")
    assert len(rows) == len(records)
    for written, found in zip(records, rows, strict=True):
        for key, value in found.items():
            meant = written.get(key)
            if isinstance(value, date):
                assert str(meant).startswith(str(value)[:10])
            elif types[key] == "string" and not isinstance(meant, str):
                assert (None if value is None else json.loads(value)) == meant
            else:
                assert value == meant
