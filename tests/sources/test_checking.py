"""Whether sources can be read: every remark, no row, no stop at the first failure."""

from pathlib import Path

import pytest

from regia.errors.sources import LoginRefused
from regia.sources.checking import check_sources
from tests.sources.fake import World, dataset, world


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return world(tmp_path, monkeypatch)


def test_counts_what_may_be_read(here: World) -> None:
    fake = here.system("crm", dataset("a", [1]), dataset("b", readable=False))
    (checked,) = check_sources(here.company)
    assert (checked.system, checked.connector, checked.datasets, checked.readable) == ("crm", "fake", 2, 1)
    assert checked.usable
    assert (fake.reads, fake.closed) == ([], 1)


@pytest.mark.parametrize("where", ["opening", "catalogue_error", "closing"])
@pytest.mark.parametrize("error", [LoginRefused(system="crm", host="db", user="u"), RuntimeError("boom s3gr3t0")])
def test_an_error_is_a_problem_in_both_languages_and_the_others_are_checked(
    here: World, where: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "s3gr3t0")
    fake = here.system("crm", dataset("a", [1]), password="env:CRM_PASSWORD")
    setattr(fake, where, error)
    here.system("erp", dataset("b", [1]))
    crm, erp = check_sources(here.company)
    assert not crm.usable
    (problem,) = crm.diagnoses
    assert problem.level == "problem"
    assert problem.says.it != problem.says.en
    assert "s3gr3t0" not in "".join((*problem.says, *problem.fix))
    assert erp.usable


def test_only_the_systems_asked_for(here: World) -> None:
    here.system("crm", dataset("a", [1]))
    here.system("erp", dataset("b", [1]))
    assert [each.system for each in check_sources(here.company, only=("erp",))] == ["erp"]
