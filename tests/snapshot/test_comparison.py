"""Two manifests made by hand, and exactly what changed between them."""

from dataclasses import replace

import pytest

from regia.errors import LANGUAGES
from regia.snapshot.comparison import SENTENCES, Change, compare
from regia.snapshot.manifest import Dataset, Field, SystemRead
from regia.wording import fill
from tests.snapshot.made import NOW, held, manifest


def table(name: str, *fields: tuple[str, str], **more: object) -> Dataset:
    return replace(held(name), fields=tuple(Field(*each) for each in fields), **({"records": 10} | more))  # type: ignore[arg-type]


OLD = manifest(
    table("crm.people", ("id", "INTEGER"), ("name", "VARCHAR(20)"), ("fax", "TEXT"), key=("id",)),
    table("crm.gone", ("id", "INTEGER")),
    table("crm.same", ("id", "INTEGER")),
    table("erp.items", ("id", "INTEGER")),
)


def test_every_kind_of_change_is_told_once() -> None:
    new = manifest(
        table(
            "crm.people", ("id", "INTEGER"), ("name", "VARCHAR(80)"), ("mail", "TEXT"), key=("id", "name"), records=12
        ),
        table("crm.same", ("id", "INTEGER")),
        table("crm.new", ("id", "INTEGER")),
        table("erp.items", status="failed", records=None),
        days=1,
    )
    assert compare(OLD, new) == [
        Change("dataset_dropped", "crm", "gone"),
        Change("dataset_added", "crm", "new"),
        Change("field_retyped", "crm", "people", "name", "VARCHAR(20)", "VARCHAR(80)"),
        Change("field_added", "crm", "people", "mail", None, "TEXT"),
        Change("field_dropped", "crm", "people", "fax", "TEXT"),
        Change("key_changed", "crm", "people", None, "id", "id, name"),
        Change("records_changed", "crm", "people", None, 10, 12),
        Change("dataset_unread", "erp", "items"),
    ]


def test_nothing_changed_is_no_change() -> None:
    assert compare(OLD, replace(OLD, snapshot="later")) == []


@pytest.mark.parametrize("status", ["failed", "carried"])
def test_what_could_not_be_read_did_not_go_away(status: str) -> None:
    systems = (SystemRead("crm", "", status, NOW, NOW), SystemRead("erp", "", "read", NOW, NOW))  # type: ignore[arg-type]
    new = manifest(table("erp.items", ("id", "INTEGER")), days=1, systems=systems)
    assert compare(OLD, new) == [Change("system_unread", "crm")]


def test_unread_twice_is_told_once() -> None:
    failed = manifest(table("crm.a", status="failed", records=None))
    assert compare(failed, replace(failed, snapshot="later")) == []


def test_what_failed_and_is_read_again_tells_its_fields_not_a_new_dataset() -> None:
    failed = manifest(table("crm.a", ("id", "INTEGER"), status="failed", records=None))
    assert compare(failed, manifest(table("crm.a", ("id", "INTEGER")), days=1)) == []


def test_a_system_no_longer_declared_takes_its_datasets_along() -> None:
    new = manifest(*(each for each in OLD.datasets if each.system == "crm"), days=1)
    assert compare(OLD, new) == [Change("system_dropped", "erp", before=1)]
    assert compare(new, OLD) == [Change("system_added", "erp", after=1)]


@pytest.mark.parametrize("kind", SENTENCES)
def test_each_kind_has_a_sentence_that_fills(kind: str) -> None:
    change = Change(kind, "crm", "a", "f", "before", "after")  # type: ignore[arg-type]
    values = {"place": change.place, "before": change.before, "after": change.after}
    said = {fill(SENTENCES[change.kind], values, language) for language in LANGUAGES}
    assert len(said) == 2
    assert all("crm.a.f" in each for each in said)
    assert change.structural is (kind != "records_changed")
