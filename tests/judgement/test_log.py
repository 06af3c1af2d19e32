"""The log of verdicts: append-only, on the disk, safe between processes."""

import multiprocessing
from pathlib import Path

import pytest

from regia.errors.judgement import LogDamaged
from regia.judgement.log import FILE, VerdictLog
from regia.judgement.verdict import Decision, Kind, pair_subject, subject_pair

LEFT, RIGHT = ("erp", "ANACLI", "E-mail/PEC"), ("crm", "sales.accounts", "e = mail")
SUBJECT = pair_subject(LEFT, RIGHT)


def _record(log: VerdictLog, decision: Decision, subject: str = SUBJECT) -> int:
    return log.record(Kind.CORRESPONDENCE, subject, decision, person="Anna").number


def test_a_subject_is_the_same_whichever_field_comes_first() -> None:
    assert pair_subject(RIGHT, LEFT) == SUBJECT
    assert set(subject_pair(SUBJECT)) == {LEFT, RIGHT}


def test_the_last_verdict_stands_and_names_the_one_before(tmp_path: Path) -> None:
    log = VerdictLog(tmp_path, "Prova")
    _record(log, Decision.CONFIRMED)
    second = log.record(Kind.CORRESPONDENCE, SUBJECT, Decision.REJECTED, person="Ugo", why="è la PEC", snapshot="s1")
    assert (second.number, second.supersedes) == (2, 1)
    assert log.standing(Kind.CORRESPONDENCE) == [second]
    _record(log, Decision.WITHDRAWN)
    assert log.standing(Kind.CORRESPONDENCE) == []
    assert [each.verdict for each in log.all()] == [Decision.CONFIRMED, Decision.REJECTED, Decision.WITHDRAWN]
    assert log.all()[1].why == "è la PEC"


def test_a_line_that_a_crash_cut_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    log = VerdictLog(tmp_path, "Prova")
    _record(log, Decision.CONFIRMED)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"number": 2, "compa')
    assert len(log.all()) == 1
    assert _record(log, Decision.REJECTED) == 2
    assert [each.number for each in log.all()] == [1, 2]


def test_a_damaged_line_is_told_with_its_number(tmp_path: Path) -> None:
    log = VerdictLog(tmp_path, "Prova")
    _record(log, Decision.CONFIRMED)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"nonsense\n")
    with pytest.raises(LogDamaged, match="line 2"):
        log.all()
    with pytest.raises(LogDamaged):
        _record(log, Decision.CONFIRMED)


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    _record(VerdictLog(tmp_path, "Prova"), Decision.CONFIRMED)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def _many(folder: Path, name: str) -> None:
    for number in range(10):
        _record(VerdictLog(folder, "Prova"), Decision.CONFIRMED, f"{name}{number}")


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_many, args=(tmp_path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    found = VerdictLog(tmp_path, "Prova").all()
    assert [each.number for each in found] == list(range(1, 31))
    assert len({each.subject for each in found}) == 30
