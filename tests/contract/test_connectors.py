"""What every connector must do, checked on a source of known content; see `case.py` for how to add a kind."""

import math
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from regia.errors import LANGUAGES, RegiaError
from regia.errors.sources import TypeTooNarrow
from regia.model.note import Note
from regia.sources.connector import DatasetInfo, Reading, Session
from regia.sources.registry import connector_for, connectors
from tests.contract.case import Case, Made


@contextmanager
def session(made: Made) -> Iterator[tuple[Session, list[Note]]]:
    notes: list[Note] = []
    with connector_for(made.source).open(made.source, made.password, notes.append) as opened:
        yield opened, notes


def described(session: Session) -> dict[str, DatasetInfo]:
    datasets = session.catalogue().datasets
    names = [dataset.name for dataset in datasets]
    assert len(names) == len(set(names)), "dataset names repeat"
    return {dataset.name: dataset for dataset in datasets}


def readable(made: Made, datasets: dict[str, DatasetInfo]) -> list[DatasetInfo]:
    return [datasets[name] for name in made.datasets if name not in made.failing]


def rows_of(batches: list[pa.RecordBatch]) -> list[tuple[Any, ...]]:
    return [row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]


def taken(session: Session, dataset: DatasetInfo, *, rows: int | None = None) -> tuple[Reading, list[pa.RecordBatch]]:
    """Draw a whole reading, and read again when a value does not fit the type announced, once a field."""
    for _ in range(len(dataset.fields)):
        reading = session.read(dataset, rows=rows)
        try:
            return reading, list(reading.batches)
        except TypeTooNarrow:
            continue
    reading = session.read(dataset, rows=rows)
    return reading, list(reading.batches)


def comparable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make NaN equal to itself, UTC whatever it is called, and -0.0, 1 and True differ from 0.0, 1.0 and 1."""
    return tuple(_comparable(it) for it in row)


def _comparable(value: Any) -> str:
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat()
    return repr(value)


def test_claims_its_source(case: Case, made: Made) -> None:
    assert connector_for(made.source).kind == case.kind
    assert connector_for(replace(made.source, kind=case.kind)).kind == case.kind
    claiming = [connector.kind for connector in connectors() if connector.claims(made.source)]
    assert claiming == [case.kind]


def test_catalogue_says_what_was_made(made: Made) -> None:
    with session(made) as (opened, _):
        datasets = described(opened)
    assert datasets.keys() == made.datasets.keys() | made.failing.keys()
    for name, expected in made.datasets.items():
        assert tuple(field.name for field in datasets[name].fields) == expected.fields, name
        assert datasets[name].kind == expected.kind, name


def test_field_names_are_whole_and_differ(made: Made) -> None:
    with session(made) as (opened, _):
        for dataset in described(opened).values():
            names = [field.name.casefold() for field in dataset.fields]
            assert all(name.strip() for name in names), dataset.name
            assert len(names) == len(set(names)), dataset.name


def test_keys_and_references_are_as_declared(case: Case, made: Made) -> None:
    with session(made) as (opened, _):
        datasets = described(opened)
    capabilities = connector_for(made.source).capabilities
    for name, expected in made.datasets.items():
        references = {(it.fields, it.to_dataset, it.to_fields) for it in datasets[name].references}
        assert datasets[name].key == (expected.key if capabilities.keys else ()), name
        assert references == (set(expected.references) if capabilities.references else set()), name
    if capabilities.keys:
        assert any(expected.key for expected in made.datasets.values()), "the case shows no key"
    if capabilities.references:
        assert any(expected.references for expected in made.datasets.values()), "the case shows no reference"


def test_estimates_are_plausible(made: Made) -> None:
    with session(made) as (opened, _):
        datasets = described(opened)
    for name, expected in made.datasets.items():
        estimate = datasets[name].estimated_records
        if estimate is not None and expected.rows is not None and len(expected.rows) >= 1000:
            assert len(expected.rows) / 4 <= estimate <= len(expected.rows) * 4, name


def test_reads_exactly_the_values(made: Made) -> None:
    with session(made) as (opened, _):
        for dataset in readable(made, described(opened)):
            expected = made.datasets[dataset.name]
            reading, batches = taken(opened, dataset)
            assert reading.sampled == "all"
            assert reading.query
            assert tuple(reading.schema.names) == expected.fields
            assert {batch.schema for batch in batches} <= {reading.schema}
            for name, kind in expected.types.items():
                assert str(reading.schema.field(name).type) == kind, (dataset.name, name)
            found = [comparable(row) for row in rows_of(batches)]
            if expected.rows is not None:
                assert Counter(found) == Counter(comparable(row) for row in expected.rows), dataset.name
            if expected.records is not None:
                assert len(found) == expected.records, dataset.name


def test_says_the_same_twice(made: Made) -> None:
    with session(made) as (opened, _):
        first = described(opened)
    with session(made) as (opened, _):
        assert described(opened) == first


def test_tells_what_it_changed_or_guessed(made: Made) -> None:
    with session(made) as (opened, notes):
        for dataset in readable(made, described(opened)):
            taken(opened, dataset)
    told = {(note.reason, note.dataset, note.field) for note in notes}
    assert made.notes <= told, made.notes - told
    known = made.datasets.keys() | made.failing.keys() | {None}
    assert {note.dataset for note in notes} <= known


def test_samples_hold_rows_of_the_dataset(made: Made) -> None:
    with session(made) as (opened, _):
        for dataset in readable(made, described(opened)):
            everything = made.datasets[dataset.name].rows
            reading, batches = taken(opened, dataset, rows=100)
            found = rows_of(batches)
            assert tuple(reading.schema.names) == made.datasets[dataset.name].fields
            if everything is None or len(everything) < 1000:
                continue
            assert reading.sampled in ("random", "first")
            assert 10 <= len(found) <= 400, dataset.name
            if reading.schema == taken(opened, dataset)[0].schema:
                assert not Counter(map(comparable, found)) - Counter(map(comparable, everything))


def test_a_failing_dataset_leaves_the_session_usable(made: Made) -> None:
    if not made.failing:
        pytest.skip("the case has no failing dataset")
    with session(made) as (opened, _):
        datasets = described(opened)
        for name, error in made.failing.items():
            with pytest.raises(error):
                taken(opened, datasets[name])
        for dataset in readable(made, datasets):
            taken(opened, dataset)


def test_a_reading_left_half_way_leaves_the_session_usable(made: Made) -> None:
    with session(made) as (opened, _):
        datasets = described(opened)
        large = max(readable(made, datasets), key=lambda it: len(made.datasets[it.name].rows or ()))
        next(iter(opened.read(large).batches), None)
        _, batches = taken(opened, large)
    expected = made.datasets[large.name].rows
    assert expected is None or sum(batch.num_rows for batch in batches) == len(expected)


def test_writes_nothing(made: Made) -> None:
    before = made.state()
    with session(made) as (opened, _):
        for dataset in readable(made, described(opened)):
            opened.fingerprint(dataset)
            taken(opened, dataset)
        list(opened.diagnose())
        during = made.state()
    assert during == before
    assert made.state() == before


def test_fingerprint_changes_with_the_content_alone(own: Made) -> None:
    capable = connector_for(own.source).capabilities.fingerprint
    if not capable or own.change is None:
        assert not capable, "a claimed fingerprint needs a change to be shown"
        pytest.skip("no fingerprint is claimed")

    def fingerprint() -> str | None:
        with session(own) as (opened, _):
            return opened.fingerprint(described(opened)[own.changed])

    first = fingerprint()
    assert first is not None
    assert fingerprint() == first
    assert own.change()
    assert fingerprint() != first


def test_reads_all_at_one_moment(own: Made) -> None:
    capable = connector_for(own.source).capabilities.transaction
    with session(own) as (opened, _):
        assert (opened.moment is not None) == capable
        if not capable or own.change is None:
            return
        dataset = described(opened)[own.changed]
        before = rows_of(taken(opened, dataset)[1])
        own.change()
        assert rows_of(taken(opened, dataset)[1]) == before


def test_diagnosis_speaks_both_languages(made: Made) -> None:
    with session(made) as (opened, _):
        for remark in opened.diagnose():
            assert remark.level in ("ok", "warning", "problem")
            assert all(remark.says)
            assert bool(remark.fix.it) == bool(remark.fix.en)


def test_what_does_not_open_says_so(made: Made) -> None:
    assert made.refused, "the case shows no source that is refused"
    for refused in made.refused:
        connector = connector_for(refused.source)
        with (
            pytest.raises(refused.error) as caught,
            connector.open(refused.source, refused.password, [].append) as opened,
        ):
            opened.catalogue()
        said = _all_texts(caught.value)
        assert all(text.strip() for text in said)
        for secret in (*refused.secrets, *([refused.password] if refused.password else [])):
            assert not any(secret in text for text in said), "a secret shows in an error"


def _all_texts(error: RegiaError) -> list[str]:
    return [told for language in LANGUAGES for told in (error.what(language), error.advice(language))] + [str(error)]


def test_loads_no_driver_before_a_source_is_opened(case: Case) -> None:
    script = (
        "import sys, regia\n"
        "from regia.sources.registry import connectors, connector_for, formats\n"
        "from regia.workspace.company import Source\n"
        "connectors(), formats()\n"
        "[connector.claims(Source('s', 'oddity://nowhere')) for connector in connectors()]\n"
        f"print([name for name in {list(case.drivers)!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
