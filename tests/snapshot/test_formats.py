"""Snapshots of every format ever written are opened, for ever; see `formats/make.py`."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from regia.checkup.run import Recalled, analyse
from regia.model.note import Reason
from regia.model.progress import Silent
from regia.snapshot.manifest import FORMAT, Manifest
from regia.snapshot.store import Store
from regia.workspace.company import Company, System
from tests.snapshot.formats.make import AT, VALUES
from tests.snapshot.made import whole

FORMATS = Path(__file__).parent / "formats"
NUMBERS = sorted(int(path.name) for path in FORMATS.iterdir() if path.name.isdigit())


@pytest.fixture(params=NUMBERS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Store, Manifest]:
    shutil.copytree(FORMATS / str(request.param), tmp_path / ".regia")
    place = Store(tmp_path)
    found = place.latest()
    assert found is not None
    return place, found


def test_every_format_up_to_todays_is_there() -> None:
    assert list(range(1, FORMAT + 1)) == NUMBERS


def test_it_opens_whole(opened: tuple[Store, Manifest]) -> None:
    place, found = opened
    assert list(whole(place)) == []
    assert (found.snapshot, found.company, found.taken_at) == ("20260131T063000Z", "Mobilificio di prova", AT)
    assert [each.dataset for each in found.datasets] == ["values", "others", "part", "kept", "shut"]
    assert {note.reason for note in found.skipped} == set(Reason)
    assert found.tombstones[0].records == 1


def test_every_value_is_what_was_kept(opened: tuple[Store, Manifest]) -> None:
    place, found = opened
    values = found.find("crm", "values")
    assert values is not None
    with pq.ParquetFile(place.path(values)) as file:
        table = file.read()
    assert {name: table.column(name).to_pylist() for name in table.column_names} == {
        name: values for name, (values, _) in VALUES.items()
    }
    assert [field.type for field in values.fields] == [
        "integer", "decimal", "float", "text", "boolean", "date", "time", "timestamp", "timestamp_utc", "duration",
        "binary",
    ]  # fmt: skip


def test_todays_check_up_runs_on_it(opened: tuple[Store, Manifest]) -> None:
    place, found = opened
    company = Company(place.folder.parent, "Prova", systems=(System("crm", "CRM"), System("erp", "ERP")))
    checkup = analyse(
        company, place, found, previous=Recalled(), started=datetime(2026, 2, 1, tzinfo=UTC), progress=Silent()
    )
    assert [run.failure for run in checkup.stages] == [""] * len(checkup.stages)
    assert checkup.stages[0].rows["datasets"] == 5
