"""What becomes of a finding, by hand: who said what on which day, and what each check-up then saw."""

from datetime import UTC, date, datetime

import pytest

from regia.findings.follow_up import NOT_FOLLOWED, FollowUp, Sighting, State, follow
from regia.judgement.verdict import Decision, Kind, Verdict

TODAY = date(2026, 3, 10)


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 9, tzinfo=UTC)


def said(decision: Decision, day: int = 5, **more: object) -> Verdict:
    kind = Kind.ASSIGNMENT if decision == Decision.ASSIGNED else Kind.FINDING
    return Verdict(1, "Prova", kind, "r = s", decision, "Anna", at(day), **more)  # type: ignore[arg-type]


def saw(day: int, found: bool | None, *, looked: int | None = None) -> Sighting:
    return Sighting(at(day), at(looked or day), found)


@pytest.mark.parametrize(
    ("sightings", "state", "since"),
    [
        ([saw(4, True)], State.FIXED, 5),  # nobody looked since
        ([saw(4, True), saw(6, True)], State.RETURNED, 6),
        ([saw(4, True), saw(6, False)], State.VERIFIED, 6),
        ([saw(4, True), saw(6, None)], State.FIXED, 5),  # it could not be looked at: neither proved nor refuted
        ([saw(6, False), saw(7, None)], State.VERIFIED, 6),
        ([saw(6, False), saw(8, True)], State.RETURNED, 8),
        ([saw(6, True), saw(7, True), saw(8, False)], State.VERIFIED, 8),
        ([saw(6, True, looked=4)], State.FIXED, 5),  # the same snapshot, analysed once more
        ([saw(6, False, looked=4)], State.VERIFIED, 6),  # of what people declare there is nothing to read again
    ],
)
def test_a_word_of_being_fixed_is_proved_by_the_check_ups_after_it(
    sightings: list[Sighting], state: State, since: int
) -> None:
    found = follow([said(Decision.FIXED)], sightings, TODAY)
    assert (found.state, found.since) == (state, at(since))


@pytest.mark.parametrize(("until", "state"), [(10, State.ACCEPTED), (9, State.EXPIRED)])
def test_accepted_holds_to_its_last_day(until: int, state: State) -> None:
    given = said(Decision.ACCEPTED, until=date(2026, 3, until), why="x")
    assert follow([given], [saw(6, True)], TODAY).state == state


def test_false_stays_false_and_what_is_withdrawn_is_open() -> None:
    assert follow([said(Decision.FALSE)], [saw(6, True)], TODAY).state == State.FALSE
    assert follow([said(Decision.FALSE), said(Decision.WITHDRAWN)], [saw(6, True)], TODAY).state == State.OPEN


def test_what_is_no_longer_found_is_gone_whatever_was_said() -> None:
    for verdict in (said(Decision.FALSE), said(Decision.ASSIGNED, to="a@b.it")):
        assert follow([verdict], [saw(6, False)], TODAY).state == State.GONE


def test_who_it_is_given_to_does_not_depend_on_what_is_said_of_it() -> None:
    found = follow([said(Decision.ASSIGNED, to="Anna@b.it"), said(Decision.FIXED)], [], TODAY)
    assert found.state == State.FIXED
    assert found.waits_for("anna@b.it")
    assert not found.waits_for("")
    assert not NOT_FOLLOWED.waits_for("")


@pytest.mark.parametrize(("day", "due"), [(24, True), (25, False), (1, True)])
def test_a_day_comes_due_two_weeks_ahead(day: int, due: bool) -> None:
    assert FollowUp(State.OPEN, due=date(2026, 3, day)).comes_due(TODAY) is due
    assert not FollowUp(State.VERIFIED, due=date(2026, 3, day)).comes_due(TODAY)
