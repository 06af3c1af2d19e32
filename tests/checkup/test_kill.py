"""kill -9 at any moment of a check-up: the last good one stays whole, the next one completes and resumes."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.model.progress import Silent
from regia.snapshot.store import Store
from regia.workspace import load
from tests.checkup.forking import Forking
from tests.checkup.made import add, assert_all_whole, checkup, company, content, left_in_the_making, sqlite

SYSTEMS, TABLES, ROWS = 2, 3, 400
COLUMNS = "id INTEGER PRIMARY KEY, name TEXT, note TEXT, amount INTEGER"


@dataclass
class Place:
    """A company whose check-up takes about a second."""

    folder: Path
    files: list[Path]

    def change(self, number: int) -> None:
        """Change every source."""
        for path in self.files:
            add(path, f"table_{number % TABLES}", [(ROWS + number, f"row {number}", "x", number)])

    def start(self, forking: Forking, *more: str) -> int:
        """Start a check-up, wait until it is at work, and return its process id."""
        holder = self.folder / ".regia" / "lock.holder"
        holder.unlink(missing_ok=True)
        pid = forking.start("checkup", self.folder, *more)
        end = time.monotonic() + 60
        while not holder.exists():
            assert time.monotonic() < end
            time.sleep(0.001)
        return pid


@pytest.fixture(scope="module")
def forking() -> Iterator[Forking]:
    made = Forking()
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    files = []
    for system in range(SYSTEMS):
        rows = [(row, f"name {row % 977}", f"note {row * 7919 % 1009} of {system}", row % 13) for row in range(ROWS)]
        tables = {f"table_{number}": rows for number in range(TABLES)}
        files.append(sqlite(tmp_path / f"s{system}.sqlite", tables, columns=COLUMNS))
    folder = company(tmp_path / "company", {path.stem: str(path) for path in files})
    return Place(folder, files)


def undisturbed(place: Place, folder: Path) -> dict[str, str | None]:
    """Return the content of a snapshot that nobody disturbed, of the sources as they are now."""
    company(folder, {path.stem: str(path) for path in place.files})
    run_checkup(load(folder), Options(until="profile"), Silent())
    found = Store(folder).latest()
    assert found is not None
    return content(found)


def test_the_next_run_takes_over_what_was_read(place: Place, forking: Forking, tmp_path: Path) -> None:
    for path in place.files:  # read last, it leaves time to kill
        sqlite(path, {"the_last": [(row, f"row {row}", "x", row) for row in range(20_000)]}, columns=COLUMNS)
    journal = place.folder / ".regia" / "journal.jsonl"
    pid = place.start(forking, "--until", "profile")
    end = time.monotonic() + 60
    while not journal.exists() or journal.read_bytes().count(b"\n") < 2:
        assert time.monotonic() < end
        time.sleep(0.001)
    assert forking.kill(pid)
    assert Store(place.folder).ids() == []
    read = journal.read_bytes().count(b"\n")
    origins = [each["origin"] for each in checkup(place.folder, "--until", "profile")["datasets"]]
    assert origins.count("resumed") >= read >= 2
    assert origins.count("resumed") + origins.count("source") == SYSTEMS * (TABLES + 1)
    assert left_in_the_making(place.folder) == []
    found = Store(place.folder).latest()
    assert found is not None
    assert content(found) == undisturbed(place, tmp_path / "calm")


def killed_all_along(place: Place, forking: Forking, folder: Path, *, kills: int, seed: int) -> None:
    """Kill check-ups at moments spread over all of their length, in any order; what one leaves the next one finds."""
    chance = random.Random(seed)
    place.start(forking)
    begun = time.monotonic()
    assert forking.wait() == 0
    length = time.monotonic() - begun
    moments = [length * (number + chance.random()) / kills for number in range(kills)]
    chance.shuffle(moments)
    last, killed, done = Records(place.folder).latest(), False, 0
    for number, moment in enumerate(moments):
        if not killed:
            place.change(number)
            last = Records(place.folder).latest()
        pid = place.start(forking)
        time.sleep(moment)
        killed = forking.kill(pid)
        done += killed
        assert_all_whole(place.folder)
        assert Records(place.folder).latest().checkup >= last.checkup
    assert done >= max(1, kills // 4)  # the others were over before their moment
    place.start(forking)
    assert forking.wait() == 0
    assert left_in_the_making(place.folder) == []
    assert_all_whole(place.folder)
    assert {run.failure for run in Records(place.folder).latest().stages} == {""}
    found = Store(place.folder).latest()
    assert found is not None
    assert content(found) == undisturbed(place, folder)


def test_three_kills_all_along_a_check_up(place: Place, forking: Forking, tmp_path: Path) -> None:
    killed_all_along(place, forking, tmp_path / "calm", kills=3, seed=1)


@pytest.mark.slow
def test_thirty_kills_all_along_a_check_up(place: Place, forking: Forking, tmp_path: Path) -> None:
    killed_all_along(place, forking, tmp_path / "calm", kills=30, seed=2)
