"""A full disk at any moment of a check-up, real and made: told, the last good snapshot intact, resumed with room."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from regia.checkup.run import Options, Outcome, run_checkup
from regia.errors import LANGUAGES
from regia.errors.company import CompanyFileUnwritable
from regia.errors.snapshot import DiskFull, FolderNotWritable
from regia.model.progress import Silent
from regia.snapshot.store import Store
from regia.workspace import load
from tests.checkup.made import add, assert_all_whole, company, content, left_in_the_making, sqlite
from tests.cli.running import run

# Everything that writes below the company folder goes through one of these.
WRITES: tuple[tuple[object, str], ...] = (
    (os, "open"),
    (os, "fsync"),
    (os, "mkdir"),
    (os, "replace"),
    (Path, "replace"),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    rows = [(number, f"name {number}") for number in range(50)]
    files = [sqlite(tmp_path / f"{name}.sqlite", {"a": rows, "b": rows[:3]}) for name in ("crm", "erp")]
    return company(tmp_path / "company", {path.stem: str(path) for path in files})


def run_in(folder: Path) -> Outcome:
    return run_checkup(load(folder), Options(), Silent())


class Disk:
    """Counts the writes below a folder; the n-th and all later ones fail."""

    def __init__(self, number: int, folder: Path, code: int) -> None:
        self.number = number
        self.folder = str(folder)
        self.code = code
        self.done = 0

    def write(self) -> None:
        """Do one more write, if there is room."""
        self.done += 1
        if self.done >= self.number:
            raise OSError(self.code, os.strerror(self.code))

    def guarded(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that writes where the disk has room for it."""

        def called(*arguments: Any, **named: Any) -> Any:
            if name == "close":  # what is left open would complain when it is collected
                real(*arguments, **named)
            if self._is_write(name, arguments):
                self.write()
            return None if name == "close" else real(*arguments, **named)

        return called

    def _is_write(self, name: str, arguments: tuple[Any, ...]) -> bool:
        if name in ("write_table", "close"):
            return True
        if name == "fsync":
            return self.folder in os.readlink(f"/proc/self/fd/{arguments[0]}")
        reads = name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR)
        return not reads and ".regia" in str(arguments[0]) and self.folder in str(arguments[0])


@contextmanager
def full_at(number: int, folder: Path, code: int = errno.ENOSPC) -> Iterator[Disk]:
    """Let the disk be full at the n-th write below a folder, and at all later ones."""
    import pyarrow.parquet as pq

    disk = Disk(number, folder, code)
    with pytest.MonkeyPatch.context() as patched:
        for owner, name in (*WRITES, (pq.ParquetWriter, "write_table"), (pq.ParquetWriter, "close")):
            patched.setattr(owner, name, disk.guarded(name, getattr(owner, name)))
        yield disk


def writes_of_a_check_up(folder: Path) -> int:
    shutil.copytree(folder, twin := folder.with_name("twin"))
    with full_at(10**9, twin) as disk:
        run_in(twin)
    shutil.rmtree(twin)
    return disk.done


def assert_full_at(number: int, folder: Path, first: dict[str, str | None]) -> None:
    with full_at(number, folder), pytest.raises(DiskFull) as caught:
        run_in(folder)
    assert caught.value.exit_code == 74
    said = {caught.value.what(language) + caught.value.advice(language) for language in LANGUAGES}
    assert len(said) == 2
    assert_all_whole(folder)
    ids = Store(folder).ids()
    kept = Store(folder).manifest(ids[0])
    assert content(kept) == first


def every_write_point(folder: Path, step: int) -> None:
    first = content(run_in(folder).snapshot)
    add(folder.parent / "crm.sqlite", "a", [(100, "new")])
    total = writes_of_a_check_up(folder)
    assert total > 30
    for number in range(1, total + 1, step):
        shutil.copytree(folder, trial := folder.with_name("trial"))
        assert_full_at(number, trial, first)
        outcome = run_in(trial)
        assert content(outcome.snapshot)["crm.a"] != first["crm.a"]
        assert content(outcome.snapshot)["erp.a"] == first["erp.a"]
        assert {run.failure for run in outcome.checkup.stages} == {""}
        assert left_in_the_making(trial) == []
        shutil.rmtree(trial)


@pytest.mark.usefixtures("few_stages")
def test_full_at_some_write_points(place: Path) -> None:
    every_write_point(place, step=13)


@pytest.mark.slow
@pytest.mark.usefixtures("few_stages")
def test_full_at_every_write_point(place: Path) -> None:
    every_write_point(place, step=1)


@pytest.mark.slow
def test_full_at_write_points_of_every_stage(place: Path) -> None:
    every_write_point(place, step=17)


@pytest.mark.usefixtures("few_stages")
def test_what_was_read_before_the_disk_was_full_is_taken_over(place: Path) -> None:
    with full_at(26, place), pytest.raises(DiskFull):  # folders first, then six or seven writes a dataset
        run_in(place)
    read = len(list(Store(place).journal.entries()))
    assert read
    origins = [each.origin for each in run_in(place).snapshot.datasets]
    assert origins.count("resumed") == read


@pytest.mark.usefixtures("few_stages")
@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_a_folder_that_cannot_be_written_is_told(place: Path, code: int) -> None:
    run_in(place)
    add(place.parent / "crm.sqlite", "a", [(100, "new")])
    for number in (1, 2, 4, 20):
        with full_at(number, place, code), pytest.raises((FolderNotWritable, CompanyFileUnwritable)) as caught:
            run_in(place)
        assert caught.value.exit_code == 73
        assert_all_whole(place)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 4 MB."""
    target = tmp_path / "disk"
    target.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a file system")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", target], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a file system here: {mounted.stderr.decode()}")
    try:
        yield target
    finally:
        subprocess.run(["umount", target], check=True)


def test_a_disk_that_is_really_full(small_disk: Path, tmp_path: Path) -> None:
    path = sqlite(tmp_path / "crm.sqlite", {"a": [(1, "x")], "b": [(1, "y")]})
    folder = company(small_disk / "c", {"crm": str(path)})
    assert run("checkup", folder).code == 0
    (first,) = Store(folder).ids()
    sqlite(path, {"c": [(1, "z")], "large": [(number, os.urandom(150).hex()) for number in range(15_000)]})
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 2_500_000)
    for language, says in (("it", "pieno"), ("en", "full")):
        done = run("checkup", folder, REGIA_LANGUAGE=language)
        assert (done.code, says in done.err) == (74, True), done.said
        assert_all_whole(folder)
        assert Store(folder).ids() == [first]
    ballast.unlink()
    assert run("checkup", folder).code == 0
    found = Store(folder).latest()
    assert found is not None
    origins = {each.dataset: each.origin for each in found.datasets}
    assert origins == {"a": "resumed", "b": "resumed", "c": "resumed", "large": "source"}
    assert left_in_the_making(folder) == []


def test_a_disk_without_room_for_a_single_byte(small_disk: Path, tmp_path: Path) -> None:
    path = sqlite(tmp_path / "crm.sqlite", {"a": [(1, "x")]})
    folder = company(small_disk / "c", {"crm": str(path)})
    subprocess.run(["dd", "if=/dev/zero", f"of={small_disk}/ballast"], capture_output=True, check=False)
    done = run("checkup", folder)
    assert done.code == 74, done.said


def test_a_read_only_disk(small_disk: Path, tmp_path: Path) -> None:
    path = sqlite(tmp_path / "crm.sqlite", {"a": [(1, "x")]})
    folder = company(small_disk / "c", {"crm": str(path)})
    assert run("checkup", folder).code == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = run("checkup", folder)
    assert done.code == 73, done.said
    assert run("show", "datasets", "-c", folder).code == 0  # reading needs no writing


@pytest.mark.usefixtures("few_stages")
def test_no_room_for_what_does_not_fit_in_memory(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    from regia.profile import stage

    def full(*_: object, **__: object) -> None:
        raise duckdb.OutOfMemoryException("failed to offload data block of size 256.0 KiB")

    with monkeypatch.context() as patched:
        patched.setattr(stage, "measure", full)
        with pytest.raises(DiskFull):
            run_in(place)
    outcome = run_in(place)
    assert {each.failure for each in outcome.checkup.stages} == {""}
