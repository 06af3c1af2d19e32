"""What becomes of a finding: said by people, proved by the check-ups that come after.

A finding that was said to be fixed is closed once a later check-up looked and did not find it; one that is found again
comes back. What could not be looked at proves neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from regia.errors import Text
from regia.judgement.verdict import FOLLOWING, Decision, Kind, Verdict

DAYS_AHEAD = 14
"""A day that is nearer than this is coming due."""


class State(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    RETURNED = "returned"
    EXPIRED = "expired"
    FIXED = "fixed"
    ACCEPTED = "accepted"
    FALSE = "false"
    VERIFIED = "verified"
    GONE = "gone"


STATES: Mapping[State, Text] = {
    State.OPEN: Text("aperto", "open"),
    State.RETURNED: Text("tornato: si trova ancora", "came back: still found"),
    State.EXPIRED: Text("accettazione scaduta", "acceptance over"),
    State.FIXED: Text("detto risolto, da verificare", "said fixed, to be verified"),
    State.ACCEPTED: Text("accettato", "accepted"),
    State.FALSE: Text("non è un problema", "not a problem"),
    State.VERIFIED: Text("risolto e verificato", "fixed and verified"),
    State.GONE: Text("non si trova più", "no longer found"),
}
ASKING = frozenset({State.OPEN, State.RETURNED, State.EXPIRED})
"""States that ask somebody to do something."""

LISTED = ASKING | {State.FIXED}
"""States that are listed unless others are asked for."""

CLOSED = frozenset({State.VERIFIED, State.GONE})
"""States of what the newest check-up does not find."""


@dataclass(frozen=True)
class Sighting:
    """What a check-up tells of a finding; `found` is None where it could not look."""

    at: datetime
    looked_at: datetime
    found: bool | None


@dataclass(frozen=True)
class FollowUp:
    """Where a finding stands, since when, who is to see to it and by when, and who said so last."""

    state: State = State.OPEN
    since: datetime | None = None
    assigned_to: str = ""
    due: date | None = None
    said: Verdict | None = None
    assigned: Verdict | None = None

    def comes_due(self, today: date) -> bool:
        """Whether its day is near, or past, and something is still to be done."""
        alive = self.state in LISTED or self.state == State.ACCEPTED
        return alive and self.due is not None and (self.due - today).days <= DAYS_AHEAD

    def waits_for(self, person: str) -> bool:
        """Whether a person is the one to see to it; what nobody was given waits for nobody in particular."""
        return bool(self.assigned_to) and self.assigned_to.casefold() == person.casefold()


NOT_FOLLOWED = FollowUp()


def follow(verdicts: Sequence[Verdict], sightings: Sequence[Sighting], today: date) -> FollowUp:
    """Return where one finding stands, from the verdicts on it and the check-ups, both in order."""
    said = _last(verdicts, Kind.FINDING)
    assigned = _last(verdicts, Kind.ASSIGNMENT)
    state, since = _state(said, sightings, today)
    due = said.until if said and said.until else assigned.until if assigned else None
    return FollowUp(state, since, assigned.to if assigned else "", due, said, assigned)


def history(verdicts: Sequence[Verdict], subject: str) -> list[Verdict]:
    """Return all that was ever said of a finding, in order."""
    return [each for each in verdicts if each.kind in FOLLOWING and each.subject == subject]


def _last(verdicts: Sequence[Verdict], kind: Kind) -> Verdict | None:
    last = next((each for each in reversed(verdicts) if each.kind == kind), None)
    return None if last is None or last.verdict == Decision.WITHDRAWN else last


def _state(said: Verdict | None, sightings: Sequence[Sighting], today: date) -> tuple[State, datetime | None]:
    if said is not None and said.verdict == Decision.FIXED:
        return _proved(said, sightings)
    if sightings and sightings[-1].found is False:
        return State.GONE, sightings[-1].at
    if said is None:
        return State.OPEN, None
    if said.verdict == Decision.FALSE:
        return State.FALSE, said.at
    over = said.until is not None and said.until < today
    return (State.EXPIRED if over else State.ACCEPTED), said.at


def _proved(said: Verdict, sightings: Sequence[Sighting]) -> tuple[State, datetime]:
    """Return what the check-ups after it made of a word of being fixed."""
    state, since = State.FIXED, said.at
    for each in sightings:
        if each.at <= said.at or each.found is None:
            continue
        if not each.found and state != State.VERIFIED:
            state, since = State.VERIFIED, each.at
        elif each.found and state != State.RETURNED and (each.looked_at > said.at or state == State.VERIFIED):
            state, since = State.RETURNED, each.at
    return state, since
