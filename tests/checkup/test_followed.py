"""A finding over several check-ups: said fixed, found again, verified; and what cannot be read proves nothing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from regia.checkup.again import analyse_again
from regia.checkup.followed import followed, last_seen, said_of
from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.findings.follow_up import FollowUp, State
from regia.findings.saying import Speaker, assign, judge
from regia.findings.tables import FINDINGS
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind
from regia.model.progress import Silent
from regia.workspace import load
from tests.checkup.made import add, company, sqlite

TODAY = date(2026, 3, 10)
RULE = "empty_dataset"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A company with an empty dataset in its one system, checked up."""
    path = sqlite(tmp_path / "erp.sqlite", {"orders": [(n, f"o{n}") for n in range(30)], "returns": []})
    folder = company(tmp_path / "prova", {"erp": str(path)})
    check_up(folder)
    return folder


def check_up(folder: Path) -> None:
    run_checkup(load(folder), Options(), Silent())


def found(folder: Path) -> dict[str, object]:
    records = Records(folder)
    rows = records.load(records.latest(), FINDINGS).to_pylist()
    return next(row for row in rows if row["rule"] == RULE)  # type: ignore[no-any-return]


def say(folder: Path, row: Mapping[str, object], decision: Decision) -> None:
    judge(VerdictLog(folder, "Prova"), row, decision, Speaker("anna@b.it", TODAY, None), why="x")


def stands(folder: Path, row: Mapping[str, object]) -> FollowUp:
    return followed(Records(folder), TODAY)[str(row["finding"])]


@pytest.mark.usefixtures("few_stages")
def test_said_fixed_comes_back_and_is_then_verified(place: Path) -> None:
    row = found(place)
    say(place, row, Decision.FIXED)
    assert stands(place, row).state == State.FIXED
    analyse_again(load(place), Silent())
    assert stands(place, row).state == State.FIXED, "nobody looked at the systems since"
    check_up(place)
    assert stands(place, row).state == State.RETURNED
    say(place, row, Decision.FIXED)
    add(place.parent / "erp.sqlite", "returns", [(1, "r")])
    check_up(place)
    assert stands(place, row).state == State.VERIFIED
    kept = last_seen(Records(place), str(row["finding"]))
    assert kept is not None
    assert kept[1]["text_it"] == row["text_it"]
    assert [each.verdict for each in said_of(place, str(row["finding"]))] == [Decision.FIXED, Decision.FIXED]


@pytest.mark.usefixtures("few_stages")
def test_a_system_that_cannot_be_read_proves_nothing(place: Path) -> None:
    row = found(place)
    say(place, row, Decision.FIXED)
    (place.parent / "erp.sqlite").rename(place.parent / "gone.sqlite")
    check_up(place)
    assert stands(place, row).state == State.FIXED


def test_what_becomes_of_a_finding_makes_nothing_to_analyse_again(place: Path) -> None:
    row = found(place)
    assign(VerdictLog(place, "Prova"), row, "ugo@b.it", Speaker("anna@b.it", TODAY, None), until=TODAY)
    say(place, row, Decision.FALSE)
    again = analyse_again(load(place), Silent())
    assert again is not None
    assert all(run.cached for run in again.stages)
    VerdictLog(place, "Prova").record(Kind.MASTER, "customer/* = erp", Decision.CONFIRMED, person="anna@b.it")
    other = analyse_again(load(place), Silent())
    assert other is not None
    assert not all(run.cached for run in other.stages)


@pytest.mark.usefixtures("few_stages")
def test_of_what_nobody_spoke_nothing_is_followed(place: Path) -> None:
    assert followed(Records(place), TODAY) == {}
