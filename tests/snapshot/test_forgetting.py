"""Finding and removing one value: in every type that can hold it, and nowhere else."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.snapshot.forgetting import DAMAGED, find_value, forget_prepared, prepare_forgetting
from regia.snapshot.journal import Entry
from regia.snapshot.manifest import Manifest
from regia.snapshot.store import Store
from tests.snapshot.made import held, manifest, readable, store, whole

AT = datetime(2026, 5, 1, tzinfo=UTC)
PERSON = "mario.rossi@esempio.it"


def forget(place: Store, value: str, why: str = "art. 17") -> list[Manifest]:
    found = prepare_forgetting(place, find_value(place, value), value)
    forget_prepared(place, found, why=why, at=AT)
    return [place.manifest(name) for name in sorted(found.snapshots)]


def rows(place: Store, dataset: object) -> list[object]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(place.path(dataset)) as file:  # type: ignore[arg-type]
        return list(file.read().column(0).to_pylist())


@pytest.mark.parametrize(
    ("values", "wanted", "left"),
    [
        (["a", " Mario.Rossi@Esempio.IT ", None, PERSON + "x"], PERSON, ["a", None, PERSON + "x"]),
        (["Jose\u0301", "José", "Jose"], "JOSÉ", ["Jose"]),
        (["Straße", "straße"], "STRAßE", []),
        ([12345, 1, None], "12345", [1, None]),
        ([12345678901.0, 0.5, float("nan")], "12345678901", [0.5, float("nan")]),
        ([0.5, 1.5], "0.5", [1.5]),
        ([Decimal("12.50"), Decimal("13.00")], "12.5", [Decimal("13.00")]),
        ([123, 1], "00123", [123, 1]),
        (["00123", "123"], "00123", ["123"]),
        ([date(1980, 5, 1), None], "1980-05-01", [None]),
        ([True, False], "true", [True, False]),
        ([b"mario", b"x"], "mario", [b"mario", b"x"]),
        ([2**62, 1], "99999999999999999999999", [2**62, 1]),
        ([1, 2], "1.5", [1, 2]),
        ([None, None], PERSON, [None, None]),
    ],
)
def test_a_value_is_found_alone_in_its_field(
    tmp_path: Path, values: list[object], wanted: str, left: list[object]
) -> None:
    place = store(tmp_path)
    place.commit(manifest(held("crm.people", pa.table({"a": values}), place)))
    gone = len(values) - len(left)
    assert [match.records for match in find_value(place, wanted)] == ([gone] if gone else [])
    forget(place, wanted)
    (dataset,) = place.latest().datasets  # type: ignore[union-attr]
    assert repr(rows(place, dataset)) == repr(left)
    assert dataset.records == len(left)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.one_of(st.none(), st.text(alphabet="aAbB \u00e8\u00c8", max_size=3)), max_size=20),
    st.sampled_from("abè"),
)
def test_what_is_left_is_what_another_way_of_looking_leaves(values: list[str | None], wanted: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = store(Path(folder))
        place.commit(manifest(held("crm.people", pa.table({"a": pa.array(values, pa.string())}), place)))
        forget(place, wanted)
        (dataset,) = place.latest().datasets  # type: ignore[union-attr]
        assert rows(place, dataset) == [each for each in values if each is None or each.strip().lower() != wanted]


def test_every_snapshot_loses_the_person_and_keeps_a_tombstone(tmp_path: Path) -> None:
    place = store(tmp_path)
    people = pa.table({"mail": [PERSON, "ada@esempio.it"]})
    orders = pa.table({"number": [1, 2]})
    more = pa.table({"mail": [PERSON, "ada@esempio.it", PERSON.upper()]})
    place.commit(manifest(held("crm.people", people, place), held("crm.orders", orders, place)))
    place.commit(manifest(held("crm.people", more, place), held("shop.buyers", people, place), days=1))
    place.commit(manifest(held("crm.orders", orders, place), days=2))
    before = place.latest()
    changed = forget(place, PERSON)
    assert len(changed) == 2
    assert PERSON not in readable(tmp_path).lower()
    assert list(whole(place)) == []
    assert [[(each.dataset, each.records) for each in one.tombstones] for one in changed] == [
        [("people", 1)],
        [("people", 2), ("buyers", 1)],
    ]
    assert {(each.why, each.forgotten_at) for one in changed for each in one.tombstones} == {("art. 17", AT)}
    assert place.latest() == before
    assert "ada@esempio.it" in readable(tmp_path)


def test_what_a_killed_run_has_read_is_searched_too(tmp_path: Path) -> None:
    place = store(tmp_path)
    place.journal.add(Entry(held("crm.people", pa.table({"mail": [PERSON]}), place)))
    assert [match.records for match in find_value(place, PERSON)] == [1]
    forget(place, PERSON)
    assert PERSON not in readable(tmp_path)
    assert list(place.journal.entries()) == []


@pytest.mark.parametrize("step", ["prepared", "first manifest", "all manifests"])
def test_a_kill_in_between_leaves_all_whole_and_a_second_call_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place = store(tmp_path)
    people = pa.table({"mail": [PERSON, "ada@esempio.it"]})
    for days in (0, 1):
        place.commit(manifest(held("crm.people", people, place), days=days))
    found = prepare_forgetting(place, find_value(place, PERSON), PERSON)
    if step != "prepared":
        with monkeypatch.context() as patched:
            patched.setattr(Store, "replace" if step == "first manifest" else "remove", _killed(step, Store.replace))
            with pytest.raises(KeyboardInterrupt):
                forget_prepared(place, found, why="art. 17", at=AT)
    assert list(whole(place)) == []
    assert len(place.ids()) == 2
    forget(place, PERSON)
    assert PERSON not in readable(tmp_path)
    assert [[each.records for each in one.tombstones] for one in place.manifests()] == [[1], [1]]
    assert list(whole(place)) == []


def _killed(step: str, replace: object) -> object:
    done: list[Manifest] = []

    def killed(self: Store, given: Manifest) -> None:
        if step != "first manifest" or done:
            raise KeyboardInterrupt
        done.append(given)
        replace(self, given)  # type: ignore[operator]

    return killed


def test_a_damaged_snapshot_neither_stops_forgetting_nor_keeps_the_person(tmp_path: Path) -> None:
    place = store(tmp_path)
    orders = held("crm.orders", pa.table({"n": [1]}), place)
    damaged = manifest(held("crm.people", pa.table({"mail": [PERSON, "b"]}), place), orders)
    place.commit(damaged)
    place.commit(manifest(held("crm.people", pa.table({"mail": [PERSON, "ada@esempio.it"]}), place), days=1))
    (place.folder / "snapshots" / f"{damaged.snapshot}.json").write_text("{")
    assert [(each.system, each.dataset, each.records) for each in find_value(place, PERSON)] == [
        ("crm", "people", 1),
        (DAMAGED, damaged.snapshot, 1),
    ]
    forget(place, PERSON)
    assert PERSON not in readable(tmp_path)
    assert find_value(place, PERSON) == []
    assert place.objects.path(str(orders.object)).exists()  # what does not hold the person waits for a backup
    assert place.damaged() == [damaged.snapshot]


def test_a_damaged_snapshot_without_the_person_is_left_alone(tmp_path: Path) -> None:
    place = store(tmp_path)
    damaged = manifest(held("crm.people", pa.table({"mail": ["b"]}), place))
    place.commit(damaged)
    (place.folder / "snapshots" / f"{damaged.snapshot}.json").write_text("{")
    before = list(place.objects.names())
    assert find_value(place, PERSON) == []
    forget(place, PERSON)
    assert list(place.objects.names()) == before


def test_a_line_that_names_the_person_in_a_damaged_snapshot_goes_too(tmp_path: Path) -> None:
    place = store(tmp_path)
    damaged = manifest(held("crm.log", pa.table({"line": [f"mailto {PERSON} sent"]}), place))
    place.commit(damaged)
    (place.folder / "snapshots" / f"{damaged.snapshot}.json").write_text("{")
    forget(place, PERSON)
    assert PERSON not in readable(tmp_path)
