"""The store: what a snapshot needs stays, what none needs goes, and everything is its owner's alone."""

import stat
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pytest

from regia.errors.snapshot import SnapshotDamaged, SnapshotMissing, SnapshotNewer
from regia.snapshot import objects
from regia.snapshot.journal import Entry
from regia.snapshot.manifest import FORMAT, encode
from regia.snapshot.objects import ROW_GROUP_BYTES
from regia.snapshot.store import Store
from tests.snapshot.made import held, kept, manifest, store, whole

ONE = pa.table({"a": [1, 2]})
TWO = pa.table({"a": [3]})


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    place = store(tmp_path)
    made = manifest(held("crm.a", ONE, place, comment="è", key=("a",), sampled_share=None))
    place.commit(made)
    assert place.latest() == made
    assert place.manifest(made.snapshot) == made
    assert list(whole(place)) == []


def test_equal_content_is_kept_once(tmp_path: Path) -> None:
    place = store(tmp_path)
    assert kept(place, ONE) == kept(place, ONE) != kept(place, TWO)
    assert len(list(place.objects.names())) == 2


def test_a_batch_larger_than_a_row_group_is_not_held_back(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    place = store(tmp_path)
    table = pa.table({"a": pa.array(range(ROW_GROUP_BYTES // 8))})
    writer = place.writer(table.schema)
    for _ in range(3):
        for batch in table.to_batches():
            writer.write(batch)
    written = writer.finish()
    assert written.records == 3 * table.num_rows
    with pq.ParquetFile(place.objects.path(str(written.object))) as file:
        assert file.num_row_groups >= 3
        assert file.metadata.num_rows == written.records


def test_removing_a_snapshot_keeps_what_others_share(tmp_path: Path) -> None:
    place = store(tmp_path)
    old = manifest(held("crm.a", ONE, place), held("crm.b", TWO, place))
    new = manifest(held("crm.a", ONE, place), days=1)
    place.commit(old)
    place.commit(new)
    size = place.objects.path(kept(place, TWO)).stat().st_size
    assert place.remove([old.snapshot]) == size
    assert place.ids() == [new.snapshot]
    assert list(place.objects.names()) == [kept(place, ONE)]
    assert list(whole(place)) == []


def test_what_a_killed_run_has_read_is_not_removed(tmp_path: Path) -> None:
    place = store(tmp_path)
    place.journal.add(Entry(held("crm.a", ONE, place)))
    assert place.remove([]) == 0
    place.journal.clear()
    assert place.remove([]) > 0
    assert list(place.objects.names()) == []


def test_nothing_is_removed_beside_a_damaged_manifest(tmp_path: Path) -> None:
    place = store(tmp_path)
    old, new = manifest(held("crm.a", ONE, place)), manifest(held("crm.b", TWO, place), days=1)
    place.commit(old)
    place.commit(new)
    (place.folder / "snapshots" / f"{old.snapshot}.json").write_text("{")
    assert place.damaged() == [old.snapshot]
    assert place.remove([]) == 0
    assert len(list(place.objects.names())) == 2
    assert place.latest_whole() == new
    assert place.remove([old.snapshot]) > 0  # the damaged one gone, the rest is known again
    assert list(place.objects.names()) == [kept(place, TWO)]


def test_ids_sort_by_time_however_many_there_are_in_a_second(tmp_path: Path) -> None:
    place = store(tmp_path)
    for number in (10, 0, 2):
        place.commit(manifest(number=number))
    place.commit(manifest(days=1))
    (place.folder / "snapshots" / "notes.json").write_text("mine")
    assert [name.partition("-")[2] for name in place.ids()] == ["", "2", "10", ""]
    assert place.new_id(manifest(days=1).taken_at) == manifest(days=1, number=2).snapshot


def test_what_is_damaged_or_missing_is_said(tmp_path: Path) -> None:
    place = store(tmp_path)
    made = manifest(held("crm.a", ONE, place))
    place.commit(made)
    (name,) = made.objects
    path = place.objects.path(name)
    assert place.objects.damaged(name) == ""
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert "changed" in place.objects.damaged(name)
    path.unlink()
    assert "missing" in place.objects.damaged(name)
    with pytest.raises(SnapshotDamaged):
        place.path(made.datasets[0])
    with pytest.raises(SnapshotMissing):
        place.manifest("20200101T000000Z")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": 1}', b"null"])
def test_what_is_no_manifest_is_damaged(tmp_path: Path, data: bytes) -> None:
    place = store(tmp_path)
    made = manifest()
    place.commit(made)
    (place.folder / "snapshots" / f"{made.snapshot}.json").write_bytes(data)
    with pytest.raises(SnapshotDamaged):
        place.latest()


def test_a_newer_format_is_refused_and_never_taken_for_damage(tmp_path: Path) -> None:
    place = store(tmp_path)
    made = manifest()
    data = encode(made).replace(b'"format": 1', b'"format": %d' % (FORMAT + 1))
    place.commit(made)
    (place.folder / "snapshots" / f"{made.snapshot}.json").write_bytes(data)
    for look in (place.latest, place.latest_whole, lambda: place.remove([])):
        with pytest.raises(SnapshotNewer) as caught:
            look()
    assert "formato 2" in caught.value.what("it")
    assert "format 2" in caught.value.what("en")


def test_preparing_clears_what_killed_runs_left_in_the_making(tmp_path: Path) -> None:
    place = store(tmp_path)
    place.commit(manifest())
    left = [place.objects.scratch(), place.folder / "snapshots" / ".20260301T080000Z.json.abc"]
    for path in left:
        path.write_text("half")
    place.prepare()
    assert not any(path.exists() for path in left)
    assert len(place.ids()) == 1


def test_everything_is_its_owners_alone(tmp_path: Path) -> None:
    (tmp_path / ".regia").mkdir(mode=0o755)
    place = store(tmp_path)
    made = manifest(held("crm.a", ONE, place))
    place.journal.add(Entry(made.datasets[0]))
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in place.folder.rglob("*")}
    place.commit(made)
    modes |= {path: stat.S_IMODE(path.stat().st_mode) for path in [place.folder, *place.folder.rglob("*")]}
    assert not {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert len(modes) > 6


def test_a_file_in_the_making_is_private_from_its_first_byte(tmp_path: Path) -> None:
    place = store(tmp_path)
    writer = place.writer(ONE.schema)
    (path,) = place.objects.folder.glob("scratch/*")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    writer.abandon()
    assert not path.exists()


def test_what_a_snapshot_names_is_on_disk_before_the_snapshot_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = store(tmp_path)
    old = manifest(held("crm.a", ONE, place))
    place.commit(old)
    synced: list[str] = []
    real = objects.sync_file
    monkeypatch.setattr(objects, "sync_file", lambda path: (synced.append(path.stem), real(path)))
    new = manifest(held("crm.a", ONE, place), held("crm.b", TWO, place), days=1)
    monkeypatch.setattr(objects.Objects, "sync", _then_absent(place, new.snapshot, objects.Objects.sync))
    place.commit(new)
    assert synced == [kept(place, TWO)]


def _then_absent(place: Store, snapshot: str, real: Callable[..., None]) -> Callable[..., None]:
    def sync(self: objects.Objects, names: Iterable[str]) -> None:
        real(self, names)
        assert snapshot not in place.ids()

    return sync
