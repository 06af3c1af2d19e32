"""What a check-up would read: catalogues alone, no row."""

from pathlib import Path

import pytest

from regia.model.note import Reason
from regia.model.progress import Silent
from regia.sources.plan import GUESSED_BYTES_PER_SECOND, PlannedSystem, plan
from regia.workspace.company import Limits
from tests.sources.fake import World, dataset, world


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return world(tmp_path, monkeypatch)


def planned(here: World, *only: str) -> list[PlannedSystem]:
    return list(plan(here.company, here.store, only=only, progress=Silent()))


def test_each_dataset_has_its_action_and_its_size(here: World) -> None:
    here.system(
        "crm",
        dataset("whole", estimated_records=40, estimated_bytes=GUESSED_BYTES_PER_SECOND * 2),
        dataset("large", estimated_records=1000, estimated_bytes=GUESSED_BYTES_PER_SECOND * 100),
        dataset("unknown"),
        dataset("left_out"),
        dataset("v", kind="view"),
        dataset("secret", readable=False),
        exclude=("left_out",),
        limits=Limits(rows_per_dataset=100, statement_seconds=30, minutes=10),
    )
    (crm,) = planned(here)
    found = {each.dataset: (each.action, each.reason, each.records, each.seconds) for each in crm.datasets}
    assert found == {
        "whole": ("read", None, 40, 2.0),
        "large": ("sample", None, 100, 10.0),
        "unknown": ("read", None, None, None),
        "left_out": ("skip", Reason.EXCLUDED, None, None),
        "v": ("skip", Reason.VIEW, None, None),
        "secret": ("skip", Reason.FORBIDDEN, None, None),
    }
    assert (crm.statements, crm.limit_seconds, crm.limit_minutes, crm.error) == (3, 30, 10, None)


def test_no_row_is_read_and_nothing_is_written(here: World) -> None:
    fake = here.system("crm", dataset("a", [1]))
    planned(here)
    assert (fake.reads, fake.closed) == ([], 1)
    assert list(here.company.folder.iterdir()) == []


def test_what_did_not_change_would_be_reused(here: World) -> None:
    here.system("crm", dataset("a", [1, 2], fingerprint="one"), dataset("b", [1], fingerprint="one"))
    here.snapshot()
    here.system("crm", dataset("a", [1, 2], fingerprint="one"), dataset("b", [1], fingerprint="two"))
    (crm,) = planned(here)
    assert [(each.action, each.records) for each in crm.datasets] == [("reuse", 2), ("read", None)]


@pytest.mark.parametrize("where", ["opening", "catalogue_error", "closing"])
def test_a_driver_that_raises_anything_stops_its_own_system_alone(
    here: World, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "s3gr3t0")
    fake = here.system("crm", dataset("a", [1]), password="env:CRM_PASSWORD")
    setattr(fake, where, ValueError("boom s3gr3t0"))
    here.system("erp", dataset("b", [1]))
    crm, erp = planned(here)
    assert crm.error is not None
    assert "boom" in crm.error.what("it")
    assert "s3gr3t0" not in crm.error.what("it") + str(crm.error)
    assert [each.action for each in erp.datasets] == ["read"]


def test_only_the_systems_asked_for(here: World) -> None:
    crm = here.system("crm", dataset("a", [1]))
    here.system("erp", dataset("b", [1]))
    assert [each.system for each in planned(here, "erp")] == ["erp"]
    assert crm.closed == 0
