"""The log of answers: rounds, resuming, pseudonyms, crashes."""

import stat
from datetime import date

import pytest

from regia.errors.judgement import LogDamaged, RoundEmpty
from regia.judgement.answers import FILE, KEY, AnswerLog

DAY = date(2026, 3, 2)


def test_answers_are_kept_and_the_last_one_counts(tmp_path):
    log = AnswerLog(tmp_path)
    log.record("it", "Anna Rossi", {"trust": 2, "sponsor": None}, on=DAY)
    log.record("it", "anna  ROSSI", {"trust": 4}, on=DAY)
    log.record("business", "Bruno", {"trust": 1}, on=DAY)
    [only] = log.rounds()
    assert (only.number, only.closed_on) == (1, None)
    assert sorted((each.side, each.item, each.level) for each in only.answers if each.level) == [
        ("business", "trust", 1), ("it", "trust", 4),
    ]  # fmt: skip
    assert len(only.people("it")) == len(only.people("business")) == 1


def test_a_person_resumes_where_they_stopped(tmp_path):
    AnswerLog(tmp_path).record("it", "Anna", {"trust": 2})
    assert AnswerLog(tmp_path).given("Anna") == {"trust": 2}
    assert AnswerLog(tmp_path).given("Bruno") == {}


def test_a_closed_round_takes_no_more_answers_and_the_next_one_begins(tmp_path):
    log = AnswerLog(tmp_path)
    with pytest.raises(RoundEmpty):
        log.close()
    log.record("it", "Anna", {"trust": 2})
    assert log.close(on=DAY) == 1
    with pytest.raises(RoundEmpty):
        log.close()
    assert log.given("Anna") == {}
    log.record("it", "Anna", {"trust": 5})
    first, second = log.rounds()
    assert (first.closed_on, second.closed_on, second.number) == (DAY, None, 2)
    assert [each.level for each in first.answers] == [2]
    assert first.people("it") == second.people("it")  # the same person, for whoever has the key


def test_who_changes_side_is_on_one_side(tmp_path):
    log = AnswerLog(tmp_path)
    log.record("it", "Anna", {"trust": 2, "sponsor": 3})
    log.record("business", "Anna", {"trust": 4})
    [only] = log.rounds()
    assert only.people("it") == frozenset()
    assert len(only.answers) == 2


def test_no_name_is_on_the_disk_and_nobody_else_may_read_it(tmp_path):
    AnswerLog(tmp_path).record("it", "Anna Rossi", {"trust": 2})
    for name in (FILE, KEY):
        path = tmp_path / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"anna" not in path.read_bytes().lower()
        assert b":" not in path.read_bytes().split(b'"on"')[-1][12:]  # a day, no time of day


def test_another_company_knows_the_same_person_by_another_name(tmp_path):
    people = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        log = AnswerLog(tmp_path / name)
        log.record("it", "Anna", {"trust": 2})
        people.append(log.rounds()[0].people("it"))
    assert not people[0] & people[1]


def test_a_line_cut_by_a_crash_is_passed_over_and_a_damaged_one_is_told(tmp_path):
    log = AnswerLog(tmp_path)
    log.record("it", "Anna", {"trust": 2})
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes() + b'{"entry":"ans')
    assert len(log.rounds()[0].answers) == 1
    log.record("it", "Anna", {"sponsor": 2})
    assert len(log.rounds()[0].answers) == 2
    path.write_bytes(b"{}\n" + path.read_bytes())
    with pytest.raises(LogDamaged, match="line 1"):
        log.rounds()


def told(log, side="it"):
    return [
        sorted((each.item, each.level) for each in one.answers if each.side == side and each.level)
        for one in log.rounds()
    ]


def test_who_is_forgotten_cannot_be_found_and_what_was_told_stays(tmp_path):
    log = AnswerLog(tmp_path)
    for name, level in (("Anna", 2), ("Bruno", 4)):
        log.record("it", name, {"trust": level}, on=date(2026, 3, 1 + level))
    log.close(on=date(2026, 3, 20))
    log.record("it", "Anna", {"trust": 3})
    log.record("it", "Bruno", {"trust": 5})
    before = told(log)
    log.forget(" ANNA ")
    assert not log.knows("Anna")
    assert log.knows("Bruno")
    assert told(log) == [before[0], [("trust", 5)]]
    [untied] = [each for each in log.rounds()[0].answers if each.level == 2]
    assert untied.on == date(2026, 3, 20)  # the day they answered would tell who it was
    log.record("it", "Anna", {"trust": 1})
    assert len(log.rounds()[1].people("it")) == 2
    assert not log.rounds()[1].people("it") & {untied.person}
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_person_of_many_rounds_stays_one_person_when_forgotten(tmp_path):
    log = AnswerLog(tmp_path)
    for _ in range(2):
        log.record("business", "Anna", {"trust": 2})
        log.close(on=DAY)
    log.forget("Anna")
    first, second = log.rounds()
    assert first.people("business") == second.people("business")
    assert len(first.people("business")) == 1


def test_forgetting_somebody_unknown_changes_nothing(tmp_path):
    log = AnswerLog(tmp_path)
    log.forget("Anna")
    assert list(tmp_path.glob("answers*")) == []
    log.record("it", "Bruno", {"trust": 5})
    before = (tmp_path / FILE).read_bytes()
    log.forget("Anna")
    assert (tmp_path / FILE).read_bytes() == before
