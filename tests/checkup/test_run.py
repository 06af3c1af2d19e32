"""The main job: stages kept to their contracts, results kept by fingerprint, one check-up at a time."""

import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regia.checkup import run as running
from regia.checkup.record import Records
from regia.checkup.run import Options, Outcome, analyse, run_checkup
from regia.checkup.stages import STAGES
from regia.errors import Text
from regia.errors.company import CompanyLocked
from regia.errors.snapshot import CheckupDamaged, CheckupMissing, TableNotComputed
from regia.model.interruption import heeding_interruptions
from regia.model.progress import Silent
from regia.model.table import Column, Table
from regia.profile.tables import DATASETS, SYSTEMS
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage
from regia.snapshot.store import Store
from regia.workspace import load
from tests.checkup.made import (
    add,
    assert_all_whole,
    checkup,
    company,
    content,
    left_in_the_making,
    regia,
    sqlite,
    started,
)

KEY = Column("k", "text", Text("chiave", "key"), required=True)
SHARE = Column("share", "share", Text("quota", "share"))
MADE = Table("made", Text("una riga", "a row"), ("k",), (KEY, SHARE))
OTHER = Table("other", Text("una riga", "a row"), ("k",), (KEY,))


@dataclass(frozen=True)
class NoOptions:
    """Nothing."""

    number: int = 1


def stage(compute: Callable[..., Any], **more: Any) -> Stage[NoOptions]:
    """Return a stage that writes `made`."""
    given = {"name": "odd", "reads": (), "writes": (MADE,), "options": NoOptions(), "compute": compute} | more
    return Stage(title=Text("prova", "trial"), **given)


def rows(*made: dict[str, object], table: Table = MADE) -> Mapping[str, pa.Table]:
    return {table.name: pa.Table.from_pylist(list(made), schema=table.schema)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    files = [sqlite(tmp_path / f"{name}.sqlite", {"a": [(1, "x")], "b": [(1, "y")]}) for name in ("crm", "erp")]
    return company(tmp_path / "company", {path.stem: str(path) for path in files})


@pytest.fixture
def with_stage(monkeypatch: pytest.MonkeyPatch) -> Callable[[Stage[Any]], None]:
    """Put a stage between the profile and the findings."""
    return lambda odd: monkeypatch.setattr(running, "STAGES", (STAGES[0], odd, STAGES[-1]))


def run(folder: Path, **more: Any) -> Outcome:
    return run_checkup(load(folder), Options(**more), Silent())


BROKEN = {
    "wrong columns": lambda *_: {"made": pa.table({"k": ["a"]})},
    "wrong type": lambda *_: {"made": pa.table({"k": ["a"], "share": ["much"]})},
    "another order": lambda *_: {"made": pa.table({"share": [0.5], "k": ["a"]})},
    "a key twice": lambda *_: rows({"k": "a", "share": 0.1}, {"k": "a", "share": 0.2}),
    "no key": lambda *_: rows({"k": None, "share": 0.1}),
    "a share above 1": lambda *_: rows({"k": "a", "share": 1.01}),
    "a share below 0": lambda *_: rows({"k": "a", "share": -0.01}),
    "a share that is no number": lambda *_: rows({"k": "a", "share": float("nan")}, {"k": "b", "share": 0.5}),
    "no table": lambda *_: {},
    "a table more": lambda *_: rows({"k": "a"}) | rows(table=OTHER),
    "another table": lambda *_: rows(table=OTHER),
    "an error": lambda *_: {}["nothing"],
    "no mapping": lambda *_: None,
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_stage_that_breaks_its_contract_is_told_and_the_others_keep_their_tables(
    place: Path, with_stage: Callable[[Stage[Any]], None], broken: str
) -> None:
    with_stage(stage(BROKEN[broken]))
    outcome = run(place)
    profile, odd, findings = outcome.checkup.stages
    assert (profile.failure, findings.failure) == ("", "")
    assert odd.failure
    assert odd.rows == {}
    records = Records(place)
    assert records.load(outcome.checkup, SYSTEMS).num_rows == 2
    with pytest.raises(TableNotComputed):
        records.load(outcome.checkup, MADE)
    assert left_in_the_making(place) == []


def test_a_stage_that_keeps_its_contract_is_kept(place: Path, with_stage: Callable[[Stage[Any]], None]) -> None:
    with_stage(stage(lambda *_: rows({"k": "a", "share": 1.0}, {"k": "b", "share": None})))
    outcome = run(place)
    assert [each.failure for each in outcome.checkup.stages] == ["", "", ""]
    assert Records(place).load(outcome.checkup, MADE).num_rows == 2


def test_a_stage_sees_what_it_declares_and_nothing_else(place: Path, with_stage: Callable[[Stage[Any]], None]) -> None:
    seen: list[set[str]] = []

    def compute(evidence: Evidence, *_: object) -> Mapping[str, pa.Table]:
        seen.append(set(evidence.tables))
        return rows()

    with_stage(stage(compute, reads=(DATASETS,)))
    run(place)
    assert seen == [{"datasets"}]


def test_a_stage_whose_table_is_missing_is_left_out_and_told(
    place: Path, with_stage: Callable[[Stage[Any]], None]
) -> None:
    with_stage(stage(lambda *_: rows(), reads=(OTHER,)))
    assert [each.failure for each in run(place).checkup.stages] == ["", "missing: other", ""]


def test_failing_stages_end_in_exit_code_70_and_are_told(place: Path) -> None:
    broken = "stage.system_rows = lambda _: [{'system': 'crm'}]"
    code = f"import sys; from regia import cli; from regia.profile import stage; {broken}; cli.main()"
    done = subprocess.run([sys.executable, "-c", code, "checkup", place], capture_output=True, text=True, check=False)
    assert done.returncode == 70, done.stderr
    assert "profile" in done.stdout
    assert "systems" in done.stdout
    assert "Traceback" not in done.stderr


def counting(calls: list[str], number: int = 1) -> Stage[NoOptions]:
    """Return a stage that counts how often it is computed."""

    def compute(*_: object) -> Mapping[str, pa.Table]:
        calls.append("computed")
        return rows({"k": "a"})

    return stage(compute, options=NoOptions(number))


@pytest.mark.usefixtures("few_stages")
class TestCache:
    """A result is kept as long as nothing it depends on changes."""

    def again(self, place: Path, day: date | None = None, **company_changes: Any) -> int:
        """Run the stages on the last snapshot and return how many were taken from what was kept."""
        store = Store(place)
        snapshot = store.latest()
        assert snapshot is not None
        at = datetime.combine(day or datetime.now(UTC).date(), datetime.min.time(), UTC)
        declared = replace(load(place), **company_changes)
        previous = running.previous_tables(Records(place))
        found = analyse(declared, store, snapshot, previous=previous, started=at, progress=Silent())
        assert not any(each.failure for each in found.stages)
        return sum(each.cached for each in found.stages)

    def test_nothing_changed_nothing_computed(self, place: Path) -> None:
        first = run(place)
        second = run(place)
        assert {each.cached for each in second.checkup.stages} == {True}
        assert second.nothing_changed
        assert second.snapshot == first.snapshot
        assert second.checkup.checkup != first.checkup.checkup
        assert second.checkup.snapshot == first.checkup.snapshot

    def test_another_snapshot(self, place: Path) -> None:
        run(place)
        add(place.parent / "crm.sqlite", "a", [(2, "new")])
        assert {each.cached for each in run(place).checkup.stages} == {False}

    def test_another_day(self, place: Path) -> None:
        run(place)
        assert self.again(place) == len(running.STAGES)
        assert self.again(place, datetime.now(UTC).date() + timedelta(days=1)) == 0

    def test_another_declaration(self, place: Path) -> None:
        run(place)
        declared = load(place)
        owned = tuple(replace(system, owner="Ada") for system in declared.systems)
        assert self.again(place, systems=owned) == 0

    def test_another_code(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from regia.checkup import fingerprint

        run(place)
        monkeypatch.setattr(fingerprint, "_code", lambda: "other")
        assert self.again(place) == 0

    def test_other_options(self, place: Path, with_stage: Callable[[Stage[Any]], None]) -> None:
        calls: list[str] = []
        with_stage(counting(calls))
        run(place)
        run(place)
        assert calls == ["computed"]
        with_stage(counting(calls, number=2))
        run(place)
        assert calls == ["computed", "computed"]

    def test_another_memory(self, place: Path, with_stage: Callable[[Stage[Any]], None]) -> None:
        calls: list[str] = []
        known, other = (replace(counting(calls, number), recalls=(MADE,)) for number in (1, 2))
        with_stage(known)
        run(place)
        run(place)
        assert calls == ["computed"]  # it remembers what it found in the same
        with_stage(other)
        run(place)
        with_stage(known)
        run(place)
        assert calls == ["computed"] * 3  # what it remembers now was found in another way
        run(place)
        assert calls == ["computed"] * 3

    def test_another_folder_does_not_matter(self, place: Path) -> None:
        run(place)
        moved = place.rename(place.with_name("moved"))
        assert self.again(moved) == len(running.STAGES)

    @pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "missing", "another table"])
    def test_damaged_evidence_is_computed_again(self, place: Path, damage: str) -> None:
        first = run(place)
        path = Records(place).path(first.checkup.stages[0], SYSTEMS)
        before = path.read_bytes()
        if damage == "missing":
            path.unlink()
        elif damage == "another table":
            shutil.copy(Records(place).path(first.checkup.stages[0], DATASETS), path)
        else:
            path.write_bytes({"cut": before[:-50], "emptied": b""}.get(damage, before[:60] + b"????" + before[64:]))
        second = run(place)
        assert {each.failure for each in second.checkup.stages} == {""}
        assert Records(place).load(second.checkup, SYSTEMS).num_rows == 2
        assert path.read_bytes()[:4] == b"PAR1"

    def test_damaged_findings_do_not_stop_the_next_check_up(self, place: Path) -> None:
        from regia.findings.tables import FINDINGS

        first = run(place)
        Records(place).path(first.checkup.stages[-1], FINDINGS).write_bytes(b"?")
        with pytest.raises(CheckupDamaged):
            Records(place).load(first.checkup, FINDINGS)
        second = run(place)
        assert Records(place).load(second.checkup, FINDINGS).num_rows > 0

    def test_a_damaged_record_does_not_stop_the_next_check_up(self, place: Path) -> None:
        first = run(place)
        path = place / ".regia" / "checkups" / f"{first.checkup.checkup}.json"
        path.write_text("{")
        with pytest.raises(CheckupDamaged):
            Records(place).latest()
        second = run(place)
        assert Records(place).latest() == second.checkup


def test_the_same_snapshot_gives_the_same_tables_to_the_byte(place: Path) -> None:
    first = run(place)
    held = {path.name: path.read_bytes() for path in (place / ".regia" / "evidence").rglob("*.parquet")}
    shutil.rmtree(place / ".regia" / "evidence")
    shutil.rmtree(place / ".regia" / "cache")
    second = run(place)
    assert second.snapshot == first.snapshot
    assert {path.name: path.read_bytes() for path in (place / ".regia" / "evidence").rglob("*.parquet")} == held


def test_until_stops_there_and_what_was_not_computed_is_not_empty(place: Path) -> None:
    from regia.findings.tables import FINDINGS

    outcome = run(place, until="profile")
    assert [each.stage for each in outcome.checkup.stages] == ["profile"]
    with pytest.raises(TableNotComputed):
        Records(place).load(outcome.checkup, FINDINGS)


def test_a_check_up_that_never_was(place: Path) -> None:
    with pytest.raises(CheckupMissing):
        Records(place).latest()


@pytest.mark.usefixtures("few_stages")
def test_a_folder_whose_path_looks_like_a_partition_or_a_pattern(tmp_path: Path) -> None:
    path = sqlite(tmp_path / "crm.sqlite", {"a": [(1, "x"), (2, "y")]})
    folder = company(tmp_path / "year=2026" / "mobili [1] * 'x' {a}", {"crm": str(path)})
    outcome = run(folder)
    assert {each.failure for each in outcome.checkup.stages} == {""}
    (row,) = Records(folder).load(outcome.checkup, DATASETS).to_pylist()
    assert (row["status"], row["records"]) == ("read", 2)


@pytest.mark.usefixtures("few_stages")
def test_everything_is_its_owners_alone(place: Path) -> None:
    run(place)
    inside = [place / ".regia", *(place / ".regia").rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in inside}
    assert {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077} == {}
    assert all(modes[path] == 0o700 for path in inside if path.is_dir())


def test_two_at_once_the_second_is_refused_and_the_first_unharmed(place: Path) -> None:
    big = [(number, f"name {number}") for number in range(30_000)]
    sqlite(place.parent / "crm.sqlite", {"large": big})
    first = started("checkup", place, "--json")
    holder = place / ".regia" / "lock.holder"
    while not holder.exists() and first.poll() is None:
        time.sleep(0.005)
    refused = regia("checkup", place, "--json")
    assert refused.returncode == 75, refused.stderr
    assert str(first.pid) in refused.stderr
    with pytest.raises(CompanyLocked) as caught:
        run(place)
    assert caught.value.exit_code == 75
    output, errors = first.communicate()
    assert first.returncode == 0, errors
    assert '"snapshot"' in output
    assert_all_whole(place)
    assert len(Records(place).ids()) == 1


def test_interrupted_by_a_person(place: Path) -> None:
    sqlite(place.parent / "crm.sqlite", {"large": [(number, f"name {number}") for number in range(60_000)]})
    process = started("checkup", place, "--until", "profile")
    holder = place / ".regia" / "lock.holder"
    while not holder.exists() and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in output + errors
    assert "Interrotto" in errors
    checkup(place, "--until", "profile")
    assert left_in_the_making(place) == []


def test_a_wish_to_stop_that_a_driver_swallowed_is_not_lost(
    place: Path, with_stage: Callable[[Stage[Any]], None]
) -> None:
    def compute(*_: object) -> Mapping[str, pa.Table]:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise TimeoutError from error
        return rows()

    with_stage(stage(compute))
    with heeding_interruptions(), pytest.raises(KeyboardInterrupt):
        run(place)
    assert Records(place).ids() == []
    with_stage(stage(lambda *_: rows()))
    run(place)
    assert len(Records(place).ids()) == 1


@pytest.mark.usefixtures("few_stages")
class TestRetention:
    """As many and for as long as regia.toml says; the newest always."""

    def snapshots(self, place: Path, ages: list[int]) -> list[str]:
        """Make snapshots of these ages in days, each with an object of its own, and return their ids."""
        outcome = run(place)
        store, records, made = Store(place), Records(place), []
        for age in ages:
            at = datetime.now(UTC) - timedelta(days=age)
            manifest = replace(outcome.snapshot, snapshot=store.new_id(at), taken_at=at)
            store.commit(manifest)
            records.commit(replace(outcome.checkup, checkup=manifest.snapshot, snapshot=manifest.snapshot))
            made.append(manifest.snapshot)
        return [*made, outcome.snapshot.snapshot]

    def test_by_number(self, place: Path) -> None:
        ids = self.snapshots(place, [5, 4, 3, 2])
        toml = (place / "regia.toml").read_text()
        (place / "regia.toml").write_text(toml.replace("[company]\n", "[company]\nkeep_snapshots = 2\n"))
        run(place)
        assert Store(place).ids() == ids[-2:]
        assert {each.snapshot for each in Records(place).all()} == set(ids[-2:])
        assert_all_whole(place)

    def test_by_age(self, place: Path) -> None:
        ids = self.snapshots(place, [800, 700])
        run(place)
        assert Store(place).ids() == ids[1:]

    def test_the_newest_stays_however_old(self, place: Path) -> None:
        from regia.checkup.retention import outdated

        self.snapshots(place, [3])
        later = datetime.now(UTC) + timedelta(days=10_000)
        assert len(outdated(load(place), Store(place), now=later)) == 1
        assert outdated(load(place), Store(place), keep=0) == Store(place).ids()[:-1]

    def test_objects_and_evidence_go_with_the_last_that_needs_them(self, place: Path) -> None:
        first = run(place)
        for name in ("crm", "erp"):
            add(place.parent / f"{name}.sqlite", "a", [(2, "new")])
        second = run(place)
        shared = first.snapshot.objects & second.snapshot.objects
        assert shared
        gone = first.snapshot.objects - second.snapshot.objects
        assert gone
        done = regia("snapshots", "prune", "-c", place, "--keep", "1")
        assert done.returncode == 0, done.stderr
        assert set(Store(place).objects.names()) == second.snapshot.objects
        assert left_in_the_making(place) == []
        assert [each.snapshot for each in Records(place).all()] == [second.snapshot.snapshot]

    def test_what_a_killed_run_read_and_nobody_took_over_goes(self, place: Path) -> None:
        store = Store(place)
        store.prepare()
        writer = store.writer(pa.schema([("a", pa.int64())]))
        writer.write(pa.record_batch({"a": [1]}))
        orphan = writer.finish().object
        outcome = run(place)
        assert orphan not in set(store.objects.names())
        assert set(store.objects.names()) == outcome.snapshot.objects


@pytest.mark.slow
def test_a_demo_sized_company_with_nothing_changed_takes_no_two_seconds(tmp_path: Path) -> None:
    import resource

    tables = {f"t{number}": [(row, f"n{row}") for row in range(20)] for number in range(13)}
    files = [sqlite(tmp_path / f"s{number}.sqlite", tables) for number in range(8)]
    folder = company(tmp_path / "c", {path.stem: str(path) for path in files})
    first = checkup(folder)
    checkup(folder)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    again = checkup(folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(again["datasets"]) == 104
    assert (again["snapshot"], again["nothing_changed"]) == (first["snapshot"], True)
    # Seconds of processor, which other work on the machine does not stretch as it does the clock.
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 2.0


@pytest.mark.usefixtures("few_stages")
def test_the_content_does_not_depend_on_the_order_of_systems(tmp_path: Path) -> None:
    files = [sqlite(tmp_path / f"s{number}.sqlite", {"t": [(number, "x")]}) for number in range(3)]
    one = company(tmp_path / "one", {path.stem: str(path) for path in files})
    two = company(tmp_path / "two", {path.stem: str(path) for path in reversed(files)})
    assert content(run(one).snapshot) == content(run(two).snapshot)
